"""What Terraform tells the services is what they take, and they answer where they are called."""

from __future__ import annotations

import importlib
import logging
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines.options import LIVE
from publishing.adapters.alerting import LogChannel
from publishing.adapters.cloud_trouble import FEEDER_JOB
from publishing.adapters.dataflow_place import dataflow_place
from publishing.operating.alerts import Alert
from publishing.services.answering.options import api_options
from publishing.services.answering.snapshot import run_of_all
from publishing.services.feeding.arguments import parser as feeder_parser
from publishing.services.monitoring.options import monitor_options
from publishing.services.serving import starting
from publishing.services.serving.options import ServiceOptions
from publishing.services.triggering.options import trigger_options
from templates import declared
from tests.templates.rules import ORIGINS, PATHS, SERVICE, one
from tests.templates.terraform import Terraform, load, texts

IMAGE = "host/p/r/courtside@sha256:" + "0" * 64
KNOWN = {
    "var.project_id": "some-project",
    "var.region": "us-west2",
    "var.champion_system": "catboost_v9",
    "var.image": IMAGE,
    'join(",", var.origins)': ",".join(ORIGINS),
    "var.workers.most": "4",
    "var.workers.machine_type": "",
    "var.workers.subnetwork": "",
    "data.google_project.this.number": "123456789012",
    "google_storage_bucket.public.name": "the-public",
    "google_storage_bucket.private.name": "the-private",
    "google_storage_bucket.artifacts.name": "the-artifacts",
    'google_pubsub_subscription.feed["nba-live-boxscores"].id': (
        "projects/some-project/subscriptions/nba-live-boxscores-job"
    ),
    "local.alerts": "log",
    **{
        f"google_service_account.{name}.email": f"courtside-{name}@some-project.example"
        for name in ("trigger", "monitor", "api", "feeder", "jobs", "scheduler", "pusher")
    },
    **{
        f'local.topic_ids["{topic["name"]}"]': f"projects/some-project/topics/{topic['name']}"
        for topic in declared.declared()["topics"]
    },
}
"""What Terraform knows when it is applied."""

URL = "https://courtside-{}-123456789012.us-west2.run.app"


@pytest.fixture(scope="module")
def found() -> Terraform:
    return load(texts())


def told(found: Terraform, name: str) -> list[str]:
    """The arguments of a service or of the feeder, as Terraform has them."""
    if name == "feeder":
        return found.words(found.locals["feeder_args"])
    body = found.instances(SERVICE)[f'service["{name}"]']
    return found.words(one(body, "template", "containers", "args"))


def words(found: Terraform, name: str, **also: str) -> list[str]:
    command, *rest = (found.text(word, KNOWN | also) for word in told(found, name))
    assert command == name
    return rest


def is_as_deployed(service: ServiceOptions, name: str, callers: set[str]) -> bool:
    return (
        service.audience == URL.format(name)
        and service.callers == {f"courtside-{one}@some-project.example" for one in callers}
        and service.output == "gs://the-public/v1"
        and service.port == 8080
        and not service.dry_run
    )


def test_the_trigger_takes_what_it_is_told(found: Terraform) -> None:
    options = trigger_options(words(found, "trigger"))
    assert is_as_deployed(options.service, "trigger", {"scheduler", "pusher"})
    assert options.night.source == "projects/some-project/subscriptions/nba-live-boxscores-job"


@pytest.mark.parametrize("alerts", ["log", "webhook:/secrets/alerts/webhook-url"])
def test_the_monitor_takes_what_it_is_told(found: Terraform, alerts: str) -> None:
    assert f'"{alerts}"' in found.locals["alerts"].replace(
        "${local.secret_files.alert_webhook}", found.locals["secret_files"]["alert_webhook"]
    )
    options = monitor_options(words(found, "monitor", **{"local.alerts": alerts}))
    assert is_as_deployed(options.service, "monitor", {"scheduler"})
    assert options.channel.place == alerts


