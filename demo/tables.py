"""The warehouse tables. Each function returns one table with the warehouse's names and types."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, time, timedelta

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from demo import predictions, schemas
from demo.source import Source
from publishing.calendar import season_label, season_year

_SUMMARY_NAMES = {
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


def player_prop_predictions(source: Source, day: date | None = None) -> pa.Table:
    """Predictions of every system, of one date or of all."""
    rows = predictions.rows(source.forecasts, source.lines)
    if source.season:
        rows = predictions.with_irregularities(rows)
    # The date is cut last: a prediction is the same with and without a date.
    if day is not None:
        rows = rows.filter(pl.col("game_date") == day)
    return conform(rows, schemas.PREDICTIONS)


def player_game_summary(source: Source) -> pa.Table:
    """Box scores of the whole season, each processed the day after at 09:00 UTC."""
    lines = source.lines.select("game_date", "player_lookup", pl.col("line").alias("points_line"))
    quoted = source.lines.filter("has_prop_line").select("game_date", "player_lookup")
    rows = (
        source.appearances.drop("game_id")
        .rename({"game_key": "game_id", "player_name": "player_full_name", **_SUMMARY_NAMES})
        # An estimate is no closing line.
        .join(
            lines.join(quoted, on=["game_date", "player_lookup"], how="semi"),
            on=["game_date", "player_lookup"],
            how="left",
        )
    )
    absent = pl.col("points").is_null()
    over = pl.when(pl.col("points") >= pl.col("points_line")).then(pl.lit("OVER"))
    under = pl.when(pl.col("points") < pl.col("points_line")).then(pl.lit("UNDER"))
    rows = rows.with_columns(
        _season_year(),
        pl.coalesce(over, under).alias("over_under_result"),
        pl.lit(False).alias("win_flag"),
        absent.alias("is_dnp"),
        pl.when(absent).then(pl.lit("DNP - Coach's Decision")).alias("dnp_reason"),
        _morning_after().alias("processed_at"),
    ).sort("game_date", "game_id", "player_lookup")
    return conform(rows, schemas.PLAYER_GAME_SUMMARY)


def nbac_schedule(source: Source) -> pa.Table:
    """Every game. Those of the simulated night are as they stood on its morning: to be played."""
    home = source.appearances.filter("is_home")
    games = home.select(
        "game_id",
        "game_date",
        "playoffs",
        pl.col("team").alias("home_team_tricode"),
        pl.col("opp").alias("away_team_tricode"),
        pl.col("team_pts").alias("home_team_score"),
        pl.col("opp_pts").alias("away_team_score"),
    ).unique()
    tips = {f.league_id: f.tip_off for f in source.season.fixtures} if source.season else {}
    to_come = pl.lit(False) if source.night is None else pl.col("game_date") >= source.night
    tip_off = pl.col("game_id").replace_strict(
        list(tips), list(tips.values()), default=None, return_dtype=pl.Datetime("us", "UTC")
    )
    this_morning = pl.col("game_date").dt.combine(time(10)).dt.replace_time_zone("UTC")
    rows = games.with_columns(
        _season_year(),
        tip_off.alias("game_date_est"),
        pl.when(to_come).then(1).otherwise(3).alias("game_status"),
        pl.when(to_come)
        .then(pl.lit("Scheduled"))
        .otherwise(pl.lit("Final"))
        .alias("game_status_text"),
        pl.when(~to_come).then("home_team_score").alias("home_team_score"),
        pl.when(~to_come).then("away_team_score").alias("away_team_score"),
        pl.lit(False).alias("is_all_star"),
        (~pl.col("playoffs")).alias("is_regular_season"),
        pl.col("playoffs").alias("is_playoffs"),
        pl.when(to_come).then(this_morning).otherwise(_morning_after()).alias("processed_at"),
    ).sort("game_date", "game_id")
    return conform(rows, schemas.SCHEDULE)


def nba_players_registry(source: Source) -> pa.Table:
    """One row per player, team and season, first written the morning after his first game.

    For the simulation `last_game_date` stops before the night.
    """
    rows = source.appearances
    if source.night is not None:
        rows = rows.filter(pl.col("game_date") < source.night)
    years = {day: season_year(day) for day in rows["game_date"].unique().sort()}
    label = pl.col("game_date").replace_strict(
        list(years), [season_label(year) for year in years.values()], return_dtype=pl.String
    )
    rows = (
        rows.with_columns(label.alias("season"))
        .group_by("player_lookup", "team", "season")
        .agg(
            pl.col("player_name").last(),
            pl.col("position").last(),
            pl.col("game_date").min(),
            pl.col("game_date").filter(pl.col("pts").is_not_null()).max().alias("last_game_date"),
        )
        .with_columns(_morning_after().alias("processed_at"))
        .rename({"team": "team_abbr"})
        .sort("player_lookup", "season", "team_abbr")
    )
    return conform(rows, schemas.REGISTRY)


def bdl_player_boxscores(source: Source) -> pa.Table:
    """The feed's player ids of every listed player, from the games before the simulated night."""
    rows = source.appearances.filter(pl.col("bdl_id").is_not_null())
    if source.night is not None:
        rows = rows.filter(pl.col("game_date") < source.night)
    rows = rows.drop("game_id").rename(
        {
            "bdl_id": "bdl_player_id",
            "player_name": "player_full_name",
            "game_key": "game_id",
            "team": "team_abbr",
        }
    )
    return conform(rows.sort("game_date", "game_id", "bdl_player_id"), schemas.BDL_BOXSCORES)


def all_tables(source: Source, day: date | None = None) -> Mapping[str, Callable[[], pa.Table]]:
    """The tables of a source by `dataset.table` name, each made when called."""
    tables: dict[str, Callable[[], pa.Table]] = {
        "nba_predictions.player_prop_predictions": lambda: player_prop_predictions(source, day),
        "nba_raw.nbac_schedule": lambda: nbac_schedule(source),
        "nba_reference.nba_players_registry": lambda: nba_players_registry(source),
        "nba_analytics.player_game_summary": lambda: player_game_summary(source),
    }
    if source.season:
        tables["nba_raw.bdl_player_boxscores"] = lambda: bdl_player_boxscores(source)
    return tables


def conform(rows: pl.DataFrame, schema: pa.Schema) -> pa.Table:
    """The schema's columns with its exact types; decimals are rounded once, half to even."""
    columns = []
    for field in schema:
        column = rows[field.name].to_arrow()
        if pa.types.is_decimal(field.type):
            column = pc.round(
                column.cast(pa.float64()), field.type.scale, round_mode="half_to_even"
            )
        columns.append(column.cast(field.type))
    return pa.table(columns, schema=schema)


def _morning_after() -> pl.Expr:
    next_day = pl.col("game_date") + timedelta(days=1)
    return next_day.dt.combine(time(9)).dt.replace_time_zone("UTC")


def _season_year() -> pl.Expr:
    return pl.col("game_date").map_elements(season_year, return_dtype=pl.Int64).alias("season_year")
