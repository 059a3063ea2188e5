"""Gradings of predictions, by the grading facts of `core.md` 11."""

from __future__ import annotations

import polars as pl

from demo.expected import at

REAL_SOURCES = ("ACTUAL_PROP", "ODDS_API", "BETTINGPROS")
PLACEHOLDER = 20.0
PICKS = ("OVER", "UNDER")


def gradings(
    predictions: pl.DataFrame, appearances: pl.DataFrame, last_reports: pl.DataFrame
) -> pl.DataFrame:
    """One row per player, game and system, of its newest active prediction against a real line.

    Written at 07:00 UTC of the day after. Only games that `appearances` has are graded; who is not
    in their box score did not play. A player who did not play is a void, points equal to the line
    are a push, and neither is correct or wrong. `last_reports` (`game_key`, `player_lookup`,
    `injury_status`) tells why somebody was out.

    Beside the columns of the table: `signed_tenths` and `confidence`, the whole numbers behind
    the errors (in tenths) and the confidence (0 to 100).
    """
    key = ["player_lookup", "game_key"]
    newest = (
        predictions.filter(
            "is_active",
            pl.col("invalidation_reason").is_null(),
            pl.col("current_points_line") != PLACEHOLDER,
            pl.col("line_source").is_in(REAL_SOURCES),
        )
        .sort("prediction_version", "created_at", descending=True)
        .unique([*key, "system_id"], keep="first", maintain_order=True)
        .join(appearances.select("game_key").unique(), on="game_key", how="semi")
    )
    rows = newest.join(appearances.select(*key, "pts", "minutes"), on=key, how="left").join(
        last_reports, on=key, how="left"
    )
    points = pl.col("pts")
    void = points.is_null() | ((points == 0) & (pl.col("minutes").fill_null(0.0) == 0))
    predicted = (pl.col("predicted_points") * 10).round().cast(pl.Int64)
    rows = rows.with_columns(
        void.alias("is_voided"),
        pl.when(~void).then(points).alias("actual_points"),
        pl.when(~void).then(predicted - 10 * points).alias("signed_tenths"),
    )
    missed = pl.col("signed_tenths").abs()
    return rows.select(
        "player_lookup",
        pl.col("game_key").alias("game_id"),
        "game_date",
        "system_id",
        pl.col("team").alias("team_abbr"),
        pl.col("opp").alias("opponent_team_abbr"),
        "predicted_points",
        (pl.col("confidence_score") / 100).alias("confidence_score"),
        "recommendation",
        pl.col("current_points_line").alias("line_value"),
        "actual_points",
        pl.col("minutes").alias("minutes_played"),
        (missed / 10).alias("absolute_error"),
        (pl.col("signed_tenths") / 10).alias("signed_error"),
        _correct().alias("prediction_correct"),
        (missed <= 30).alias("within_3_points"),
        (missed <= 50).alias("within_5_points"),
        "is_voided",
        _void_reason().alias("void_reason"),
        "has_prop_line",
        "line_source",
        at(7, days=1).alias("graded_at"),
        "signed_tenths",
        pl.col("confidence_score").cast(pl.Int64).alias("confidence"),
    ).sort("game_date", "game_id", "player_lookup", "system_id")


def _correct() -> pl.Expr:
    """Null for a void, a push, and what picked no side."""
    points, line = pl.col("actual_points"), pl.col("current_points_line")
    decided = pl.col("recommendation").is_in(PICKS) & (points != line)
    return pl.when(decided).then((points > line) == (pl.col("recommendation") == "OVER"))


def _void_reason() -> pl.Expr:
    status = pl.col("injury_status")
    reason = (
        pl.when(status == "out")
        .then(pl.lit("dnp_injury_confirmed"))
        .when(status.is_not_null())
        .then(pl.lit("dnp_late_scratch"))
        .otherwise(pl.lit("dnp_unknown"))
    )
    return pl.when("is_voided").then(reason)
