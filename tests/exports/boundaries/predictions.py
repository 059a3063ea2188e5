"""Thresholds of `predictions`: the decimals that it ships, and the first date of a season."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from publishing import stats
from publishing.exports import predictions
from tests.exports.boundaries.boundary import move, scene
from tests.exports.boundaries.shared import played
from tests.exports.rows import predicted, scheduled

Rounding = Callable[[Any, int], float | None]


def moved(rounding: Rounding, places: int) -> Rounding:
    """The rounding at so many more decimals."""
    return lambda value, shipped: rounding(value, shipped + places)


SCENES = {
    "decimals": scene(
        scheduled(),
        predicted(predicted_points="19.555", confidence_score="91.255", pace_adjustment="1.255"),
    ),
    "the season's first date": scene(
        scheduled(),
        predicted("first"),
        played("first", date(2025, 10, 1)),
        predicted("lastseason"),
        played("lastseason", date(2025, 9, 30), season_year=2024),
    ),
}

MOVES = (
    move(predictions, "published", moved(stats.published, -1), moved(stats.published, 1)),
    move(
        predictions,
        "rounded_or_none",
        moved(stats.rounded_or_none, -1),
        moved(stats.rounded_or_none, 1),
    ),
    move(
        predictions,
        "season_start",
        lambda _: date(2025, 10, 2),
        one_way="what was played before is not read",
    ),
)
