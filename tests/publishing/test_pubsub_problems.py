"""What is wrong with a topic or subscription, in sentences that say what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from google.api_core import exceptions as google_errors
from google.auth import exceptions as auth_errors

from publishing.adapters import pubsub
from publishing.adapters.pubsub import Subscription, Topic

TOPIC = "projects/nba-test/topics/feed"
SUBSCRIPTION = "projects/nba-test/subscriptions/feed"
RIGHTS = {TOPIC: "pubsub.topics.publish", SUBSCRIPTION: "pubsub.subscriptions.consume"}
SENTENCES = {
    TOPIC: "gcloud pubsub topics add-iam-policy-binding projects/nba-test/topics/feed "
    "--member=serviceAccount:live@nba.iam --role=roles/pubsub.publisher",
    SUBSCRIPTION: "gcloud pubsub subscriptions add-iam-policy-binding "
    "projects/nba-test/subscriptions/feed "
    "--member=serviceAccount:live@nba.iam --role=roles/pubsub.subscriber",
}
CREATE = {
    TOPIC: f"the topic {TOPIC} does not exist: gcloud pubsub topics create {TOPIC}",
    SUBSCRIPTION: f"the subscription {SUBSCRIPTION} does not exist: "
    f"gcloud pubsub subscriptions create {SUBSCRIPTION} --topic TOPIC",
}


@dataclass
class Google:
    """Both clients: what is held, and what the two questions raise."""

    held: Sequence[str] = tuple(RIGHTS.values())
    look: Exception | None = None
    rights: Exception | None = None
    asked: list[str] = field(default_factory=list)
    transport: Any = field(
        default_factory=lambda: SimpleNamespace(
            _credentials=SimpleNamespace(service_account_email="live@nba.iam")
        )
    )

    def get_topic(self, request: dict[str, str], timeout: float, retry: None) -> None:
        self._look(request["topic"], timeout)

    def get_subscription(self, request: dict[str, str], timeout: float, retry: None) -> None:
        self._look(request["subscription"], timeout)

    def test_iam_permissions(
        self, request: dict[str, Any], timeout: float, retry: None
    ) -> SimpleNamespace:
        self.asked.append(request["resource"])
        if self.rights:
            raise self.rights
        held = [right for right in request["permissions"] if right in self.held]
        return SimpleNamespace(permissions=held)

    def _look(self, path: str, timeout: float) -> None:
        assert 0 < timeout <= 60
        self.asked.append(path)
        if self.look:
            raise self.look


@pytest.fixture
def google(monkeypatch: pytest.MonkeyPatch) -> Google:
    google = Google()
    monkeypatch.setattr(pubsub, "_publisher", lambda: google)
    monkeypatch.setattr(pubsub, "_subscriber", lambda: google)
    return google


def problems() -> dict[str, str | None]:
    return {TOPIC: Topic(TOPIC).problem(), SUBSCRIPTION: Subscription(SUBSCRIPTION).problem()}


def error(name: str, text: str = "said") -> Exception:
    """One of google.api_core's errors, which come without types."""
    kind: Any = getattr(google_errors, name)
    made: Exception = kind(text)
    return made


NOTHING = {TOPIC: None, SUBSCRIPTION: None}


def test_nothing_is_wrong(google: Google) -> None:
    assert problems() == NOTHING
    assert google.asked == [TOPIC, TOPIC, SUBSCRIPTION, SUBSCRIPTION]


def test_the_right_alone_is_enough(google: Google) -> None:
    """To look at a topic is a right of its own, and a publisher need not have it."""
    google.look = error("PermissionDenied")
    assert problems() == NOTHING


def test_a_missing_right_is_named_with_the_command_that_grants_it(google: Google) -> None:
    google.held = ()
    for path, problem in problems().items():
        assert problem == f"{path} may not be used without {RIGHTS[path]}: {SENTENCES[path]}"


def test_what_may_not_even_be_looked_at_may_not_be_there(google: Google) -> None:
    google.look, google.held = error("PermissionDenied"), ()
    for path, problem in problems().items():
        start = f"{path} may not be used without {RIGHTS[path]}, if it exists: "
        assert problem == start + SENTENCES[path]


@pytest.mark.parametrize("answer", ["MethodNotImplemented", "PermissionDenied"])
def test_a_server_that_tells_no_rights(google: Google, answer: str) -> None:
    google.rights = error(answer)
    assert problems() == NOTHING
    google.look = error("PermissionDenied")
    for path, problem in problems().items():
        assert str(problem).startswith(f"{path} may not be used without {RIGHTS[path]}")


@pytest.mark.parametrize("where", ["look", "rights"])
def test_what_is_not_there(google: Google, where: str) -> None:
    setattr(google, where, error("NotFound"))
    assert problems() == CREATE


@pytest.mark.parametrize("where", ["look", "rights"])
def test_what_cannot_be_reached(google: Google, where: str) -> None:
    setattr(google, where, error("ServiceUnavailable", "no route\nstack"))
    for path, problem in problems().items():
        kind = path.split("/")[2].removesuffix("s")
        said = f"the {kind} {path} cannot be reached: ServiceUnavailable: 503 no route"
        assert problem == said


def test_no_account_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> Google:
        raise auth_errors.DefaultCredentialsError("none")  # type: ignore[no-untyped-call]

    monkeypatch.setattr(pubsub, "_publisher", refuse)
    problem = Topic(TOPIC).problem()
    assert problem is not None
    assert "gcloud auth application-default login" in problem
