"""Jobs on Dataflow through Google's own client, against a server that holds it to its words."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from google.auth import exceptions as auth_errors

from publishing.adapters import launching_dataflow
from publishing.adapters.jobs import State
from publishing.adapters.launching import Launcher, launcher_at
from publishing.store import Unavailable
from tests.publishing.fake_cloud import (
    DATAFLOW,
    PROJECT,
    REGION,
    Answer,
    Asked,
    FakeCloud,
    cloud,
    refusal,
)

NAME = "courtside-live-2026-02-11"
JSON = {"$alt": "json;enum-encoding=int"}
LISTED = Asked("GET", f"{DATAFLOW}/jobs", {"filter": "1", "name": NAME, **JSON}, None)


@pytest.fixture
def fake() -> Iterator[FakeCloud]:
    with cloud() as found:
        yield found


def launcher_of(fake: FakeCloud, settings: str = "") -> Launcher:
    return launcher_at(
        f"dataflow:{PROJECT}/{REGION}/gs://private/templates?dataflow_endpoint={fake.address}"
        f"&run_endpoint={fake.address}{settings}"
    )


@pytest.fixture
def launcher(fake: FakeCloud) -> Launcher:
    return launcher_of(fake)


def launched(template: str, environment: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The body of a launch."""
    return {
        "launchParameter": {
            "jobName": NAME,
            "containerSpecGcsPath": f"gs://private/templates/{template}.json",
            "environment": {
                "tempLocation": "gs://private/temp",
                "stagingLocation": "gs://private/temp/staging",
                "maxWorkers": 4,
                "ipConfiguration": 2,
                "additionalUserLabels": {"app": "courtside", "template": template},
                **environment,
            },
            **more,
        }
    }


def test_the_live_job_is_launched_with_its_parameters_on_the_streaming_engine(
    fake: FakeCloud, launcher: Launcher
) -> None:
    parameters = {"output": "gs://public/v1", "source": "pubsub:projects/p/subscriptions/s"}
    assert launcher.launch("live", NAME, parameters)
    body = launched("live", {"enableStreamingEngine": True}, parameters=parameters)
    assert fake.asked == [LISTED, Asked("POST", f"{DATAFLOW}/flexTemplates:launch", JSON, body)]


def test_a_batch_job_is_launched_in_the_environment_of_the_place(fake: FakeCloud) -> None:
    launcher = launcher_of(
        fake,
        "&service_account=jobs@night-school.iam.gserviceaccount.com&temp_location=gs://scratch/t"
        "&max_workers=2&machine_type=e2-standard-2&labels=team:web,app:mine,env:prod&subnetwork=regions/"
        "us-west2/subnetworks/jobs&sdk_container_image=us-docker.pkg.dev/night-school/c/beam:1",
    )
    assert launcher.launch("daily", NAME, {})
    environment = {
        "serviceAccountEmail": "jobs@night-school.iam.gserviceaccount.com",
        "tempLocation": "gs://scratch/t",
        "stagingLocation": "gs://scratch/t/staging",
        "maxWorkers": 2,
        "machineType": "e2-standard-2",
        "subnetwork": "regions/us-west2/subnetworks/jobs",
        "sdkContainerImage": "us-docker.pkg.dev/night-school/c/beam:1",
        "additionalUserLabels": {
            "app": "courtside",
            "template": "daily",
            "team": "web",
            "env": "prod",
        },
    }
    assert fake.asked[1].body == launched("daily", environment)


def test_a_job_that_is_active_is_not_launched_again(fake: FakeCloud, launcher: Launcher) -> None:
    assert launcher.launch("live", NAME, {})
    assert not launcher.launch("live", NAME, {})
    assert len(fake.jobs) == 1
    assert [asked.method for asked in fake.asked] == ["GET", "POST", "GET"]
    fake.jobs[0]["currentState"] = "JOB_STATE_DRAINED"
    assert launcher.launch("live", NAME, {})


def test_one_that_became_active_meanwhile_is_not_launched_again(
    fake: FakeCloud, launcher: Launcher
) -> None:
    fake.add_job(NAME, "RUNNING")
    fake.fail("/jobs", Answer(200, {}))
    assert not launcher.launch("live", NAME, {})
    assert [asked.method for asked in fake.asked] == ["GET", "POST", "GET"]
    assert len(fake.jobs) == 1


def test_a_conflict_with_no_job_is_not_mistaken_for_one(
    fake: FakeCloud, launcher: Launcher
) -> None:
    fake.fail(":launch", refusal(409, "ABORTED", "changed meanwhile"))
    with pytest.raises(Unavailable, match="refuses: changed meanwhile"):
        launcher.launch("live", NAME, {})


