"""The sentences that say why a pick is one (`core.md` 3.3); the site shows them as they are."""

from __future__ import annotations

from typing import Protocol

from publishing.picks import FRESH_FROM, NORMAL_FROM

METHODOLOGY = (
    "Tiered selection: the champion's OVER and UNDER picks against real lines, by edge "
    "(premium from 5 points, strong from 3, value below), ranked by confidence, edge and the "
    "player's record in the same direction."
)

_LEAD = {
    "premium": "Premium pick: the prediction is 5 points or more off the line",
    "strong": "Strong pick: the prediction is 3 points or more off the line",
    "value": "Value pick: the prediction leans to one side of the line",
}

_FEWEST_GAMES = 5


class Picked(Protocol):
    """What the sentences are made from; shares from 0 to 1."""

    @property
    def tier(self) -> str:
        """`premium`, `strong` or `value`."""

    confidence: float
    edge: float
    predicted: float
    player_historical_accuracy: float | None
    player_sample_size: int | None
    fatigue_score: float | None


def rationale(pick: Picked) -> list[str]:
    """The sentences in the contract's order, each only when its condition holds."""
    found = [_LEAD[pick.tier]]
    if pick.confidence >= 0.90:
        found.append(f"High confidence ({pick.confidence:.0%})")
    elif pick.confidence >= 0.80:
        found.append(f"Good confidence ({pick.confidence:.0%})")
    if pick.edge >= 5.0:
        found.append(f"Strong edge ({pick.edge:.1f} points)")
    elif pick.edge >= 4.0:
        found.append(f"Solid edge ({pick.edge:.1f} points)")
    elif pick.edge >= 2.0:
        found.append(f"Moderate edge ({pick.edge:.1f} points)")
    if pick.predicted < 12:
        found.append("Bench player range")
    elif pick.predicted < 18:
        found.append("Rotation player range")
    found += _record(pick)
    if pick.fatigue_score is not None:
        if pick.fatigue_score >= FRESH_FROM:
            found.append(f"Well-rested (fatigue: {pick.fatigue_score:.0f})")
        elif pick.fatigue_score < NORMAL_FROM:
            found.append(f"Elevated fatigue (fatigue: {pick.fatigue_score:.0f})")
    if len(found) <= 1:
        found.append("Qualifies under every filter of the selection")
    return found


def _record(pick: Picked) -> list[str]:
    accuracy, games = pick.player_historical_accuracy, pick.player_sample_size
    if accuracy is None or games is None or games < _FEWEST_GAMES:
        return []
    if accuracy >= 0.80:
        return [f"Strong record in this direction ({accuracy:.0%} of {games} games)"]
    if accuracy >= 0.70:
        return [f"Good record in this direction ({accuracy:.0%} of {games} games)"]
    return []
