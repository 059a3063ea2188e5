"""Whom a player met, as it was known before the game: `opponent_context` (`core.md` 9.3)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

import msgspec

from publishing.batch_rows import TeamDefense
from publishing.stats import finite, published

PAINT_STRONG_TO, PAINT_WEAK_FROM = Decimal("0.56"), Decimal("0.60")
PERIMETER_STRONG_TO, PERIMETER_WEAK_FROM = Decimal("0.345"), Decimal("0.375")
"""Shares of shots that go in against a team. The league's averages are about 0.58 in the paint and
0.36 from three, and 15 games of a team differ from them by about 0.02 and 0.015: one deviation on
either side is average. One pair for both would call every paint weak and every perimeter strong.
"""

Strength = Literal["strong", "average", "weak"]


class OpponentContext(msgspec.Struct):
    """The opponent: possessions a game, points allowed per 100 of them, rank 1 allows the fewest.

    Only its name when nothing is known of it; no key without an opponent.
    """

    opponent: str | msgspec.UnsetType = msgspec.UNSET
    opp_pace: float | msgspec.UnsetType | None = msgspec.UNSET
    opp_def_rating: float | msgspec.UnsetType | None = msgspec.UNSET
    opp_def_rank: int | msgspec.UnsetType | None = msgspec.UNSET
    opp_paint_defense: Strength | msgspec.UnsetType = msgspec.UNSET
    opp_perimeter_defense: Strength | msgspec.UnsetType = msgspec.UNSET


def opponent_context(opponent: str | None, defense: Mapping[str, TeamDefense]) -> OpponentContext:
    """The opponent by the newest row of each team."""
    if not opponent:
        return OpponentContext()
    row = defense.get(opponent)
    if row is None:
        return OpponentContext(opponent)
    return OpponentContext(
        opponent=opponent,
        opp_pace=published(row.opponent_pace, 2),
        opp_def_rating=published(row.defensive_rating_last_15, 2),
        opp_def_rank=defense_rank(row, defense),
        opp_paint_defense=paint_defense(row),
        opp_perimeter_defense=perimeter_defense(row),
    )


def defense_rank(row: TeamDefense, defense: Mapping[str, TeamDefense]) -> int | None:
    """Place among the teams by rating, equal ones share it; None without a rating."""
    rating = finite(row.defensive_rating_last_15)
    if rating is None:
        return None
    others = (finite(other.defensive_rating_last_15) for other in defense.values())
    return 1 + sum(other < rating for other in others if other is not None)


def paint_defense(row: TeamDefense) -> Strength:
    """How a team defends its paint."""
    return _strength(row.paint_pct_allowed_last_15, PAINT_STRONG_TO, PAINT_WEAK_FROM)


def perimeter_defense(row: TeamDefense) -> Strength:
    """How a team defends against threes."""
    return _strength(row.three_pt_pct_allowed_last_15, PERIMETER_STRONG_TO, PERIMETER_WEAK_FROM)


def _strength(allowed: Decimal | None, strong_to: Decimal, weak_from: Decimal) -> Strength:
    share = finite(allowed)
    if share is None or strong_to < share < weak_from:
        return "average"
    return "strong" if share <= strong_to else "weak"
