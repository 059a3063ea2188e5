"""Thresholds of `results`."""

from __future__ import annotations

from decimal import Decimal

from publishing.exports import results
from tests.exports.boundaries.boundary import move, scene
from tests.exports.rows import AFTER, features, graded, known_of, scheduled

SCENES = {
    "tiers": scene(
        scheduled(),
        *(graded(f"tier{number}") for number in range(4)),
        *(
            known_of(f"tier{number}", features=features(average, 0))
            for number, average in enumerate((25, "24.9", 15, "14.9"))
        ),
        as_of=AFTER,
    ),
    "confidences": scene(
        scheduled(),
        *(graded(f"sure{share[2:]}", confidence_score=share) for share in ("0.70", "0.69")),
        *(graded(f"sure{share[2:]}", confidence_score=share) for share in ("0.55", "0.54")),
        as_of=AFTER,
    ),
    "rest": scene(
        scheduled(),
        *(graded(f"rest{days}") for days in (1, 2)),
        *(known_of(f"rest{days}", days_rest=days) for days in (1, 2)),
        *(graded(f"night{number}") for number in range(3)),
        *(
            known_of(f"night{number}", features=features(18, share), days_rest=1)
            for number, share in enumerate((1, "0.6", "0.5"))
        ),
        as_of=AFTER,
    ),
}

MOVES = (
    move(results, "ELITE_FROM", Decimal("24.9"), Decimal("25.1")),
    move(results, "STARTER_FROM", Decimal("14.9"), Decimal("15.1")),
    move(results, "HIGH_FROM", 0.69, 0.71),
    move(results, "MEDIUM_FROM", 0.54, 0.56),
    move(results, "RESTED_FROM", 1, 3),
    move(results, "_SEASON_AVERAGE", 1, 3),
    move(results, "_BACK_TO_BACK", 15, 17),
    move(results, "_HALF", Decimal("0.4"), Decimal("0.6")),
)
