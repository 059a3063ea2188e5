"""A season against the lines: `prop_hit_rates` of a season (`core.md` 8.3)."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from publishing.batch_rows import Grading
from publishing.picks import graded_played, graded_verdict
from publishing.stats import finite, rate


class PointsLines(msgspec.Struct):
    """Games over and under the line; `over_rate` is the share of overs, 0 to 1."""

    games: int
    overs: int
    unders: int
    over_rate: float | None


class PropHitRates(msgspec.Struct):
    """Lines, and picks that were won or lost (D14); `win_rate` is 0 to 1. No key without a row."""

    points: PointsLines | msgspec.UnsetType = msgspec.UNSET
    total_recommendations: int | msgspec.UnsetType = msgspec.UNSET
    correct: int | msgspec.UnsetType = msgspec.UNSET
    win_rate: float | msgspec.UnsetType | None = msgspec.UNSET


def prop_hit_rates(gradings: Sequence[Grading]) -> PropHitRates:
    """The rates of a season's gradings, one a game; nobody who did not play is over or under."""
    if not gradings:
        return PropHitRates()
    margins = [
        row.actual_points - line
        for row in gradings
        if graded_played(row)
        and row.actual_points is not None
        and (line := finite(row.line_value)) is not None
    ]
    overs, unders = sum(one > 0 for one in margins), sum(one < 0 for one in margins)
    verdicts = [graded_verdict(row) for row in gradings]
    wins, losses = verdicts.count("WIN"), verdicts.count("LOSS")
    return PropHitRates(
        PointsLines(overs + unders, overs, unders, rate(overs, overs + unders, 3)),
        wins + losses,
        wins,
        rate(wins, wins + losses, 3),
    )
