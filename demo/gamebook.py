"""The gamebook: the minutes of everybody who was listed for a game."""

from __future__ import annotations

import polars as pl

from demo import irregular
from demo.expected import at
from demo.source import Source


def gamebook(source: Source) -> pl.DataFrame:
    """One row per listed player and game of the whole season, at 06:00 UTC of the day after.

    Minutes are null for a player who did not play.
    """
    rows = source.appearances.select(
        "player_lookup",
        pl.col("game_key").alias("game_id"),
        "game_date",
        pl.col("minutes").alias("minutes_decimal"),
        at(6, days=1).alias("processed_at"),
    ).sort("game_date", "game_id", "player_lookup")
    if source.night is not None:
        rows = irregular.gamebook(rows, source.appearances, source.night)
    return rows.sort("game_date", "player_lookup", "processed_at", "game_id")
