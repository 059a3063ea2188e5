"""Dead letters against real servers: a topic with its subscription, and a bucket."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import google.cloud.storage as storage
import pytest
from google.auth.credentials import AnonymousCredentials
from google.cloud import pubsub_v1

from publishing import cli
from publishing.adapters import places, pubsub
from publishing.adapters.dead_letters import dead_letters_at, dead_letters_problem
from publishing.adapters.pubsub import Message, Subscription
from publishing.live.events import Rejection
from publishing.services.letters import pulling
from publishing.store import Unavailable
from tests.live import payloads
from tests.servers import gcs_server, pubsub_server

pytestmark = pytest.mark.integration

PROJECT = "projects/courtside-test"
POLL = payloads.poll(payloads.game(), event_id="poll-1")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with pubsub_server() as address:
        yield address


@dataclass(frozen=True)
class Wired:
    """A topic of dead letters and the feed's topic, each with a subscription of its own."""

    name: str
    folder: Path

    @property
    def topic(self) -> str:
        return f"pubsub:{PROJECT}/topics/{self.name}-letters"

    @property
    def letters(self) -> str:
        return f"pubsub:{PROJECT}/subscriptions/{self.name}-letters"

    @property
    def feed(self) -> str:
        return f"{PROJECT}/topics/{self.name}-feed"

    @property
    def bodies(self) -> str:
        return str(self.folder / "bodies")

    def keep(self, stage: str, body: bytes, reason: str = "why") -> str:
        return dead_letters_at(self.topic, self.bodies).add(Rejection(stage, reason, body))

    def courtside(self, command: str, *arguments: str) -> int:
        return cli.main(["dead-letters", command, "--from", self.letters, *arguments])

    def replay(self, *arguments: str) -> int:
        return self.courtside("replay", "--to", self.feed, "--bodies", self.bodies, *arguments)

    def waiting(self, name: str) -> list[Message]:
        """What waits on a subscription; it is given back."""
        looked_at = Subscription(f"{PROJECT}/subscriptions/{self.name}-{name}")
        found: list[Message] = []
        while pulled := looked_at.pull(100, 1.5):
            found += pulled
        looked_at.release(found)
        return found


@pytest.fixture
def wired(
    server: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Wired]:
    monkeypatch.setenv("PUBSUB_EMULATOR_HOST", server)
    monkeypatch.setattr(pulling, "PULL_SECONDS", 1.5)
    for clients in (pubsub._publisher, pubsub._subscriber):
        clients.cache_clear()
    name = "".join(letter if letter.isalnum() else "-" for letter in request.node.name)[:60]
    made = Wired(name, tmp_path)
    publisher, subscriber = pubsub_v1.PublisherClient(), pubsub_v1.SubscriberClient()
    with subscriber:
        for part in ("letters", "feed"):
            topic = f"{PROJECT}/topics/{name}-{part}"
            publisher.create_topic(name=topic)
            subscriber.create_subscription(
                name=f"{PROJECT}/subscriptions/{name}-{part}", topic=topic
            )
    Path(made.bodies).mkdir()
    yield made
    for clients in (pubsub._publisher, pubsub._subscriber):
        clients.cache_clear()


def test_a_letter_is_a_message_with_its_attributes(wired: Wired, tmp_path: Path) -> None:
    assert dead_letters_problem(wired.topic, wired.bodies) == []
    reason = "é" * 2000
    letter_id = wired.keep("decode", b'{"half', reason)
    in_folder = dead_letters_at(str(tmp_path / "folder"))
    assert in_folder.add(Rejection("decode", reason, b'{"half')) == letter_id
    (message,) = wired.waiting("letters")
    assert message.attributes == {
        "letter_id": letter_id,
        "stage": "decode",
        "reason": "é" * 512,
    }
    assert message.data == (tmp_path / "folder/decode" / f"{letter_id}.json").read_bytes()


def test_list_consumes_nothing(wired: Wired, capsys: pytest.CaptureFixture[str]) -> None:
    ids = [wired.keep("parse", b"x", "first"), wired.keep("decode", b"\xff", "second")]
    wired.keep("parse", b"x", "first")
    for _ in range(3):
        assert wired.courtside("list", "--json") == 0
        lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert {line["id"] for line in lines} == set(ids)
        assert len(lines) == 2
    assert len(wired.waiting("letters")) == 3


