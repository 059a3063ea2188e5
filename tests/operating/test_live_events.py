"""A night through the live job, and what happens in it through the trigger: tonight's documents
during and after the games, best bets at the end, each once (I-6, I-9).
"""

from __future__ import annotations

import json
import signal
import subprocess
import threading
from collections import Counter
from typing import Any

import pytest

from demo.season import NIGHT
from publishing.adapters.replay import Moment
from publishing.calendar import format_instant
from publishing.operating.topics import LIVE_EVENTS
from tests.night.feed import Pace, captured, recorded, send
from tests.night.stage import Stage, drain, until
from tests.operating.conftest import MakeFloor
from tests.operating.floor import Floor
from tests.pipelines.night_events import expected_ids
from tests.pipelines.runs import Night

pytestmark = pytest.mark.integration

LATEST = "live/latest.json"


def _job(floor: Floor, pace: Pace) -> subprocess.Popen[bytes]:
    return floor.stage.job(str(pace), f"--events={floor.name(LIVE_EVENTS)}")


def _witness(floor: Floor) -> str:
    """A second subscription of the night's topic, which no postman empties."""
    name = floor.stage.subscription("witness")
    floor.stage.subscriber().create_subscription(
        name=name, topic=floor.name(LIVE_EVENTS), ack_deadline_seconds=600
    )
    return name


def _told(floor: Floor) -> list[dict[str, Any]]:
    return [json.loads(message.data) for message in captured(floor.stage, "witness")]


def _reached(stage: Stage, feed: list[Moment], share: float) -> None:
    instant = format_instant(feed[int(share * len(feed))].polled_at)
    until(f"{instant} is public\n{stage.logs()}", lambda: stage.as_of(LATEST) >= instant)


def test_a_night_refreshes_tonight_and_its_end_best_bets(
    new_floor: MakeFloor, simulated_night: Night
) -> None:
    feed = recorded(simulated_night)
    expected = expected_ids(simulated_night)
    floor = new_floor(start=format_instant(feed[-1].polled_at))
    floor.stage.prepare("live")
    _witness(floor)
    floor.trigger()
    floor.deliver(LIVE_EVENTS, copies=2)
    pace = Pace(feed[0].polled_at, 1500, begins_in=5)
    job = _job(floor, pace)
    sending = threading.Thread(target=send, args=(floor.stage, feed, pace))
    sending.start()
    for share in (0.6, 0.8):
        _reached(floor.stage, feed, share)
        job.send_signal(signal.SIGKILL)
        job.wait()
        job = _job(floor, pace)
    sending.join()

    told: list[dict[str, Any]] = []
    completions: list[dict[str, Any]] = []

    def all_is_told() -> bool:
        told.extend(_told(floor))
        return {one["event_id"] for one in told} >= set(expected)

    until(f"everything is told\n{floor.stage.logs()}", all_is_told)
    assert drain(job) == 0, floor.stage.logs()
    told += _told(floor)

    def all_is_made() -> bool:
        completions.extend(floor.completions())
        return len(completions) >= len(expected)

    until(f"everything is made\n{floor.stage.logs()}", all_is_made, 300)
    completions += floor.completions()

    said = Counter(one["event_id"] for one in told)
    assert sorted(said) == sorted(expected), "another name, or one that is missing"
    assert len({one["run_id"] for one in told}) > 1
    assert said[expected[0]] > 1, "no restarted job said what the one before it had said"
    # However often it was said and delivered, each was made once.
    assert sorted(one["correlation_id"] for one in completions) == sorted(expected)
    made: dict[str, set[str]] = {}
    for one in completions:
        assert one["status"] == "success", one
        made.setdefault(one["trigger_source"], set()).update(one["paths"])
    assert made == {
        "slate-started": {"tonight"},
        "game-final": {"tonight"},
        "slate-settled": {"tonight", "best_bets"},
    }
    public = floor.stage.documents()
    tonight = json.loads(public["tonight/all-players.json"])
    assert tonight["game_date"] == str(NIGHT)
    assert f"best-bets/{NIGHT}.json" in public
    assert floor.letters() == []
