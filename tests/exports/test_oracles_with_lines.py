"""The oracles over a real season with six weeks of real lines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.exports.comparison import NAMES, Documents, Moment
from tests.exports.conftest import REAL_WITH_LINES
from tests.exports.moments import WHEN, every, in_turn, require_equal

pytestmark = pytest.mark.slow

DAYS = [
    *every(11, date(2023, 10, 24), date(2024, 2, 29)),
    *every(6, date(2024, 3, 2), date(2024, 4, 18)),
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("day", "when"), in_turn(DAYS))
def test_what_is_published_is_what_the_oracle_says(
    warehouse_of: Callable[[str], Path],
    run_of: Callable[[Moment], dict[str, Documents]],
    day: date,
    when: str,
    name: str,
) -> None:
    require_equal(WHEN[when](warehouse_of(REAL_WITH_LINES), day), name, run_of)
