"""The sentences beside a prediction on the homepage (`core.md` 5.3); none contradicts it."""

from __future__ import annotations

from typing import Protocol

STRONG_EDGE, SOLID_EDGE = 5, 3
CLEAR_RECORD, RECORD = 7, 5
NO_REST, BACK_TO_BACK, LONG_REST = 0, 1, 3
"""Days since the last game."""


class Card(Protocol):
    """What the sentences are made from."""

    fatigue_level: str
    days_rest: int | None
    season_ppg: float | None
    last_5_ppg: float | None
    last_10_record: str | None

    @property
    def recent_form(self) -> str | None:
        """`Hot`, `Cold` or `Neutral`."""


class Predicted(Protocol):
    """The prediction that they support."""

    predicted: float | None
    recommendation: str | None


def sentences(card: Card, prediction: Predicted, line: float) -> list[str]:
    """Up to four sentences in the contract's order; none without a recommendation."""
    direction = prediction.recommendation
    if not direction:
        return []
    found = _edge(prediction.predicted, line)
    found += _record(card.last_10_record, direction)
    found += _rest(card, direction)
    return found + _trend(card, direction)


def _edge(predicted: float | None, line: float) -> list[str]:
    if predicted is None:
        return []
    edge = round(abs(predicted - line), 2)
    if edge >= STRONG_EDGE:
        return [f"Strong conviction ({edge:.1f} points from the line)"]
    return [f"Solid edge ({edge:.1f} points from the line)"] if edge >= SOLID_EDGE else []


def _record(text: str | None, direction: str) -> list[str]:
    overs, unders = (int(part) for part in (text or "0-0").split("-"))
    side, count = ("Over", overs) if direction == "OVER" else ("Under", unders)
    if direction not in ("OVER", "UNDER") or count < RECORD:
        return []
    word = "hot streak" if count >= CLEAR_RECORD else "trend"
    return [f"{side} {word}: {text} in the last 10"]


def _rest(card: Card, direction: str) -> list[str]:
    rest = card.days_rest
    if direction == "OVER" and (
        card.fatigue_level == "fresh" or (rest is not None and rest >= LONG_REST)
    ):
        return ["Well-rested, favors performance"]
    if direction == "UNDER" and (card.fatigue_level == "tired" or rest == NO_REST):
        return ["Back-to-back fatigue risk" if rest == BACK_TO_BACK else "Elevated fatigue risk"]
    return []


def _trend(card: Card, direction: str) -> list[str]:
    if card.last_5_ppg is None or card.season_ppg is None:
        return []
    change = card.last_5_ppg - card.season_ppg
    if direction == "OVER" and card.recent_form == "Hot":
        return [f"Scoring {change:+.1f} against the season lately"]
    if direction == "UNDER" and card.recent_form == "Cold":
        return [f"Scoring {change:+.1f} against the season lately"]
    return []
