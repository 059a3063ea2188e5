"""The table of who plays tonight, with his rest and the way of his line."""

from __future__ import annotations

import polars as pl

from demo.expected import at


def context(
    expected: pl.DataFrame, lines: pl.DataFrame, openings: pl.DataFrame | None = None
) -> pl.DataFrame:
    """One row per expected player and date, written at 15:00 UTC of the date.

    `days_rest` counts calendar days since his last played game, 1 is a back-to-back (`core.md`
    12.7). An estimate is no line. Without `openings` nobody knows where the lines opened.
    """
    day = ["game_date", "player_lookup"]
    rows = expected.join(lines.filter("has_prop_line").select(*day, "line"), on=day, how="left")
    if openings is None:
        rows = rows.with_columns(pl.lit(None, pl.Float64).alias("opening_line"))
    else:
        rows = rows.join(openings, on=day, how="left")
    return rows.select(
        "player_lookup",
        pl.col("game_key").alias("game_id"),
        "game_date",
        pl.col("team").alias("team_abbr"),
        pl.col("opp").alias("opponent_team_abbr"),
        pl.col("is_home").alias("home_game"),
        (pl.col("days_rest") == 1).fill_null(False).alias("back_to_back"),
        "days_rest",
        pl.col("opening_line").alias("opening_points_line"),
        pl.col("line").alias("current_points_line"),
        (pl.col("line") - pl.col("opening_line")).alias("line_movement"),
        at(15).alias("created_at"),
    )
