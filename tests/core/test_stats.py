"""Exact arithmetic: rounded once, half to even, in any order."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publishing.stats import finite, mean, rate, rounded, rounded_or_none


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (Decimal("0.25"), 1, 0.2),
        (Decimal("0.35"), 1, 0.4),
        (Decimal("-0.25"), 1, -0.2),
        (Decimal("2.675"), 2, 2.68),
        (Decimal("1.005"), 2, 1.0),
        (Decimal("0.8645"), 3, 0.864),
        (Fraction(1, 3), 3, 0.333),
        (Fraction(9, 4), 1, 2.2),
        (Fraction(-9, 4), 1, -2.2),
        (7, 1, 7.0),
        (Fraction(5, 2), 0, 2.0),
        (Fraction(7, 2), 0, 4.0),
    ],
)
def test_halves_go_to_the_even_neighbour(
    value: int | Decimal | Fraction, places: int, expected: float
) -> None:
    found = rounded(value, places)
    assert found == expected
    assert isinstance(found, float)


def test_nothing_stays_nothing() -> None:
    assert rounded_or_none(None, 1) is None
    assert rounded_or_none(Decimal("1.25"), 1) == 1.2
    assert rate(0, 0, 3) is None
    assert mean([], 1) is None


@pytest.mark.parametrize(
    ("part", "whole", "expected"), [(2, 3, 0.667), (1, 16, 0.062), (3, 16, 0.188), (0, 4, 0.0)]
)
def test_rates_are_fractions_of_one(part: int, whole: int, expected: float) -> None:
    assert rate(part, whole, 3) == expected


EXACT = st.one_of(
    st.integers(-10_000, 10_000),
    st.fractions(-1_000, 1_000, max_denominator=2_880),
    st.decimals(-1_000, 1_000, places=3),
)


@given(EXACT, st.integers(0, 3))
@settings(max_examples=400, deadline=None, derandomize=True)
def test_rounding_is_that_of_the_exact_value(value: int | Decimal | Fraction, places: int) -> None:
    assert rounded(value, places) == float(round(Fraction(value), places))


@given(st.lists(EXACT, min_size=1, max_size=30), st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_a_mean_is_exact_whatever_the_order(
    values: list[int | Decimal | Fraction], random: Random
) -> None:
    expected = round(sum((Fraction(value) for value in values), Fraction()) / len(values), 2)
    assert mean(values, 2) == float(expected)
    random.shuffle(values)
    assert mean(values, 2) == float(expected)


def test_sums_that_floats_get_wrong() -> None:
    tenths = [Decimal("0.1")] * 3 + [Decimal("-0.3")]
    assert mean(tenths, 12) == 0.0
    assert mean([Decimal("0.5"), 0], 1) == 0.2


@pytest.mark.parametrize("text", ["NaN", "sNaN", "Infinity", "-Infinity", "1e999", "1e-999", "1e6"])
def test_what_is_no_publishable_number_is_none(text: str) -> None:
    assert finite(Decimal(text)) is None


@pytest.mark.parametrize("text", ["0", "-3.5", "999999.999", "0.1234567890123456"])
def test_every_other_number_is_itself(text: str) -> None:
    assert finite(Decimal(text)) == Decimal(text)
    assert finite(None) is None
