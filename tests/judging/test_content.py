"""Fresh time stamps over empty content, and nights that do not end (incidents 29, 32, 33, 22)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from publishing.operating.findings import RestartFeeder, Settle
from publishing.operating.seen import Away, Job, Public, Seen
from tests.judging.rows import (
    DAY,
    GRADING_PATH,
    LIVE_PATH,
    WORLD,
    at,
    away,
    body,
    games,
    instant,
    predictions,
    public,
    schedule,
    without,
)
from tests.judging.verdicts import findings, keys
from tests.judging.world import LIVE

PENDING, POLLS = f"all-pending/{DAY}", f"old-polls/{DAY}"
FROZEN = f"frozen/{DAY}"
ENDLESS, LATE = f"endless/{DAY}", f"late/{DAY}"
ALL = tuple(one.key for one in WORLD.on(DAY))
RUNS = Job(True, instant("18:33"), "running")


def all_pending(seen: Seen) -> Seen:
    rows = [one | {"status": "pending"} for one in predictions(seen)]
    return body(seen, GRADING_PATH, predictions=rows)


def test_vector_27_fresh_files_with_nothing_graded_are_found_and_mended() -> None:
    seen = all_pending(at("22:00"))
    found = findings(seen)
    assert list(found) == [PENDING]
    assert (found[PENDING].severity, found[PENDING].quiet) == ("error", False)
    assert found[PENDING].heals == (RestartFeeder(DAY),)
    assert found[PENDING].text == (
        "2 games of 2026-02-11 are final, and of 18 predictions not one is graded"
    )


@pytest.mark.parametrize(("text", "found"), [("21:19", []), ("21:20", [PENDING])])
def test_a_final_has_twenty_minutes(text: str, found: list[str]) -> None:
    """Of a game that tipped off at 19:00 nobody can be waiting before 21:20."""
    seen = at(text)
    over = [one | {"status": "final"} if one["home_team"] == "BOS" else one for one in games(seen)]
    assert keys(all_pending(body(seen, LIVE_PATH, games=over))) == found


def test_one_row_that_is_graded_is_enough() -> None:
    seen = all_pending(at("22:00"))
    rows = predictions(seen)
    rows[7]["status"] = "incorrect"
    assert keys(body(seen, GRADING_PATH, predictions=rows)) == []


def test_predictions_of_other_games_may_be_pending() -> None:
    """A matinee without a prediction ends in the afternoon."""
    seen = all_pending(at("22:00"))
    later = [one for one in predictions(seen) if one["home_team"] == "ORL"]
    assert len(later) == 6
    assert keys(body(seen, GRADING_PATH, predictions=later)) == []
    assert keys(body(seen, GRADING_PATH, predictions=[])) == []


def test_incident_08_rows_that_found_no_game_are_concerned() -> None:
    seen = all_pending(at("22:00"))
    lost = [one | {"home_team": None, "away_team": None} for one in predictions(seen)]
    assert keys(body(seen, GRADING_PATH, predictions=lost)) == [PENDING]


def test_incident_33_it_is_found_all_the_next_day_too() -> None:
    seen = all_pending(at("2026-02-12 12:00", official=()))
    found = findings(seen)
    assert list(found) == [PENDING]
    assert found[PENDING].heals == ()
    settled = all_pending(at("2026-02-12 12:00"))
    assert findings(settled)[PENDING].heals == (Settle(DAY),)


def poll_id(text: str) -> str:
    return f"{instant(text):%Y%m%dT%H%M%SZ}"


@pytest.mark.parametrize(
    ("polled", "found"),
    [("19:50", []), ("19:49", [POLLS]), ("18:00", [POLLS])],
)
def test_the_sources_own_time_decides_and_not_the_files(polled: str, found: list[str]) -> None:
    seen = body(at("20:00"), LIVE_PATH, poll_id=poll_id(polled))
    assert keys(seen) == found
    if found:
        one = findings(seen)[POLLS]
        assert one.heals == (RestartFeeder(DAY),)
        assert one.severity == "error"


def test_incident_35_old_polls_are_no_trouble_without_a_game() -> None:
    for text in ("18:45", "19:09", "19:10"):
        assert keys(body(at(text), LIVE_PATH, poll_id=poll_id("18:30"))) == []
    assert keys(body(at("19:11"), LIVE_PATH, poll_id=poll_id("18:30"))) == [POLLS]
    assert keys(body(at("2026-02-12 03:00"), LIVE_PATH, poll_id=poll_id("18:30"))) == []


@pytest.mark.parametrize("broken", [b"", b"[]", b"\xff", b'{"game_date":"2026-02-10"}'])
def test_scores_that_are_not_there_are_old(broken: bytes) -> None:
    assert keys(without(at("20:00"), LIVE_PATH)) == [POLLS]
    assert keys(public(at("20:00"), LIVE_PATH, broken)) == [POLLS]
    assert "is not there" in findings(public(at("20:00"), LIVE_PATH, broken))[POLLS].text


def test_a_poll_without_a_time_is_old() -> None:
    assert keys(body(at("20:00"), LIVE_PATH, poll_id="recently")) == [POLLS]


def test_of_a_job_that_is_gone_it_is_said_once() -> None:
    seen = body(at("20:00", live_job=None), LIVE_PATH, poll_id=poll_id("19:00"))
    assert keys(seen) == [f"live-job-gone/{DAY}"]


def still(seen: Seen, home: str, status: str) -> Seen:
    """The round in which one game stays as it was, for the source and the schedule."""
    (key,) = [one.key for one in WORLD.on(DAY) if one.home == home]
    number = {"scheduled": 1, "in_progress": 2}[status]
    rows = tuple(
        row
        for row in schedule(seen)
        if (row.game_date, row.home_team_tricode) != (DAY, home) or (row.game_status or 0) <= number
    )
    shown = [one | {"status": status} if one["home_team"] == home else one for one in games(seen)]
    assert key
    return body(replace(seen, schedule=rows), LIVE_PATH, games=shown)


@pytest.mark.parametrize(("text", "found"), [("19:29", []), ("19:30", [LATE])])
def test_incident_32_a_game_that_does_not_begin_is_found(text: str, found: list[str]) -> None:
    seen = still(at(text), "BOS", "scheduled")
    assert keys(seen) == found
    if found:
        one = findings(seen)[LATE]
        assert one.heals == (RestartFeeder(DAY),)
        assert one.severity == "warning"
        assert "20260211_NYK_BOS" in one.text


def test_incident_33_a_game_that_is_on_and_shown_as_not_begun_is_late() -> None:
    """The schedule goes on, and the source answers what it said before the games."""
    seen = at("19:45")
    shown = [one | {"status": "scheduled"} for one in games(seen)]
    assert keys(body(seen, LIVE_PATH, games=shown)) == [LATE]
    assert {row.game_status for row in schedule(seen) if row.game_date == DAY} == {1, 2}


def test_a_game_that_the_source_does_not_list_is_late() -> None:
    seen = still(at("19:45"), "BOS", "scheduled")
    listed = [one for one in games(seen) if one["home_team"] != "BOS"]
    assert keys(body(seen, LIVE_PATH, games=listed)) == [LATE]


def test_a_postponed_game_is_not_late() -> None:
    seen = still(at("19:45"), "BOS", "scheduled")
    rows = tuple(
        replace_row(row) if row.home_team_tricode == "BOS" and row.game_date == DAY else row
        for row in schedule(seen)
    )
    assert keys(replace(seen, schedule=rows)) == []


def replace_row(row: Any) -> Any:
    return type(row)(**{**{name: getattr(row, name) for name in row.__struct_fields__}, **_OFF})


_OFF = {"game_status_text": "Postponed", "processed_at": instant("19:20")}


@pytest.mark.parametrize(
    ("text", "found"), [("22:59", []), ("23:00", [ENDLESS]), ("2026-02-12 09:00", [ENDLESS])]
)
def test_incident_22_a_game_that_never_ends_is_found(text: str, found: list[str]) -> None:
    seen = still(at(text, official=()), "BOS", "in_progress")
    # Nobody knows that the night is over: its job runs and publishes.
    seen = replace(seen, live_job=RUNS, feeder=RUNS, live_heard_at=seen.now)
    seen = body(seen, LIVE_PATH, poll_id=f"{seen.now:%Y%m%dT%H%M%SZ}")
    assert [key for key in keys(seen) if not key.startswith("settle")] == found
    if found:
        one = findings(seen)[ENDLESS]
        assert (one.heals, one.severity) == ((RestartFeeder(DAY),), "error")


def test_incident_27_official_rows_end_a_night_that_nothing_else_ends() -> None:
    """One game never turned final at its source; its rows were in the warehouse (I-6)."""
    seen = still(at("2026-02-12 09:00", official=ALL), "BOS", "in_progress")
    found = findings(replace(seen, live_job=None, feeder=None, over_job=None))
    assert [heal for one in found.values() for heal in one.heals] == []
    live = replace(cached(seen, LIVE), live_job=None, feeder=None, over_job=None)
    found = findings(live)
    assert list(found) == [f"settle/{DAY}"]
    assert found[f"settle/{DAY}"].heals == (Settle(DAY),)


def cached(seen: Seen, header: str | None) -> Seen:
    """The round with another `Cache-Control` of the night's documents."""
    found = dict(seen.public)
    for path in (LIVE_PATH, GRADING_PATH):
        one = found[path]
        assert isinstance(one, Public)
        found[path] = replace(one, cache_control=header)
    return replace(seen, public=found)


