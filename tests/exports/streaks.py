"""Streaks by a few games and gradings before `DAY`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from publishing.batch_rows import Grading
from publishing.exports.streaks import STREAKS
from publishing.league import League
from publishing.rows import Row
from tests.exports.rows import ANN, DAY, Json, graded, made, players, slate, voided

WORDS: dict[str, Json] = {
    "W": {},
    "L": {"prediction_correct": False, "actual_points": 9},
    "=": {"prediction_correct": None, "line_value": 22},
    "P": {"recommendation": "PASS", "prediction_correct": None},
    "N": {"recommendation": "NO_LINE", "prediction_correct": None},
}


def document(*rows: Row, among: League | None = None) -> Json:
    """`streaks/{date}.json` of these rows."""
    return made(STREAKS, players(*rows, among=among), slate(among))


def listed(name: str, *rows: Row, among: League | None = None) -> list[Json]:
    """One of its three lists."""
    found = document(*rows, among=among)["streaks"][name]
    assert isinstance(found, list)
    return found


def lengths(name: str, *rows: Row) -> list[int]:
    """How long the streaks of a list are."""
    return [one["streak_length"] for one in listed(name, *rows)]


def picks(words: str, lookup: str = ANN, first: int = 2, **columns: Any) -> list[Grading]:
    """Gradings, newest first, every other day: Win, Loss, `=` push, Void, Pass, No line."""
    return [pick(word, first + 2 * place, lookup, **columns) for place, word in enumerate(words)]


def pick(word: str, days_ago: int, lookup: str = ANN, **columns: Any) -> Grading:
    """One of them."""
    day = DAY - timedelta(days_ago)
    when = {
        "game_id": f"{day:%Y%m%d}_NYK_BOS",
        "game_date": day,
        "graded_at": f"{day + timedelta(1)}T12:00:00Z",
    }
    if word == "V":
        return voided(lookup, **{**when, **columns})
    return graded(lookup, **{**when, **WORDS[word], **columns})


def lookups(entries: Iterable[Json]) -> list[str]:
    """Whose streaks these are, in their order."""
    return [one["player_lookup"] for one in entries]


def margins_of(streak: Json) -> list[Decimal]:
    """How far each of its games shown was above the line."""
    return [Decimal(str(game["points"])) - Decimal(str(game["line"])) for game in streak["games"]]
