"""The schedule, with the results of the games that have been played."""

from __future__ import annotations

import polars as pl

from demo.box_scores import in_season
from demo.expected import at
from demo.postponed import Postponed
from demo.source import Source


def schedule(source: Source) -> pl.DataFrame:
    """Every game; the simulation's postponed one has a row on its first date too.

    The games of the simulated night are as they stood on its morning: to be played.
    """
    games = (
        source.appearances.filter("is_home")
        .select(
            "game_id",
            "game_date",
            "playoffs",
            pl.col("team").alias("home_team_tricode"),
            pl.col("opp").alias("away_team_tricode"),
            pl.col("team_pts").alias("home_team_score"),
            pl.col("opp_pts").alias("away_team_score"),
        )
        .unique()
    )
    tips = {f.league_id: f.tip_off for f in source.season.fixtures} if source.season else {}
    to_come = pl.lit(False) if source.night is None else pl.col("game_date") >= source.night
    tip_off = pl.col("game_id").replace_strict(
        list(tips), list(tips.values()), default=None, return_dtype=pl.Datetime("us", "UTC")
    )
    text = pl.when(to_come).then(pl.lit("Scheduled")).otherwise(pl.lit("Final"))
    rows = games.with_columns(
        in_season(),
        tip_off.alias("game_date_est"),
        pl.when(to_come).then(1).otherwise(3).alias("game_status"),
        text.alias("game_status_text"),
        pl.when(~to_come).then("home_team_score").alias("home_team_score"),
        pl.when(~to_come).then("away_team_score").alias("away_team_score"),
        pl.lit(False).alias("is_all_star"),
        (~pl.col("playoffs")).alias("is_regular_season"),
        pl.col("playoffs").alias("is_playoffs"),
        pl.when(to_come).then(at(10)).otherwise(at(9, days=1)).alias("processed_at"),
    )
    if source.postponed is not None:
        rows = pl.concat([rows, _first_date(rows, source.postponed)])
    return rows.sort("game_date", "game_id")


def _first_date(rows: pl.DataFrame, game: Postponed) -> pl.DataFrame:
    """The postponed game as it stood at 21:00 UTC of its first date."""
    none = pl.lit(None, pl.Int64)
    return (
        rows.filter(pl.col("game_id") == game.fixture.league_id)
        .with_columns(
            pl.lit(game.first_day).alias("game_date"),
            pl.lit(game.tip_off).cast(pl.Datetime("us", "UTC")).alias("game_date_est"),
            pl.lit(1, rows["game_status"].dtype).alias("game_status"),
            pl.lit("Postponed").alias("game_status_text"),
            none.alias("home_team_score"),
            none.alias("away_team_score"),
        )
        .with_columns(at(21).alias("processed_at"))
    )
