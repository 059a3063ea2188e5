"""Thresholds of `deep_dive`."""

from __future__ import annotations

from datetime import date

from publishing.exports import deep_dive
from publishing.rows import Row
from tests.exports.boundaries.boundary import Scene, move, scene
from tests.exports.boundaries.decided_games import TIRED_AND_RESTED
from tests.exports.decided import crowd, games, singles
from tests.exports.past import played
from tests.exports.rows import DAY, scheduled

DECEMBER, NEW_YEAR = date(2025, 12, 20), date(2026, 1, 1)


def ago(day: date, days: int) -> int:
    """How many days before `DAY` the day is that is so many days before another."""
    return (DAY - day).days + days


def of_rest(*gaps: int) -> list[Row]:
    """Players with so many days between their games, each kind with a share of its own."""
    return [
        row
        for gap in gaps
        for row in crowd(f"{10 * gap}O 15U", f"gap{gap}x", gap=gap, first=ago(DECEMBER, 0))
    ]


SCENES: dict[str, Scene] = {
    "this month": scene(
        scheduled(), *singles("5O 3U", "a", 8), *singles("3O", "b", 0), *singles("9U", "c", 9)
    ),
    "the last ninety days": scene(
        *singles("2O", "a", ago(NEW_YEAR, 90)),
        *singles("3U", "b", ago(NEW_YEAR, 1)),
        *singles("9U", "c", ago(NEW_YEAR, 91)),
        day=NEW_YEAR,
    ),
    "rested players": scene(*of_rest(1, 2, 3), day=DECEMBER),
    "as good when tired": scene(*of_rest(3), *crowd("12O 6U", "a", gap=1, first=20), day=DECEMBER),
    "nobody is tired": scene(*of_rest(2, 3), day=DECEMBER),
    "nobody is rested": scene(*of_rest(1, 2), day=DECEMBER),
    "no rested player goes over": scene(
        *crowd("9U", "a", gap=3, first=ago(DECEMBER, 0)), *of_rest(1), day=DECEMBER
    ),
    "rested on the first day": scene(
        *games("O", "a", first=ago(DECEMBER, 87)),
        played(ago(DECEMBER, 90), 20, "a"),
        *games("U", "b", first=ago(DECEMBER, 88)),
        played(ago(DECEMBER, 91), 20, "b"),
        day=DECEMBER,
    ),
    **{
        f"month {month}": scene(day=date(2026, month, 1))
        for month in (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)
    },
}

MOVES = (
    *TIRED_AND_RESTED,
    move(deep_dive, "LOOKBACK_DAYS", 89, 91),
)
