"""How old data is, as `status.json` says it (`live.md` 4.2)."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from publishing.stats import rounded

STALE = timedelta(minutes=10)
"""Age from which live data is stale while games are on."""


def whole_minutes(age: timedelta) -> int:
    """Whole minutes, as messages have them."""
    return age // timedelta(minutes=1)


def age_minutes(age: timedelta) -> float:
    """Minutes with one decimal, half to even; never below zero."""
    microseconds = max(age, timedelta()) // timedelta(microseconds=1)
    return rounded(Fraction(microseconds, 60_000_000), 1)
