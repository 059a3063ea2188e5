"""Thresholds of `player_season`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from publishing.exports import (
    player_season_form,
    player_season_splits,
    results,
    shot_profile,
    whos_hot_cold,
)
from publishing.rows import Row
from tests.exports.boundaries.boundary import move, scene
from tests.exports.boundaries.shared import of_games, played
from tests.exports.rows import (
    AFTER,
    DAY,
    booked,
    boxed,
    expected,
    graded,
    missed,
    registered,
    scheduled,
    voided,
    zoned,
)

OVER, UNDER = {"over_under_result": "OVER"}, {"over_under_result": "UNDER"}
LETTERS: dict[str, dict[str, Any]] = {"O": OVER, "U": UNDER, "-": {}}


def shooting(name: str, **shares: Any) -> list[Row]:
    """A player with these shares of shots."""
    return [registered(name), zoned(name, **shares)]


def lettered(name: str, letters: str, points: int = 20) -> list[Row]:
    """A player with these results, newest first, every second day."""
    days = (DAY - timedelta(2 * place) for place in range(1, len(letters) + 1))
    games = zip(days, letters, strict=True)
    return [
        registered(name),
        *(played(name, day, points=points, **LETTERS[letter]) for day, letter in games),
    ]


def scored(name: str, points: Iterable[int], **columns: Any) -> list[Row]:
    """A player with these points, newest first."""
    return [registered(name), *of_games(name, points, **columns)]


def at_both(name: str, home: Sequence[int], away: Sequence[int]) -> list[Row]:
    """A player with these points at home, and then away."""
    days = [DAY - timedelta(3 * back) for back in range(1, len(home) + len(away) + 1)]
    return [
        registered(name),
        *(played(name, day, points=one) for day, one in zip(days, home, strict=False)),
        *(
            played(name, day, points=one, game_id=f"{day:%Y%m%d}_BOS_NYK")
            for day, one in zip(days[len(home) :], away, strict=True)
        ),
    ]


def rested(name: str, points_of: dict[int, int]) -> list[Row]:
    """A player with two games after each of these days of rest, of so many points."""
    day, rows = DAY - timedelta(1), list[Row]([registered(name)])
    for gap, points in points_of.items():
        for one in (points - 1, points + 1):
            rows.append(played(name, day, points=one, **(OVER if gap > 1 else UNDER)))
            day -= timedelta(gap)
    return [*rows, played(name, day, points=3)]


def picked(name: str, days_ago: int, **columns: Any) -> Row:
    """A grading of an earlier game."""
    day = DAY - timedelta(days_ago)
    game = {"game_date": day, "game_id": f"{day:%Y%m%d}_NYK_BOS", "graded_at": None}
    return graded(name, **game | columns)


def monthly(name: str) -> list[Row]:
    """A player with games in October, December and January, the last of them before `DAY`."""
    days = date(2025, 10, 30), date(2025, 12, 3), date(2025, 12, 30), date(2026, 1, 2)
    return [
        registered(name),
        *(played(name, day, points=10 + place) for place, day in enumerate(days)),
    ]


SCENES = {
    "shots": scene(
        scheduled(),
        *(
            row
            for share in (49, 50)
            for row in (
                *shooting(f"paint{share}", paint_rate_last_10=share),
                *shooting(f"three{share}", three_pt_rate_last_10=share),
                *shooting(f"both{share}", paint_rate_last_10=share, three_pt_rate_last_10=share),
            )
        ),
        *(
            row
            for share in (29, 30)
            for row in shooting(f"mid{share}", mid_range_rate_last_10=share)
        ),
    ),
    "tiers": scene(
        scheduled(),
        *scored("elite", [25, 25]),
        *scored("almostelite", [25] * 9 + [24]),
        *scored("starter", [15, 15]),
        *scored("almoststarter", [15] * 9 + [14]),
    ),
    "newest games": scene(
        scheduled(),
        expected("many", team_abbr="NYK"),
        *scored("many", [30, 28, 26, 24, 22, 4, 6, 3, 5, 7, 40, 41]),
    ),
    "streaks": scene(
        scheduled(),
        *lettered("overs", "O" * 12),
        *lettered("nines", "O" * 9),
        *lettered("broken", "OO-OOOOOOOOOU"),
        *lettered("nothing", "-OOOOOOOOOUUU"),
        *lettered("scoreless", "-", points=0),
    ),
    "temperatures": scene(
        scheduled(),
        *lettered("hot", "OOOOOOO"),
        *lettered("almosthot", "OOOOOO"),
        *lettered("warm", "OOOOOUOOOU"),
        *lettered("almostwarm", "OOOOUOOOOU"),
        *lettered("neutral", "OUOUOUOUOO"),
        *lettered("almostneutral", "OOUUUUUOOO"),
        *lettered("cool", "OUOUUUUUUO"),
        *lettered("almostcool", "OOUUUUUUUU"),
    ),
    "swings": scene(
        scheduled(),
        *scored("up", [40] * 5 + [10] * 7),
        *scored("down", [5] * 5 + [30] * 7),
        *scored("slightly", [22] * 5 + [20] * 5),
    ),
    "places": scene(
        scheduled(),
        *(
            row
            for name, total in (("two4", 112), ("three8", 119), ("four", 120))
            for row in at_both(name, [total - 80, *[20] * 4], [20] * 5)
        ),
        *at_both("half", [22, 23], [20, 20]),
        *at_both("road", [20, 20], [22, 23]),
        *at_both("roadstrong", [20, 20], [24, 24]),
    ),
    "rest": scene(
        scheduled(),
        *rested("days", {1: 12, 2: 20, 3: 29}),
        *rested("tired", {1: 30, 2: 20, 3: 21}),
    ),
    "months": scene(scheduled(), *monthly("first")),
    "averages": scene(
        scheduled(game_status=3, home_team_score=110, away_team_score=101),
        registered("booked", position="F-C"),
        boxed("booked", minutes_played=None, offensive_rebounds=2, defensive_rebounds=5),
        booked("booked"),
        booked("booked", minutes_decimal=None, processed_at="2026-01-10T09:00:00Z"),
        played("booked", DAY - timedelta(3), offensive_rebounds=2, assists=3, minutes_played=30),
        missed("booked", game_date=DAY - timedelta(5), game_id="20260104_NYK_BOS"),
        registered("sat"),
        missed("sat", points_line="12.5"),
        booked("sat"),
        as_of=AFTER,
    ),
    "lines": scene(
        scheduled(),
        registered("lined"),
        picked("lined", 3),
        picked("lined", 5, actual_points=9, prediction_correct=False),
        picked("lined", 7, recommendation="PASS", prediction_correct=None),
        picked("lined", 9, line_value=22, prediction_correct=None),
        picked("lined", 11, actual_points=0, is_voided=True, prediction_correct=None),
        picked("lined", 13, actual_points=None, prediction_correct=None),
        picked("lined", 15, line_value=None, recommendation="NO_LINE", prediction_correct=None),
        picked("lined", 120),
        registered("void"),
        voided("void", game_date=DAY - timedelta(2), game_id="20260107_NYK_BOS", graded_at=None),
        registered("lastseason"),
        picked("lastseason", 120),
    ),
    "asked for by name": scene(
        scheduled(),
        registered("known"),
        players=frozenset({"known", "nobody"}),
    ),
}

MOVES = (
    move(shot_profile, "INTERIOR_FROM", 49, 51),
    move(shot_profile, "PERIMETER_FROM", 49, 51),
    move(shot_profile, "MID_RANGE_FROM", 29, 31),
    move(results, "ELITE_FROM", Decimal("24.9"), Decimal("25.1")),
    move(results, "STARTER_FROM", Decimal("14.9"), Decimal("15.1")),
    move(player_season_form, "SHORTER", 4, 6),
    move(player_season_form, "LONGER", 9, 11),
    move(player_season_form, "LONGEST_UNBROKEN", 9, 11),
    move(player_season_form, "NO_AVERAGE", 0, 2),
    move(player_season_form, "HOT_FROM", 7.8, 8.1),
    move(player_season_form, "WARM_FROM", 6.2, 6.6),
    move(player_season_form, "NEUTRAL_FROM", 4.2, 4.6),
    move(player_season_form, "COOL_FROM", 2.8, 3.1),
    move(whos_hot_cold, "HIT_RATE_WEIGHT", Fraction(49, 100), Fraction(51, 100)),
    move(whos_hot_cold, "STREAK_WEIGHT", Fraction(24, 100), Fraction(26, 100)),
    move(whos_hot_cold, "MARGIN_WEIGHT", Fraction(24, 100), Fraction(26, 100)),
    move(whos_hot_cold, "HOTTEST", 9, 11),
    move(whos_hot_cold, "LONGEST_STREAK", 9, 11),
    move(whos_hot_cold, "WIDEST_MARGIN", 9, 11),
    move(player_season_splits, "BACK_TO_BACK", 0, 2),
    move(player_season_splits, "RESTED_FROM", 1, 3),
    move(player_season_splits, "STANDS_OUT_FROM", Fraction(24, 10), Fraction(26, 10)),
    move(player_season_splits, "STRONG_FROM", Fraction(38, 10), Fraction(41, 10)),
    move(player_season_splits, "_JANUARY", 2, 4),
)
