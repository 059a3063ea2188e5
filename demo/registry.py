"""The registry: who has been with which team."""

from __future__ import annotations

import polars as pl

from demo import irregular
from demo.expected import at
from demo.source import Source
from publishing.calendar import season_label, season_year


def registry(source: Source) -> pl.DataFrame:
    """One row per player, team and season, first written the morning after his first game.

    For the simulation `last_game_date` stops before the night.
    """
    rows = source.before_night()
    years = {day: season_year(day) for day in rows["game_date"].unique().sort()}
    label = pl.col("game_date").replace_strict(
        list(years), [season_label(year) for year in years.values()], return_dtype=pl.String
    )
    found = (
        rows.with_columns(label.alias("season"))
        .group_by("player_lookup", "team", "season")
        .agg(
            pl.col("player_name").last(),
            pl.col("position").last(),
            pl.col("game_date").min(),
            pl.col("game_date").filter(pl.col("pts").is_not_null()).max().alias("last_game_date"),
        )
        .with_columns(at(9, days=1).alias("processed_at"))
        .rename({"team": "team_abbr"})
        .sort("player_lookup", "season", "team_abbr")
    )
    return found if source.season is None else irregular.registry(found)
