"""What is wrong with a bucket or folder, in sentences that say what to do."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import google.cloud.storage as storage
import orjson
import pytest
import requests
from google.auth import exceptions as auth_errors
from google.auth.credentials import AnonymousCredentials

from publishing.adapters import places
from publishing.adapters.bucket_problems import Need
from publishing.adapters.places import problem_of
from tests.publishing.bucket_requests import Answer

PLACE = "gs://private/archive"
ALL = ("get", "list", "create", "delete")
GRANT = (
    "gcloud storage buckets add-iam-policy-binding gs://private "
    "--member=serviceAccount:ACCOUNT --role=roles/storage."
)


@dataclass
class Google:
    """Takes the place of the client's session: what is held, and how it answers otherwise.

    `rights` is the status of the question after rights, `listing` that of a listing.
    """

    held: tuple[str, ...] = ALL
    rights: int = 200
    listing: int = 200
    asked: list[str] = field(default_factory=list)

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None = None, **_: object
    ) -> requests.Response:
        assert method == "GET"
        path = urlsplit(url).path
        self.asked.append(path.removeprefix("/storage/v1/b/private/"))
        if not path.endswith("/iam/testPermissions"):
            return Answer(self.listing).response(method, url)
        wanted = parse_qs(urlsplit(url).query)["permissions"]
        held = [f"storage.objects.{name}" for name in self.held]
        body = {"permissions": [right for right in wanted if right in held]}
        return Answer(self.rights, orjson.dumps(body)).response(method, url)


def client_of(google: Google) -> storage.Client:
    """The client whose requests it answers."""
    return storage.Client(
        project="test",
        credentials=AnonymousCredentials(),  # type: ignore[no-untyped-call]
        client_options={"api_endpoint": "http://bucket.test"},
        _http=google,
    )


@pytest.fixture
def google(monkeypatch: pytest.MonkeyPatch) -> Google:
    google = Google()
    client = client_of(google)
    monkeypatch.setattr(places, "_client", lambda: client)
    return google


def test_nothing_is_wrong(google: Google) -> None:
    assert problem_of(PLACE) is None
    # With its rights known a bucket need not be listed: it may hold a million objects.
    assert google.asked == ["iam/testPermissions"]


@pytest.mark.parametrize(
    ("held", "needs", "missing", "role"),
    [
        ((), ("read", "write"), ALL, "objectUser"),
        (("get", "list"), ("read", "write"), ("create", "delete"), "objectUser"),
        (("get", "list", "create"), ("read", "write"), ("delete",), "objectUser"),
        (("create", "delete"), ("read", "write"), ("get", "list"), "objectUser"),
        (("get",), ("read",), ("list",), "objectViewer"),
        (("list",), ("write",), ("create", "delete"), "objectUser"),
    ],
)
def test_missing_rights_are_named_with_the_command_that_grants_them(
    google: Google,
    held: tuple[str, ...],
    needs: tuple[Need, ...],
    missing: tuple[str, ...],
    role: str,
) -> None:
    google.held = held
    rights = ", ".join(f"storage.objects.{name}" for name in missing)
    assert problem_of(PLACE, needs) == f"{PLACE} may not be used without {rights}: {GRANT}{role}"


def test_only_what_is_needed_is_asked_for(google: Google) -> None:
    google.held = ("get", "list")
    assert problem_of(PLACE, ("read",)) is None
    google.held = ("create", "delete")
    assert problem_of(PLACE, ("write",)) is None


@pytest.mark.parametrize("rights", [404, 405, 501, 403])
def test_a_server_that_tells_no_rights_is_asked_for_a_listing(google: Google, rights: int) -> None:
    google.rights = rights
    assert problem_of(PLACE) is None
    assert google.asked == ["iam/testPermissions", "o"]
    google.listing = 403
    sentence = f"{PLACE} may not be used without storage.objects.list: {GRANT}"
    assert problem_of(PLACE) == f"{sentence}objectUser"
    assert problem_of(PLACE, ("read",)) == f"{sentence}objectViewer"
    # Whoever only writes need not list.
    assert problem_of(PLACE, ("write",)) is None


def test_a_bucket_that_is_not_there(google: Google) -> None:
    google.rights = google.listing = 404
    for needs in (("read",), ("write",), ("read", "write")):
        assert problem_of(PLACE, needs) == (
            f"the bucket of {PLACE} does not exist: "
            "gcloud storage buckets create gs://private --location=LOCATION"
        )


def test_a_server_that_is_away_is_asked_once(google: Google) -> None:
    google.rights = 503
    problem = problem_of(PLACE)
    assert problem is not None
    assert problem.startswith(f"{PLACE} cannot be reached: ServiceUnavailable: 503")
    assert "\n" not in problem
    assert google.asked == ["iam/testPermissions"]


def test_whoever_asks_is_named(google: Google, monkeypatch: pytest.MonkeyPatch) -> None:
    google.held = ()
    for name, account, member in (
        ("service_account_email", "live@nba.iam.gserviceaccount.com", "serviceAccount:live@nba"),
        ("account", "ann@example.com", "user:ann@example.com"),
        # So the metadata server's account is called until its name was asked for.
        ("service_account_email", "default", "serviceAccount:ACCOUNT"),
    ):
        with monkeypatch.context() as patch:
            credentials = places._client()._credentials
            patch.setattr(credentials, name, account, raising=False)
            assert f" --member={member}" in str(problem_of(PLACE))


@pytest.mark.parametrize(
    ("trouble", "fix"),
    [
        (auth_errors.DefaultCredentialsError("none"), "gcloud auth application-default login"),  # type: ignore[no-untyped-call]
        (auth_errors.RefreshError("stale\ntrace"), "gcloud auth application-default login"),  # type: ignore[no-untyped-call]
        (OSError("Project was not passed and …"), "Write GOOGLE_CLOUD_PROJECT=PROJECT"),
    ],
)
def test_no_account_at_all(monkeypatch: pytest.MonkeyPatch, trouble: Exception, fix: str) -> None:
    def refuse() -> storage.Client:
        raise trouble

    monkeypatch.setattr(places, "_client", refuse)
    problem = problem_of(PLACE)
    assert problem is not None
    assert problem.startswith(f"{PLACE} cannot be reached: ")
    assert fix in problem
    assert "trace" not in problem


def test_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there, absent, file = tmp_path / "there", tmp_path / "a" / "b", tmp_path / "file"
    there.mkdir()
    file.write_bytes(b"")
    for place in (there, absent):
        assert problem_of(str(place)) is None
        assert problem_of(str(place), ("write",)) is None
    assert problem_of(str(there), ("read",)) is None
    assert problem_of(str(absent), ("read",)) == (
        f"the folder {absent} does not exist: write one that does"
    )
    assert problem_of(str(file / "x"), ("write",)) == (
        f"the folder {file / 'x'} cannot be made: {file} is no folder, write another one"
    )
    assert not absent.exists()

    def access(path: object, mode: int) -> bool:
        return not mode & denied

    # Whoever runs the tests may be allowed everything.
    monkeypatch.setattr(os, "access", access)
    denied = os.W_OK
    for needs in (("write",), ("read", "write")):
        assert problem_of(str(absent), needs) == (
            f"the folder {absent} cannot be written to: chmod u+wx {tmp_path}"
        )
    assert problem_of(str(there), ("read",)) is None
    denied = os.R_OK
    for needs in (("read",), ("read", "write")):
        assert problem_of(str(there), needs) == (  # type: ignore[arg-type]
            f"the folder {there} cannot be read: chmod u+rx {there}"
        )
    assert problem_of(str(there), ("write",)) is None
