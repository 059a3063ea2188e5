"""The feeder on Cloud Run: one execution of a name, found, ended, and its troubles."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import google.auth
import pytest
from google.auth import exceptions as auth_errors

from publishing.adapters import launching_cloud_run
from publishing.adapters.dataflow_place import dataflow_place
from publishing.adapters.jobs import State
from publishing.adapters.launching import Launcher, launcher_at
from publishing.store import Unavailable
from tests.publishing.fake_cloud import (
    PROJECT,
    REGION,
    RUN,
    Answer,
    Asked,
    FakeCloud,
    cloud,
    refusal,
)

NAME = "courtside-feeder-2026-02-11"
LISTED = Asked("GET", f"{RUN}/executions", {"pageSize": "100"}, None)
SEEN = Asked("GET", RUN, {}, None)
PLACE = f"dataflow:{PROJECT}/{REGION}/gs://private/templates"


@pytest.fixture
def fake() -> Iterator[FakeCloud]:
    with cloud() as found:
        yield found


def launcher_of(fake: FakeCloud) -> Launcher:
    return launcher_at(f"{PLACE}?dataflow_endpoint={fake.address}&run_endpoint={fake.address}/")


@pytest.fixture
def launcher(fake: FakeCloud) -> Launcher:
    return launcher_of(fake)


def ran(name: str, *args: str, **more: Any) -> Asked:
    """The request that starts an execution."""
    override = {"args": list(args), "env": [{"name": "COURTSIDE_JOB", "value": name}]}
    body = {"overrides": {"containerOverrides": [override]}, **more}
    return Asked("POST", f"{RUN}:run", {}, body)


def cancelled(fake: FakeCloud) -> list[str]:
    return [asked.path for asked in fake.asked if asked.path.endswith(":cancel")]


def test_a_feeder_gets_the_jobs_own_arguments_and_its_parameters(
    fake: FakeCloud, launcher: Launcher
) -> None:
    assert launcher.launch("feeder", NAME, {"date": "2026-02-11", "champion_system": "v9"})
    args = ("feeder", "--topic=t", "--date=2026-02-11", "--champion_system=v9")
    assert fake.asked == [LISTED, SEEN, ran(NAME, *args), LISTED]
    since = datetime(2026, 2, 12, 0, 50, 0, 1, tzinfo=UTC)
    assert launcher.state(NAME) == (NAME, "starting", since)


def test_a_job_without_arguments_gets_the_parameters_alone(
    fake: FakeCloud, launcher: Launcher
) -> None:
    job = {"template": {"template": {"containers": [{"image": "i"}]}}}
    fake.fail("/courtside-feeder", Answer(200, job))
    assert launcher.launch("feeder", NAME, {"date": "2026-02-11"})
    assert fake.asked[2] == ran(NAME, "--date=2026-02-11")


def test_a_feeder_that_runs_is_not_started_again(fake: FakeCloud, launcher: Launcher) -> None:
    assert launcher.launch("feeder", NAME, {})
    assert not launcher.launch("feeder", NAME, {})
    assert len(fake.executions) == 1
    assert launcher.launch("feeder", f"{NAME}-2", {})
    fake.executions[0]["completionTime"] = "2026-02-12T06:00:00Z"
    assert launcher.launch("feeder", NAME, {})


def test_of_two_that_were_started_at_once_the_older_one_stays(
    fake: FakeCloud, launcher: Launcher
) -> None:
    fake.before_run = threading.Barrier(3)
    answers: list[bool] = []
    threads = [
        threading.Thread(target=lambda: answers.append(launcher.launch("feeder", NAME, {})))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False, False, True]
    assert len(fake.executions) == 3
    oldest = min(fake.executions, key=lambda one: one["name"])
    assert [one["name"] for one in fake.executions if "cancelledCount" not in one] == [
        oldest["name"]
    ]


def test_one_that_ends_already_makes_no_place_for_another(
    fake: FakeCloud, launcher: Launcher
) -> None:
    fake.add_execution(NAME, cancelledCount=1)
    assert not launcher.launch("feeder", NAME, {})
    assert len(fake.executions) == 1


AT = {"startTime": "2026-02-12T00:10:00Z"}
OVER = {**AT, "completionTime": "2026-02-12T06:00:00Z"}
CANCELLING = {
    "type": "Completed",
    "executionReason": "CANCELLING",
    "lastTransitionTime": "2026-02-12T05:00:00Z",
}


@pytest.mark.parametrize(
    ("fields", "state", "since"),
    [
        ({}, "starting", "00:00:00.000001"),
        (AT, "starting", "00:00:00.000001"),
        ({**AT, "runningCount": 1}, "running", "00:10:00"),
        ({"runningCount": 1}, "running", "00:00:00.000001"),
        ({**AT, "runningCount": 1, "cancelledCount": 1}, "draining", None),
        ({**AT, "runningCount": 1, "conditions": [CANCELLING]}, "draining", "05:00:00"),
        ({**OVER, "succeededCount": 1}, "done", "06:00:00"),
        ({**OVER, "cancelledCount": 1}, "done", "06:00:00"),
        (
            {**OVER, "failedCount": 1, "conditions": [{"executionReason": "CANCELLED"}]},
            "done",
            "06:00:00",
        ),
        ({**OVER, "failedCount": 1}, "failed", "06:00:00"),
        ({**OVER, "failedCount": 1, "succeededCount": 1}, "failed", "06:00:00"),
        (
            {**OVER, "failedCount": 1, "conditions": [{"executionReason": "NON_ZERO_EXIT_CODE"}]},
            "failed",
            "06:00:00",
        ),
        (OVER, "failed", "06:00:00"),
    ],
)
def test_a_state_in_our_words(
    fake: FakeCloud, launcher: Launcher, fields: dict[str, Any], state: State, since: str | None
) -> None:
    fake.add_execution(NAME, **fields)
    expected = since and datetime.fromisoformat(f"2026-02-12T{since}+00:00")
    assert launcher.state(NAME) == (NAME, state, expected)
    assert fake.asked == [LISTED]


def test_the_newest_of_many_pages_counts(fake: FakeCloud, launcher: Launcher) -> None:
    fake.add_execution(NAME, 1, runningCount=1)
    fake.add_execution(f"{NAME}-2", 5, **OVER)
    fake.add_execution(NAME, 0, **OVER)
    fake.executions.append(
        fake.executions[0] | {"template": {}, "createTime": "2026-02-13T00:00:00Z"}
    )
    fake.add_execution(NAME, 2, **OVER, succeededCount=1)
    found = launcher.state(NAME)
    assert found is not None
    assert found.state == "done"
    assert [asked.query for asked in fake.asked] == [
        {"pageSize": "100"},
        {"pageSize": "100", "pageToken": "2"},
        {"pageSize": "100", "pageToken": "4"},
    ]
    assert launcher.state(f"{NAME}-3") is None


def test_every_active_feeder_of_the_name_is_drained(fake: FakeCloud, launcher: Launcher) -> None:
    fake.add_execution(NAME, 0, runningCount=1)
    fake.add_execution(NAME, 1)
    fake.add_execution(NAME, 2, **OVER)
    fake.add_execution(f"{NAME}-2", 3, runningCount=1)
    assert launcher.drain(NAME)
    assert cancelled(fake) == [f"{RUN}/executions/e0:cancel", f"{RUN}/executions/e1:cancel"]
    assert [asked.body for asked in fake.asked if asked.method == "POST"] == [{}, {}]
    assert launcher.drain(NAME)
    assert len(cancelled(fake)) == 2
    for execution in fake.executions[:2]:
        execution["completionTime"] = "2026-02-12T06:00:00Z"
    assert not launcher.drain(NAME)
    found = launcher.state(NAME)
    assert found is not None


TROUBLES = [
    (
        refusal(403, "PERMISSION_DENIED", "Permission 'run.jobs.run' denied"),
        f"the Cloud Run job courtside-feeder of project {PROJECT} may not be used: grant "
        "roles/run.developer on it (Permission 'run.jobs.run' denied)",
    ),
    (
        refusal(403, "PERMISSION_DENIED", "Cloud Run Admin API is off", "SERVICE_DISABLED"),
        f"Cloud Run is switched off in project {PROJECT}: gcloud services enable "
        f"run.googleapis.com --project {PROJECT}",
    ),
    (
        refusal(404, "NOT_FOUND", "no such job"),
        "there is no Cloud Run job courtside-feeder: gcloud run jobs create courtside-feeder "
        f"--region {REGION} --project {PROJECT} --image IMAGE --command courtside --args feeder,…",
    ),
    (
        refusal(429, "RESOURCE_EXHAUSTED", "Quota exceeded"),
        f"Cloud Run of project {PROJECT} asks for patience (Quota exceeded)",
    ),
    (
        refusal(409, "ABORTED", "changed meanwhile"),
        f"Cloud Run of project {PROJECT} refuses: changed meanwhile",
    ),
    (
        refusal(500, "INTERNAL", "oh"),
        f"Cloud Run of project {PROJECT} cannot be reached: InternalServerError: oh",
    ),
    (Answer(200, "<html>"), "Cloud Run answered what cannot be read: JSON is malformed: "),
    (Answer(200, "[]"), "Cloud Run answered what cannot be read: Expected `object`, got `array`"),
    (
        refusal(401, "UNAUTHENTICATED", "who?"),
        "Cloud Run knows no one who asks: gcloud auth application-default login, or run it as a "
        "service account (",
    ),
]


def calls(launcher: Launcher) -> list[Callable[[], object]]:
    """Every call that asks about one feeder."""
    return [
        lambda: launcher.state(NAME),
        lambda: launcher.drain(NAME),
        lambda: launcher.launch("feeder", NAME, {}),
    ]


@pytest.mark.parametrize(("answer", "sentence"), TROUBLES)
def test_every_trouble_is_a_sentence(
    fake: FakeCloud, launcher: Launcher, answer: Answer, sentence: str
) -> None:
    for call in calls(launcher):
        fake.fail("/executions", answer)
        with pytest.raises(Unavailable) as raised:
            call()
        assert_says(str(raised.value), sentence)
    for ending in ("/courtside-feeder", ":run"):
        fake.fail(ending, answer)
        with pytest.raises(Unavailable) as raised:
            launcher.launch("feeder", NAME, {})
        assert_says(str(raised.value), sentence)
        fake.fail(ending, answer)
        [problem] = launcher.problem(["feeder"])
        assert_says(problem, sentence)
    assert fake.executions == []
    fake.add_execution(NAME)
    fake.fail(":cancel", answer)
    with pytest.raises(Unavailable) as raised:
        launcher.drain(NAME)
    assert_says(str(raised.value), sentence)


def assert_says(said: str, sentence: str) -> None:
    """All of it, but for what follows a sentence that ends in the client's own words."""
    assert "\n" not in said
    assert said == sentence or (sentence.endswith(("(", ": ")) and said.startswith(sentence))


