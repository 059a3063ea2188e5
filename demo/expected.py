"""Who is expected in which game, and what his earlier games were: nothing of the game itself."""

from __future__ import annotations

from datetime import time

import polars as pl

WEEK = "7d"
PAIRS = "13d"
"""The window of second games of back-to-backs of which both games are in the last 14 days."""

_KEYS = ["game_key", "game_date", "team", "opp", "is_home", "player_lookup"]
_PLAYER_DAY = ["player_lookup", "game_date"]


def expected(appearances: pl.DataFrame, forecasts: pl.DataFrame) -> pl.DataFrame:
    """One row per player and date: who is listed for a game, and who has a forecast for one.

    A player who is listed for another game of the date is expected in that one alone. Columns
    beside the game and the player: `days_rest` (1 is a back-to-back, null before a first game);
    `games_7` and `minutes_7` of the seven days before; `pairs_14` back-to-backs inside the fourteen
    days before; `season_mean`, `mean_5` and `mean_10` of points before.
    """
    listed = appearances.select(_KEYS)
    others = forecasts.select(_KEYS).join(listed, on=_PLAYER_DAY, how="anti")
    wanted = pl.concat([listed, others])
    played = appearances.filter(pl.col("pts").is_not_null()).sort("player_lookup", "game_date")
    gap = pl.col("game_date").diff().over("player_lookup").dt.total_days()
    played = played.with_columns((gap == 1).fill_null(False).cast(pl.Int64).alias("pair"))
    rows = wanted.join(_loads(wanted, played), on=_PLAYER_DAY, how="left")
    rows = rows.sort("game_date").join_asof(
        _history(played).sort("last_date"),
        left_on="game_date",
        right_on="last_date",
        by="player_lookup",
        strategy="backward",
        allow_exact_matches=False,
        check_sortedness=False,
    )
    days = (pl.col("game_date") - pl.col("last_date")).dt.total_days()
    return (
        rows.with_columns(days.alias("days_rest"))
        .drop("last_date")
        .sort("game_date", "game_key", "player_lookup")
    )


def at(hour: int, days: int = 0) -> pl.Expr:
    """An hour, UTC, of the row's game date or so many days after it."""
    day = pl.col("game_date").dt.offset_by(f"{days}d")
    return day.dt.combine(time(hour)).dt.replace_time_zone("UTC")


def _loads(wanted: pl.DataFrame, played: pl.DataFrame) -> pl.DataFrame:
    """What the days before each wanted date held, by player and date."""
    none = pl.lit(0).cast(pl.Int64)
    questions = wanted.select(
        *_PLAYER_DAY, none.alias("game"), none.alias("tenths"), none.alias("pair")
    )
    answers = played.select(
        *_PLAYER_DAY,
        pl.lit(1).cast(pl.Int64).alias("game"),
        (pl.col("minutes") * 10).round().cast(pl.Int64).fill_null(0).alias("tenths"),
        "pair",
    )

    def before(column: str, window: str) -> pl.Expr:
        return (
            pl.col(column).rolling_sum_by("game_date", window, closed="left").over("player_lookup")
        )

    return (
        pl.concat([questions, answers])
        .sort(_PLAYER_DAY)
        .with_columns(
            before("game", WEEK).fill_null(0).alias("games_7"),
            (before("tenths", WEEK).fill_null(0) / 10).alias("minutes_7"),
            before("pair", PAIRS).fill_null(0).alias("pairs_14"),
        )
        .select(*_PLAYER_DAY, "games_7", "minutes_7", "pairs_14")
        .unique(_PLAYER_DAY, keep="first", maintain_order=True)
    )


def _history(played: pl.DataFrame) -> pl.DataFrame:
    games = pl.int_range(1, pl.len() + 1).over("player_lookup")
    points = pl.col("pts").cast(pl.Float64)
    return played.select(
        "player_lookup",
        pl.col("game_date").alias("last_date"),
        (pl.col("pts").cum_sum().over("player_lookup") / games).alias("season_mean"),
        points.rolling_mean(5, min_samples=1).over("player_lookup").alias("mean_5"),
        points.rolling_mean(10, min_samples=1).over("player_lookup").alias("mean_10"),
    )
