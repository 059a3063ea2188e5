"""A warehouse of many seasons: one season's rows, again and again a year earlier."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from publishing.calendar import season_label, season_start, season_year

A_YEAR = 364
"""Days: whole weeks, so that a season stays inside its October to June."""

_TABLES = {
    "nba_analytics.player_game_summary": "game_date",
    "nba_analytics.team_offense_game_summary": "game_date",
    "nba_analytics.upcoming_player_game_context": "game_date",
    "nba_precompute.player_composite_factors": "game_date",
    "nba_precompute.player_shot_zone_analysis": "analysis_date",
    "nba_precompute.team_defense_zone_analysis": "analysis_date",
    "nba_predictions.ml_feature_store_v2": "game_date",
    "nba_predictions.player_prop_predictions": "game_date",
    "nba_predictions.prediction_accuracy": "game_date",
    "nba_predictions.system_daily_performance": "game_date",
    "nba_raw.bettingpros_player_points_props": "game_date",
    "nba_raw.nbac_gamebook_player_stats": "game_date",
    "nba_raw.nbac_injury_report": "report_date",
    "nba_raw.nbac_schedule": "game_date",
    "nba_reference.nba_players_registry": None,
}
"""The tables that the exports read, with the column that says a row's season."""

_OF_NO_SEASON = (
    "nba_analytics.news_insights",
    "nba_analytics.news_player_links",
    "nba_raw.news_articles_raw",
)
"""Tables that are the same in every season."""


def write_seasons(
    folder: Path, output: Path, day: date, seasons: int, *, same_players: bool = True
) -> int:
    """Writes the season of `day` so many times, a row group each; returns the number of rows.

    An earlier season is of the same players, or each of players of its own.
    """
    output.mkdir(parents=True)
    rows = 0
    for name in _OF_NO_SEASON:
        shutil.copyfile(folder / f"{name}.parquet", output / f"{name}.parquet")
    for name, dated in _TABLES.items():
        schema = pq.read_schema(folder / f"{name}.parquet")
        season = pl.read_parquet(folder / f"{name}.parquet").filter(_of_season(dated, day))
        with pq.ParquetWriter(output / f"{name}.parquet", schema, compression="zstd") as file:
            for back in reversed(range(seasons)):
                shifted = season.with_columns(_earlier(season, day, back))
                if back and not same_players and "player_lookup" in season.columns:
                    shifted = shifted.with_columns(pl.col("player_lookup") + f"y{back}")
                file.write_table(shifted.to_arrow().cast(schema))
                rows += season.height
    return rows


def _of_season(dated: str | None, day: date) -> pl.Expr:
    if dated is None:
        return pl.col("season") == season_label(season_year(day))
    return pl.col(dated) >= season_start(day)


def _earlier(season: pl.DataFrame, day: date, back: int) -> Iterator[pl.Expr]:
    """Every column that says when, so many years earlier."""
    shift = timedelta(days=A_YEAR * back)
    for name, kind in season.schema.items():
        column = pl.col(name)
        if kind.is_temporal():
            yield column - shift
        elif name == "season_year":
            yield column - back
        elif name == "season":
            yield pl.lit(season_label(season_year(day) - back)).alias(name)
        elif name == "game_id":
            yield _game_id(column, shift, back)


def _game_id(column: pl.Expr, shift: timedelta, back: int) -> pl.Expr:
    """`20251226_BOS_NYK` names its date, the league's `0022500441` its season."""
    played = column.str.slice(0, 8).str.to_date("%Y%m%d", strict=False) - shift
    year = column.str.slice(3, 2).cast(pl.Int64, strict=False) - back
    return (
        pl.when(column.str.contains("_"))
        .then(played.dt.strftime("%Y%m%d") + column.str.slice(8))
        .otherwise(column.str.slice(0, 3) + year.cast(pl.String).str.zfill(2) + column.str.slice(5))
    ).alias(column.meta.output_name())
