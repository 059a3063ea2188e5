"""Exact arithmetic for everything published: one rounding, half to even (D22)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Context, Decimal, Inexact, InvalidOperation, localcontext
from fractions import Fraction

Exact = int | Decimal | Fraction

LARGEST = 1_000_000
_MOST_DECIMALS = 30

# A sum that would have to be rounded is an error, not a number.
_EXACT = Context(prec=100, traps=[Inexact, InvalidOperation])


def finite(value: Decimal | None) -> Decimal | None:
    """`value`; None for NaN and infinities (D8), and for what no published number comes near."""
    if value is None or not value.is_finite():
        return None
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return value if abs(value) < LARGEST and abs(exponent) <= _MOST_DECIMALS else None


def rounded(value: Exact, places: int) -> float:
    """`value` at `places` decimals, rounded once, half to even, from its exact value."""
    if isinstance(value, Decimal):
        return float(round(value, places))
    return ratio(value.numerator, value.denominator, places)


def rounded_or_none(value: Exact | None, places: int) -> float | None:
    """`rounded`, with None for None."""
    return None if value is None else rounded(value, places)


def ratio(numerator: int, denominator: int, places: int) -> float:
    """`numerator / denominator`, rounded as `rounded` does; the denominator is positive."""
    scale: int = 10**places
    whole, rest = divmod(numerator * scale, denominator)
    if 2 * rest > denominator or (2 * rest == denominator and whole % 2):
        whole += 1
    return whole / scale


def rate(part: int, whole: int, places: int) -> float | None:
    """`part / whole` as a fraction of 1; None when nothing was counted."""
    return ratio(part, whole, places) if whole else None


def mean(values: Iterable[Exact], places: int) -> float | None:
    """The exact mean, rounded once; None for no values. The order of the values cannot matter."""
    exact = list(values)
    if not exact:
        return None
    numerator, denominator = _total(exact).as_integer_ratio()
    return ratio(numerator, denominator * len(exact), places)


def _total(values: Sequence[Exact]) -> Exact:
    if Fraction in set(map(type, values)):
        return sum((Fraction(value) for value in values), Fraction())
    with localcontext(_EXACT):
        return sum(values)


def published(value: Decimal | None, places: int) -> float | None:
    """A stored number as it is published; None for one that no number comes near."""
    return rounded_or_none(finite(value), places)
