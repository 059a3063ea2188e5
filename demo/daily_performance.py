"""Each system's dates in numbers, as `core.md` 4.2 defines them."""

from __future__ import annotations

import polars as pl

from demo.expected import at
from demo.gradings import PICKS

SURE = 70
"""Confidence, of 100, from which it is high."""


def daily_performance(graded: pl.DataFrame) -> pl.DataFrame:
    """One row per date and system, computed from the gradings at 07:00 UTC of the day after.

    Rates are from 0 to 1, null of nothing; they are quotients of whole numbers.
    """
    over, under = (pl.col("recommendation") == side for side in PICKS)
    right, sure = pl.col("prediction_correct"), pl.col("confidence") >= SURE
    errors = pl.col("signed_tenths")
    counts = {
        "predictions_count": pl.col("system_id").is_not_null(),
        "recommendations_count": over | under,
        "correct_count": right,
        "incorrect_count": ~right,
        "pass_count": pl.col("recommendation") == "PASS",
        "high_confidence_count": sure,
        "high_confidence_correct": sure & right,
        "overs": over,
        "overs_correct": over & right,
        "unders": under,
        "unders_correct": under & right,
        "within_3": pl.col("within_3_points"),
        "within_5": pl.col("within_5_points"),
        "errors": errors.is_not_null(),
    }
    rates = {
        "win_rate": _rate("correct_count", "recommendations_count"),
        "over_win_rate": _rate("overs_correct", "overs"),
        "under_win_rate": _rate("unders_correct", "unders"),
        "within_3_pct": _rate("within_3", "predictions_count"),
        "within_5_pct": _rate("within_5", "predictions_count"),
        "avg_confidence": _rate("confidence", "predictions_count", 100),
        "high_confidence_win_rate": _rate("high_confidence_correct", "high_confidence_count"),
        "mae": _rate("missed", "errors", 10),
        "avg_bias": _rate("signed", "errors", 10),
    }
    return (
        graded.group_by("game_date", "system_id")
        .agg(
            *(counted.sum().cast(pl.Int64).alias(name) for name, counted in counts.items()),
            pl.col("confidence").sum(),
            errors.abs().sum().alias("missed"),
            errors.sum().alias("signed"),
        )
        .with_columns(**rates)
        .with_columns(at(7, days=1).alias("computed_at"))
        .sort("game_date", "system_id")
    )


def _rate(part: str, whole: str, unit: int = 1) -> pl.Expr:
    return pl.when(pl.col(whole) > 0).then(pl.col(part) / (pl.col(whole) * unit))
