"""What the trigger tells a job that it launches is what the template takes, and means the same."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines import template
from pipelines.export_config import export_options
from publishing.occasions import SCHEDULED
from publishing.operating.messages import read_trigger
from publishing.operating.requests import Request, request_of
from publishing.operating.schedules import body_of
from publishing.patience import Timing
from publishing.services.state import state_at
from publishing.services.triggering.work import Work
from templates.metadata import metadata
from templates.registry import BY_NAME
from tests.templates.translated import SERVICE

# A Monday of an even ISO week: every schedule counts.
SENT = datetime(2026, 2, 9, 18, 0, tzinfo=UTC)

FIXED = {
    "warehouse": "bigquery:nba-test",
    "output": "gs://nba-site/v1",
    "dead_letters": "pubsub:projects/nba-test/topics/letters",
    "dead_letter_bodies": "gs://nba-private/bodies",
    "state": "gs://nba-private/state",
    "completion": "projects/nba-test/topics/done",
}
"""As the trigger is configured."""


def bodies() -> Iterator[dict[str, Any]]:
    """Every schedule's message, and what else people and upstream send."""
    yield from (body_of(schedule) for schedule in SCHEDULED)
    yield {"export_types": ["results", "trends-all", "tonight"], "target_date": "2026-02-01"}
    yield {"export_types": ["all"], "target_date": "today"}
    yield {
        "export_types": ["results", "best-bets"],
        "target_date": "2025-12-25",
        "update_latest": False,
        "correlation_id": "hand made: 7/7 + ü",
    }
    yield {"players": True, "min_games": 10_000}


def request(body: dict[str, Any]) -> Request:
    return request_of(read_trigger(json.dumps(body).encode()), "message-1", SENT)


LAUNCHED = [body for body in bodies() if request(body).runs == "template"]
"""The others are made in the trigger's own process."""


class Recorded:
    """A launcher that starts nothing and remembers what it was told."""

    def __init__(self) -> None:
        self.launched: list[tuple[str, str, dict[str, str]]] = []

    def launch(self, template: str, name: str, parameters: Mapping[str, str]) -> bool:
        self.launched.append((template, name, dict(parameters)))
        return True


def test_schedules_are_among_them() -> None:
    assert {request(body).template for body in LAUNCHED} == {
        "daily",
        "trends",
        "players",
        "backfill",
    }


@pytest.mark.parametrize("body", LAUNCHED, ids=lambda body: "-".join(map(str, body.values()))[:60])
def test_a_launch_is_understood(body: dict[str, Any], tmp_path: Path) -> None:
    launcher = Recorded()
    unused: Any = None
    timing = Timing(lambda: 0.0, lambda _: None, 1)
    work = Work(
        state=state_at(str(tmp_path), timing),
        launcher=launcher,
        ending=unused,
        run_here=unused,
        champion="catboost_v9",
        fixed=FIXED,
        now=lambda: SENT,
        records=f"{FIXED['state']}/runs",
    )
    asked = request(body)
    work.do(asked)
    ((name, job, told),) = launcher.launched

    # The service asks for what the metadata says, and refuses what it does not know.
    known = {one["name"]: one for one in metadata(BY_NAME[name])["parameters"]}
    assert told.keys() <= known.keys()
    assert {one["name"] for one in known.values() if not one["isOptional"]} <= told.keys()
    for key, value in told.items():
        for expression in known[key].get("regexes", []):
            assert re.fullmatch(expression, value), (key, value)
        if "enumOptions" in known[key]:
            assert value in [one["value"] for one in known[key]["enumOptions"]]

    # The launcher hands each on as an option.
    words = [f"--{key}={value}" for key, value in told.items()]
    service = [one for one in SERVICE if not one.startswith("--job_name")]
    found, rest = template.arguments([*words, *service, f"--job_name={job}"], "image:1")
    assert found.name == name
    _, config = export_options(rest, SENT)
    assert config.names == asked.exports
    assert [str(day) for day in config.dates or ()] == [asked.game_date]
    assert config.update_latest == asked.update_latest
    assert config.parameters.min_games == asked.min_games
    assert config.claim == told["claim"]
    assert config.manifest == f"{FIXED['state']}/runs/{config.run_id}.json"
    assert config.state == FIXED["state"]
    assert config.completion == FIXED["completion"]