@pytest.mark.parametrize(
    "body",
    [
        b"\xff" * 3_000_000,
        bytes(range(32)) * 28_125,
        b"\x01" * 600_000,
        b'"\\' * 450_000,
        b"\xff" * 1_000_000,
    ],
    ids=["3 MB", "900 kB of control characters", "600 kB of them", "quotes", "1 MB of no text"],
)
def test_a_large_body_comes_back(
    body: bytes, wired: Wired, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    letter_id = wired.keep("decode", body)
    arguments = ("show", letter_id, "--raw", "--bodies", wired.bodies)
    assert wired.courtside(*arguments) == 0
    assert capfdbinary.readouterr().out == body
    (letter,) = wired.waiting("letters")
    by_reference = (Path(wired.bodies) / "bodies").exists()
    assert by_reference == (len(letter.data) < 1000)
    assert wired.courtside("show", letter_id) == by_reference


def test_replay_sends_the_bytes_and_ends_the_letter(
    wired: Wired, capsys: pytest.CaptureFixture[str]
) -> None:
    large = payloads.poll(payloads.game(), event_id="poll-2", padding="x" * 3_000_000)
    sent = {"poll-1": wired.keep("decode", POLL), "poll-2": wired.keep("decode", large)}
    refused = wired.keep("publish", b"{}")
    assert wired.replay("--all", "--dry_run") == 1
    assert wired.waiting("feed") == []
    assert wired.replay("--all") == 1
    assert f"{refused} was not sent" in capsys.readouterr().err
    feed = {message.attributes["event_id"]: message for message in wired.waiting("feed")}
    assert {name: message.data for name, message in feed.items()} == {
        "poll-1": POLL,
        "poll-2": large,
    }
    for name, message in feed.items():
        assert message.attributes == {
            "event_id": name,
            "polled_at": "2026-01-10T02:00:00.000000+00:00",
            "replay_of": sent[name],
        }
    (left,) = wired.waiting("letters")
    assert left.attributes["letter_id"] == refused
    assert wired.replay("--all", "--stage", "decode") == 0
    assert len(wired.waiting("feed")) == 2


def test_a_publish_that_fails_leaves_the_letter(
    wired: Wired, capsys: pytest.CaptureFixture[str]
) -> None:
    letter_id = wired.keep("decode", POLL)
    pubsub_v1.PublisherClient().delete_topic(topic=wired.feed)
    for more in ((), ("--dry_run",)):
        assert wired.replay(letter_id, *more) == 2
        said = capsys.readouterr().err
        assert f"the topic {wired.feed} does not exist: gcloud pubsub topics create" in said
    (left,) = wired.waiting("letters")
    assert left.attributes["letter_id"] == letter_id


def test_a_topic_or_subscription_that_is_not_there_is_a_sentence(
    wired: Wired, capsys: pytest.CaptureFixture[str]
) -> None:
    absent = f"{PROJECT}/subscriptions/absent"
    for command in (["list"], ["show", "1"], ["replay", "1", "--to", wired.feed]):
        assert cli.main(["dead-letters", *command, "--from", f"pubsub:{absent}"]) == 2
        said = capsys.readouterr()
        assert said.err.startswith(f"error: the subscription {absent} does not exist: ")
        assert said.err.count("\n") == 1
    topic = f"{PROJECT}/topics/absent"
    (problem,) = dead_letters_problem(f"pubsub:{topic}", wired.bodies)
    assert problem.startswith(f"the topic {topic} does not exist")
    with pytest.raises(Unavailable):
        dead_letters_at(f"pubsub:{topic}", wired.bodies).add(Rejection("decode", "why", b"x"))


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with gcs_server() as address:
        monkeypatch.setenv("STORAGE_EMULATOR_HOST", address)
        places._client.cache_clear()
        client = storage.Client(
            project="test",
            credentials=AnonymousCredentials(),  # type: ignore[no-untyped-call]
            client_options={"api_endpoint": address},
        )
        client.create_bucket("private")
        yield "gs://private/dead-letters"
        places._client.cache_clear()


def test_letters_of_a_bucket(bucket: str, wired: Wired, capsys: pytest.CaptureFixture[str]) -> None:
    large = payloads.poll(payloads.game(), event_id="poll-2", padding="x" * 3_000_000)
    ids = [dead_letters_at(bucket).add(Rejection("decode", "why", body)) for body in (POLL, large)]
    arguments = ["dead-letters", "replay", "--from", bucket, "--to", wired.feed]
    for _ in range(2):
        assert cli.main([*arguments, "--all"]) == 0
    assert {message.data for message in wired.waiting("feed")} == {POLL, large}
    assert len(wired.waiting("feed")) == 2
    capsys.readouterr()
    assert cli.main(["dead-letters", "list", "--from", bucket, "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["id"] for line in lines] == ids
    assert all(line["replayed_at"] >= line["kept_at"] for line in lines)
    assert cli.main(["dead-letters", "list", "--from", "gs://absent/dead-letters"]) == 2
    assert "error: the bucket of gs://absent/dead-letters does not exist" in capsys.readouterr().err