def test_the_api_takes_what_it_is_told(found: Terraform) -> None:
    options = api_options(words(found, "api"))
    assert options.output == "gs://the-public/v1"
    assert options.origins == set(found.blocks["variable", "origins"]["default"])
    assert (options.host, options.port, options.dry_run) == ("0.0.0.0", 8080, False)
    assert options.champion == "catboost_v9"


def test_the_api_may_read_the_tables_that_it_looks_at(found: Terraform) -> None:
    reads = run_of_all(datetime(2026, 2, 11, 17, tzinfo=UTC), "catboost_v9").reads()
    datasets = {read.row_type.table.split(".")[0] for read in reads}
    readable = {
        body["dataset_id"]
        for at, body in found.instances("google_bigquery_dataset_iam_member").items()
        if at.startswith("api[")
    }
    assert datasets == readable


def test_the_feeder_takes_what_it_is_told(found: Terraform) -> None:
    given, unknown = feeder_parser().parse_known_args(words(found, "feeder"))
    assert unknown == []
    assert given.api_key_file == "/secrets/bdl/api-key"
    assert found.blocks["resource", "google_cloud_run_v2_job", "feeder"]["name"] == FEEDER_JOB


def test_what_is_not_known_is_seen(found: Terraform) -> None:
    found.locals["trigger_args"].append("--${var.nothing}")
    try:
        with pytest.raises(KeyError, match=r"var\.nothing"):
            words(found, "trigger")
    finally:
        found.locals["trigger_args"].pop()


def test_jobs_run_as_their_account_and_with_their_image(found: Terraform) -> None:
    place = dataflow_place(found.text("${local.launcher}", KNOWN))
    assert place.templates == "gs://the-artifacts/templates"
    assert place.temp_location == "gs://the-artifacts/temp"
    assert place.service_account == "courtside-jobs@some-project.example"
    assert place.sdk_container_image == IMAGE
    assert (place.max_workers, place.machine_type, place.subnetwork) == (4, "", "")


def test_the_live_job_takes_the_subscription(found: Terraform) -> None:
    source = KNOWN['google_pubsub_subscription.feed["nba-live-boxscores"].id']
    option = next(one for one in LIVE.options if one.name == "source")
    assert re.fullmatch(option.pattern, source)


def test_an_alert_is_a_line_that_the_policy_counts(
    found: Terraform, caplog: pytest.LogCaptureFixture
) -> None:
    metric: dict[str, Any] = found.blocks["resource", "google_logging_metric", "alerts"]
    pattern = re.search(r'textPayload=~"(.+)"', metric["filter"])
    severity = re.search(r'"(.+)"\)$', metric["label_extractors"]["severity"])
    assert pattern
    assert severity
    with caplog.at_level(logging.ERROR, "courtside.alert"):
        LogChannel().send(Alert("one", "2026-02-11T19:30:00Z", "critical", "stale", "It is old."))
    form = logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s")
    line = form.format(caplog.records[-1])
    assert re.search(pattern[1], line)
    seen = re.search(severity[1], line)
    assert seen
    assert seen[1] == "critical"
    assert not re.search(pattern[1], line.replace("courtside.alert", "courtside.trigger"))


@pytest.mark.parametrize("name", ["trigger", "monitor"])
def test_what_is_called_is_answered(
    name: str, written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = importlib.import_module(f"publishing.services.{name}")
    served: list[Any] = []
    monkeypatch.setattr(service, "preflight", lambda _: [])

    def serve(app: Any, host: str, port: int) -> int:
        served.append(app)
        return 0

    monkeypatch.setattr(starting, "serve", serve)
    here = {
        "state": tmp_path / "state",
        "output": tmp_path / "out",
        "archive": tmp_path / "archive",
        "dead_letters": tmp_path / "letters",
        "dead_letter_bodies": tmp_path / "bodies",
        "warehouse": f"parquet:{written}",
        "launcher": f"processes:{tmp_path / 'jobs'}",
    }
    told = [f"--{option}={where}" for option, where in here.items()]
    assert service.main([*words(load(texts()), name), *told]) == 0
    methods = {route.path: route.methods for route in served[0].routes}
    assert methods.pop("/health") >= {"GET"}
    assert methods == {path: {"POST"} for path in PATHS[name]}
