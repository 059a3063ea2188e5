"""Who may bounce back, by a few rows: BOS plays at home against NYK on `DAY`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from publishing.exports.bounce_back import BOUNCE_BACK
from publishing.league import League
from publishing.rows import BoxScoreRow, Row
from tests.exports.past import played
from tests.exports.rows import ANN, Json, made, players, slate

YEAR = 365


def document(*rows: Row, among: League | None = None) -> Json:
    """`trends/bounce-back-v2.json` of these rows."""
    return made(BOUNCE_BACK, players(*rows, among=among), slate(among))


def candidates(*rows: Row) -> list[Json]:
    """The candidates in their order."""
    found = document(*rows)["bounce_back_candidates"]
    assert isinstance(found, list)
    return found


def candidate(*rows: Row, among: League | None = None) -> Json:
    """The only candidate."""
    (only,) = document(*rows, among=among)["bounce_back_candidates"]
    assert isinstance(only, dict)
    return only


def scored(text: str, lookup: str = ANN, first: int = 1, **columns: Any) -> list[BoxScoreRow]:
    """Games with these points, newest first, day before day; the newest so many days ago.

    `10 9x20`: ten points, and before that nine games of twenty.
    """
    return [
        played(first + place, points, lookup, **columns)
        for place, points in enumerate(_points(text))
    ]


def last_season(text: str, lookup: str = ANN) -> list[BoxScoreRow]:
    """Games of the season before, as `scored`; a year before `DAY`."""
    return scored(text, lookup, YEAR, season_year=2024)


def history(responses: str, lookup: str = ANN) -> list[BoxScoreRow]:
    """A candidate of average 20, and in the season before a bad game for each response.

    `+` is one in which he reached 20 points again, `-` one in which he did not. The season's own
    bad game is his newest, so that nothing answered it.
    """
    bad_and_answer = " ".join(f"{20 if answer == '+' else 11} 10" for answer in responses)
    return [*scored("10 8x20 30", lookup), *last_season(bad_and_answer, lookup)]


def _points(text: str) -> Iterable[int]:
    for part in text.split():
        times, _, points = part.rpartition("x")
        yield from [int(points)] * int(times or 1)
