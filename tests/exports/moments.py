"""Dates before and after their games, and what is published then beside what must be."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from itertools import cycle

from tests.exports.comparison import Documents, Moment, expected, told, wrong

WHEN = {"pregame": Moment.pregame, "settled": Moment.settled}


def every(days: int, first: date, last: date) -> Iterable[date]:
    """Every so many days from a date to another."""
    return (first + timedelta(passed) for passed in range(0, (last - first).days + 1, days))


def in_turn(days: Iterable[date]) -> list[tuple[date, str]]:
    """Each date once: before its games and after them, in turn."""
    return list(zip(days, cycle(WHEN), strict=False))


def require_equal(
    moment: Moment, name: str, run_of: Callable[[Moment], dict[str, Documents]]
) -> None:
    """Every document of an export is that of its oracle."""
    found = wrong(expected(moment, name), run_of(moment)[name])
    assert not found, told(found)
