"""The sentences that say why a pick is one (`core.md` 3.3); the site shows them as they are."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from publishing.picks import FRESH_FROM, NORMAL_FROM
from publishing.stats import rounded

Tier = Literal["premium", "strong", "value"]

METHODOLOGY = (
    "Tiered selection: the champion's OVER and UNDER picks against real lines, by edge "
    "(premium from 5 points, strong from 3, value below), ranked by confidence, edge and the "
    "player's record in the same direction."
)

_LEAD: dict[Tier, str] = {
    "premium": "Premium pick: the prediction is 5 points or more off the line",
    "strong": "Strong pick: the prediction is 3 points or more off the line",
    "value": "Value pick: the prediction leans to one side of the line",
}

_HIGH, _GOOD = Decimal("0.90"), Decimal("0.80")
_STRONG_EDGE, _SOLID_EDGE, _MODERATE_EDGE = 5, 4, 2
_BENCH_BELOW, _ROTATION_BELOW = 12, 18
_STRONG_RECORD, _GOOD_RECORD = Fraction(8, 10), Fraction(7, 10)
_FEWEST_GAMES = 5


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the sentences are made from, exact: points, confidence from 0 to 1, past picks.

    `wins` are those of the `sample` decided picks in the same direction.
    """

    tier: Tier
    confidence: Decimal
    edge: Decimal
    predicted: Decimal
    wins: int
    sample: int
    fatigue: int | None


def rationale(pick: Grounds) -> list[str]:
    """The sentences in the contract's order, each only when its condition holds."""
    found = [_LEAD[pick.tier]]
    if pick.confidence >= _HIGH:
        found.append(f"High confidence ({pick.confidence:.0%})")
    elif pick.confidence >= _GOOD:
        found.append(f"Good confidence ({pick.confidence:.0%})")
    if pick.edge >= _STRONG_EDGE:
        found.append(f"Strong edge ({pick.edge:.1f} points)")
    elif pick.edge >= _SOLID_EDGE:
        found.append(f"Solid edge ({pick.edge:.1f} points)")
    elif pick.edge >= _MODERATE_EDGE:
        found.append(f"Moderate edge ({pick.edge:.1f} points)")
    if pick.predicted < _BENCH_BELOW:
        found.append("Bench player range")
    elif pick.predicted < _ROTATION_BELOW:
        found.append("Rotation player range")
    found += _record(pick)
    if pick.fatigue is not None:
        if pick.fatigue >= FRESH_FROM:
            found.append(f"Well-rested (fatigue: {pick.fatigue})")
        elif pick.fatigue < NORMAL_FROM:
            found.append(f"Elevated fatigue (fatigue: {pick.fatigue})")
    if len(found) <= 1:
        found.append("Qualifies under every filter of the selection")
    return found


def _record(pick: Grounds) -> list[str]:
    if pick.sample < _FEWEST_GAMES:
        return []
    share = Fraction(pick.wins, pick.sample)
    # Of a Fraction Python 3.11 writes no percentage.
    said = f"({rounded(share, 2):.0%} of {pick.sample} games)"
    if share >= _STRONG_RECORD:
        return [f"Strong record in this direction {said}"]
    if share >= _GOOD_RECORD:
        return [f"Good record in this direction {said}"]
    return []
