"""The script's numbers of players before the date: one row a player, computed by column."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby

import polars as pl
from polars import col

from benchmarks.batch_script_tables import Row, Tables

_OVER, _UNDER = col("over_under_result") == "OVER", col("over_under_result") == "UNDER"
_TENTHS = (col("minutes_played").cast(pl.Float64) * 10).round().cast(pl.Int64)
_DATE = col("game_date")

SPLITS = ("home", "away", "tired", "other", "rested", "opponent")


class Form:
    """What the box scores before the date say; everything newest first."""

    def __init__(self, tables: Tables) -> None:
        day = tables.day
        contexts = tables.context.sort("game_id").unique("player_lookup", keep="first").lazy()
        opponents = contexts.select("player_lookup", against="opponent_team_abbr")
        teams = {game[f"{side}_team_tricode"] for game in tables.games for side in ("home", "away")}
        earlier = tables.box.lazy().filter(day > _DATE)
        played = earlier.filter(~col("is_dnp").fill_null(value=False) & col("points").is_not_null())
        newest = played.group_by("player_lookup").agg(
            team_now=col("team_abbr").first(), last_played=_DATE.first()
        )
        tonight = earlier.join(opponents, on="player_lookup", how="inner", maintain_order="left")
        of_tonight = played.join(
            opponents, on="player_lookup", how="inner", maintain_order="left"
        ).with_columns(back=pl.int_range(pl.len()).over("player_lookup"))
        of_teams = played.join(
            newest.filter(col("team_now").is_in(teams)),
            on="player_lookup",
            how="inner",
            maintain_order="left",
        )
        recent, season, numbers, streaks, momentum, rest = pl.collect_all(
            [
                tonight.group_by("player_lookup", maintain_order=True)
                .head(10)
                .with_columns(at_home=col("game_id").str.ends_with("_" + col("team_abbr"))),
                _season(of_tonight.filter(col("season_year") == tables.season)),
                of_tonight.group_by("player_lookup").agg(
                    pl.struct(
                        p5=col("points").head(5).sum(),
                        n5=col("points").head(5).count(),
                        m5=_TENTHS.head(5).sum(),
                        k5=_TENTHS.head(5).count(),
                        p10=col("points").head(10).sum(),
                        n10=col("points").head(10).count(),
                        m10=_TENTHS.head(10).sum(),
                        k10=_TENTHS.head(10).count(),
                    ).alias("lately")
                ),
                _streaks(of_teams.filter(day - timedelta(30) <= _DATE)),
                _momentum(of_teams.filter(day - timedelta(45) <= _DATE)),
                _rest(of_teams.filter(col("season_year") >= 2022), day),
            ]
        )
        rows = recent.iter_rows(named=True)
        self.recent = {
            lookup: list(found) for lookup, found in groupby(rows, lambda row: row["player_lookup"])
        }
        self.season = {row["player_lookup"]: row for row in season.iter_rows(named=True)}
        self.lately = dict(numbers.iter_rows())
        self.streaks: list[Row] = streaks.to_dicts()
        self.momentum: list[Row] = momentum.to_dicts()
        self.rest: list[Row] = rest.to_dicts()


def _season(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Sums of the season, and of each of its splits."""
    gap = (_DATE - _DATE.shift(-1).over("player_lookup")).dt.total_days()
    home = col("game_id").str.ends_with("_" + col("team_abbr"))
    tired = (gap == 1).fill_null(value=False)
    split = dict(
        zip(
            SPLITS,
            (home, ~home, tired, ~tired, gap >= 2, col("opponent_team_abbr") == col("against")),
            strict=True,
        )
    )
    flags = [which.fill_null(value=False).alias(name) for name, which in split.items()]
    sums = [
        pl.struct(
            games=col(name).sum(),
            points=col("points").filter(name).sum(),
            overs=(col(name) & _OVER).sum(),
            decided=(col(name) & (_OVER | _UNDER)).sum(),
        ).alias(name)
        for name in SPLITS
    ]
    return (
        rows.with_columns(*flags)
        .group_by("player_lookup")
        .agg(
            *sums,
            games=pl.len(),
            points=col("points").sum(),
            tenths=_TENTHS.sum(),
            timed=_TENTHS.count(),
        )
    )


def _streaks(rows: pl.LazyFrame) -> pl.LazyFrame:
    line = (col("points_line").cast(pl.Float64) * 10).round().cast(pl.Int64)
    margin = col("points") * 10 - line
    return (
        rows.filter((_OVER | _UNDER) & (col("team_abbr") == col("team_now")))
        .group_by("player_lookup", "team_now", maintain_order=True)
        .agg(results="over_under_result", margin=margin.sum(), margins=margin.count())
    )


def _momentum(rows: pl.LazyFrame) -> pl.LazyFrame:
    return (
        rows.filter(col("team_abbr") == col("team_now"))
        .group_by("player_lookup", "team_now", maintain_order=True)
        .agg(points=col("points").head(15))
        .filter(col("points").list.len() >= 10)
    )


def _rest(rows: pl.LazyFrame, day: object) -> pl.LazyFrame:
    gap = (_DATE - _DATE.shift(-1).over("player_lookup")).dt.total_days()
    points = col("points")
    return (
        rows.with_columns(gap=gap, days=(pl.lit(day) - col("last_played")).dt.total_days())
        .filter((col("days") == 1) | col("days").is_between(3, 7))
        .group_by("player_lookup", "team_now", "days", maintain_order=True)
        .agg(
            overall=points.filter(col("gap").is_not_null()).sum(),
            overalls=col("gap").count(),
            fresh=points.filter(col("gap") >= 3).sum(),
            freshes=(col("gap") >= 3).sum(),
            tired=points.filter(col("gap") == 1).sum(),
            tireds=(col("gap") == 1).sum(),
        )
    )