def test_launchers_at_once_start_one_job(fake: FakeCloud, launcher: Launcher) -> None:
    answers: list[bool] = []
    threads = [
        threading.Thread(target=lambda: answers.append(launcher.launch("live", NAME, {})))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False] * 5 + [True]
    assert len(fake.jobs) == 1


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("UNKNOWN", "starting"),
        ("STOPPED", "starting"),
        ("PENDING", "starting"),
        ("QUEUED", "starting"),
        ("RUNNING", "running"),
        ("PAUSING", "running"),
        ("PAUSED", "running"),
        ("DRAINING", "draining"),
        ("CANCELLING", "draining"),
        ("RESOURCE_CLEANING_UP", "draining"),
        ("DONE", "done"),
        ("DRAINED", "done"),
        ("UPDATED", "done"),
        ("FAILED", "failed"),
        ("CANCELLED", "failed"),
    ],
)
def test_a_state_in_our_words(fake: FakeCloud, launcher: Launcher, word: str, state: State) -> None:
    fake.add_job(NAME, word, 7)
    since = datetime(2026, 2, 12, 1, 7, 0, 500_000, tzinfo=UTC)
    assert launcher.state(NAME) == (NAME, state, since)
    assert fake.asked == [LISTED]
    active = state in ("starting", "running", "draining")
    assert launcher.launch("live", NAME, {}) == (not active)


def test_a_state_of_a_later_release_is_active(fake: FakeCloud, launcher: Launcher) -> None:
    fake.add_job(NAME, "", currentState=99)
    with pytest.warns(UserWarning, match="Unrecognized JobState"):
        found = launcher.state(NAME)
    assert found is not None
    assert found.state == "running"
    with pytest.warns(UserWarning, match="Unrecognized JobState"):
        assert not launcher.launch("live", NAME, {})


def test_a_job_that_says_no_time_has_none(fake: FakeCloud, launcher: Launcher) -> None:
    fake.jobs.append({"id": "1", "name": NAME, "currentState": "JOB_STATE_RUNNING"})
    assert launcher.state(NAME) == (NAME, "running", None)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_the_newest_of_many_pages_counts(
    fake: FakeCloud, launcher: Launcher, order: tuple[int, ...]
) -> None:
    fake.page_size = 1
    states = ["FAILED", "DONE", "RUNNING"]
    for minute in order:
        fake.add_job(NAME, states[minute], minute)
    found = launcher.state(NAME)
    assert found is not None
    assert found.state == "running"
    pages = [asked.query.get("pageToken") for asked in fake.asked]
    assert pages == [None, "1", "2"]


def test_another_name_is_another_job(fake: FakeCloud, launcher: Launcher) -> None:
    fake.add_job(NAME, "RUNNING")
    assert launcher.state(f"{NAME}-b") is None
    fake.fail("/jobs", Answer(200, {"jobs": [fake.jobs[0]]}))
    assert launcher.state("courtside-live") is None
    assert not launcher.drain("courtside-live")


def test_a_list_that_is_not_whole_says_nothing(fake: FakeCloud, launcher: Launcher) -> None:
    for call in calls(launcher):
        fake.fail("/jobs", Answer(200, {"failedLocation": [{"name": REGION}]}))
        with pytest.raises(Unavailable, match=f"^Dataflow cannot list the jobs of {REGION} now$"):
            call()


def calls(launcher: Launcher) -> list[Callable[[], object]]:
    """Every call that asks about one job."""
    return [
        lambda: launcher.state(NAME),
        lambda: launcher.drain(NAME),
        lambda: launcher.launch("live", NAME, {}),
    ]


def test_the_newest_job_is_drained(fake: FakeCloud, launcher: Launcher) -> None:
    fake.add_job(NAME, "RUNNING", 1)
    fake.add_job(NAME, "FAILED", 0)
    assert launcher.drain(NAME)
    assert fake.asked == [
        LISTED,
        Asked("PUT", f"{DATAFLOW}/jobs/job-0", JSON, {"requestedState": 8}),
    ]
    found = launcher.state(NAME)
    assert found is not None
    assert found.state == "draining"
    assert launcher.drain(NAME)
    assert [asked.method for asked in fake.asked].count("PUT") == 1


def test_nothing_is_drained_where_nothing_is_active(fake: FakeCloud, launcher: Launcher) -> None:
    assert not launcher.drain(NAME)
    fake.add_job(NAME, "DONE")
    assert not launcher.drain(NAME)
    assert [asked.method for asked in fake.asked] == ["GET", "GET"]


