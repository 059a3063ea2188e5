"""Whole nights with real processes: source, feeder, Pub/Sub, job, bucket."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from demo.season import season
from tests.night.judge import judge
from tests.night.moved import moved
from tests.night.stage import MakeStage, drain
from tests.night.whole import whole_night
from tests.pipelines.runs import Night, Run

pytestmark = pytest.mark.integration

SEED = 7
BEFORE = timedelta(minutes=31)
CLOCKS_CHANGE = (date(2025, 11, 1), date(2026, 3, 7))
LATER = timedelta(hours=2)


def _first_tip(day: date) -> datetime:
    return min(fixture.tip_off for fixture in season(SEED).on(day))


def _content(document: bytes) -> Any:
    """A document without the words that tell when it was made."""
    found = json.loads(document)
    for said in ("updated_at", "poll_id"):
        found.pop(said, None)
    return found


def test_a_real_night_at_five_hundred_times_its_speed(
    new_stage: MakeStage,
    real_night: Night,
    plain_run: Callable[[Night], Run],
    tmp_path: Path,
) -> None:
    start = datetime.fromisoformat("2018-11-23T16:25:00+00:00")
    with whole_night(new_stage("real"), real_night, start, 500) as played:
        job = played.stage.job(str(played.pace))
        feeder = played.feeder()
        assert feeder.wait(400) == 0, played.stage.logs()
        events = played.ends_right()
        assert drain(job) == 0, played.stage.logs()
        public = played.stage.documents()
        played.is_its_replay(events, tmp_path)
        # The polls were others than the recorded ones; what they say of the night is the same.
        recorded = plain_run(real_night).documents()
        for path in (f"live/{real_night.day}.json", f"live-grading/{real_night.day}.json"):
            assert _content(public[path]) == _content(recorded[path])
        judge(played.stage.wire)


@pytest.mark.parametrize("off", [90, -90])
def test_the_clock_of_the_feeder_is_off(
    new_stage: MakeStage, simulated_night: Night, off: int
) -> None:
    start = _first_tip(simulated_night.day) - BEFORE
    stage = new_stage(f"clock{off}")
    with whole_night(stage, simulated_night, start, 1500) as played:
        played.stage.job(str(played.pace))
        assert played.feeder(played.pace.shifted(off)).wait(200) == 0, stage.logs()
        played.ends_right()
        judge(stage.wire)


@pytest.mark.parametrize("day", CLOCKS_CHANGE, ids=str)
def test_a_night_on_which_the_clocks_change(
    new_stage: MakeStage, simulated_night: Night, day: date, tmp_path: Path
) -> None:
    # Two hours later than it was, so that games are on while the hour is skipped or comes twice.
    night = moved(simulated_night, day, LATER, tmp_path)
    start = _first_tip(simulated_night.day) + (day - simulated_night.day) + LATER - BEFORE
    stage = new_stage(f"day-{day}")
    with whole_night(stage, night, start, 1500) as played:
        played.stage.job(str(played.pace))
        assert played.feeder().wait(200) == 0, stage.logs()
        events = played.ends_right()
        public = stage.documents()
        assert {path[-15:-5] for path in public if path.startswith("live/2")} == {str(day)}
        assert json.loads(public["live/latest.json"])["game_date"] == str(day)
        games = json.loads(public[f"live/{day}.json"])["games"]
        assert {game["status"] for game in games} == {"final"}
        played.is_its_replay(events, tmp_path)
        judge(stage.wire)
