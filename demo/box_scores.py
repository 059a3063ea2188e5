"""Box scores: the official lines of every game, and the feed's ids of who is in them."""

from __future__ import annotations

import polars as pl

from demo import irregular
from demo.expected import at
from demo.source import Source
from publishing.calendar import season_year

_NAMES = {
    "game_key": "game_id",
    "player_name": "player_full_name",
    "team": "team_abbr",
    "opp": "opponent_team_abbr",
    "pts": "points",
    "minutes": "minutes_played",
    "ast": "assists",
    "oreb": "offensive_rebounds",
    "dreb": "defensive_rebounds",
    "stl": "steals",
    "blk": "blocks",
    "turnover": "turnovers",
    "fga": "fg_attempts",
    "fgm": "fg_makes",
    "fg3a": "three_pt_attempts",
    "fg3m": "three_pt_makes",
    "fta": "ft_attempts",
    "ftm": "ft_makes",
}


def summary(source: Source) -> pl.DataFrame:
    """One row per listed player and game of the whole season, at 09:00 UTC of the day after."""
    # An estimate is no closing line.
    quoted = source.lines.filter("has_prop_line").select(
        "game_date", "player_lookup", pl.col("line").alias("points_line")
    )
    rows = (
        source.appearances.drop("game_id")
        .rename(_NAMES)
        .join(quoted, on=["game_date", "player_lookup"], how="left")
        .with_columns(at(9, days=1).alias("processed_at"))
        .sort("game_date", "game_id", "player_lookup")
    )
    if source.night is not None:
        rows = irregular.box_scores(rows, source.appearances, source.night)
    absent = pl.col("points").is_null()
    over = pl.when(pl.col("points") >= pl.col("points_line")).then(pl.lit("OVER"))
    under = pl.when(pl.col("points") < pl.col("points_line")).then(pl.lit("UNDER"))
    return rows.with_columns(
        in_season(),
        pl.coalesce(over, under).alias("over_under_result"),
        pl.lit(False).alias("win_flag"),
        absent.alias("is_dnp"),
        pl.when(absent).then(pl.lit("DNP - Coach's Decision")).alias("dnp_reason"),
    ).sort("game_date", "game_id", "player_lookup", "processed_at")


def feed_ids(source: Source) -> pl.DataFrame:
    """The feed's player ids of every listed player, from the games before the simulated night."""
    rows = source.before_night().filter(pl.col("bdl_id").is_not_null()).drop("game_id")
    return rows.rename({"bdl_id": "bdl_player_id", **_NAMES}).sort(
        "game_date", "game_id", "bdl_player_id"
    )


def in_season() -> pl.Expr:
    """The `season_year` of the row's game date."""
    return pl.col("game_date").map_elements(season_year, return_dtype=pl.Int64).alias("season_year")
