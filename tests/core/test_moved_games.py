"""A game that was moved stands on the date said last, and on no other (incident 17, I-7)."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.moved_games import as_they_stand, is_postponed, where_they_stand
from publishing.rows import ScheduledGame
from tests.exports.rows import BEFORE, DAY, scheduled

NEW = DAY + timedelta(3)
TOLD, SOON = BEFORE - timedelta(days=1), BEFORE + timedelta(hours=1)
FINAL = {"game_status": 3, "game_status_text": "Final"}
PLAYED = {**FINAL, "home_team_score": 101, "away_team_score": 99}


def old(**columns: Any) -> ScheduledGame:
    return scheduled(**columns)


def new(**columns: Any) -> ScheduledGame:
    return scheduled(**{"game_date": NEW, "processed_at": TOLD, **columns})


def stands(*rows: ScheduledGame, as_of: datetime = BEFORE) -> list[date]:
    """The dates on which the game is to be played."""
    found = as_they_stand(rows, as_of)
    assert [row.game_date for row in found] == [row.game_date for row in rows]
    return [row.game_date for row in found if not is_postponed(row)]


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"game_status": 2, "game_status_text": "Q1"},
        FINAL,
        {**FINAL, "home_team_score": 0, "away_team_score": 0},
        {"game_status_text": "PPD"},
        # Both rows are written again; the old one's last word is no new date.
        {**FINAL, "processed_at": TOLD + timedelta(hours=1)},
        {"game_status_text": "Postponed", "processed_at": TOLD + timedelta(hours=1)},
    ],
    ids=str,
)
def test_incident_17_a_moved_game_stands_on_its_new_date_alone(said: dict[str, Any]) -> None:
    assert stands(old(**said), new()) == [NEW]
    assert stands(new(), old(**said)) == [NEW]
    assert [row.game_date for row in where_they_stand([old(**said), new()])] == [NEW]


@pytest.mark.parametrize("stamp", [TOLD, TOLD + timedelta(hours=9)])
def test_a_game_that_was_played_stands_where_it_was_played(stamp: datetime) -> None:
    """A row of another date that is left over, or comes later, moves nothing."""
    assert stands(old(**PLAYED), new(processed_at=stamp)) == [DAY]
    assert stands(old(processed_at=stamp), new(**PLAYED)) == [NEW]


def test_a_later_row_moves_nothing() -> None:
    """D25: as of an instant before it was said, the game stands where it stood."""
    rows = old(), new(processed_at=SOON)
    assert stands(*rows) == [DAY, NEW]
    assert stands(*rows, as_of=SOON) == [NEW]
    assert stands(*rows, as_of=SOON - timedelta(microseconds=1)) == [DAY, NEW]


def test_a_row_of_no_instant_is_older_than_all_others() -> None:
    assert stands(old(processed_at=None), new()) == [NEW]
    assert stands(old(), new(processed_at=None)) == [DAY]


def test_it_may_be_moved_forward_and_more_than_once() -> None:
    third = DAY - timedelta(2)
    again = scheduled(game_date=third, processed_at=TOLD + timedelta(hours=2))
    assert stands(old(), new(), again) == [third]
    assert stands(old(), new(), again, as_of=TOLD) == [NEW, third]


@pytest.mark.parametrize(("days", "moved"), [(14, True), (15, False), (-7, True), (-8, False)])
def test_dates_far_from_its_own_are_not_looked_at(days: int, moved: bool) -> None:
    far = DAY + timedelta(days)
    assert (DAY in stands(old(), new(game_date=far))) is not moved


def test_several_rows_of_one_date_and_other_games_stay() -> None:
    rows = old(), old(**PLAYED, processed_at=TOLD), scheduled("DET", "CHI", game_id="0022500552")
    assert as_they_stand(rows, BEFORE) == list(rows)
    assert where_they_stand(rows) == list(rows)


def _rows() -> st.SearchStrategy[ScheduledGame]:
    return st.builds(
        lambda days, hours, said, game_id: scheduled(
            game_date=DAY + timedelta(days),
            game_id=game_id,
            **{"processed_at": hours if hours is None else TOLD + timedelta(hours=hours), **said},
        ),
        st.integers(-3, 3),
        st.none() | st.integers(-3, 30),
        st.sampled_from([{}, FINAL, PLAYED, {"game_status_text": "Cancelled"}]),
        st.sampled_from(["0022500551", "0022500552"]),
    )


@given(st.lists(_rows(), max_size=8), st.randoms(use_true_random=False))
def test_whatever_the_order_a_game_stands_on_one_date_or_where_it_was_played(
    rows: list[ScheduledGame], chance: random.Random
) -> None:
    found = as_they_stand(rows, BEFORE)
    shuffled = rows[:]
    chance.shuffle(shuffled)
    assert sorted(map(repr, as_they_stand(shuffled, BEFORE))) == sorted(map(repr, found))
    assert as_they_stand(found, BEFORE) == found
    for game_id in {row.game_id for row in rows}:
        known = [
            row
            for row in found
            if row.game_id == game_id and (row.processed_at is None or row.processed_at <= BEFORE)
        ]
        played = {row.game_date for row in known if row.home_team_score}
        standing = {row.game_date for row in known if not is_postponed(row)}
        assert played <= standing
        assert len(standing - played) <= (0 if played else 1)
