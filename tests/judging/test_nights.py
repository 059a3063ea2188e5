"""Which slate is open, from schedule rows and public scores alone (D11, I-3, incidents 6, 17)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from publishing.operating.nights import newest_over, open_slate, paths_to_read
from publishing.operating.seen import Away
from tests.judging.rows import DAY, LIVE_PATH, WORLD, at, body, games, instant, schedule
from tests.judging.world import SETTLED, World, eastern, night


def opened(text: str, **more: Any) -> str | None:
    seen = at(text, **more)
    found = open_slate(schedule(seen), seen.public, seen.now)
    return None if found is None else found.isoformat()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18:29", None),
        ("18:30", "2026-02-11"),
        ("23:59", "2026-02-11"),
        ("2026-02-12 00:01", "2026-02-11"),
        ("2026-02-12 00:57", "2026-02-11"),
        ("2026-02-12 00:58", None),
        ("2026-02-12 18:30", "2026-02-12"),
    ],
)
def test_a_slate_is_open_from_half_an_hour_before_its_first_game_to_the_end_of_its_last(
    text: str, expected: str | None
) -> None:
    assert opened(text) == expected


def test_either_source_ends_a_slate() -> None:
    seen = at("2026-02-12 01:30")
    late = tuple(row for row in schedule(seen) if row.game_status != 3)
    stuck = body(seen, LIVE_PATH, games=[one | {"status": "in_progress"} for one in games(seen)])
    assert open_slate(late, seen.public, seen.now) is None
    assert open_slate(schedule(seen), stuck.public, seen.now) is None
    assert open_slate(late, stuck.public, seen.now) == DAY
    # The scores of another date say nothing of this one, nor do those that are away.
    other = body(seen, LIVE_PATH, game_date="2026-02-10")
    assert open_slate(late, other.public, seen.now) == DAY
    assert open_slate(late, {LIVE_PATH: Away("HTTP 503")}, seen.now) == DAY
    assert open_slate(late, {}, seen.now) == DAY


def test_the_newest_slate_that_has_begun_is_the_open_one() -> None:
    """A game that never ends does not hide the next evening (D11)."""
    seen = at("2026-02-12 17:00")
    late = [row for row in schedule(seen) if row.game_date != DAY or row.game_status == 1]
    matinee = World(night("2026-02-12", "17:00"))
    assert open_slate(late, {}, seen.now) == DAY
    rows = [row for row in late if row.game_date <= DAY] + list(matinee.rows(seen.now))
    assert open_slate(rows, {}, eastern("2026-02-12 16:29")) == DAY
    assert str(open_slate(rows, {}, eastern("2026-02-12 16:30"))) == "2026-02-12"


def test_a_slate_whose_tip_off_nobody_knows_is_open_all_day() -> None:
    seen = at("10:00")
    unknown = [
        msgspec.structs.replace(row, game_date_est=None) if row.game_date == DAY else row
        for row in schedule(seen)
    ]
    assert opened("10:00") is None
    assert open_slate(unknown, {}, seen.now) == DAY


def test_incident_17_a_game_that_was_moved_counts_on_its_new_date() -> None:
    """The old date's row said Final without a score, under the same id."""
    (old,) = night("2026-02-11", "19:00")
    (new,) = night("2026-02-13", "19:00")
    new = replace(new, league_id=old.league_id)
    told = eastern("2026-02-11 12:00")
    rows = [
        msgspec.structs.replace(row, game_status=3, processed_at=eastern("2026-02-11 11:00"))
        for row in World([old]).rows(told)
    ]
    rows += [msgspec.structs.replace(row, processed_at=told) for row in World([new]).rows(told)]
    for text, expected in (("2026-02-11 20:00", None), ("2026-02-13 20:00", new.day)):
        assert open_slate(rows, {}, eastern(text)) == expected
    # A game that was played keeps its date, whatever is said later.
    scored = [
        msgspec.structs.replace(row, home_team_score=101, away_team_score=99)
        if row.game_date == old.day
        else row
        for row in rows
    ]
    assert newest_over(scored, {}, eastern("2026-02-12 12:00")) == old.day


@pytest.mark.parametrize("text", ["PPD", "Postponed", "Canceled", "Cancelled"])
def test_games_that_are_not_played_open_no_slate(text: str) -> None:
    seen = at("20:00")
    off = [
        msgspec.structs.replace(row, game_status=1, game_status_text=text)
        if row.game_date == DAY
        else row
        for row in schedule(seen)
    ]
    assert open_slate(off, {}, seen.now) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-02-12 00:57", "2026-02-10"),
        ("2026-02-12 00:58", "2026-02-11"),
        ("2026-02-12 18:00", "2026-02-11"),
        ("2026-02-12 18:31", "2026-02-11"),
        ("2026-02-13 12:00", "2026-02-12"),
    ],
)
def test_the_newest_night_that_is_over(text: str, expected: str) -> None:
    seen = at(text)
    assert str(newest_over(schedule(seen), seen.public, seen.now)) == expected


def test_a_night_that_should_be_over_is_looked_at_though_nothing_says_so() -> None:
    """Four hours after the last tip-off its official rows decide (incident 32)."""
    late = [row for row in schedule(at("2026-02-12 03:00")) if row.game_status != 3]
    for minutes, expected in ((-1, "2026-02-10"), (0, "2026-02-11")):
        now = instant("2026-02-12 02:30") + timedelta(minutes=minutes)
        before = [row for row in schedule(at("20:00")) if row.game_date < DAY]
        rows = [*before, *(row for row in late if row.game_date >= DAY)]
        assert str(newest_over(rows, {}, now)) == expected


def test_what_is_read_is_of_the_two_slates_that_can_matter() -> None:
    fixed = ("status.json", "tonight/all-players.json", "best-bets/latest.json")
    two = ("2026-02-11", "2026-02-10")
    dated = [f"{family}/{day}.json" for day in two for family in ("live", "live-grading")]
    for text in ("04:00", "20:00", "2026-02-12 03:59"):
        seen = at(text)
        assert paths_to_read(schedule(seen), seen.now) == (*fixed, *dated)
    assert paths_to_read((), seen.now) == fixed
    assert set(WORLD.public(instant("2026-02-12 03:00"))) == {*fixed, *dated}


def test_the_world_settles_its_documents() -> None:
    found = WORLD.public(instant("2026-02-12 09:00"))[LIVE_PATH]
    assert found.cache_control == SETTLED