SETTLE = f"settle/{DAY}"


def test_a_night_with_official_rows_is_settled_without_a_word() -> None:
    assert keys(at("2026-02-12 09:00")) == []
    found = findings(cached(at("2026-02-12 09:00"), LIVE))
    assert list(found) == [SETTLE]
    assert found[SETTLE].heals == (Settle(DAY),)
    assert (found[SETTLE].quiet, found[SETTLE].severity) == (True, "warning")


@pytest.mark.parametrize(
    ("official", "job", "found"),
    [
        (ALL, None, [SETTLE]),
        (ALL[1:], None, []),
        ((), None, []),
        (ALL, Job(False, None, "done"), [SETTLE]),
        (ALL, Away("HTTP 503"), ["away/over-job"]),
        (Away("HTTP 503"), None, ["away/official"]),
    ],
)
def test_a_night_is_settled_when_all_rows_are_there_and_its_job_has_ended(
    official: Any, job: Any, found: list[str]
) -> None:
    seen = at("2026-02-12 09:00", official=official, over_job=job)
    assert keys(cached(seen, LIVE)) == found


def test_a_night_whose_job_still_runs_is_drained_first() -> None:
    seen = cached(at("2026-02-12 09:00", over_job=RUNS), LIVE)
    assert keys(seen) == [f"drain/{DAY}"]


