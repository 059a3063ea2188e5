"""What the models are given: averages and the back-to-back flag at their places."""

from __future__ import annotations

import polars as pl

from demo.expected import at
from demo.models import CHAMPION

LENGTH = 37
"""Numbers in `features`; those that this project does not know are 0."""

LAST_5, LAST_10, SEASON, BACK_TO_BACK = 0, 1, 2, 16

_OPPONENT_GAMES = 15


def features(
    expected: pl.DataFrame, predictions: pl.DataFrame, appearances: pl.DataFrame, *, simulated: bool
) -> pl.DataFrame:
    """One row per expected player and date, written at 13:00 UTC of the date.

    Averages are of points in the games before, 0 before a first game. The quality columns are
    those of the champion's prediction; a player without one has none. `matchup_quality_pct` is a
    model of the simulation, null for real games: the share of its opponent's last fifteen games
    that have been played.
    """
    places = {LAST_5: pl.col("mean_5"), LAST_10: pl.col("mean_10"), SEASON: pl.col("season_mean")}
    places[BACK_TO_BACK] = (pl.col("days_rest") == 1).cast(pl.Float64)
    numbers = [places.get(place, pl.lit(0.0)).fill_null(0.0) for place in range(LENGTH)]
    qualities = predictions.filter(pl.col("system_id") == CHAMPION).select(
        "game_key",
        "player_lookup",
        "feature_quality_score",
        "quality_alert_level",
        "default_feature_count",
    )
    known = (100 * pl.col("opponent_games") / _OPPONENT_GAMES).clip(0.0, 100.0)
    rows = expected.join(qualities, on=["game_key", "player_lookup"], how="left")
    return (
        _with_opponent_games(rows, appearances)
        .select(
            "player_lookup",
            pl.col("game_key").alias("game_id"),
            "game_date",
            pl.concat_list(numbers).alias("features"),
            numbers[SEASON].alias("feature_2_value"),
            numbers[BACK_TO_BACK].alias("feature_16_value"),
            "is_home",
            "days_rest",
            (known if simulated else pl.lit(None, pl.Float64)).alias("matchup_quality_pct"),
            "feature_quality_score",
            "quality_alert_level",
            "default_feature_count",
            at(13).alias("created_at"),
        )
        .sort("game_date", "game_id", "player_lookup")
    )


def _with_opponent_games(rows: pl.DataFrame, appearances: pl.DataFrame) -> pl.DataFrame:
    games = (
        appearances.select(pl.col("team").alias("opp"), pl.col("game_date").alias("last_date"))
        .unique()
        .sort("opp", "last_date")
        .with_columns(pl.int_range(1, pl.len() + 1).over("opp").alias("opponent_games"))
        .sort("last_date")
    )
    return rows.sort("game_date").join_asof(
        games,
        left_on="game_date",
        right_on="last_date",
        by="opp",
        strategy="backward",
        allow_exact_matches=False,
        check_sortedness=False,
    )
