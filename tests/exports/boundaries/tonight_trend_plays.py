"""Thresholds of `tonight_trend_plays`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from publishing.exports import tonight_trends
from publishing.rows import Row
from tests.exports.boundaries.boundary import move, scene
from tests.exports.boundaries.shared import played, with_gaps
from tests.exports.rows import DAY, registered, scheduled


def results(player_lookup: str, letters: str, days_ago: Iterable[int]) -> list[Row]:
    """Played games with a line of 19.5, newest first: `O` and `U`."""
    return [
        played(
            player_lookup,
            DAY - timedelta(days),
            points=22 if letter == "O" else 18,
            points_line=Decimal("19.5"),
            over_under_result="OVER" if letter == "O" else "UNDER",
        )
        for letter, days in zip(letters, days_ago, strict=True)
    ]


def scoring(player_lookup: str, points: list[int], days_ago: Iterable[int]) -> list[Row]:
    """Played games without a line, newest first."""
    return [
        played(player_lookup, DAY - timedelta(days), points=scored)
        for scored, days in zip(points, days_ago, strict=True)
    ]


def fresh(number: int, rested: list[int], days: int = 3, **columns: int) -> list[Row]:
    """A player with these points after three days, and 20 as often after two."""
    games = [(points, 3) for points in rested] + [(20, 2)] * len(rested)
    return with_gaps(f"fresh{number}", games, days, **columns)


def tired(number: int, second_nights: list[int], days: int = 1) -> list[Row]:
    """A player with these points on second nights, and 20 as often after two days."""
    games = [(points, 1) for points in second_nights] + [(20, 2)] * len(second_nights)
    return with_gaps(f"tired{number}", games, days)


EVERY_TWO = range(2, 60, 2)

SCENES = {
    "streaks": scene(
        scheduled(),
        registered("threeofthirty"),
        *results("threeofthirty", "OOO", (10, 20, 30)),
        *results("morebefore", "OOOO", (10, 20, 30, 31)),
        *results("two", "UUO", (2, 4, 6)),
        *results("four", "UUUUO", EVERY_TWO[:5]),
        *results("five", "UUUUUO", EVERY_TWO[:6]),
        *results("ten", "OOOUUUUOOUU", EVERY_TWO[:11]),
        *results("eleven", "OOOUUUUOOUO", EVERY_TWO[:11]),
    ),
    "momentum": scene(
        scheduled(),
        *scoring("upto45", [30] * 5 + [10] * 5, (2, 4, 6, 8, 10, 20, 30, 40, 44, 45)),
        *scoring("upto46", [30] * 5 + [10] * 6, (2, 4, 6, 8, 10, 20, 30, 40, 44, 45, 46)),
        *scoring("nine", [30] * 5 + [10] * 4, EVERY_TWO[:9]),
        *scoring("ten", [30] * 5 + [10] * 5, EVERY_TWO[:10]),
        *scoring("sixteen", [30] * 5 + [12] * 9 + [2, 40], EVERY_TWO[:16]),
        *scoring("rising15", [23] * 5 + [17] * 5, EVERY_TWO[:10]),
        *scoring("rising14", [23] * 4 + [22] + [17] * 4 + [18], EVERY_TWO[:10]),
        *scoring("rising25", [25] * 5 + [15] * 5, EVERY_TWO[:10]),
        *scoring("rising24", [25] * 4 + [24] + [15] * 4 + [16], EVERY_TWO[:10]),
    ),
    "rest": scene(
        scheduled(),
        *(row for days in range(2, 9) for row in fresh(days, [24] * 6, days)),
        *(row for days in (1, 2) for row in tired(days, [24] * 4, days)),
    ),
    "how often after rest": scene(
        scheduled(),
        *fresh(4, [25] * 4),
        *fresh(5, [24] * 5),
        *fresh(6, [24] * 4 + [23]),
        *tired(2, [26] * 2),
        *tired(3, [24] * 3),
    ),
    "how sure": scene(
        scheduled(),
        *fresh(9, [26] * 9),
        *fresh(10, [26] * 10),
        *fresh(11, [26] * 8 + [25] * 2),
    ),
    "seasons": scene(
        scheduled(),
        *fresh(1, [26] * 6, season_year=2021),
        *fresh(2, [26] * 6, season_year=2022),
    ),
}

MOVES = (
    move(tonight_trends, "STREAK_DAYS", 29, 31),
    move(tonight_trends, "SHORTEST_STREAK", 2, 4),
    move(tonight_trends, "LONG_STREAK", 4, 6),
    move(tonight_trends, "NEWEST_RESULTS", 9, 11),
    move(tonight_trends, "MOMENTUM_DAYS", 44, 46),
    move(tonight_trends, "NEWEST", 4, 6),
    move(tonight_trends, "LATELY", 14, 16),
    move(tonight_trends, "FEWEST_LATELY", 9, 11),
    move(tonight_trends, "SMALLEST_CHANGE", Fraction(14, 100), Fraction(16, 100)),
    move(tonight_trends, "LARGE_CHANGE", 24, 26),
    move(tonight_trends, "TIRED", 0, 2),
    move(tonight_trends, "FRESH_FROM", 2, 4),
    move(tonight_trends, "FRESH_TO", 6, 8),
    move(tonight_trends, "FIRST_REST_SEASON", 2021, 2023),
    move(tonight_trends, "RESTED_GAMES", 4, 6),
    move(tonight_trends, "TIRED_GAMES", 2, 4),
    move(tonight_trends, "SMALLEST_DIFFERENCE", Fraction(19, 10), Fraction(21, 10)),
    move(tonight_trends, "SURE_GAMES", 9, 11),
    move(tonight_trends, "SURE_IMPACT", 2.9, 3.1),
)
