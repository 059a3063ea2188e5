"""Thresholds of `bounce_back`."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from publishing.exports import bounce_back
from publishing.rows import Row
from tests.exports.boundaries.boundary import move, scene
from tests.exports.boundaries.shared import played
from tests.exports.rows import DAY, expected, registered, scheduled

AGO = {2025: 1, 2024: 300, 2021: 1400, 2020: 1800}
"""How many days before `DAY` a season's newest game is."""


def games(player_lookup: str, points: list[int], season: int = 2025) -> list[Row]:
    """Games of a season, newest first, day before day."""
    return [
        played(
            player_lookup, DAY - timedelta(AGO[season] + back), points=scored, season_year=season
        )
        for back, scored in enumerate(points)
    ]


def season(player_lookup: str, last: int = 10) -> list[Row]:
    """Ten games with an average of 20 points, and the last of them a bad one."""
    return games(player_lookup, [last, *[20] * 8, 40 - last])


def answered(player_lookup: str, bounced: int, sample: int, year: int = 2024) -> list[Row]:
    """A candidate, and his answers to bad games in a season before."""
    answers = [20] * bounced + [11] * (sample - bounced)
    old = [points for answer in answers for points in (answer, 10)]
    return [*season(player_lookup), *games(player_lookup, old, year)]


SCENES = {
    "shortfalls": scene(
        scheduled(),
        registered("exactly"),
        *season("exactly"),
        *season("less", 11),
        *season("more", 9),
        *games("eleven", [11, *[20] * 8, 39]),
        *games("nine", [9, *[20] * 8, 21]),
    ),
    "games": scene(
        scheduled(),
        expected("ten", team_abbr="NYK"),
        *(
            row
            for name, count in (("nine", 9), ("ten", 10), ("eleven", 11))
            for row in games(name, [0, *[20] * (count - 1)])
        ),
    ),
    "seasons": scene(
        scheduled("DET", "CHI"),
        *answered("first", 3, 4, 2021),
        *answered("before", 3, 4, 2020),
    ),
    "answers": scene(
        scheduled(),
        *(row for sample in (2, 3, 4) for row in answered(f"of{sample}", 1, sample)),
    ),
    "how sure": scene(
        scheduled(),
        *(
            row
            for bounced, sample in (
                (9, 9),
                (7, 10),
                (8, 11),
                (4, 4),
                (3, 5),
                (4, 6),
                (69, 100),
                (70, 100),
                (71, 100),
                (59, 100),
                (60, 100),
                (61, 100),
            )
            for row in answered(f"{bounced}of{sample}", bounced, sample)
        ),
    ),
}

MOVES = (
    move(bounce_back, "SHORTFALL", 9, 11),
    move(bounce_back, "FEWEST_GAMES", 9, 11),
    move(bounce_back, "FIRST_SEASON", 2020, 2022),
    move(bounce_back, "FEWEST_RESPONSES", 2, 4),
    move(bounce_back, "NO_HISTORY_RATE", 0.4, 0.6),
    move(bounce_back, "HIGH_SAMPLE", 9, 11),
    move(bounce_back, "HIGH_RATE", Fraction(69, 100), Fraction(71, 100)),
    move(bounce_back, "MEDIUM_SAMPLE", 4, 6),
    move(bounce_back, "MEDIUM_RATE", Fraction(59, 100), Fraction(61, 100)),
)
