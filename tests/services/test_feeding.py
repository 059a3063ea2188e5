"""What a feeder has to do, and when: decisions about instants."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.calendar import interval_start, slate_window
from publishing.live.feed import Schedule, SlateGame
from publishing.live.feeding import Ending, Freshness, due, next_multiple, starts_at
from tests.live.warehouse_rows import DAY
from tests.services.fed import (
    BEGIN,
    TIP_OFF,
)

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


@given(
    st.integers(0, 10**8).map(lambda second: datetime.fromtimestamp(17 * 10**8 + second / 3, UTC)),
    st.integers(0, 7200),
    st.integers(1, 900),
)
def test_due_is_every_multiple_in_between(after: datetime, later: int, seconds: int) -> None:
    now = after + later * SECOND
    found = due(after, now, seconds)
    assert all(interval_start(one, seconds) == one and after < one <= now for one in found)
    assert (
        len(found)
        == len(set(found))
        == ((interval_start(now, seconds) - interval_start(after, seconds)) // (seconds * SECOND))
    )
    assert next_multiple(after, seconds) == (found or [next_multiple(now, seconds)])[0]


def slate(*tips: datetime | None, status: str = "scheduled") -> Schedule:
    return Schedule(
        [
            SlateGame(f"{number}", f"{number}", "NYK", "BOS", tip, status, None, None)  # type: ignore[arg-type]
            for number, tip in enumerate(tips)
        ]
    )


def test_a_slate_is_fed_from_half_an_hour_before_its_first_tip_off() -> None:
    noon = datetime(2026, 1, 9, 17, tzinfo=UTC)
    assert starts_at(slate(TIP_OFF, noon), DAY) == noon - 30 * MINUTE
    assert starts_at(slate(TIP_OFF), DAY) == BEGIN


@pytest.mark.parametrize(
    "schedule",
    [
        slate(None),
        slate(TIP_OFF, None),
        slate(TIP_OFF, datetime(2026, 1, 19, 0, 30, tzinfo=UTC)),
        slate(datetime(2025, 1, 9, 0, 30, tzinfo=UTC)),
    ],
    ids=["none known", "one unknown", "one of another week", "one of another year"],
)
def test_a_slate_with_an_unknown_tip_off_is_fed_from_its_opening(schedule: Schedule) -> None:
    assert starts_at(schedule, DAY) == slate_window(DAY)[0]


def test_a_slate_is_never_fed_before_it_opens() -> None:
    opens = slate_window(DAY)[0]
    assert starts_at(slate(opens + 10 * MINUTE), DAY) == opens


def test_a_postponed_game_does_not_begin_a_slate() -> None:
    noon = datetime(2026, 1, 9, 17, tzinfo=UTC)
    both = Schedule(slate(TIP_OFF).games + slate(noon, status="postponed").games)
    assert starts_at(both, DAY) == BEGIN
    assert starts_at(slate(noon, status="postponed"), DAY) == noon - 30 * MINUTE


@pytest.mark.parametrize(
    ("day", "tip", "begin"),
    [
        # Eastern daylight time ends at 02:00 of the first, and begins at 02:00 of the second.
        (
            date(2025, 11, 2),
            datetime(2025, 11, 2, 17, 30, tzinfo=UTC),
            datetime(2025, 11, 2, 17, 0, tzinfo=UTC),
        ),
        (
            date(2025, 11, 2),
            datetime(2025, 11, 3, 0, 0, tzinfo=UTC),
            datetime(2025, 11, 2, 23, 30, tzinfo=UTC),
        ),
        (
            date(2026, 3, 8),
            datetime(2026, 3, 8, 16, 0, tzinfo=UTC),
            datetime(2026, 3, 8, 15, 30, tzinfo=UTC),
        ),
        (
            date(2026, 3, 8),
            datetime(2026, 3, 9, 2, 30, tzinfo=UTC),
            datetime(2026, 3, 9, 2, 0, tzinfo=UTC),
        ),
    ],
)
def test_the_nights_of_the_clock_changes(day: date, tip: datetime, begin: datetime) -> None:
    assert starts_at(slate(tip), day) == begin
    opens, closes = slate_window(day)
    assert opens <= begin < closes
    ending = Ending(closes, 15 * MINUTE, 30)
    last = next(one for one in due(begin, closes, 30) if ending.is_last(one))
    assert last == closes - 30 * SECOND


def test_a_night_ends_a_grace_period_after_its_last_game() -> None:
    ending = Ending(slate_window(DAY)[1], 15 * MINUTE, 30)
    over_at = TIP_OFF + 150 * MINUTE
    ending.observe(False, over_at - MINUTE)
    assert not ending.is_last(over_at)
    ending.observe(True, over_at)
    ending.observe(True, over_at + 5 * MINUTE)
    assert not ending.is_last(over_at + 15 * MINUTE - SECOND)
    assert ending.is_last(over_at + 15 * MINUTE)
    ending.observe(False, over_at + 6 * MINUTE)
    assert not ending.is_last(over_at + 15 * MINUTE)
    ending.observe(True, over_at + 20 * MINUTE)
    assert not ending.is_last(over_at + 34 * MINUTE)
    assert ending.is_last(over_at + 35 * MINUTE)


def test_a_night_ends_with_its_window() -> None:
    closes = slate_window(DAY)[1]
    ending = Ending(closes, 15 * MINUTE, 30)
    assert not ending.is_last(closes - 31 * SECOND)
    assert ending.is_last(closes - 30 * SECOND)


def test_what_is_fresh_is_not_sent_again() -> None:
    freshness = Freshness(5 * MINUTE)
    assert freshness.is_due("names", BEGIN, b"a")
    freshness.note("names", BEGIN, b"a")
    assert not freshness.is_due("names", BEGIN + 5 * MINUTE - SECOND, b"a")
    assert freshness.is_due("names", BEGIN + 5 * MINUTE, b"a")
    assert freshness.is_due("names", BEGIN + SECOND, b"b")
    assert freshness.is_due("schedule", BEGIN + SECOND, b"a")
    freshness.note("names", BEGIN + SECOND, b"b")
    assert not freshness.is_due("names", BEGIN + 5 * MINUTE, b"b")
