"""Five simple models of a player's points. Each uses only games before the date.

They stand in for the real systems and carry their names; `catboost_v9` is no boosted tree.

- `moving_average_baseline_v1`: mean of the last ten games.
- `zone_matchup_v1`: season mean, scaled by what the opponent has allowed against the league.
- `similarity_balanced_v1`: mean of the games at the same kind of venue, held to the season mean
  as if by eight more games of it.
- `catboost_v9`: 60 % recent form (last ten games, the newest weighing ten, the oldest one) and
  40 % season mean, half scaled by the opponent.
- `ensemble_v1`: mean of the four.
"""

from __future__ import annotations

import polars as pl

CHAMPION = "catboost_v9"
SYSTEMS = (
    CHAMPION,
    "ensemble_v1",
    "moving_average_baseline_v1",
    "similarity_balanced_v1",
    "zone_matchup_v1",
)

MINIMUM_GAMES = 5
"""Earlier games that a player needs before anything is predicted for him."""

RECENT_TEAM_GAMES = 4
"""A player belongs to a team's next game when he played in one of its last so many games."""

_WINDOW = 10
_SHRINKAGE = 8
_FEWEST_OPPONENT_GAMES = 3


def forecasts(appearances: pl.DataFrame) -> pl.DataFrame:
    """One row per player and game that can be predicted, in order of date, game, player.

    Columns: game_id, game_key, game_date, team, opp, is_home, player_lookup; `games` (earlier
    games), `last10_mean`, `last10_median`, `steady` (0 best to 3, spread of the last ten),
    `venue_games`, `opponent_known`, and one column of points per system, not rounded.
    """
    played = appearances.filter(pl.col("pts").is_not_null())
    rows = _expected(appearances, played)
    rows = _before(rows, _player_history(played), ["player_lookup"])
    # A traded player belongs to the team of his newest game only.
    rows = rows.filter(pl.col("games") >= MINIMUM_GAMES, pl.col("latest_team") == pl.col("team"))
    rows = _before(rows, _allowed(played), ["opp"])
    rows = _before(rows, _league(played), [])
    known = (pl.col("opp_games") >= _FEWEST_OPPONENT_GAMES).fill_null(False)
    strength = (pl.col("opp_allowed") * pl.col("league_games")) / (
        pl.col("opp_games") * pl.col("league_points")
    )
    season_mean = pl.col("points") / pl.col("games")
    venue_games = (
        pl.when("is_home").then("home_games").otherwise(pl.col("games") - pl.col("home_games"))
    )
    venue_points = (
        pl.when("is_home").then("home_points").otherwise(pl.col("points") - pl.col("home_points"))
    )
    rows = rows.with_columns(
        season_mean.alias("season_mean"),
        pl.when(known).then(strength).otherwise(1.0).alias("strength"),
        known.alias("opponent_known"),
        venue_games.alias("venue_games"),
        venue_points.alias("venue_points"),
    ).with_columns(
        pl.col("last10_mean").alias("moving_average_baseline_v1"),
        (pl.col("season_mean") * pl.col("strength")).alias("zone_matchup_v1"),
        (
            (pl.col("venue_points") + _SHRINKAGE * pl.col("season_mean"))
            / (pl.col("venue_games") + _SHRINKAGE)
        ).alias("similarity_balanced_v1"),
        ((0.6 * pl.col("form") + 0.4 * pl.col("season_mean")) * (1 + pl.col("strength")) / 2).alias(
            CHAMPION
        ),
    )
    others = [name for name in SYSTEMS if name != "ensemble_v1"]
    total = pl.col(others[0])
    for name in others[1:]:
        total = total + pl.col(name)
    return rows.with_columns((total / len(others)).alias("ensemble_v1")).sort(
        "game_date", "game_key", "player_lookup"
    )


