"""How the script rounds: once, half to even, from exact values."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal


def number(value: Decimal | float | None, places: int = 2) -> float | None:
    """As it is published, half to even from what is stored."""
    if value is None:
        return None
    exact = Decimal(repr(value)) if isinstance(value, float) else value
    return float(round(exact, places))


def quotient(part: int | None, whole: int, places: int) -> float | None:
    """Rounded once, half to even; None of nothing."""
    if not whole:
        return None
    found, rest = divmod((part or 0) * 10**places, whole)
    up = 2 * rest > whole or (2 * rest == whole and found % 2 == 1)
    return float((found + up) / 10**places)


def mean(values: Iterable[Decimal]) -> float | None:
    """At two decimals; None of nothing."""
    exact = [int(value.scaleb(9)) for value in values]
    return quotient(sum(exact), len(exact) * 10**9, 2)
