"""Thresholds of `tonight_all_players`."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from publishing.exports import tonight_all_players, tonight_factors
from publishing.rows import Row
from tests.exports.boundaries.boundary import move, scene
from tests.exports.boundaries.shared import FATIGUE, FORM, of_games, tonights_players
from tests.exports.rows import (
    AFTER,
    OTHER_GAME,
    expected,
    fresh,
    offered,
    predicted,
    scheduled,
)


def lately(player_lookup: str, newest: list[int], older: list[int], side: str) -> list[Row]:
    """A player whose five newest games are not like the five before, and a prediction."""
    return [
        *of_games(player_lookup, [*newest, *older]),
        expected(player_lookup),
        predicted(player_lookup, recommendation=side),
    ]


def priced(odds: int) -> list[Row]:
    """A player whose line has these odds on either side."""
    lookup = f"price{odds}".replace("-", "minus")
    sides = (offered(lookup, bet_side=side, odds_american=odds) for side in ("over", "under"))
    return [expected(lookup), predicted(lookup), *sides]


def off_the_line(edge: str, side: str = "OVER") -> list[Row]:
    """A player's prediction so far over his line."""
    lookup = f"edge{edge.replace('.', 'p')}"
    points = Decimal("15.5") + Decimal(edge)
    return [expected(lookup), predicted(lookup, predicted_points=points, recommendation=side)]


def with_record(overs: int, unders: int, side: str) -> list[Row]:
    """A player with so many results among his last games, and a prediction."""
    lookup = f"{side.lower()}{overs}to{unders}"
    rows = of_games(lookup, range(10, 10 + overs + unders), points_line=Decimal("9.5"))
    results = ["OVER"] * overs + ["UNDER"] * unders
    return [
        *(
            msgspec.structs.replace(row, over_under_result=one)
            for row, one in zip(rows, results, strict=True)
        ),
        expected(lookup),
        predicted(lookup, recommendation=side),
    ]


def rested(days: int, side: str, score: int = 80) -> list[Row]:
    """A player so many days after his last game, and so fresh."""
    lookup = f"{side.lower()}{days}days{score}"
    return [
        expected(lookup, days_rest=days),
        predicted(lookup, recommendation=side),
        fresh(lookup, fatigue_score=score),
    ]


SCENES = {
    "players": scene(
        scheduled(),
        *tonights_players(),
        *lately("hot", [26] * 5, [20] * 5, "OVER"),
        *lately("warm", [26] * 5, [20] * 4 + [21], "OVER"),
        *lately("cold", [20] * 5, [26] * 5, "UNDER"),
        *lately("cool", [20] * 5, [26] * 4 + [25], "UNDER"),
    ),
    "odds": scene(
        scheduled(), *(row for odds in (-99, -100, 100, 10_000, 10_001) for row in priced(odds))
    ),
    "edges": scene(
        scheduled(), *(row for edge in "5 4.9 3 2.9".split() for row in off_the_line(edge))
    ),
    "records": scene(
        scheduled(),
        *(row for overs in (7, 6, 5, 4) for row in with_record(overs, 3, "OVER")),
        *(row for unders in (7, 6, 5, 4) for row in with_record(3, unders, "UNDER")),
    ),
    "rest": scene(
        scheduled(),
        *(row for days in (2, 3) for row in rested(days, "OVER")),
        *(row for days in (0, 1, 2) for row in rested(days, "UNDER")),
        *(row for days in (0, 1, 2) for row in rested(days, "UNDER", 74)),
    ),
    "games": scene(
        scheduled(),
        scheduled("DET", "CHI", game_id="0022500552", game_status=2),
        scheduled(
            "UTA",
            "LAL",
            game_id="0022500553",
            game_status=3,
            home_team_score=101,
            away_team_score=99,
        ),
        expected(),
        expected("other", game_id=OTHER_GAME, team_abbr="CHI", opponent_team_abbr="DET"),
        as_of=AFTER,
    ),
}

MOVES = (
    *FATIGUE,
    *FORM,
    move(tonight_all_players, "HOT_FROM", 29, 31),
    move(tonight_all_players, "SMALLEST_ODDS", 99, 101),
    move(tonight_all_players, "LARGEST_ODDS", 9_999, 10_001),
    move(tonight_all_players, "IN_PROGRESS", 1, 3),
    move(tonight_all_players, "FINAL", 2, 4),
    move(tonight_factors, "STRONG_EDGE", 4.9, 5.1),
    move(tonight_factors, "SOLID_EDGE", 2.9, 3.1),
    move(tonight_factors, "CLEAR_RECORD", 6, 8),
    move(tonight_factors, "RECORD", 4, 6),
    move(tonight_factors, "NO_REST", -1, 1),
    move(tonight_factors, "BACK_TO_BACK", 0, 2),
    move(tonight_factors, "LONG_REST", 2, 4),
)
