"""Every document that a run publishes is the oracle's, key by key and in its order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.exports.comparison import NAMES, Documents, Moment, expected, published, told, wrong
from tests.exports.conftest import IRREGULAR, REAL, REAL_WITH_LINES, SIMULATED

WHEN = {"pregame": Moment.pregame, "settled": Moment.settled}


def every(days: int, first: date, last: date) -> Iterable[date]:
    return (first + timedelta(passed) for passed in range(0, (last - first).days + 1, days))


FAST = [(SIMULATED, date(2025, 11, 20)), (SIMULATED, date(2025, 12, 5))]

SLOW = [
    *((SIMULATED, day) for day in every(7, date(2025, 10, 21), date(2025, 12, 30))),
    *((REAL_WITH_LINES, day) for day in every(11, date(2023, 10, 24), date(2024, 2, 29))),
    *((REAL_WITH_LINES, day) for day in every(4, date(2024, 3, 2), date(2024, 4, 18))),
    *((REAL, day) for day in every(10, date(2018, 10, 16), date(2019, 5, 20))),
    *(
        (IRREGULAR, date.fromisoformat(day))
        for day in (
            "2023-11-17 2024-01-15 2024-03-06 2024-03-25 2024-04-02 2024-04-08 2024-04-14 "
            "2024-05-10"
        ).split()
    ),
]


@pytest.fixture(scope="session")
def run_of() -> Callable[[Moment], dict[str, Documents]]:
    """What a run publishes; the last one is kept for the tests of its other exports."""
    last: dict[Moment, dict[str, Documents]] = {}

    def run_of(moment: Moment) -> dict[str, Documents]:
        if moment not in last:
            last.clear()
            last[moment] = published(moment)
        return last[moment]

    return run_of


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("when", WHEN)
@pytest.mark.parametrize(
    ("season", "day"),
    [*FAST, *(pytest.param(*one, marks=pytest.mark.slow) for one in SLOW)],
)
def test_what_is_published_is_what_the_oracle_says(
    warehouse_of: Callable[[str], Path],
    run_of: Callable[[Moment], dict[str, Documents]],
    season: str,
    day: date,
    when: str,
    name: str,
) -> None:
    moment = WHEN[when](warehouse_of(season), day)
    found = wrong(expected(moment, name), run_of(moment)[name])
    assert not found, told(found)
