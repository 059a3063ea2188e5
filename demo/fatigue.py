"""How fresh each expected player is, by the rule of `core.md` 11."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import polars as pl

from demo.expected import at

BONUS = "extra_rest"

_Terms = dict[str, tuple[pl.Expr, int]]
"""Points by name, and when they count; of two of one family the worse comes first."""


def factors(expected: pl.DataFrame, ages: Mapping[str, int]) -> pl.DataFrame:
    """One row per expected player and date, written at 12:00 UTC of the date.

    The score starts at 100 and stays from 0 to 100. `ages` are years by lookup; who is not there
    loses nothing for his age.
    """
    games = pl.col("games_7")
    average = pl.when(games > 0).then(pl.col("minutes_7") / games).otherwise(0.0)
    age = pl.col("player_lookup").replace_strict(
        list(ages), list(ages.values()), default=None, return_dtype=pl.Int64
    )
    rows = expected.with_columns(
        age.alias("player_age"),
        average.alias("average_7"),
        (pl.col("days_rest") == 1).fill_null(False).alias("b2b"),
    )
    terms = _terms()
    rows = rows.with_columns(
        *(pl.when(counts).then(points).alias(name) for name, (counts, points) in terms.items())
    )
    score = (100 + pl.sum_horizontal(terms.keys())).clip(0, 100).cast(pl.Int64)
    rows = rows.with_columns(score.alias("fatigue_score"))
    texts = [_context(row, terms) for row in rows.iter_rows(named=True)]
    return rows.select(
        "player_lookup",
        "game_date",
        pl.col("game_key").alias("game_id"),
        "fatigue_score",
        pl.Series("fatigue_context_json", texts, dtype=pl.String),
        at(12).alias("processed_at"),
    )


def _terms() -> _Terms:
    pairs, age, b2b = pl.col("pairs_14"), pl.col("player_age"), pl.col("b2b")
    return {
        "back_to_back": (b2b, -15),
        BONUS: (~b2b & (pl.col("days_rest") >= 3), 5),
        "games": (pl.col("games_7") >= 4, -10),
        "minutes": (pl.col("minutes_7") > 240, -10),
        "mpg": (pl.col("average_7") > 35, -8),
        "recent_back_to_backs": (pairs >= 2, -12),
        "recent_back_to_back": (pairs == 1, -5),
        "age_35": (age >= 35, -10),
        "age_30": ((age >= 30) & (age < 35), -5),
    }


def _context(row: dict[str, Any], terms: _Terms) -> str:
    counted = [name for name in terms if row[name] is not None]
    average: float = row["average_7"]
    return json.dumps(
        {
            "days_rest": row["days_rest"],
            "back_to_back": row["b2b"],
            "games_last_7": row["games_7"],
            "minutes_last_7": row["minutes_7"],
            "avg_minutes_pg_last_7": round(average, 1),
            "back_to_backs_last_14": row["pairs_14"],
            "player_age": row["player_age"],
            "penalties_applied": [name for name in counted if name != BONUS],
            "bonuses_applied": [name for name in counted if name == BONUS],
            "final_score": row["fatigue_score"],
        }
    )
