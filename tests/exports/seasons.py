"""Ann's season by a few rows: she is registered with BOS, which plays at home on `DAY`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from publishing.exports.player_season import PLAYER_SEASON
from publishing.league import League
from publishing.rows import BoxScoreRow, Row
from tests.exports.past import played
from tests.exports.rows import DAY, Json, made, player, registered, slate


def season(*rows: Row, among: League | None = None) -> Json:
    """`players/annash/season/2025-26.json` on `DAY` before its game."""
    return made(PLAYER_SEASON, player(registered(), *rows, among=among), slate(among))


def part(name: str, *rows: Row, among: League | None = None) -> Json:
    """One object of it."""
    found = season(*rows, among=among)[name]
    assert isinstance(found, dict)
    return found


def away(days_ago: int, points: int | None = 20, **columns: Any) -> BoxScoreRow:
    """A game of BOS at NYK."""
    day = DAY - timedelta(days=days_ago)
    return played(days_ago, points, **{"game_id": f"{day:%Y%m%d}_BOS_NYK"} | columns)


def at_both(home: list[int], road: list[int]) -> list[BoxScoreRow]:
    """Games at home, and before them on the road, with two days between any two."""
    games = [played(3 * n, points) for n, points in enumerate(home, start=1)]
    first = len(home) + 1
    return [*games, *(away(3 * n, points) for n, points in enumerate(road, start=first))]


def after_rest(rested: list[int], tired: list[int]) -> list[BoxScoreRow]:
    """Pairs of days: the first game of each after four days of rest, the second on a back-to-back.

    All at home; the oldest game is the first of a season, which is neither.
    """
    assert len(rested) == len(tired)
    rows = []
    for n, (fresh, second) in enumerate(zip(rested, tired, strict=True)):
        rows += [played(5 * n + 1, second), played(5 * n + 2, fresh)]
    return [*rows, played(5 * len(rested) + 2, 12)]
