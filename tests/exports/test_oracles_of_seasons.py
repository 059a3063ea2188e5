"""The oracles over a real season without lines, and over one with every irregularity."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.exports.comparison import NAMES, Documents, Moment
from tests.exports.conftest import IRREGULAR, REAL
from tests.exports.moments import WHEN, every, in_turn, require_equal

pytestmark = pytest.mark.slow

IRREGULAR_DAYS = (
    "2023-11-17 2024-01-15 2024-03-06 2024-03-25 2024-04-02 2024-04-08 2024-04-14 2024-05-10"
)

DATES = [
    *((REAL, *one) for one in in_turn(every(25, date(2018, 10, 16), date(2019, 5, 20)))),
    *((IRREGULAR, *one) for one in in_turn(map(date.fromisoformat, IRREGULAR_DAYS.split()))),
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("season", "day", "when"), DATES)
def test_what_is_published_is_what_the_oracle_says(
    warehouse_of: Callable[[str], Path],
    run_of: Callable[[Moment], dict[str, Documents]],
    season: str,
    day: date,
    when: str,
    name: str,
) -> None:
    require_equal(WHEN[when](warehouse_of(season), day), name, run_of)
