"""Where each player shot from in his last ten games."""

from __future__ import annotations

from random import Random

import polars as pl

from demo import irregular
from demo.expected import at
from demo.source import Source

GAMES = 10
ENOUGH = 3
"""Games that a player has to have played before anybody analyses him."""

_PAINT = {"C": (0.75, 0.95), "F": (0.55, 0.8), "G": (0.35, 0.7)}
"""From where to where the share of a simulated player's twos from the paint is, by position."""


def shot_zones(source: Source) -> pl.DataFrame:
    """One row per player on the day after each of his games, from his third on, at 11:00 UTC.

    The rates are from 0 to 100 and add up to 100. That of threes is computed from the shots of the
    last ten games whose shooting is known. Box scores do not tell the paint from the rest of the
    twos: those two are null for real games, and in the simulation every player has a share of twos
    from the paint that stays as it is, drawn by his position.
    """
    played = source.before_night().filter(pl.col("pts").is_not_null())
    known = played.filter(pl.col("fga").is_not_null() & pl.col("fg3a").is_not_null())
    sums = (
        known.sort("player_lookup", "game_date")
        .with_columns(
            pl.int_range(1, pl.len() + 1).over("player_lookup").alias("games"),
            *(
                pl.col(name).rolling_sum(GAMES, min_samples=1).over("player_lookup")
                for name in ("fga", "fg3a")
            ),
        )
        .filter(pl.col("games") >= ENOUGH, pl.col("fga") > 0)
    )
    # Hundredths of a percent, so that the three add up.
    three = (pl.col("fg3a") * 10_000 / pl.col("fga")).round(mode="half_to_even")
    paint = ((10_000 - three) * _shares(source)).round(mode="half_to_even")
    rows = sums.select(
        "player_lookup",
        pl.col("game_date").dt.offset_by("1d").alias("analysis_date"),
        (paint / 100).alias("paint_rate_last_10"),
        ((10_000 - three - paint) / 100).alias("mid_range_rate_last_10"),
        (three / 100).alias("three_pt_rate_last_10"),
        at(11, days=1).alias("processed_at"),
    ).sort("analysis_date", "player_lookup")
    return rows if source.season is None else irregular.shot_zones(rows)


def _shares(source: Source) -> pl.Expr:
    """The share of his twos that a player of the simulation takes in the paint, from 0 to 1."""
    if source.season is None:
        return pl.lit(None, pl.Float64)
    shares = {}
    for roster in source.season.rosters.values():
        for player in roster:
            rng = Random(f"{source.season.seed}:zones:{player.lookup}")
            shares[player.lookup] = rng.uniform(*_PAINT[player.position[0]])
    return pl.col("player_lookup").replace_strict(
        list(shares), list(shares.values()), return_dtype=pl.Float64
    )