def test_nothing_is_started_to_see_whether_it_could_be(fake: FakeCloud, launcher: Launcher) -> None:
    assert launcher.problem(["feeder"]) == []
    probe = ran("courtside-feeder", "feeder", "--topic=t", validateOnly=True)
    assert fake.asked == [SEEN, probe, LISTED]
    assert fake.executions == []


def test_a_service_that_is_away_is_a_sentence() -> None:
    with cloud() as fake:
        launcher = launcher_of(fake)
    said = f"^Cloud Run of project {PROJECT} cannot be reached: ConnectionError: "
    for call in calls(launcher):
        with pytest.raises(Unavailable, match=said):
            call()
    assert len(launcher.problem(["feeder"])) == 1


def test_no_credentials_are_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(scopes: list[str]) -> object:
        assert scopes == ["https://www.googleapis.com/auth/cloud-platform"]
        raise auth_errors.DefaultCredentialsError("none were found")  # type: ignore[no-untyped-call]

    monkeypatch.setattr(google.auth, "default", nobody)
    launching_cloud_run._session.cache_clear()
    launcher = launcher_at(PLACE)
    for call in calls(launcher):
        with pytest.raises(Unavailable) as raised:
            call()
        assert str(raised.value) == (
            "Cloud Run knows no one who asks: gcloud auth application-default login, or run it as "
            "a service account (none were found)"
        )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("dataflow:", "is no place for jobs: write dataflow:PROJECT/REGION/gs://BUCKET/templates"),
        ("dataflow:p/us-west2/gs://b/t", "is no place for jobs"),
        (f"dataflow:{PROJECT}/west/gs://b/t", "is no place for jobs"),
        (f"dataflow:{PROJECT}/us-west2/templates", "is no place for jobs"),
        ("processes:", "is no place for jobs: .* or processes:DIR"),
        ("here", "is no place for jobs: .* or processes:DIR"),
        (f"{PLACE}?service_acount=x", "'service_acount' is no setting of a job; service_account"),
        (f"{PLACE}?project=x", "'project' is no setting of a job"),
        (f"{PLACE}?max_workers=0", "max_workers '0' is not a whole number from 1 to 1000"),
        (f"{PLACE}?max_workers=1001", "is not a whole number"),
        (f"{PLACE}?max_workers=²", "is not a whole number"),
        (f"{PLACE}?max_workers=", "is not a whole number"),
        (f"{PLACE}?labels=Team:web", "the label 'Team:web' is not known: write key:value"),
        (f"{PLACE}?labels=team", "the label 'team' is not known"),
        (f"{PLACE}?temp_location=/tmp", "temp_location '/tmp' is no place in a bucket"),
        (f"{PLACE}?run_endpoint=localhost", "the endpoint 'localhost' is no address"),
    ],
)
def test_a_place_that_is_none_says_so(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        launcher_at(text)


def test_a_place_has_its_settings() -> None:
    place = dataflow_place("dataflow:night-school/us-west2/gs://private/a/templates/")
    assert place.spec("live") == "gs://private/a/templates/live.json"
    assert (place.project, place.region) == ("night-school", "us-west2")
    assert (place.temp_location, place.templates_bucket) == ("gs://private/temp", "gs://private")
    assert (place.max_workers, place.labels, place.run_endpoint) == (4, (), "")
