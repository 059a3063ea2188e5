"""How a player does lately: `current_form` of a season (`core.md` 8.3)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

import msgspec

from publishing.exports.whos_hot_cold import heat
from publishing.form import over_under
from publishing.rows import BoxScoreRow
from publishing.stats import rate, rounded

SHORTER, LONGER = 5, 10
"""Newest games of the two means; the longer ones are those of the hit rate too."""

LONGEST_UNBROKEN = 10
"""What a streak that nothing breaks counts at most."""

HOT_FROM, WARM_FROM, NEUTRAL_FROM, COOL_FROM = 8, 6.5, 4.5, 3
"""Heat scores as they are published."""

NO_AVERAGE = 1
"""What an average of no points counts as."""

Temperature = Literal["hot", "warm", "neutral", "cool", "cold"]


class CurrentForm(msgspec.Struct):
    """The newest played games; no key without one.

    `heat_score` is 0 to 10, `hit_rate_l10` the share of overs, 0 to 1; means are of points.
    """

    heat_score: float | msgspec.UnsetType = msgspec.UNSET
    temperature: Temperature | msgspec.UnsetType = msgspec.UNSET
    current_streak: int | msgspec.UnsetType = msgspec.UNSET
    streak_direction: Literal["over", "under"] | msgspec.UnsetType | None = msgspec.UNSET
    l5_avg: float | msgspec.UnsetType = msgspec.UNSET
    l10_avg: float | msgspec.UnsetType = msgspec.UNSET
    hit_rate_l10: float | msgspec.UnsetType | None = msgspec.UNSET


def current_form(played: Sequence[BoxScoreRow]) -> CurrentForm:
    """The form after the played games of a season, newest first, from exact means (D22)."""
    if not played:
        return CurrentForm()
    letters = [over_under(row) for row in played]
    latest = letters[:LONGER]
    shorter, longer = average(played[:SHORTER]), average(played[:LONGER])
    length = streak(letters)
    above = shorter - (average(played) or NO_AVERAGE)
    score = rounded(heat(Fraction(latest.count("O"), len(latest)), length, above), 1)
    return CurrentForm(
        heat_score=score,
        temperature=temperature(score),
        current_streak=length,
        streak_direction={"O": "over", "U": "under"}.get(letters[0] or ""),  # type: ignore[arg-type]
        l5_avg=rounded(shorter, 2),
        l10_avg=rounded(longer, 2),
        hit_rate_l10=rate(latest.count("O"), len(latest), 2),
    )


def average(rows: Sequence[BoxScoreRow]) -> Fraction:
    """Points of a game, exactly; there is a game."""
    return Fraction(sum(row.points or 0 for row in rows), len(rows))


def streak(letters: Sequence[str | None]) -> int:
    """Games, newest first, before the first whose result is another than the newest's.

    One without a result breaks none, and after a newest one without a result nothing does.
    """
    newest = letters[0]
    unbroken = min(len(letters), LONGEST_UNBROKEN)
    if newest is None:
        return unbroken
    return next(
        (place for place, one in enumerate(letters) if one is not None and one != newest), unbroken
    )


def temperature(score: float) -> Temperature:
    """The word for a heat score."""
    if score >= WARM_FROM:
        return "hot" if score >= HOT_FROM else "warm"
    if score >= NEUTRAL_FROM:
        return "neutral"
    return "cool" if score >= COOL_FROM else "cold"