def test_one_that_ended_before_it_was_asked_is_not_drained(
    fake: FakeCloud, launcher: Launcher
) -> None:
    job = fake.add_job(NAME, "DONE")
    fake.fail("/jobs", Answer(200, {"jobs": [job | {"currentState": "JOB_STATE_RUNNING"}]}))
    fake.fail("/job-0", refusal(400, "FAILED_PRECONDITION", "the job has ended"))
    assert not launcher.drain(NAME)
    assert [asked.method for asked in fake.asked] == ["GET", "PUT", "GET"]


def test_one_that_cannot_be_drained_says_so(fake: FakeCloud, launcher: Launcher) -> None:
    fake.add_job(NAME, "RUNNING")
    fake.fail("/job-0", refusal(400, "FAILED_PRECONDITION", "only streaming jobs are drained"))
    with pytest.raises(Unavailable) as raised:
        launcher.drain(NAME)
    sentence = f"Dataflow of project {PROJECT} refuses: only streaming jobs are drained"
    assert str(raised.value) == sentence


TROUBLES = [
    (
        refusal(403, "PERMISSION_DENIED", "(7f): Permission 'dataflow.jobs.create' denied"),
        f"Dataflow of project {PROJECT} may not be used: grant roles/dataflow.developer on the "
        "project ((7f): Permission 'dataflow.jobs.create' denied)",
    ),
    (
        refusal(403, "PERMISSION_DENIED", "Current user cannot act as service account x@y."),
        f"jobs of project {PROJECT} may not run as the service account of the workers: grant "
        "roles/iam.serviceAccountUser on it (Current user cannot act as service account x@y.)",
    ),
    (
        refusal(403, "PERMISSION_DENIED", "iam.serviceAccounts.actAs is missing\nand more"),
        f"jobs of project {PROJECT} may not run as the service account of the workers: grant "
        "roles/iam.serviceAccountUser on it (iam.serviceAccounts.actAs is missing)",
    ),
    (
        refusal(403, "PERMISSION_DENIED", "x does not have storage.objects.get access"),
        "gs://private/templates may not be read: grant roles/storage.objectViewer on gs://private "
        "(x does not have storage.objects.get access)",
    ),
    (
        refusal(403, "PERMISSION_DENIED", "Dataflow API is disabled", "SERVICE_DISABLED"),
        f"Dataflow is switched off in project {PROJECT}: gcloud services enable "
        f"dataflow.googleapis.com --project {PROJECT}",
    ),
    (
        refusal(403, "PERMISSION_DENIED", "Dataflow API has not been used in project 1 before"),
        f"Dataflow is switched off in project {PROJECT}: gcloud services enable "
        f"dataflow.googleapis.com --project {PROJECT}",
    ),
    (
        refusal(429, "RESOURCE_EXHAUSTED", "Quota exceeded"),
        f"Dataflow of project {PROJECT} asks for patience (Quota exceeded)",
    ),
    (
        refusal(400, "INVALID_ARGUMENT", "the region is full"),
        f"Dataflow of project {PROJECT} refuses: the region is full",
    ),
    (
        refusal(503, "UNAVAILABLE", "try later"),
        f"Dataflow of project {PROJECT} cannot be reached: ServiceUnavailable: try later",
    ),
    (
        Answer(502, "<html>Bad gateway</html>"),
        f"Dataflow of project {PROJECT} cannot be reached: BadGateway: <html>Bad gateway</html>",
    ),
    (Answer(200, "<html>"), "Dataflow answered what cannot be read: Failed to load JSON: "),
    (
        refusal(401, "UNAUTHENTICATED", "who?"),
        "Dataflow knows no one who asks: gcloud auth application-default login, or run it as a "
        "service account (",
    ),
]


@pytest.mark.parametrize(("answer", "sentence"), TROUBLES)
def test_every_trouble_is_a_sentence(
    fake: FakeCloud, launcher: Launcher, answer: Answer, sentence: str
) -> None:
    for call in calls(launcher):
        fake.fail("/jobs", answer)
        with pytest.raises(Unavailable) as raised:
            call()
        assert_says(str(raised.value), sentence)
    fake.fail("flexTemplates:launch", answer)
    with pytest.raises(Unavailable) as raised:
        launcher.launch("live", NAME, {})
    assert_says(str(raised.value), sentence)
    fake.fail("/jobs", answer)
    [problem] = launcher.problem(["live"])
    assert_says(problem, sentence)
    assert fake.jobs == []


def assert_says(said: str, sentence: str) -> None:
    """All of it, but for what follows a sentence that ends in the client's own words."""
    assert "\n" not in said
    assert said == sentence or (sentence.endswith(("(", ": ")) and said.startswith(sentence))


