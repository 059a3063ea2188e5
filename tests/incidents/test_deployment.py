"""How it is packaged, deployed and called: nothing is lost unseen (I-8, I-9, I-13, I-14, I-20)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest

from publishing.adapters.pubsub import Topic
from publishing.operating.deployed import differences, read_deployed
from publishing.operating.schedules import JOBS
from publishing.rows import Prediction
from publishing.run_record import RunRecord
from publishing.services import monitor, trigger
from publishing.services.release import IMAGE
from publishing.services.serving.http import Caller, app
from templates import declared, deploying
from templates.release import Release
from tests.incidents import packaged
from tests.incidents.operated import EXPORTS, Operated, asked
from tests.pipelines.small_warehouse import place_of
from tests.publishing.launched import prepared
from tests.services.test_schedules import deployed
from tests.templates import rights, rules

Command = Callable[[list[str]], int]

TAG = "0.1.0-0123456789ab"


def arguments(folder: Path, warehouse: Path, *more: str) -> list[str]:
    """What a service is told, on this machine."""
    jobs = prepared(folder / "jobs")
    commands = json.loads((jobs / "commands.json").read_text())
    commands |= dict.fromkeys(("players", "backfill", "feeder"), commands["daily"])
    (jobs / "commands.json").write_text(json.dumps(commands))
    return [
        *(f"--{name}={folder / name}" for name in ("state", "output", "archive", "dead_letters")),
        f"--warehouse=parquet:{warehouse}",
        f"--launcher=processes:{jobs}",
        "--live_subscription=projects/nba-test/subscriptions/feed",
        "--live_topic=projects/nba-test/topics/feed",
        "--trigger_topic=projects/nba-test/topics/nba-phase6-export-trigger",
        "--audience=https://here",
        "--callers=scheduler@p.iam.gserviceaccount.com",
        *more,
    ]


def started(command: Command, words: list[str], patch: pytest.MonkeyPatch) -> int:
    """The exit code of a start where every topic is there."""
    patch.setattr(Topic, "problem", lambda _: None)
    return command(words)


def got(service: Any, path: str) -> dict[str, Any]:
    """What a service answers to a GET."""
    said: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    async def send(message: dict[str, Any]) -> None:
        said.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "headers": [], "query_string": b""}
    asyncio.run(service(scope, receive, send))
    answer: dict[str, Any] = json.loads(b"".join(one.get("body", b"") for one in said))
    return answer


def test_incident_02_what_may_not_be_read_stops_the_start(
    tmp_path: Path,
    small_warehouse: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Dec 26: it started without the rights that it needed, and published emptiness (I-14)."""
    completion = "--completion=projects/nba-test/topics/nba-phase6-export-complete"
    whole = arguments(tmp_path, small_warehouse, completion, "--dry_run")
    assert started(trigger.main, whole, monkeypatch) == 0, capsys.readouterr().err
    rows = tmp_path / "rows"
    rows.mkdir()
    for file in small_warehouse.iterdir():
        if file != place_of(Prediction, small_warehouse):
            (rows / file.name).symlink_to(file)
    words = arguments(tmp_path, rows, completion, "--dry_run")
    code = started(trigger.main, words, monkeypatch)
    said = capsys.readouterr().err
    assert code == 2, "I-14: it starts without a table that it needs"
    assert Prediction.table in said, "I-14: nobody says which right or table is missing"


def test_incident_02_each_account_has_the_rights_that_it_needs() -> None:
    """Dec 26: no job could be created, then no table be read (I-14)."""
    found = packaged.infrastructure()
    problems = list(rights.problems_of_rights(found))
    assert not problems, f"I-14: {problems}"


def test_incident_05_a_schedule_calls_what_is_listened_to() -> None:
    """Dec 27: schedules called a wrong address with a wrong body, and nobody noticed (I-8)."""
    found = packaged.infrastructure()
    problems = list(rules.calls(found))
    assert not problems, f"I-8: {problems}"
    assert not declared.stale(), "I-8: what is deployed is not what the code declares"


def test_incident_14_a_token_is_for_a_service_and_never_for_a_path() -> None:
    """Jan: an audience with a path in it, and each scheduled call was a 401 (I-14)."""
    found = packaged.infrastructure()
    problems = [*rules.calls(found), *rules.pushes(found), *rules.services(found)]
    assert not problems, f"I-14: {problems}"
    jobs = deployed()
    for job in jobs:
        if target := job.get("httpTarget"):
            target["oidcToken"]["audience"] = target["uri"]
    said = differences(read_deployed(json.dumps(jobs).encode()))
    called = [job.name for job in JOBS if not hasattr(job.sends, "topic")]
    assert [line.split()[0] for line in said] == called, "I-14: an audience with a path is not seen"


