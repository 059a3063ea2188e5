"""The script's performance of every system, over 7 days, 30 days and the season."""

from __future__ import annotations

from datetime import timedelta

import polars as pl
from polars import col

from benchmarks.batch_script_numbers import mean, quotient
from benchmarks.batch_script_reads import CHAMPION
from benchmarks.batch_script_tables import WORDS, Row, Tables

_KNOWN = {
    CHAMPION: ("CatBoost V9", 0),
    "ensemble_v1": ("Ensemble", 2),
    "xgboost_v1": ("XGBoost ML", 3),
    "moving_average_baseline_v1": ("Moving Average", 4),
    "similarity_balanced_v1": ("Similarity", 5),
    "zone_matchup_v1": ("Zone Matchup", 6),
    "catboost_v8": ("CatBoost V8", 99),
}
_RATES = ("over_win_rate", "under_win_rate", "within_3_pct", "within_5_pct")


def performance(tables: Tables) -> Row:
    """The whole document but its dates."""
    by_system = tables.performance.partition_by("system_id", as_dict=True)
    order = sorted(
        (str(key[0]) for key in by_system), key=lambda one: (_KNOWN.get(one, ("", 99))[1], one)
    )
    systems = [_system(tables, name, by_system[(name,)]) for name in order]
    return {"systems": systems, "comparison": _comparison(systems)}


def _system(tables: Tables, name: str, rows: pl.DataFrame) -> Row:
    shown = _KNOWN.get(name)
    right, sure = (int(rows[f"high_confidence_{of}"].sum()) for of in ("correct", "count"))
    return {
        "system_id": name,
        "display_name": shown[0] if shown else name,
        "description": WORDS if shown else "",
        "is_primary": name == CHAMPION,
        "windows": {
            f"last_{days}_days": _window(
                rows.filter(col("game_date") > tables.day - timedelta(days))
            )
            for days in (7, 30)
        }
        | {"season": _window(rows)},
        "breakdown": {rate: mean(rows[rate].drop_nulls()) for rate in _RATES}
        | {"high_confidence_win_rate": quotient(right, sure, 2)},
    }


def _window(rows: pl.DataFrame) -> Row:
    keys = ("predictions", "recommendations", "correct", "win_rate", "mae", "bias")
    if rows.is_empty():
        return dict.fromkeys(keys)
    counts = [int(rows[f"{name}_count"].sum()) for name in (*keys[:3], "incorrect")]
    numbers = (
        quotient(counts[2], counts[2] + counts[3], 2),
        mean(rows["mae"].drop_nulls()),
        mean(rows["avg_bias"].drop_nulls()),
    )
    return dict(zip(keys, (*counts[:3], *numbers), strict=True))


def _comparison(systems: list[Row]) -> Row:
    if not systems:
        return {}
    found = [(one["system_id"], one["windows"]["season"]) for one in systems]
    leaders = {
        "best_mae": ("mae", min(found, key=lambda one: one[1]["mae"] or 999)),
        "best_win_rate": ("win_rate", max(found, key=lambda one: one[1]["win_rate"] or 0)),
        "lowest_bias": ("bias", min(found, key=lambda one: abs(one[1]["bias"] or 999))),
    }
    return {
        name: {"system_id": system, "value": season[key]}
        for name, (key, (system, season)) in leaders.items()
    }
