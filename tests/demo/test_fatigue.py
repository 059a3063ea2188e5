"""The fatigue rule of `core.md` 11, term by term."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import polars as pl
import pytest

from demo import fatigue

RESTED = {
    "days_rest": 2, "games_7": 3, "minutes_7": 90.0, "pairs_14": 0, "player_lookup": "zuhari",
    "game_key": "20251201_ATL_BOS", "game_date": date(2025, 12, 1),
}  # fmt: skip


def factor(age: int | None = None, **other: object) -> dict[str, Any]:
    rows = pl.DataFrame([RESTED | other], schema_overrides={"days_rest": pl.Int64})
    (row,) = fatigue.factors(rows, {} if age is None else {"zuhari": age}).to_dicts()
    return row


@pytest.mark.parametrize(
    ("other", "score"),
    [
        ({}, 100),
        ({"days_rest": None}, 100),
        ({"days_rest": 1}, 85),
        ({"games_7": 4}, 90),
        ({"minutes_7": 240.0, "games_7": 9}, 90),
        ({"minutes_7": 240.1, "games_7": 9}, 80),
        ({"minutes_7": 105.0}, 100),
        ({"minutes_7": 105.1}, 92),
        ({"games_7": 0, "minutes_7": 0.0}, 100),
        ({"pairs_14": 1}, 95),
        ({"pairs_14": 2}, 88),
        ({"age": 29}, 100),
        ({"age": 30}, 95),
        ({"age": 34}, 95),
        ({"age": 35}, 90),
        # Extra rest makes up for something, and never more than all.
        ({"days_rest": 3}, 100),
        ({"days_rest": 3, "pairs_14": 1}, 100),
        ({"days_rest": 3, "pairs_14": 2}, 93),
        ({"days_rest": 1, "games_7": 4, "minutes_7": 250.0, "pairs_14": 3, "age": 36}, 35),
    ],
)
def test_the_score(other: dict[str, Any], score: int) -> None:
    assert factor(**other)["fatigue_score"] == score


def test_the_context_tells_how() -> None:
    row = factor(age=36, days_rest=1, games_7=4, minutes_7=123.4, pairs_14=1)
    assert json.loads(row["fatigue_context_json"]) == {
        "days_rest": 1,
        "back_to_back": True,
        "games_last_7": 4,
        "minutes_last_7": 123.4,
        "avg_minutes_pg_last_7": 30.9,
        "back_to_backs_last_14": 1,
        "player_age": 36,
        "penalties_applied": ["back_to_back", "games", "recent_back_to_back", "age_35"],
        "bonuses_applied": [],
        "final_score": 60,
    }
    rested = json.loads(factor(days_rest=4)["fatigue_context_json"])
    assert (rested["bonuses_applied"], rested["player_age"]) == (["extra_rest"], None)