def test_incident_15_whatever_is_imported_is_locked_and_installed() -> None:
    """Jan 18: a library was not there; messages were tried again all night (I-14)."""
    locked = {line.partition("==")[0] for line in packaged.lock().splitlines() if "==" in line[:60]}
    lacking = {
        f"{path}: {module}"
        for path, text in packaged.sources().items()
        for module, _ in packaged.imported(text)
        if (owners := packaged.distributions_of(module)) and not owners & locked
    }
    assert not lacking, f"I-14: not in the lock: {sorted(lacking)}"
    steps = packaged.dockerfile().splitlines()
    imports = [line for line in steps if "import pipelines.template, publishing.cli" in line]
    assert imports, "I-14: an image is built whose program cannot be imported"


def test_incident_19_all_run_the_image_that_was_built() -> None:
    """Jan 27-29: a service with another's image answered 404 for three days (I-14)."""
    found = packaged.infrastructure()
    for name, body in (
        *packaged.services(found),
        ("feeder", packaged.block(found, "google_cloud_run_v2_job", "feeder")),
    ):
        images = set(_values(body, "image"))
        assert images == {"${var.image}"}, f"I-14: {name} runs {images}"
        assert set(map(str, _values(body, "command"))) == {"['courtside']"}, (
            f"I-14: {name} runs another program"
        )
    assert "sdk_container_image=${var.image}" in found.locals["launcher_settings"], (
        "I-14: jobs run another image"
    )
    place = ("nba-test", "us-west2", "artifacts", "state", Path("v.tfvars"))
    deployment = deploying.Deployment(*place, Release("0.1.0", "0" * 40))
    last = deploying.place_commands(deployment, "host/courtside@sha256:1")[-1]
    assert "-var=image=host/courtside@sha256:1" in last, "I-14: another image is deployed"
    problems = list(rules.services(found))
    assert not problems, f"I-14: {problems}"


def test_incident_19_failed_calls_of_any_kind_are_told() -> None:
    """Jan 27-29: 29 failed calls, and the alert looked for 400 alone (I-13)."""
    found = packaged.infrastructure()
    metric = packaged.block(found, "google_logging_metric", "schedule_failures")
    assert metric["filter"].split() == [
        'resource.type="cloud_scheduler_job"',
        "AND",
        "severity>=ERROR",
    ], f"I-13: some failed calls are not counted: {metric['filter']}"
    policies = found.locals["policies"]
    server = policies["server-errors"]["filter"]
    assert "5xx" in server, "I-13: errors of a service are told to nobody"
    assert policies["schedule-failed"]["above"] <= 1, "I-13: many calls may fail unheard"
    assert not list(rules.alerts(found)), "I-13: an alert reaches nobody"


