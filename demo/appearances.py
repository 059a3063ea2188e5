"""The one table that both sources give: a row per listed player and game."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from demo.errors import InputError
from demo.game import AWAY, HOME, STATS, Game
from demo.season import Fixture, Season
from publishing.calendar import season_year
from publishing.identity import player_lookup

SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "game_id": pl.String,  # the league's ten digits
    "game_key": pl.String,  # YYYYMMDD_AWAY_HOME
    "game_date": pl.Date,
    "playoffs": pl.Boolean,
    "team": pl.String,
    "opp": pl.String,
    "is_home": pl.Boolean,
    "player_lookup": pl.String,
    "player_name": pl.String,
    "position": pl.String,
    "bdl_id": pl.Int64,
    "minutes": pl.Float64,
    **dict.fromkeys(STATS, pl.Int64),
    "plus_minus": pl.Int64,
    "team_pts": pl.Int64,
    "opp_pts": pl.Int64,
}
"""Columns of the table. `pts` is null for a player who was listed and did not play."""

_FROM_FILE = {"tov": "turnover"}
_NEEDED = (
    "season_type game_id game_date game_key team opp is_home player_name min_int pts "
    "team_pts opp_pts"
)


def from_file(path: Path) -> pl.DataFrame:
    """The appearances in a Parquet file of real player games, in order of date, game, player.

    Raises ValueError for a file that is missing, unreadable, empty or lacks a column.
    """
    rows = read(path, _NEEDED.split()).rename(_FROM_FILE, strict=False)
    try:
        return _shaped(rows)
    except pl.exceptions.PolarsError as problem:
        raise InputError(f"{path} has a column of another type than player games have") from problem


def from_season(season: Season) -> pl.DataFrame:
    """The appearances of a simulated season with the final, corrected numbers of every game."""
    rows: list[tuple[object, ...]] = []
    for fixture in season.fixtures:
        rows += _lines(fixture, season.play(fixture))
    return pl.DataFrame(rows, schema=SCHEMA, orient="row").sort(
        "game_date", "game_key", "player_lookup"
    )


def require_games_on(appearances: pl.DataFrame, day: date) -> None:
    """ValueError unless the date has games."""
    days = appearances["game_date"].unique().sort().to_list()
    if day not in days:
        raise InputError(f"no games on {day}: the source has {days[0]} to {days[-1]}")


def read(path: Path, needed: list[str]) -> pl.DataFrame:
    """A Parquet file that has at least the needed columns and one row, else ValueError."""
    if not path.is_file():
        raise InputError(f"{path} does not exist or is not a file")
    try:
        rows = pl.read_parquet(path)
    except pl.exceptions.PolarsError as problem:
        raise InputError(f"{path} cannot be read as Parquet") from problem
    missing = [name for name in needed if name not in rows.columns]
    if missing:
        raise InputError(f"{path} lacks the columns {', '.join(missing)}")
    if rows.is_empty():
        raise InputError(f"{path} has no rows")
    return rows


def _shaped(rows: pl.DataFrame) -> pl.DataFrame:
    unknown = [name for name in SCHEMA if name not in rows.columns]
    minutes = pl.col("min_int").cast(pl.Float64)
    if "min_exact" in rows.columns:
        minutes = pl.coalesce(pl.col("min_exact").round(1), minutes)
    rows = rows.with_columns(pl.lit(None).alias(name) for name in unknown).with_columns(
        _lookups(rows),
        minutes.alias("minutes"),
        (pl.col("season_type") == "Playoffs").alias("playoffs"),
    )
    rows = rows.with_columns(pl.coalesce("game_id", _league_ids(rows)))
    return rows.select(pl.col(name).cast(kind) for name, kind in SCHEMA.items()).sort(
        "game_date", "game_key", "player_lookup"
    )


def _lookups(rows: pl.DataFrame) -> pl.Expr:
    names = rows["player_name"].unique().sort().to_list()
    keys = [player_lookup(name) for name in names]
    return pl.col("player_name").replace_strict(names, keys).alias("player_lookup")


def _league_ids(rows: pl.DataFrame) -> pl.Expr:
    """An id in the league's form for every game: season and number in order of date and teams."""
    games = rows.select("game_key", "game_date", "playoffs").unique().sort("game_date", "game_key")
    ids: dict[str, str] = {}
    for number, (key, day, playoffs) in enumerate(games.iter_rows(), start=1):
        kind = "004" if playoffs else "002"
        ids[key] = f"{kind}{season_year(day) % 100:02d}{number:05d}"
    return pl.col("game_key").replace_strict(ids)


def _lines(fixture: Fixture, game: Game) -> list[tuple[object, ...]]:
    box = game.box()
    rows: list[tuple[object, ...]] = []
    for side, team, opp in (
        (AWAY, fixture.away, fixture.home),
        (HOME, fixture.home, fixture.away),
    ):
        for place, player in enumerate(game.sides[side]):
            seconds = box.seconds[side][place]
            played = seconds > 0
            rows.append(
                (
                    fixture.league_id,
                    fixture.key,
                    fixture.day,
                    False,
                    team,
                    opp,
                    side == HOME,
                    player.lookup,
                    player.full_name,
                    player.position,
                    player.bdl_id,
                    round(seconds / 60, 1) if played else None,
                    *(number if played else None for number in box.stats[side][place]),
                    box.plus_minus[side][place] if played else None,
                    box.score(side),
                    box.score(1 - side),
                )
            )
    return rows
