"""The live job that is gone, silent, or outlives its night (L10, L14, L19, vector 28)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from publishing.operating.findings import (
    DrainLive,
    RestartFeeder,
    StartFeeder,
    StartLive,
)
from publishing.operating.seen import Away, Job, Seen
from tests.judging.rows import DAY, LIVE_PATH, WORLD, at, away, body, games, instant, schedule
from tests.judging.verdicts import findings, keys, section

GONE = f"live-job-gone/{DAY}"
RUNS = Job(True, instant("18:33"), "running")


def test_vector_28_no_run_at_all_is_found_and_mended() -> None:
    seen = at("20:00", live_job=None, feeder=None, live_heard_at=None)
    found = findings(seen)
    assert list(found) == [GONE]
    assert found[GONE].severity == "critical"
    assert found[GONE].heals == (StartLive(DAY), StartFeeder(DAY))
    assert found[GONE].quiet is False
    assert section(seen, "live_job") == {
        "status": "unhealthy",
        "message": "The live job of 2026-02-11 was never started",
        "game_date": "2026-02-11",
        "running": False,
        "last_flush": None,
    }


@pytest.mark.parametrize("state", ["failed", "gone", "done"])
def test_a_job_that_ended_too_early_is_gone(state: str) -> None:
    seen = at("20:00", live_job=Job(False, instant("18:33"), state))
    assert keys(seen) == [GONE]
    message = f"The live job of 2026-02-11 does not run: it is {state}"
    assert section(seen, "live_job")["message"] == message
    # The feeder runs: it is left alone.
    assert findings(seen)[GONE].heals == (StartLive(DAY),)


@pytest.mark.parametrize(("text", "gone"), [("18:35", False), ("18:36", True)])
def test_two_ticks_are_waited_for(text: str, gone: bool) -> None:
    seen = at(text, live_job=None, feeder=None)
    assert keys(seen) == ([GONE] if gone else [])
    assert section(seen, "live_job")["status"] == ("unhealthy" if gone else "healthy")


@pytest.mark.parametrize(
    ("silent", "interval", "gone"), [(120, 30, False), (121, 30, True), (180, 60, False)]
)
def test_latent_14_a_job_that_runs_and_publishes_nothing_is_gone(
    silent: int, interval: int, gone: bool
) -> None:
    now = instant("20:00")
    heard = now - timedelta(seconds=silent)
    seen = at("20:00", live_heard_at=heard, flush_seconds=interval)
    assert keys(seen) == ([GONE] if gone else [])
    if gone:
        assert findings(seen)[GONE].heals == (StartLive(DAY), RestartFeeder(DAY))
        said = section(seen, "live_job")
        assert "has not published for 2 minutes" in said["message"]
        assert (said["status"], said["running"]) == ("unhealthy", True)
        assert said["last_flush"] == heard.isoformat(timespec="microseconds")


def test_a_silent_job_with_a_dead_feeder_gets_one() -> None:
    heard = instant("19:50")
    seen = at("20:00", live_heard_at=heard, feeder=Job(False, None, "failed"))
    assert findings(seen)[GONE].heals == (StartLive(DAY), StartFeeder(DAY))


@pytest.mark.parametrize(("minutes", "gone"), [(9, False), (10, True)])
def test_a_job_that_has_just_started_may_be_silent(minutes: int, gone: bool) -> None:
    started = instant("20:00") - timedelta(minutes=minutes)
    job = Job(True, started, "starting")
    seen = at("20:00", live_job=job, live_heard_at=instant("2026-02-10 23:00"))
    assert keys(seen) == ([GONE] if gone else [])


@pytest.mark.parametrize(("text", "gone"), [("18:39", False), ("18:40", True)])
def test_a_job_of_which_nobody_knows_since_when_has_ten_minutes_from_the_opening(
    text: str, gone: bool
) -> None:
    seen = at(text, live_job=Job(True, None, "running"), live_heard_at=None)
    assert keys(seen) == ([GONE] if gone else [])
    if gone:
        assert "has never published" in section(seen, "live_job")["message"]


def test_a_feeder_that_is_gone_is_started_quietly() -> None:
    seen = at("20:00", feeder=None)
    found = findings(seen)
    assert list(found) == [f"feeder-gone/{DAY}"]
    assert found[f"feeder-gone/{DAY}"].heals == (StartFeeder(DAY),)
    assert found[f"feeder-gone/{DAY}"].quiet is True
    assert section(seen, "live_job")["status"] == "degraded"


def test_nothing_is_started_when_no_slate_is_open() -> None:
    for text in ("10:00", "18:29", "2026-02-12 02:00", "2026-02-13 20:00"):
        seen = at(text, live_job=None, feeder=None, live_heard_at=None, over_job=None)
        assert not any(key.startswith("live-job") for key in keys(seen))
        assert section(seen, "live_job")["status"] == "healthy"


AWAY = Away("HTTP 503")


def changed(seen: Seen, source: str) -> Seen:
    if source == "schedule":
        return replace(seen, schedule=AWAY)
    return away(seen, LIVE_PATH) if source == "scores" else replace(seen, live_job=AWAY)


@pytest.mark.parametrize("source", ["schedule", "scores", "live_job"])
def test_nothing_is_started_or_ended_in_ignorance(source: str) -> None:
    for text in ("20:00", "2026-02-12 02:00", "2026-02-12 12:00"):
        dead = at(text, live_job=None, feeder=None, live_heard_at=None, over_job=RUNS)
        seen = changed(dead, source)
        if source == "live_job":
            if text != "20:00":
                continue
            # The job of the night before is known, and is another matter.
            seen = replace(seen, over_job=None)
        heals = [heal for one in findings(seen).values() for heal in one.heals]
        assert not [one for one in heals if isinstance(one, (StartLive, StartFeeder, DrainLive))]
        said = section(seen, "live_job")
        assert said["status"] == "unknown"
        assert "HTTP 503" in said["message"]
        assert said["running"] is None


def test_when_the_status_cannot_be_read_no_job_is_called_silent() -> None:
    seen = away(at("20:00", live_heard_at=None), "status.json")
    assert keys(seen) == ["away/status.json"]
    said = section(seen, "live_job")
    assert (said["status"], said["running"]) == ("unknown", True)


def test_when_nobody_knows_of_the_feeder_it_is_left_alone() -> None:
    seen = at("20:00", live_job=None, feeder=AWAY)
    assert findings(seen)[GONE].heals == (StartLive(DAY),)
    assert keys(at("20:00", feeder=AWAY)) == ["away/feeder"]


OVER = "2026-02-12 00:58"
"""The last game ends: 22:30, and 8 minutes, and 140 minutes."""


@pytest.mark.parametrize(
    ("text", "drained"),
    [("2026-02-12 01:00", False), ("2026-02-12 01:37", False), ("2026-02-12 01:38", True)],
)
def test_a_job_that_outlives_its_night_is_drained(text: str, drained: bool) -> None:
    """The schedule says final 10 minutes late; the scores said it at the last flush."""
    seen = at(text, over_job=RUNS)
    key = f"drain/{DAY}"
    assert keys(seen) == ([key] if drained else [])
    if drained:
        found = findings(seen)[key]
        assert (found.heals, found.severity, found.quiet) == ((DrainLive(DAY),), "warning", True)


def test_the_job_of_the_night_before_is_drained_while_the_next_slate_is_open() -> None:
    found = findings(at("20:00", over_job=Job(True, instant("2026-02-10 18:33"), "running")))
    assert list(found) == ["drain/2026-02-10"]


def test_the_end_of_a_night_is_told_by_the_scores_when_the_schedule_is_late() -> None:
    late = tuple(row for row in schedule(at("2026-02-12 04:30")) if row.game_status != 3)
    seen = at("2026-02-12 04:30", over_job=RUNS, schedule=late, official=())
    assert f"drain/{DAY}" in keys(seen)


def test_a_job_whose_night_is_not_over_is_never_drained() -> None:
    seen = at("2026-02-12 03:00", over_job=RUNS, official=())
    stuck = [one | {"status": "in_progress"} for one in games(seen)]
    late = tuple(row for row in schedule(seen) if row.game_status != 3)
    seen = body(replace(seen, schedule=late), LIVE_PATH, games=stuck)
    assert f"drain/{DAY}" not in keys(seen)


def test_a_slate_is_closed_by_its_window_when_it_never_ends() -> None:
    never = [one | {"status": "in_progress"} for one in games(at("2026-02-12 12:00"))]
    for text, open_day in (("2026-02-12 17:59", "2026-02-11"), ("2026-02-12 18:00", None)):
        seen = at(text, official=())
        late = tuple(row for row in schedule(seen) if row.game_status != 3)
        seen = body(replace(seen, schedule=late), LIVE_PATH, games=never)
        assert section(seen, "live_job")["game_date"] == open_day


def test_the_world_ends_its_night_when_the_tests_say() -> None:
    assert WORLD.over_at(DAY) == instant(OVER)