@pytest.mark.parametrize(
    "answer",
    [
        refusal(404, "NOT_FOUND", "no such object"),
        refusal(400, "INVALID_ARGUMENT", "Invalid template file gs://private/templates/live.json"),
        refusal(400, "INVALID_ARGUMENT", "(1): Unable to open template file: gs://private"),
    ],
)
def test_a_template_that_is_not_there_is_named(
    fake: FakeCloud, launcher: Launcher, answer: Answer
) -> None:
    spec = "gs://private/templates/live.json"
    words = answer.body["error"]["message"]
    sentence = (
        f"the template {spec} is not there, or is none: "
        f"gcloud dataflow flex-template build {spec} ({words})"
    )
    fake.fail("flexTemplates:launch", answer)
    with pytest.raises(Unavailable) as raised:
        launcher.launch("live", NAME, {})
    assert str(raised.value) == sentence
    fake.fail("flexTemplates:launch", answer)
    assert launcher.problem(["live"]) == [sentence]


def test_a_region_that_is_not_known_is_named(fake: FakeCloud, launcher: Launcher) -> None:
    fake.fail("/jobs", refusal(404, "NOT_FOUND", "no such location"))
    with pytest.raises(Unavailable) as raised:
        launcher.state(NAME)
    assert str(raised.value) == (
        f"project {PROJECT} or its region {REGION} is not known to Dataflow (no such location)"
    )


def test_the_account_that_jobs_run_as_is_named(fake: FakeCloud) -> None:
    launcher = launcher_of(fake, "&service_account=jobs@p.iam.gserviceaccount.com")
    fake.fail("flexTemplates:launch", TROUBLES[1][0])
    with pytest.raises(Unavailable, match=r"may not run as jobs@p\.iam\.[a-z.]+: grant"):
        launcher.launch("live", NAME, {})


def test_a_service_that_is_away_is_a_sentence() -> None:
    with cloud() as fake:
        launcher = launcher_of(fake)
    said = f"^Dataflow of project {PROJECT} cannot be reached: ConnectionError: "
    for call in calls(launcher):
        with pytest.raises(Unavailable, match=said):
            call()
    assert len(launcher.problem(["live"])) == 1


def test_no_credentials_are_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(kind: object, endpoint: str) -> object:
        assert endpoint == ""
        raise auth_errors.DefaultCredentialsError("none were found")  # type: ignore[no-untyped-call]

    monkeypatch.setattr(launching_dataflow, "_client", nobody)
    launcher = launcher_at(f"dataflow:{PROJECT}/{REGION}/gs://private/templates")
    sentence = (
        "Dataflow knows no one who asks: gcloud auth application-default login, or run it as a "
        "service account (none were found)"
    )
    for call in calls(launcher):
        with pytest.raises(Unavailable) as raised:
            call()
        assert str(raised.value) == sentence
    assert launcher.problem(["live", "daily"]) == [sentence]


def test_nothing_is_started_to_see_whether_it_could_be(fake: FakeCloud, launcher: Launcher) -> None:
    assert launcher.problem(["live", "daily"]) == []
    probe = "courtside-probe"
    listed = LISTED._replace(query=LISTED.query | {"name": probe})
    bodies = [
        {**launched(template, more), "validateOnly": True}
        for template, more in (("live", {"enableStreamingEngine": True}), ("daily", {}))
    ]
    for body in bodies:
        body["launchParameter"]["jobName"] = probe
    launch = f"{DATAFLOW}/flexTemplates:launch"
    assert fake.asked == [listed, *(Asked("POST", launch, JSON, body) for body in bodies)]
    assert fake.jobs == []


def test_a_template_that_wants_parameters_is_there(fake: FakeCloud, launcher: Launcher) -> None:
    fake.fail(":launch", refusal(400, "INVALID_ARGUMENT", "The template parameters are invalid."))
    assert launcher.problem(["live"]) == []
    assert launcher.problem([]) == []
    [problem] = launcher.problem(["lives"])
    assert problem.startswith("'lives' is no template: live, daily,")


@pytest.mark.parametrize(
    ("template", "name", "said"),
    [
        ("live", "Live", "is no name of a job"),
        ("lives", NAME, "is no template"),
        ("live", "courtside-feeder-2026-02-11", "is no name of a live: only feeders"),
        ("feeder", NAME, "is no name of a feeder: only feeders"),
    ],
)
def test_what_cannot_be_is_not_asked_for(
    fake: FakeCloud, launcher: Launcher, template: str, name: str, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        launcher.launch(template, name, {})
    assert fake.asked == []
