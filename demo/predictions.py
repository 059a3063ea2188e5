"""Prediction rows: forecast against line, with recommendation and confidence."""

from __future__ import annotations

from datetime import time, timedelta

import polars as pl

from demo.models import CHAMPION, SYSTEMS

EDGE = 1
"""Points between prediction and line from which there is a recommendation."""

_ORDER = ("game_date", "game_id", "player_lookup", "system_id", "prediction_id")


def rows(forecasts: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """One active row of version 1 per forecast and system, with the columns of the table.

    Beside them `game_key`, which stays the standard id, `team` and `opp`.
    """
    known = ["game_key", "game_id", "game_date", "team", "opp", "player_lookup", "games", "steady"]
    wide = forecasts.select(*known, "venue_games", "opponent_known", *SYSTEMS)
    long = wide.unpivot(
        SYSTEMS,
        index=[*known, "venue_games", "opponent_known"],
        variable_name="system_id",
        value_name="points",
    ).rename({"game_id": "league_id"})
    rows = long.join(lines, on=["game_date", "player_lookup"], how="left").with_columns(
        # Half points and tenths are compared as whole tenths, so that no edge is a float's.
        (pl.col("points") * 10).round(mode="half_to_even").cast(pl.Int64).alias("tenths"),
        (pl.col("line") * 10).round().cast(pl.Int64).alias("line_tenths"),
    )
    morning = pl.col("game_date").dt.combine(time(14)).dt.replace_time_zone("UTC")
    defaults = (~pl.col("opponent_known")).cast(pl.Int64) + (pl.col("venue_games") == 0)
    quality = 60.0 + 2.0 * pl.min_horizontal("games", pl.lit(20)) - 5.0 * defaults
    similar = pl.when(pl.col("system_id") == "similarity_balanced_v1").then("venue_games")
    rows = rows.with_columns(
        pl.col("game_key").alias("game_id"),
        pl.lit(1, pl.Int64).alias("prediction_version"),
        (pl.col("tenths") / 10).alias("predicted_points"),
        _confidence().alias("confidence_score"),
        _recommendation().alias("recommendation"),
        pl.col("line").alias("current_points_line"),
        ((pl.col("tenths") - pl.col("line_tenths")) / 10).alias("line_margin"),
        pl.lit(None, pl.Float64).alias("pace_adjustment"),
        similar.alias("similar_games_count"),
        pl.lit(True).alias("is_active"),
        morning.alias("created_at"),
        morning.alias("updated_at"),
        quality.alias("feature_quality_score"),
        defaults.alias("default_feature_count"),
        pl.col("has_prop_line").fill_null(False),
        pl.col("line_source").fill_null("NO_PROP_LINE"),
        pl.lit(None, pl.String).alias("invalidation_reason"),
    )
    level = pl.when(quality >= 80).then(pl.lit("green")).when(quality >= 70)
    level_text = level.then(pl.lit("yellow")).otherwise(pl.lit("red"))
    return _identified(rows.with_columns(level_text.alias("quality_alert_level"))).sort(_ORDER)


def with_irregularities(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with what real tables have too, on purpose.

    Some predictions have a superseded, inactive row of two hours earlier; some have a second
    active version that must win; some name their game by the league's id.
    """
    numbered = rows.with_row_index("row")
    superseded = _older(numbered.filter(pl.col("row") % 23 == 5), points=2.5, hours=2)
    first = _older(numbered.filter(pl.col("row") % 19 == 3), points=1.5, hours=1)
    superseded = superseded.with_columns(
        pl.lit(False).alias("is_active"), pl.lit(1, pl.Int64).alias("prediction_version")
    )
    latest = numbered.with_columns(
        pl.when(pl.col("row") % 19 == 3)
        .then(2)
        .otherwise("prediction_version")
        .alias("prediction_version")
    )
    everything = pl.concat([latest, first, superseded])
    in_league_form = pl.col("row") % 7 == 2
    game_id = pl.when(in_league_form).then("league_id").otherwise("game_id").alias("game_id")
    return _identified(everything.with_columns(game_id)).drop("row").sort(_ORDER)


def _older(rows: pl.DataFrame, points: float, hours: int) -> pl.DataFrame:
    """The rows as they were some hours earlier, with that many points more."""
    return rows.with_columns(
        pl.col("predicted_points", "line_margin") + points,
        pl.col("created_at", "updated_at") - timedelta(hours=hours),
        _recommendation_of(pl.col("line_margin") + points).alias("recommendation"),
    )


def _recommendation() -> pl.Expr:
    return _recommendation_of((pl.col("tenths") - pl.col("line_tenths")) / 10)


def _recommendation_of(edge: pl.Expr) -> pl.Expr:
    return (
        pl.when(edge.is_null())
        .then(pl.lit("NO_LINE"))
        .when(edge >= EDGE)
        .then(pl.lit("OVER"))
        .when(edge <= -EDGE)
        .then(pl.lit("UNDER"))
        .otherwise(pl.lit("PASS"))
    )


def _confidence() -> pl.Expr:
    """79 to 95: 75, plus for a steady player, plus for many games, plus one for the champion."""
    steady = pl.col("steady").replace_strict({0: 10, 1: 8, 2: 5, 3: 2}, return_dtype=pl.Int64)
    many = pl.when(pl.col("games") >= 20).then(9).when(pl.col("games") >= 10).then(6).otherwise(2)
    champion = (pl.col("system_id") == CHAMPION).cast(pl.Int64)
    return (75 + steady + many + champion).clip(79, 95)


def _identified(rows: pl.DataFrame) -> pl.DataFrame:
    parts = ("game_date", "player_lookup", "system_id", "prediction_version")
    superseded = pl.when(pl.col("is_active")).then(pl.lit("")).otherwise(pl.lit("-superseded"))
    name = pl.concat_str(*parts, separator="-") + superseded
    return rows.with_columns(name.alias("prediction_id"))
