"""Every document that a run publishes is the oracle's, key by key and in its order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.exports.comparison import NAMES, Documents, Moment
from tests.exports.conftest import SIMULATED
from tests.exports.moments import WHEN, every, in_turn, require_equal

FAST = [(date(2025, 11, 20), when) for when in WHEN] + [(date(2025, 12, 5), when) for when in WHEN]

SLOW = in_turn(every(14, date(2025, 10, 21), date(2025, 12, 30)))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("day", "when"),
    [*FAST, *(pytest.param(*one, marks=pytest.mark.slow) for one in SLOW)],
)
def test_what_is_published_is_what_the_oracle_says(
    warehouse_of: Callable[[str], Path],
    run_of: Callable[[Moment], dict[str, Documents]],
    day: date,
    when: str,
    name: str,
) -> None:
    require_equal(WHEN[when](warehouse_of(SIMULATED), day), name, run_of)
