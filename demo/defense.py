"""What each team allows, in its last fifteen games before a date."""

from __future__ import annotations

from datetime import time

import polars as pl

from demo.team_games import team_games

GAMES = 15
EARLY = 5
"""Games that a team has to have played before its shares are of enough shots."""

PAINT_IS_EASIER = 0.05
"""How much more often a simulated shot falls from the paint than any two."""

_SUMS = (
    "games", "points", "complete_games", "complete_points", "possessions_100", "length",
    "twos", "twos_made", "threes", "threes_made",
)  # fmt: skip


def defense(appearances: pl.DataFrame, *, simulated: bool) -> pl.DataFrame:
    """One row per team and date with games, from its first game on, at 11:00 UTC of the date.

    Computed from box scores: points allowed a game; points allowed per 100 possessions, which are
    estimated as attempts + 0.44 free throws - offensive rebounds + turnovers, the mean of both
    teams; possessions per 48 minutes; threes allowed. The last three count only games whose
    shooting is known. The paint is not in box scores: it is null for real games, and in the
    simulation the share of twos allowed plus 0.05. Until a team has played five games its row is
    flagged as early, and its shares are null.
    """
    states = _states(_allowed(appearances)).rename({"game_date": "last_date"})
    days = appearances.select(pl.col("game_date").alias("analysis_date")).unique()
    rows = (
        days.join(appearances.select("team").unique(), how="cross")
        .sort("analysis_date", "team")
        .join_asof(
            states.sort("last_date"),
            left_on="analysis_date",
            right_on="last_date",
            by="team",
            strategy="backward",
            allow_exact_matches=False,
            check_sortedness=False,
        )
        .filter(pl.col("games").is_not_null())
    )
    known = pl.col("complete_games") > 0
    early = pl.col("games") < EARLY
    paint = pl.col("twos_made") / pl.col("twos") + PAINT_IS_EASIER
    made_at = pl.col("analysis_date").dt.combine(time(11)).dt.replace_time_zone("UTC")
    return rows.select(
        pl.col("team").alias("team_abbr"),
        "analysis_date",
        (pl.col("points") / pl.col("games")).alias("opponent_points_per_game"),
        pl.when(known)
        .then(pl.col("complete_points") * 10_000 / pl.col("possessions_100"))
        .alias("defensive_rating_last_15"),
        pl.when(known & simulated & ~early).then(paint).alias("paint_pct_allowed_last_15"),
        pl.when(known & ~early)
        .then(pl.col("threes_made") / pl.col("threes"))
        .alias("three_pt_pct_allowed_last_15"),
        pl.when(known)
        .then(pl.col("possessions_100") * 48 / (pl.col("length") * 100))
        .alias("opponent_pace"),
        early.alias("early_season_flag"),
        made_at.alias("processed_at"),
    ).sort("analysis_date", "team_abbr")


def _allowed(appearances: pl.DataFrame) -> pl.DataFrame:
    """What the opponent did in each game of each team; null where nobody wrote it down."""
    sides = team_games(appearances)
    other = sides.select("game_key", pl.col("team").alias("opp"), pl.col("hundredths").alias("own"))
    # The rows of who attacks become those of who defends.
    allowed = sides.join(other, on=["game_key", "opp"]).rename({"team": "opp", "opp": "team"})
    return allowed.with_columns(((pl.col("hundredths") + pl.col("own")) / 2).alias("possessions"))


def _states(allowed: pl.DataFrame) -> pl.DataFrame:
    """The sums over the last fifteen games after each game of each team."""
    known = pl.col("possessions").is_not_null() & pl.col("fg3a").is_not_null()
    numbers = {
        "games": pl.lit(1),
        "points": pl.col("team_pts"),
        "complete_games": known.cast(pl.Int64),
        "complete_points": pl.when(known).then("team_pts"),
        "possessions_100": pl.when(known).then("possessions"),
        "length": pl.when(known).then("length"),
        "twos": pl.when(known).then(pl.col("fga") - pl.col("fg3a")),
        "twos_made": pl.when(known).then(pl.col("fgm") - pl.col("fg3m")),
        "threes": pl.when(known).then("fg3a"),
        "threes_made": pl.when(known).then("fg3m"),
    }
    return (
        allowed.sort("team", "game_date")
        .with_columns(number.fill_null(0).alias(name) for name, number in numbers.items())
        .select(
            "team",
            "game_date",
            *(pl.col(name).rolling_sum(GAMES, min_samples=1).over("team") for name in _SUMS),
        )
    )
