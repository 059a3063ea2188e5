"""The table of what each team scored, and how fast it played."""

from __future__ import annotations

import polars as pl

from demo import irregular
from demo.expected import at
from demo.source import Source
from demo.team_games import team_games


def offense(source: Source) -> pl.DataFrame:
    """One row per team and game of the whole season, at 08:00 UTC of the day after.

    Possessions are estimated from the team's own shots (`team_games`) and are a whole number, pace
    is possessions per 48 minutes; both are null where its shooting is not known, and the quality
    of the row is then bronze instead of gold.
    """
    rows = (
        team_games(source.appearances)
        .select(
            pl.col("game_key").alias("game_id"),
            "game_date",
            pl.col("team").alias("team_abbr"),
            pl.col("is_home").alias("home_game"),
            pl.col("team_pts").alias("points_scored"),
            (pl.col("hundredths") * 48 / (100 * pl.col("length"))).alias("pace"),
            (pl.col("hundredths") / 100).round(mode="half_to_even").alias("possessions"),
            pl.when(pl.col("hundredths").is_null())
            .then(pl.lit("bronze"))
            .otherwise(pl.lit("gold"))
            .alias("quality_tier"),
            pl.lit(False).alias("is_partial_game_data"),
            at(8, days=1).alias("processed_at"),
        )
        .sort("game_date", "game_id", "team_abbr")
    )
    if source.night is not None:
        rows = irregular.team_games(rows, source.night)
    return rows.sort("game_date", "team_abbr", "processed_at", "game_id")
