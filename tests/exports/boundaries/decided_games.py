"""Thresholds of decided games that several trends share."""

from __future__ import annotations

from publishing.exports import decided_games
from publishing.rows import Row
from tests.exports.boundaries.boundary import Move, move
from tests.exports.decided import games

TIRED_AND_RESTED: tuple[Move, ...] = (
    move(decided_games, "BACK_TO_BACK", 0, 2),
    move(decided_games, "RESTED_FROM", 2, 4),
)

REST: tuple[Move, ...] = (*TIRED_AND_RESTED, move(decided_games, "ONE_DAY", 1, 3))

TIERS: tuple[Move, ...] = (
    move(
        decided_games,
        "TIERS_FROM",
        (21, 15, 8),
        (23, 15, 8),
        (22, 14, 8),
        (22, 16, 8),
        (22, 15, 7),
        (22, 15, 9),
    ),
)


def means(count: int) -> list[Row]:
    """Players on both sides of every mean, each with so many games and a share of his own."""
    return [
        row
        for place, points in enumerate((22, 21, 15, 14, 8, 7))
        for row in games(f"{1 + place}O {count - 1 - place}U", f"mean{points}", points=points)
    ]
