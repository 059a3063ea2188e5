"""Thresholds of `player_game_report`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from publishing.exports import (
    player_game_report_angles,
    player_game_report_before,
    player_game_report_opponent,
    shot_profile,
)
from publishing.identity import TRICODES
from publishing.rows import Row
from tests.exports.boundaries.boundary import move, scene
from tests.exports.boundaries.player_season import lettered, shooting
from tests.exports.boundaries.shared import of_games, played
from tests.exports.rows import (
    AFTER,
    BEFORE,
    DAY,
    boxed,
    defended,
    graded,
    missed,
    registered,
    scheduled,
    voided,
    zoned,
)

TEAMS = sorted(TRICODES - {"BOS", "NYK"})
DEFENSE: dict[str, Any] = {
    "defensive_rating_last_15": "112.34",
    "paint_pct_allowed_last_15": "0.580",
    "three_pt_pct_allowed_last_15": "0.360",
    "opponent_pace": 99,
}


def reported(name: str, *rows: Row, **columns: Any) -> list[Row]:
    """A registered player with these rows and a box score of `DAY`."""
    return [registered(name, position="G"), *rows, boxed(name, **columns)]


def against(number: int, profile: str = "", **defense: Any) -> list[Row]:
    """A player who met a team that defends so; he shoots from the paint or from three."""
    team, name = TEAMS[number], f"met{TEAMS[number].lower()}"
    share = {"paint": "paint_rate_last_10", "three": "three_pt_rate_last_10"}
    return [
        defended(team, **DEFENSE | defense),
        *reported(name, opponent_team_abbr=team, game_id=f"20260109_{team}_BOS"),
        *([zoned(name, **{share[profile]: 60})] if profile else []),
    ]


def averaging(name: str, points: Sequence[int]) -> list[Row]:
    """A player with these points before `DAY`, newest first."""
    return reported(name, *of_games(name, points, over_under_result=None))


SHARES = {
    "paint": ("paint_pct_allowed_last_15", "0.559 0.560 0.561 0.599 0.600 0.601".split()),
    "three": ("three_pt_pct_allowed_last_15", "0.344 0.345 0.346 0.374 0.375 0.376".split()),
}

SCENES = {
    "shots": scene(
        scheduled(),
        *(
            row
            for share in (49, 50)
            for row in (
                *shooting(f"paint{share}", paint_rate_last_10=share),
                boxed(f"paint{share}"),
                *shooting(f"three{share}", three_pt_rate_last_10=share),
                boxed(f"three{share}"),
            )
        ),
        *(
            row
            for share in (29, 30)
            for row in (
                *shooting(f"mid{share}", mid_range_rate_last_10=share),
                boxed(f"mid{share}"),
            )
        ),
        as_of=AFTER,
    ),
    "defences": scene(
        scheduled(),
        *(
            row
            for place, (profile, (column, shares)) in enumerate(SHARES.items())
            for number, share in enumerate(shares)
            for row in against(6 * place + number, profile, **{column: share})
        ),
        *(
            row
            for number, pace in enumerate("101.9 102 102.1 95.9 96 96.1".split())
            for row in against(12 + number, opponent_pace=pace)
        ),
        *against(18, defensive_rating_last_15=109),
        *against(19, defensive_rating_last_15=None, opponent_pace=None),
        *against(20, "paint", paint_pct_allowed_last_15=None),
        as_of=AFTER,
    ),
    "averages": scene(
        scheduled(),
        *averaging("many", [30, 20, 10, 5, 40, 7, 8, 3, 9, 2, *range(50, 62)]),
        as_of=AFTER,
    ),
    "streaks": scene(
        scheduled(),
        *(
            row
            for letters in ("OOO", "OOUU", "OO-UUO", "OUOUO", "UUU-", "UU", "OO-OO", "UUU")
            for name in [letters.lower().replace("-", "n")]
            for row in [*lettered(name, letters), boxed(name)]
        ),
        as_of=AFTER,
    ),
    "trends": scene(
        scheduled(),
        *averaging("upexactly", [23] * 5 + [17] * 5),
        *averaging("up14", [57] * 5 + [43] * 5),
        *averaging("down14", [43] * 5 + [57] * 5),
        *averaging("downexactly", [17] * 5 + [23] * 5),
        *averaging("shorter", [20] * 5 + [50] + [20] * 2),
        *averaging("scoreless", [0, 0]),
        as_of=AFTER,
    ),
    "four angles": scene(
        scheduled(),
        defended(
            "NYK",
            **DEFENSE | {"paint_pct_allowed_last_15": "0.7", "opponent_pace": 110},
        ),
        *reported(
            "helped",
            zoned("helped", paint_rate_last_10=60),
            *of_games("helped", [40] * 5 + [10] * 6, over_under_result="OVER"),
        ),
        *reported("metnobody", opponent_team_abbr=None),
        as_of=AFTER,
    ),
    "picks": scene(
        scheduled(),
        *reported("won", graded("won"), played("won", DAY - timedelta(2), points_line="20.5")),
        *reported("lost", graded("lost", recommendation="UNDER", prediction_correct=False)),
        *reported("pushed", graded("pushed", line_value=22, prediction_correct=None)),
        *reported("passed", graded("passed", recommendation="PASS", prediction_correct=None)),
        *reported("lineless", graded("lineless", line_value=None, prediction_correct=None)),
        registered("absent"),
        missed("absent"),
        voided("absent"),
        as_of=AFTER,
    ),
    "asked for by name": scene(
        scheduled(),
        registered("known"),
        boxed("unregistered"),
        players=frozenset({"known", "unregistered", "nobody"}),
        as_of=AFTER,
    ),
    "before the game": scene(
        scheduled(), *reported("early"), players=frozenset({"early"}), as_of=BEFORE
    ),
}

MOVES = (
    move(shot_profile, "INTERIOR_FROM", 49, 51),
    move(shot_profile, "PERIMETER_FROM", 49, 51),
    move(shot_profile, "MID_RANGE_FROM", 29, 31),
    move(player_game_report_before, "SHORTER", 4, 6),
    move(player_game_report_before, "LONGER", 9, 11),
    move(player_game_report_before, "LONGEST", 19, 21),
    move(player_game_report_before, "RECENT", 4, 6),
    move(player_game_report_angles, "MOST_ANGLES", 2, 4),
    move(player_game_report_angles, "LATELY", 4, 6),
    move(player_game_report_angles, "FEWEST_ALIKE", 2, 4),
    move(player_game_report_angles, "TREND_FROM", Fraction(14, 100), Fraction(16, 100)),
    move(player_game_report_angles, "FAST_FROM", Decimal("101.9"), Decimal("102.1")),
    move(player_game_report_angles, "SLOW_TO", Decimal("95.9"), Decimal("96.1")),
    move(player_game_report_opponent, "PAINT_STRONG_TO", Decimal("0.559"), Decimal("0.561")),
    move(player_game_report_opponent, "PAINT_WEAK_FROM", Decimal("0.599"), Decimal("0.601")),
    move(player_game_report_opponent, "PERIMETER_STRONG_TO", Decimal("0.344"), Decimal("0.346")),
    move(player_game_report_opponent, "PERIMETER_WEAK_FROM", Decimal("0.374"), Decimal("0.376")),
)
