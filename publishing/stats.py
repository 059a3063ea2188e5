"""Exact arithmetic for everything published: one rounding, half to even (D22)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

Exact = int | Decimal | Fraction


def rounded(value: Exact, places: int) -> float:
    """`value` at `places` decimals, rounded once, half to even, from its exact value."""
    return float(round(Fraction(value), places))


def rounded_or_none(value: Exact | None, places: int) -> float | None:
    """`rounded`, with None for None."""
    return None if value is None else rounded(value, places)


def rate(part: int, whole: int, places: int) -> float | None:
    """`part / whole` as a fraction of 1; None when nothing was counted."""
    return rounded(Fraction(part, whole), places) if whole else None


def mean(values: Iterable[Exact], places: int) -> float | None:
    """The exact mean, rounded once; None for no values. The order of the values cannot matter."""
    exact = [Fraction(value) for value in values]
    return rounded(sum(exact, Fraction()) / len(exact), places) if exact else None
