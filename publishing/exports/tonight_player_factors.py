"""What speaks for and against a player tonight (`core.md` 6.3), in the contract's order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import msgspec

from publishing.batch_rows import GameContext, TeamDefense
from publishing.form import Form, over_under, points_per_game
from publishing.picks import fatigue_level
from publishing.player_rows import PlayerRows
from publishing.rows import BoxScoreRow
from publishing.stats import finite, published, rate, rounded

FEWEST_AT_A_VENUE = 3
BACK_TO_BACK, RESTED_FROM, WELL_REST_FROM = 1, 2, 3
"""Days since the last game."""

ELITE_TO, GOOD_TO, AVERAGE_TO = 5, 10, 20
"""Ranks of a defence, the last of each tier."""

Direction = Literal["positive", "negative", "neutral"]
DefenseTier = Literal["elite", "good", "average", "weak"]

_SPEAKS: dict[DefenseTier, Direction] = {
    "elite": "negative",
    "good": "negative",
    "average": "neutral",
    "weak": "positive",
}


class Factor(msgspec.Struct, kw_only=True):
    """One factor; shares from 0 to 1. Keys that a factor has not are absent.

    `defense_rank` 1 allows the fewest points.
    """

    factor: str
    direction: Direction
    impact: float | msgspec.UnsetType = msgspec.UNSET
    vs_line_pct: float | msgspec.UnsetType | None = msgspec.UNSET
    defense_rank: int | msgspec.UnsetType = msgspec.UNSET
    defense_tier: DefenseTier | msgspec.UnsetType = msgspec.UNSET
    ppg_allowed: float | msgspec.UnsetType | None = msgspec.UNSET
    description: str


@dataclass(frozen=True, slots=True)
class Split:
    """Played games of one kind: mean points, one decimal, and the share of overs."""

    games: int
    ppg: float | None
    over_share: float | None

    @classmethod
    def of(cls, rows: Iterable[BoxScoreRow]) -> Split:
        """From the games; None where nothing can be said."""
        found = list(rows)
        letters = [over_under(row) for row in found]
        overs, unders = letters.count("O"), letters.count("U")
        return cls(len(found), points_per_game(found), rate(overs, overs + unders, 3))


@dataclass(frozen=True, slots=True)
class Splits:
    """The season before tonight, divided; gaps are days between played games."""

    home: Split
    away: Split
    back_to_back: Split
    other: Split
    rested: Split
    opponent: Split
    back_to_back_impact: float | None

    @classmethod
    def of(cls, player: PlayerRows, form: Form, opponent: str) -> Splits:
        """From the player's form; `opponent` is tonight's."""
        rows = form.season
        tired = [row for row, gap in rows if gap == BACK_TO_BACK]
        other = [row for row, gap in rows if gap != BACK_TO_BACK]
        at_home = [(row, player.at_home(row)) for row, _ in rows]
        return cls(
            home=Split.of(row for row, home in at_home if home is True),
            away=Split.of(row for row, home in at_home if home is False),
            back_to_back=Split.of(tired),
            other=Split.of(other),
            rested=Split.of(row for row, gap in rows if gap is not None and gap >= RESTED_FROM),
            opponent=Split.of(row for row, _ in rows if row.opponent_team_abbr == opponent),
            back_to_back_impact=_impact(tired, other),
        )


def factors(
    context: GameContext,
    splits: Splits,
    fatigue_score: int | None,
    defense: Mapping[str, TeamDefense],
) -> list[Factor]:
    """The factors that hold, each with its sentence."""
    found = [
        _back_to_back(context, splits),
        _location(context, splits),
        _opponent(context, splits),
        _well_rested(context, splits),
        _fatigue(fatigue_score),
        _defense(context.opponent_team_abbr, defense),
    ]
    return [factor for factor in found if factor is not None]


def _impact(tired: list[BoxScoreRow], other: list[BoxScoreRow]) -> float | None:
    if not tired or not other:
        return None
    return rounded(_mean(tired) - _mean(other), 1)


def _mean(rows: list[BoxScoreRow]) -> Fraction:
    return Fraction(sum(row.points or 0 for row in rows), len(rows))


def _back_to_back(context: GameContext, splits: Splits) -> Factor | None:
    split, impact = splits.back_to_back, splits.back_to_back_impact
    if not context.back_to_back or impact is None:
        return None
    return Factor(
        factor="back_to_back",
        direction="negative" if impact < 0 else "positive",
        impact=impact,
        vs_line_pct=split.over_share,
        description=f"{split.ppg} PPG on back-to-backs, {impact:+} against other games"
        + _overs(split),
    )


def _location(context: GameContext, splits: Splits) -> Factor | None:
    if context.home_game is None:
        return None
    split = splits.home if context.home_game else splits.away
    if not split.ppg or split.games < FEWEST_AT_A_VENUE:
        return None
    where = "at home" if context.home_game else "on the road"
    return Factor(
        factor="location",
        direction="neutral",
        vs_line_pct=split.over_share,
        description=f"{split.ppg} PPG {where} ({split.games} games)" + _overs(split),
    )


def _opponent(context: GameContext, splits: Splits) -> Factor | None:
    split = splits.opponent
    if not split.ppg:
        return None
    return Factor(
        factor="vs_opponent",
        direction="neutral",
        vs_line_pct=split.over_share,
        description=f"{split.ppg} PPG against {context.opponent_team_abbr} ({split.games} games)"
        + _overs(split),
    )


def _well_rested(context: GameContext, splits: Splits) -> Factor | None:
    split, rest = splits.rested, context.days_rest
    if rest is None or rest < WELL_REST_FROM or not split.ppg:
        return None
    return Factor(
        factor="well_rested",
        direction="positive",
        vs_line_pct=split.over_share,
        description=f"{split.ppg} PPG with rest, {rest} days since the last game" + _overs(split),
    )


def _fatigue(score: int | None) -> Factor | None:
    level = fatigue_level(score)
    if level == "tired":
        text = f"Elevated fatigue (score: {score})"
        return Factor(factor="fatigue", direction="negative", description=text)
    if level == "fresh":
        text = f"Well-rested (fatigue score: {score})"
        return Factor(factor="fresh", direction="positive", description=text)
    return None


def _defense(opponent: str, defense: Mapping[str, TeamDefense]) -> Factor | None:
    row = defense.get(opponent)
    if row is None:
        return None
    allowed = finite(row.opponent_points_per_game)
    # A team without a number stands before those with one.
    before = [finite(other.opponent_points_per_game) for other in defense.values()]
    rank = 1 + sum(allowed is not None and (other is None or other < allowed) for other in before)
    tier = _tier(rank)
    text = "" if allowed is None else f", {rounded(allowed, 1)} points allowed a game"
    return Factor(
        factor="opponent_defense",
        direction=_SPEAKS[tier],
        defense_rank=rank,
        defense_tier=tier,
        ppg_allowed=published(allowed, 2),
        description=f"{opponent} defense ranks {rank} ({tier})" + text,
    )


def _tier(rank: int) -> DefenseTier:
    if rank <= ELITE_TO:
        return "elite"
    if rank <= GOOD_TO:
        return "good"
    return "average" if rank <= AVERAGE_TO else "weak"


def _overs(split: Split) -> str:
    return "" if split.over_share is None else f", over the line in {split.over_share:.0%}"
