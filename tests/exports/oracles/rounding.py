"""The one rounding of a published number (D22)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, Inexact, localcontext
from fractions import Fraction

Exact = int | Decimal | Fraction


def rounded(value: Exact | None, places: int) -> float | None:
    """The exact value at so many decimals, half to even; null stays null."""
    return None if value is None else float(round(Fraction(value), places))


def ratio(part: Exact, whole: Exact) -> Fraction | None:
    """The exact share, null of nothing."""
    return Fraction(part) / Fraction(whole) if whole else None


def mean(values: Iterable[Exact | None]) -> Fraction | None:
    """The exact mean of the values that are there, null when there is none."""
    there = [value for value in values if value is not None]
    if not there:
        return None
    with localcontext(prec=60) as exact:
        exact.traps[Inexact] = True
        decimals = sum((value for value in there if isinstance(value, Decimal)), Decimal())
    whole = sum(value for value in there if isinstance(value, int))
    others = (Fraction(value) for value in there if not isinstance(value, int | Decimal))
    return (Fraction(decimals) + whole + sum(others, Fraction())) / len(there)
