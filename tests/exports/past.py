"""Ann's games before `DAY`, by how many days ago they were."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from publishing.rows import BoxScoreRow
from tests.exports.rows import ANN, DAY, Json, boxed, missed

NO_LINE: Json = {"points_line": None, "over_under_result": None}
OVER: Json = {"points": 22, "points_line": "15.5", "over_under_result": "OVER"}
UNDER: Json = {"points": 9, "points_line": "15.5", "over_under_result": "UNDER"}


def played(
    days_ago: int, points: int | None = 20, lookup: str = ANN, **columns: Any
) -> BoxScoreRow:
    """A home game against NYK without a line."""
    return boxed(lookup, **{**_when(days_ago), "points": points, **NO_LINE, **columns})


def sat_out(days_ago: int, lookup: str = ANN, **columns: Any) -> BoxScoreRow:
    """A game that the player did not play."""
    return missed(lookup, **{**_when(days_ago), **columns})


def letters(text: str, lookup: str = ANN) -> list[BoxScoreRow]:
    """One row a letter, newest first, every other day from two days ago.

    `O` and `U` are results, `-` a game without a line, `D` one not played, `N` one not played
    from before rows said so.
    """
    return [_letter(letter, 2 + 2 * place, lookup) for place, letter in enumerate(text)]


def every_other_day(*points: int | None, lookup: str = ANN) -> list[BoxScoreRow]:
    """Games with these points, newest first, every other day from two days ago."""
    return [played(2 + 2 * place, scored, lookup) for place, scored in enumerate(points)]


def _letter(letter: str, days_ago: int, lookup: str) -> BoxScoreRow:
    if letter == "D":
        return sat_out(days_ago, lookup)
    if letter == "N":
        return sat_out(days_ago, lookup, is_dnp=None)
    columns = {"O": OVER, "U": UNDER, "-": {"points": 20}}[letter]
    return played(days_ago, lookup=lookup, **columns)


def _when(days_ago: int) -> Json:
    day = DAY - timedelta(days=days_ago)
    return {
        "game_id": f"{day:%Y%m%d}_NYK_BOS",
        "game_date": day,
        "season_year": 2025 if day.month >= 10 or day.year == 2026 else day.year - 1,
        "processed_at": f"{day + timedelta(days=1)}T09:00:00Z",
    }
