"""The two ways to round that parity is about: as published now, and as published before (D22)."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from tests.exports.oracles.rounding import Exact, mean

__all__ = ["Exact", "half_up", "mean", "once", "share", "twice"]


def once(value: Exact | None, places: int) -> float | None:
    """Rounded once, half to even, from the exact value."""
    return _rounded(value, places, ROUND_HALF_EVEN)


def half_up(value: Exact | None, places: int) -> float | None:
    """Rounded half away from zero, as SQL does."""
    return _rounded(value, places, ROUND_HALF_UP)


def twice(value: Exact | None, first: int, then: int) -> float | None:
    """Rounded by SQL, then again by the application, half to even on the binary number."""
    found = half_up(value, first)
    return None if found is None else round(found, then)


def share(part: Exact, whole: Exact) -> Fraction | None:
    """The exact share; None of nothing."""
    return Fraction(part) / Fraction(whole) if whole else None


def _rounded(value: Exact | None, places: int, how: str) -> float | None:
    if value is None:
        return None
    exact = Fraction(value) * 10**places
    with localcontext(prec=60):
        # A fraction without an end cannot be a tie: 60 digits say on which side it is.
        number = Decimal(exact.numerator) / Decimal(exact.denominator)
        return float(number.to_integral_value(rounding=how)) / 10.0**places
