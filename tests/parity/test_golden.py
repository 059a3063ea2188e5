"""What is published against what the previous system published, from the same rows."""

from __future__ import annotations

import pytest

from tests.parity.changes import counted, read_counts
from tests.parity.comparison import Comparison
from tests.parity.nights import NIGHTS, Night
from tests.parity.registry import FAMILIES
from tests.parity.rules import unused

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def all_nights(comparisons: dict[Night, Comparison]) -> Comparison:
    found = Comparison()
    for one in comparisons.values():
        found.add(one)
    return found


@pytest.mark.parametrize("night", NIGHTS, ids=str)
def test_every_difference_is_explained(night: Night, comparisons: dict[Night, Comparison]) -> None:
    assert comparisons[night].documents
    assert comparisons[night].unexplained == []


def test_every_change_is_needed_wherever_it_is_declared(all_nights: Comparison) -> None:
    assert unused(FAMILIES, all_nights.used) == []


def test_the_counts_are_those_that_are_checked_in(all_nights: Comparison) -> None:
    assert counted(all_nights) == read_counts(), "run python -m tests.parity.changes"