def test_one_document_that_is_not_settled_is_enough() -> None:
    for path in (LIVE_PATH, GRADING_PATH):
        one = at("2026-02-12 09:00").public[path]
        assert isinstance(one, Public)
        seen = at("2026-02-12 09:00")
        half = replace(seen, public={**seen.public, path: replace(one, cache_control=LIVE)})
        assert keys(half) == [SETTLE]
        assert keys(away(half, path)) == [f"away/{path}"]
    assert keys(without(at("2026-02-12 09:00"), LIVE_PATH)) == [SETTLE]
    # A night without predictions has no grading, and none can be made.
    assert keys(without(at("2026-02-12 09:00"), GRADING_PATH)) == []


def test_a_night_without_a_game_that_was_played_is_not_settled() -> None:
    seen = at("2026-02-12 09:00", official=ALL)
    rows = tuple(
        replace_row(row) if row.game_date == DAY and row.game_status == 1 else row
        for row in schedule(seen)
        if row.game_date != DAY or row.game_status == 1
    )
    assert SETTLE not in keys(cached(replace(seen, schedule=rows), LIVE))


def test_while_the_schedule_is_away_nothing_is_said_of_content() -> None:
    seen = all_pending(at("22:00", schedule=Away("HTTP 503")))
    assert keys(seen) == ["away/schedule"]


def test_polls_are_as_old_as_the_text_says() -> None:
    seen = body(at("20:00"), LIVE_PATH, poll_id=poll_id("19:30"))
    assert findings(seen)[POLLS].text == (
        f"Games of {DAY} are on, and the newest answer in {LIVE_PATH} is 30 minutes old"
    )
    assert seen.now - instant("19:30") == timedelta(minutes=30)


@pytest.mark.parametrize(("minutes", "found"), [(29, []), (30, [FROZEN])])
def test_answers_that_say_nothing_new_are_found(minutes: int, found: list[str]) -> None:
    """Fresh polls of a source that is stuck (I-11): no break of a game lasts so long."""
    seen = at("20:30")
    stands = replace(seen, unchanged_since=seen.now - timedelta(minutes=minutes))
    assert keys(stands) == found
    if found:
        assert findings(stands)[FROZEN].heals == (RestartFeeder(DAY),)


def test_nothing_has_to_happen_while_no_game_is_on() -> None:
    seen = at("18:50")
    assert keys(replace(seen, unchanged_since=seen.now - timedelta(hours=3))) == []
    assert keys(replace(at("20:30"), unchanged_since=None)) == []