def test_incident_25_a_service_and_a_document_say_their_release(
    tmp_path: Path, small_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Feb 11: what ran was six weeks old, and nothing that it said showed that (I-14)."""
    monkeypatch.setenv(IMAGE, f"host:5000/p/r/courtside:{TAG}")
    said = got(app(cast("Caller", None), {}), "/health")
    assert said.get("release") == TAG, f"I-14: a service says {said}"
    site = Operated(tmp_path, small_warehouse)
    site.send(EXPORTS, asked("tonight"))
    (file,) = (tmp_path / "runs").glob("*.json")
    record = msgspec.json.decode(file.read_bytes(), type=RunRecord)
    assert record.versions["courtside"] == TAG, "I-14: nobody knows what made a document"
    assert record.run_id == site.runs[0].run_id
    steps = packaged.dockerfile()
    assert f"ENV {IMAGE}=${{IMAGE}}" in steps, "I-14: an image does not know its own name"
    deployment = deploying.image_commands(f"courtside:{TAG}")
    assert f"--build-arg=IMAGE=courtside:{TAG}" in deployment[0], "I-14: nobody tells it"


def test_incident_28_whoever_calls_may_call() -> None:
    """Feb 12: 23 services refused their own schedulers (I-13)."""
    found = packaged.infrastructure()
    problems = list(rules.services(found))
    assert not problems, f"I-13: {problems}"


def test_incident_28_the_monitor_is_watched_itself() -> None:
    """Feb 12: the freshness monitor was dead, and nobody could know (I-13)."""
    found = packaged.infrastructure()
    absent = str(packaged.block(found, "google_monitoring_alert_policy", "absent"))
    assert "condition_absent" in absent, "I-13: nobody hears when the monitor is silent"
    assert "courtside-monitor" in absent, "I-13: the silence of another is heard"
    rounds = [job for job in JOBS if getattr(job.sends, "path", "") == "/rounds"]
    assert len(rounds) == 2, "I-13: the monitor is called for part of the day"
    limit = dict(packaged.services(found))["monitor"]["template"][0]["timeout"]
    assert int(limit.rstrip("s")) < 300, "I-13: a round may last until the next one"


def test_incident_33_a_deployment_keeps_the_key() -> None:
    """Feb 22: a deployment set all variables anew, without the key; twice (I-14)."""
    found = packaged.infrastructure()
    problems = list(rules.secrets(found))
    assert not problems, f"I-14: {problems}"
    feeder = found.locals["feeder_args"]
    assert any(word.startswith("--api_key_file=") for word in feeder), (
        "I-14: the feeder is not told where its key is"
    )
    assert not list(_values(packaged.block(found, "google_cloud_run_v2_job", "feeder"), "env")), (
        "I-14: a setting lives in an environment that a deployment replaces"
    )


def test_incident_38_a_missing_webhook_stops_the_monitor(
    tmp_path: Path,
    small_warehouse: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Apr: a dozen monitors said `webhook not configured`, and told nobody anything (I-13)."""
    webhook = tmp_path / "webhook"
    more = (f"--alerts=webhook:{webhook}", "--dry_run", "--once")
    code = started(monitor.main, arguments(tmp_path, small_warehouse, *more), monkeypatch)
    said = capsys.readouterr().err
    assert code == 2, "I-13: a monitor starts that can tell nobody"
    assert str(webhook) in said, "I-13: nobody says what is missing"
    webhook.write_text("https://hooks.example.com/services/1")
    code = started(monitor.main, arguments(tmp_path, small_warehouse, *more), monkeypatch)
    assert code == 0, capsys.readouterr().err


def test_incident_39_nothing_runs_or_sends_for_nobody() -> None:
    """An instance ran for 14 dollars a month without a request; a topic had no reader (I-20)."""
    found = packaged.infrastructure()
    for name, body in packaged.services(found):
        least = body["template"][0]["scaling"][0]["min_instance_count"]
        wanted = "${var.api.least}" if name == rules.WORLD else 0
        assert least == wanted, f"I-20: {least} instances of {name} run when nobody calls"
    problems = [*rules.limits(found), *rules.services(found)]
    assert not problems, f"I-20: {problems}"


def test_incident_40_a_missing_library_leaves_nothing_half_done() -> None:
    """Feb 26: a library was imported in the middle; what came before it was public (I-14)."""
    late = {
        path: lines
        for path, text in packaged.sources().items()
        if (lines := packaged.inside_functions(text))
    }
    assert not late, f"I-14: imported while it works, or tried: {late}"


def test_incident_43_a_schedule_with_an_old_address_or_no_token_is_named() -> None:
    """Mar: schedules called addresses of before a migration, or without a token (I-14)."""
    jobs = deployed()
    assert not differences(read_deployed(json.dumps(jobs).encode()))
    by_name = {job["name"].rpartition("/")[2]: job for job in jobs}
    old = "https://us-west2-p.cloudfunctions.net/live-export"
    by_name["live-export-evening"]["httpTarget"]["uri"] = old
    by_name["live-freshness-monitor"]["httpTarget"].pop("oidcToken")
    by_name["bdl-live-boxscores-late"]["httpTarget"]["oidcToken"]["audience"] = "https://other"
    said = "\n".join(differences(read_deployed(json.dumps(jobs).encode())))
    assert old in said, "I-14: an old address is not named"
    assert "live-freshness-monitor calls without a token" in said, "I-14: no token is not named"
    assert "bdl-live-boxscores-late has a token for" in said, "I-14: a wrong token is not named"


def test_incident_44_every_subscription_gives_up_and_keeps_what_it_gave_up() -> None:
    """Mar: retries without an end, and a topic without dead letters (I-9)."""
    found = packaged.infrastructure()
    problems = list(rules.limits(found))
    assert not problems, f"I-9: {problems}"
    assert found.declared["most_deliveries"] <= 20, "I-9: a message is tried too often"


def test_incident_45_a_schedule_that_was_deleted_or_paused_is_named() -> None:
    """Jul: 94 schedules were removed for the summer, and nothing could say which (I-13)."""
    assert len(JOBS) >= 20, "I-13: schedules are lost in the code"
    jobs = deployed()
    gone, paused = jobs.pop(0)["name"], jobs[0]["name"]
    jobs[0]["state"] = "PAUSED"
    said = differences(read_deployed(json.dumps(jobs).encode()))
    assert said == [
        f"{gone.rpartition('/')[2]} is not there",
        f"{paused.rpartition('/')[2]} is PAUSED",
    ], f"I-13: what was removed or paused is not named: {said}"
    nothing = differences(read_deployed(b"[]"))
    assert len(nothing) == len(JOBS), "I-13: without any schedule nothing is missing"
    assert not declared.stale(), "I-13: the infrastructure has other schedules than the code"


def test_latent_17_no_import_may_fail_half() -> None:
    """A name was used before it was defined, in what was meant for a failed import (I-14)."""
    sources = packaged.sources()
    assert len(sources) > 200
    tried = {path: packaged.inside_functions(text) for path, text in sources.items()}
    handled = {path for path, text in sources.items() if "ImportError" in text.split()}
    assert not handled, f"I-14: an import that fails is survived by half: {handled}"
    assert not any(tried.values()), f"I-14: a module can be there by half: {tried}"


def _values(body: Any, name: str) -> list[Any]:
    """Every value of that name, wherever it is."""
    if isinstance(body, list):
        return [one for inside in body for one in _values(inside, name)]
    if not isinstance(body, dict):
        return []
    here = [body[name]] if name in body else []
    return here + [one for inside in body.values() for one in _values(inside, name)]
