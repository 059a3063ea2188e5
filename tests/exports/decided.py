"""Decided games of many players, for what is counted over all of them; `DAY` is a Friday."""

from __future__ import annotations

from datetime import date
from typing import Any

from publishing.exports.declaration import Export
from publishing.league import League
from publishing.rows import BoxScoreRow, Row
from tests.exports.past import NO_LINE, played, sat_out
from tests.exports.rows import ANN, DAY, Json, made, players, slate

RESULTS: dict[str, Json] = {
    "O": {"points_line": "15.5", "over_under_result": "OVER"},
    "U": {"points_line": "15.5", "over_under_result": "UNDER"},
    "-": NO_LINE,
}
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = 4, 3, 2, 1, 7, 6, 5
"""How many days ago each weekday was last."""

AWAY: Json = {"team_abbr": "NYK", "opponent_team_abbr": "BOS"}


def document(export: Export, *rows: Row, day: date = DAY, among: League | None = None) -> Json:
    """The document of these rows."""
    return made(export, players(*rows, among=among), slate(among, day))


def games(
    text: str, lookup: str = ANN, *, gap: int = 2, first: int = 2, points: int = 20, **columns: Any
) -> list[BoxScoreRow]:
    """One player's games, newest first, so many days apart; the newest so many days ago.

    `3O U 2-`: three over, one under, two without a line; `D` is one not played.
    """
    return [
        sat_out(first + gap * place, lookup)
        if letter == "D"
        else played(first + gap * place, points, lookup, **RESULTS[letter] | columns)
        for place, letter in enumerate(letters(text))
    ]


def crowd(text: str, name: str, *, each: int = 20, **columns: Any) -> list[BoxScoreRow]:
    """Decided games shared among players: all are after a rest, and each has twenty games or more.

    `columns` are those of `games`.
    """
    every = letters(text)
    found: list[BoxScoreRow] = []
    for start in range(0, len(every), each):
        some = every[start : start + each]
        before = max(1, 20 - len(some))
        found += games(" ".join([*some, f"{before}-"]), f"{name}{start}", **columns)
    return found


def singles(text: str, name: str, days_ago: int, **columns: Any) -> list[BoxScoreRow]:
    """Each game of a player of his own, who played no other: after no rest that is known."""
    return [
        row
        for place, letter in enumerate(letters(text))
        for row in games(letter, f"{name}{place}", first=days_ago, **columns)
    ]


def letters(text: str) -> list[str]:
    """`3O U` as `O O O U`."""
    return [letter for part in text.split() for letter in part[-1:] * int(part[:-1] or 1)]
