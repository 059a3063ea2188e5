"""What a player's record means, in sentences of `players/{player}.json` (`core.md` 7.3)."""

from __future__ import annotations

import msgspec

from publishing.exports.player_profile_record import Record

FAR_OFF, OFF = 3, 1
"""Points of bias above which predictions are significantly and slightly off."""

FEWEST_PICKS = 5
"""Picks from which it is said how accurate they are."""

EXCELLENT, GOOD, AVERAGE = 0.85, 0.70, 0.55
"""Shares of picks won from which they are."""

MODERATE, LARGE = 5, 15
"""Games predicted from which a sample is."""


class Interpretation(msgspec.Struct):
    """Sentences for display; of a player without a profile only `error`."""

    bias: str | msgspec.UnsetType = msgspec.UNSET
    accuracy: str | msgspec.UnsetType = msgspec.UNSET
    sample_size: str | msgspec.UnsetType = msgspec.UNSET
    error: str | msgspec.UnsetType = msgspec.UNSET


def interpretation(record: Record) -> Interpretation:
    """What its numbers mean, as they are published."""
    bias, won = record.bias, record.overall.pct
    return Interpretation(
        bias=msgspec.UNSET if bias is None else _of_bias(bias),
        accuracy=msgspec.UNSET if won is None or record.picks < FEWEST_PICKS else _of_share(won),
        sample_size=_of_sample(record.games_predicted),
    )


def _of_bias(bias: float) -> str:
    if abs(bias) <= OFF:
        return f"Well calibrated ({bias:+.2f} points)"
    how = "Significantly" if abs(bias) > FAR_OFF else "Slightly"
    way = "over" if bias > 0 else "under"
    return f"{how} {way}-predicted ({bias:+.2f} points)"


def _of_share(won: float) -> str:
    if won >= EXCELLENT:
        word = "excellent"
    elif won >= GOOD:
        word = "good"
    else:
        word = "average" if won >= AVERAGE else "below average"
    return f"Accuracy is {word} ({won:.0%} of picks won)"


def _of_sample(games: int) -> str:
    if games < MODERATE:
        return f"Limited sample size ({games} games predicted)"
    return "Moderate sample size" if games < LARGE else "Large sample size"
