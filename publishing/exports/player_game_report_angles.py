"""What spoke for and against a player before a game: `prediction_angles` (`core.md` 9.3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Literal

import msgspec

from publishing.batch_rows import TeamDefense
from publishing.exports.player_game_report_opponent import paint_defense, perimeter_defense
from publishing.exports.shot_profile import ShotProfile
from publishing.form import over_under
from publishing.rows import BoxScoreRow
from publishing.stats import finite

MOST_ANGLES = 3
"""In each of the two lists."""

LATELY = 5
FEWEST_ALIKE = 3
"""Of the newest games, results of one kind that are a streak."""

TREND_FROM = Fraction(15, 100)
"""The share of his season's average by which the newest games are above or below it."""

FAST_FROM, SLOW_TO = 102, 96
"""Possessions of the opponent's games."""

Side = Literal["supporting", "against"]
Angle = tuple[Side, str]


class PredictionAngles(msgspec.Struct):
    """Sentences for display, at most three of either kind."""

    supporting: list[str]
    against: list[str]


def prediction_angles(
    played: Sequence[BoxScoreRow],
    season: Sequence[BoxScoreRow],
    profile: ShotProfile,
    opponent: TeamDefense | None,
) -> PredictionAngles:
    """The angles before a game, from his games before it, newest first: all, and the season's."""
    found = [*_streak(played), *_defense(profile, opponent), *_trend(season), *_pace(opponent)]
    return PredictionAngles(
        [text for side, text in found if side == "supporting"][:MOST_ANGLES],
        [text for side, text in found if side == "against"][:MOST_ANGLES],
    )


def _streak(played: Sequence[BoxScoreRow]) -> Iterable[Angle]:
    letters = [over_under(row) for row in played[:LATELY]]
    overs, unders = letters.count("O"), letters.count("U")
    if overs >= FEWEST_ALIKE:
        yield "supporting", f"Hot streak ({overs}G OVER)"
    elif unders >= FEWEST_ALIKE:
        yield "against", f"Cold streak ({unders}G UNDER)"


def _defense(profile: ShotProfile, opponent: TeamDefense | None) -> Iterable[Angle]:
    if opponent is None:
        return
    if profile == "perimeter":
        where, strength = "perimeter", perimeter_defense(opponent)
    elif profile == "interior":
        where, strength = "paint", paint_defense(opponent)
    else:
        return
    if strength == "weak":
        yield "supporting", f"Weak {where} defense"
    elif strength == "strong":
        yield "against", f"Strong {where} defense"


def _trend(season: Sequence[BoxScoreRow]) -> Iterable[Angle]:
    points = [row.points or 0 for row in season]
    if not sum(points):
        return
    average = Fraction(sum(points), len(points))
    lately = Fraction(sum(points[:LATELY]), len(points[:LATELY]))
    change = lately / average - 1
    if change >= TREND_FROM:
        yield "supporting", f"Trending up (+{round(100 * change)}% L{LATELY})"
    elif change <= -TREND_FROM:
        yield "against", f"Trending down ({round(100 * change)}% L{LATELY})"


def _pace(opponent: TeamDefense | None) -> Iterable[Angle]:
    pace = finite(opponent.opponent_pace) if opponent else None
    if pace is None:
        return
    if pace >= FAST_FROM:
        yield "supporting", "Fast-paced opponent"
    elif pace <= SLOW_TO:
        yield "against", "Slow-paced opponent"