def _expected(appearances: pl.DataFrame, played: pl.DataFrame) -> pl.DataFrame:
    """Who is expected in which game: those who played in the team's last few games before it."""
    games = (
        appearances.select("team", "opp", "is_home", "game_id", "game_key", "game_date")
        .unique()
        .sort("team", "game_date")
        .with_columns(pl.int_range(pl.len()).over("team").alias("number"))
    )
    seen = played.select("player_lookup", "team", "game_key").join(
        games.select("team", "game_key", "number"), on=["team", "game_key"]
    )
    later = pl.concat(
        seen.select("player_lookup", "team", pl.col("number") + step)
        for step in range(1, RECENT_TEAM_GAMES + 1)
    ).unique()
    return later.join(games, on=["team", "number"]).drop("number")


def _player_history(played: pl.DataFrame) -> pl.DataFrame:
    """What is known of a player after each of his games; sums stay integers."""
    player = "player_lookup"
    points = pl.col("pts")
    weights = range(_WINDOW, 0, -1)
    weighted = pl.sum_horizontal(
        points.shift(age).over(player).fill_null(0) * weight for age, weight in enumerate(weights)
    )
    games = pl.col("games")
    count = pl.min_horizontal(games, pl.lit(_WINDOW, pl.Int64))
    # The weights 10, 9, … of the first `count` places add up to count * (21 - count) / 2.
    weight = count * (2 * _WINDOW + 1 - count)
    return (
        played.sort(player, "game_date")
        .with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over(player).alias("games"))
        .with_columns(
            points.cum_sum().over(player).alias("points"),
            points.rolling_sum(_WINDOW, min_samples=1).over(player).alias("sum10"),
            (points * points).rolling_sum(_WINDOW, min_samples=1).over(player).alias("squares10"),
            points.cast(pl.Float64)
            .rolling_median(_WINDOW, min_samples=1)
            .over(player)
            .alias("last10_median"),
            pl.col("is_home").cast(pl.Int64).cum_sum().over(player).alias("home_games"),
            (points * pl.col("is_home")).cum_sum().over(player).alias("home_points"),
            (2 * weighted / weight).alias("form"),
            count.alias("count10"),
        )
        .select(
            player,
            "game_date",
            pl.col("team").alias("latest_team"),
            "games",
            "points",
            "home_games",
            "home_points",
            "form",
            "last10_median",
            (pl.col("sum10") / pl.col("count10")).alias("last10_mean"),
            _steadiness().alias("steady"),
        )
    )


def _steadiness() -> pl.Expr:
    """0 to 3: how many of 4, 6 and 8 points the standard deviation of the last ten reaches."""
    count = pl.col("count10")
    spread = count * pl.col("squares10") - pl.col("sum10") * pl.col("sum10")
    return pl.sum_horizontal(
        (spread >= limit * limit * count * count).cast(pl.Int64) for limit in (4, 6, 8)
    )


def _allowed(played: pl.DataFrame) -> pl.DataFrame:
    """Points that each team has allowed, and games, after each of its games."""
    return (
        played.select(pl.col("team").alias("opp"), "game_date", "opp_pts")
        .unique()
        .sort("opp", "game_date")
        .select(
            "opp",
            "game_date",
            pl.col("opp_pts").cum_sum().over("opp").alias("opp_allowed"),
            pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("opp").alias("opp_games"),
        )
    )


def _league(played: pl.DataFrame) -> pl.DataFrame:
    """Points and team games of the league after each date."""
    return (
        played.select("team", "game_date", "team_pts")
        .unique()
        .group_by("game_date")
        .agg(pl.col("team_pts").sum().alias("points_of_day"), pl.len().alias("games_of_day"))
        .sort("game_date")
        .select(
            "game_date",
            pl.col("points_of_day").cum_sum().alias("league_points"),
            pl.col("games_of_day").cast(pl.Int64).cum_sum().alias("league_games"),
        )
    )


def _before(rows: pl.DataFrame, states: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """Each row with the newest state of a strictly earlier date; nulls when there is none."""
    return (
        rows.sort("game_date")
        .join_asof(
            states.sort("game_date").rename({"game_date": "state_date"}),
            left_on="game_date",
            right_on="state_date",
            by=by or None,
            strategy="backward",
            allow_exact_matches=False,
            check_sortedness=False,
        )
        .drop("state_date", strict=False)
    )
