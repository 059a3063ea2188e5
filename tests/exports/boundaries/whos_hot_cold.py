"""Thresholds of `whos_hot_cold`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from publishing.exports import whos_hot_cold
from publishing.rows import Row
from tests.exports.boundaries.boundary import move, scene
from tests.exports.boundaries.shared import played
from tests.exports.rows import DAY, expected, registered, scheduled

EVERY_TWO = range(2, 60, 2)


def decided(player_lookup: str, margins: Iterable[object], days_ago: Iterable[int]) -> list[Row]:
    """Games of 20 points, so many above the line, newest first."""
    found = zip((Decimal(str(margin)) for margin in margins), days_ago, strict=False)
    return [
        played(
            player_lookup,
            DAY - timedelta(days),
            points=20,
            points_line=20 - margin,
            over_under_result="OVER" if margin >= 0 else "UNDER",
        )
        for margin, days in found
    ]


SCENES = {
    "window": scene(
        scheduled(),
        registered("first", position="F"),
        *decided("first", [1] * 6, (2, 10, 20, 28, 29, 30)),
        *decided("before", [1] * 6, (2, 10, 20, 28, 29, 31)),
    ),
    "games": scene(
        scheduled(),
        *(row for games in (4, 5, 6) for row in decided(f"games{games}", [1] * games, EVERY_TWO)),
    ),
    "lists": scene(
        scheduled("DET", "CHI"),
        *(
            row
            for place in range(24)
            for row in decided(f"player{place:02}", [10 - place] * 5, EVERY_TWO)
        ),
    ),
    "streaks": scene(
        scheduled(),
        expected("over10", team_abbr="NYK"),
        *(
            row
            for streak in (9, 10, 11)
            for row in [
                *decided(f"over{streak}", [2] * streak + [-2], EVERY_TWO),
                *decided(f"under{streak}", [-2] * streak + [2], EVERY_TWO),
            ]
        ),
    ),
    "margins": scene(
        scheduled(),
        *(
            row
            for margin in (9, 10, 11)
            for row in [
                *decided(f"over{margin}", [margin] * 5, EVERY_TWO),
                *decided(f"under{margin}", [-margin] * 5, EVERY_TWO),
            ]
        ),
    ),
}

MOVES = (
    move(whos_hot_cold, "LOOKBACK_DAYS", 29, 31),
    move(whos_hot_cold, "MIN_GAMES", 4, 6),
    move(whos_hot_cold, "LISTED", 9, 11),
    move(whos_hot_cold, "HIT_RATE_WEIGHT", Fraction(49, 100), Fraction(51, 100)),
    move(whos_hot_cold, "STREAK_WEIGHT", Fraction(24, 100), Fraction(26, 100)),
    move(whos_hot_cold, "MARGIN_WEIGHT", Fraction(24, 100), Fraction(26, 100)),
    move(whos_hot_cold, "HOTTEST", 9, 11),
    move(whos_hot_cold, "LONGEST_STREAK", 9, 11),
    move(whos_hot_cold, "WIDEST_MARGIN", 9, 11),
)
