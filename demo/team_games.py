"""What each team did in each of its games, summed over its players."""

from __future__ import annotations

import polars as pl

SHOTS = ("fga", "fgm", "fg3a", "fg3m", "fta", "oreb", "turnover")


def team_games(appearances: pl.DataFrame) -> pl.DataFrame:
    """One row per team and game: game_key, game_date, team, opp, is_home, team_pts, the `SHOTS`.

    `hundredths` are hundredths of possessions, estimated as attempts + 0.44 free throws - offensive
    rebounds + turnovers, and `length` are the minutes of the game. What nobody wrote down of one
    player is null for his team.
    """
    overtimes = ((pl.col("minutes") - 240) / 25).round().clip(lower_bound=0)
    return (
        appearances.filter(pl.col("pts").is_not_null())
        .group_by("game_key", "game_date", "team", "opp", "is_home", "team_pts")
        .agg(
            *(pl.when(pl.col(name).null_count() == 0).then(pl.col(name).sum()) for name in SHOTS),
            pl.col("minutes").sum(),
        )
        .with_columns(
            (
                100 * (pl.col("fga") - pl.col("oreb") + pl.col("turnover")) + 44 * pl.col("fta")
            ).alias("hundredths"),
            # Whole minutes add up to a little less than five times the length of the game.
            (48 + 5 * overtimes).alias("length"),
        )
        .drop("minutes")
    )
