"""A trigger, or its job, that is killed half-way: the next one completes the set."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from demo.season import NIGHT
from publishing.operating.topics import EXPORT_TRIGGER, PREDICTIONS_COMPLETE
from tests.night.stage import LIMIT_SECONDS, until
from tests.operating.conftest import MakeFloor
from tests.operating.floor import Floor
from tests.operating.phase5 import (
    YESTERDAY,
    claims,
    completed,
    content,
    nothing_goes_back,
    one_effective_set,
    predictions_complete,
    reference,
)
from tests.operating.postman import push_body, token
from tests.pipelines.runs import Night

pytestmark = pytest.mark.integration

LEASE = "--lease_seconds=3"

MORNING = f"{NIGHT}T13:00:05Z"
"""Five seconds after 5 AM Pacific, the time of the daily results."""

DAILY_RESULTS = {
    "export_types": ["results", "performance", "best-bets", "predictions"],
    "target_date": "yesterday",
    "update_latest": True,
    "trigger_source": "phase6-daily-results",
}


def at_once(what: str, done: Callable[[], bool]) -> None:
    """Returns in the very moment that `done` says so."""
    ends = time.monotonic() + LIMIT_SECONDS
    while not done():
        assert time.monotonic() < ends, what
        time.sleep(0.002)


def test_a_trigger_that_is_killed_in_the_middle_is_completed_by_the_next(
    new_floor: MakeFloor, simulated_night: Night, tmp_path: Path
) -> None:
    expected = reference(tmp_path, simulated_night.warehouse)
    floor = new_floor()
    process = floor.trigger("trigger", LEASE)
    floor.deliver(PREDICTIONS_COMPLETE)
    floor.deliver(EXPORT_TRIGGER)
    floor.send(PREDICTIONS_COMPLETE, predictions_complete())
    at_once("public objects", lambda: len(floor.stage.wire.public()) >= 20)
    process.kill()
    process.wait()
    half = set(floor.stage.documents())
    assert 20 <= len(half) < len(expected), "it was killed when all was public"
    floor.trigger("trigger", LEASE)
    [message] = completed(floor, 1)
    assert message["status"] == "success"
    one_effective_set(floor, expected)
    [attempt] = [one["attempt"] for key, one in claims(floor).items() if "/orchestrate/" not in key]
    assert attempt == 2
    assert {one["state"] for one in claims(floor).values()} == {"done"}


def push(floor: Floor, body: object, message_id: str, sent: datetime) -> dict[str, Any]:
    """The same delivery, as often as it is called."""
    data = push_body(json.dumps(body).encode(), message_id, sent.isoformat())
    answer = requests.post(
        floor.url("/messages/export-trigger"),
        data=data,
        headers={"Authorization": f"Bearer {token()}"},
        timeout=60,
    )
    found: dict[str, Any] = answer.json() | {"code": answer.status_code}
    return found


def test_a_job_that_is_killed_is_launched_again_when_its_time_is_over(
    new_floor: MakeFloor, simulated_night: Night, tmp_path: Path
) -> None:
    only = ",".join(("results", "performance", "best-bets", "predictions"))
    as_of = f"--as_of={MORNING}"
    expected = reference(
        tmp_path, simulated_night.warehouse, f"--date={YESTERDAY}", as_of, only=only
    )
    floor = new_floor(MORNING)
    process = floor.trigger()
    sent = datetime.now(UTC)
    launched = push(floor, DAILY_RESULTS, "m-1", sent)
    assert (launched["status"], launched["code"]) == ("launched", 200)
    at_once("a public object", lambda: bool(floor.stage.wire.public()))
    [job] = floor.jobs.glob("jobs/*.json")
    os.killpg(json.loads(job.read_bytes())["pid"], signal.SIGKILL)
    # It counts as running for its whole time: a delivery again changes nothing.
    again = push(floor, DAILY_RESULTS, "m-1", sent)
    assert again["status"] == "launched"
    [claim] = claims(floor).values()
    assert (claim["state"], claim["attempt"]) == ("launched", 1)
    half = content(floor)
    assert len(half) < len(expected), "it was killed when all was public"
    process.terminate()
    process.wait()
    # An hour later.
    start, _, epoch = floor.clock.partition("@")
    later = timedelta(hours=1)
    floor.clock = f"{start}@{float(epoch.partition('x')[0]) - later.total_seconds():.3f}"
    floor.trigger()
    again = push(floor, DAILY_RESULTS, "m-1", sent - later)
    assert again["status"] == "launched"
    [message] = completed(floor, 1)
    [claim] = claims(floor).values()
    assert (claim["state"], claim["attempt"], claim["status"]) == ("done", 2, message["status"])
    assert message["target_date"] == "yesterday"
    assert message["trigger_source"] == "phase6-daily-results"
    until("all documents", lambda: content(floor) == expected, 5)
    nothing_goes_back(floor)
    assert push(floor, DAILY_RESULTS, "m-1", sent - later)["status"] == "done"
