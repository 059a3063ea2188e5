"""What `systems/performance.json` must hold, computed a second time (core 4)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tests.exports.oracles.rounding import ratio, rounded
from tests.exports.oracles.tables import open_tables, rows
from tests.exports.oracles.texts import TEXT

NAMES = {
    "catboost_v9": "CatBoost V9",
    "catboost_v8": "CatBoost V8",
    "ensemble_v1": "Ensemble",
    "xgboost_v1": "XGBoost ML",
    "moving_average_baseline_v1": "Moving Average",
    "similarity_balanced_v1": "Similarity",
    "zone_matchup_v1": "Zone Matchup",
}
"""Display names of the systems that are known."""

RANKS = {
    "catboost_v9": 1,
    "ensemble_v1": 2,
    "xgboost_v1": 3,
    "moving_average_baseline_v1": 4,
    "similarity_balanced_v1": 5,
    "zone_matchup_v1": 6,
}
"""Ranks; the champion is before all of them, any other system at 99."""

_SYSTEMS = """
WITH daily AS (
    SELECT * FROM performance
    WHERE year(game_date) - CASE WHEN month(game_date) < 10 THEN 1 ELSE 0 END = season()
),
windows AS (
    SELECT 'last_7_days' AS name, target() - 7 AS after UNION ALL
    SELECT 'last_30_days', target() - 30 UNION ALL
    SELECT 'season', DATE '1900-01-01'
)
SELECT d.system_id, w.name,
       coalesce(sum(predictions_count), 0) AS predictions,
       coalesce(sum(recommendations_count), 0) AS recommendations,
       coalesce(sum(correct_count), 0) AS correct, sum(incorrect_count) AS incorrect,
       sum(mae) AS maes, count(mae) AS mae_days,
       sum(avg_bias) AS biases, count(avg_bias) AS bias_days,
       sum(over_win_rate) AS overs, count(over_win_rate) AS over_days,
       sum(under_win_rate) AS unders, count(under_win_rate) AS under_days,
       sum(within_3_pct) AS within_3, count(within_3_pct) AS within_3_days,
       sum(within_5_pct) AS within_5, count(within_5_pct) AS within_5_days,
       sum(high_confidence_correct) AS high_correct, sum(high_confidence_count) AS high_count
FROM daily d JOIN windows w ON d.game_date > w.after
GROUP BY ALL
"""


def document(
    warehouse: Path, game_date: date, as_of: datetime, champion: str = "catboost_v9"
) -> dict[str, Any]:
    """The whole document, keys in the contract's order (core 4.4)."""
    found = rows(open_tables(warehouse, game_date, as_of, champion), _SYSTEMS)
    sums = {(row["system_id"], row["name"]): row for row in found}
    ranks = RANKS | {champion: 0}
    order = sorted({system for system, _ in sums}, key=lambda name: (ranks.get(name, 99), name))
    systems = [
        {
            "system_id": system,
            "display_name": NAMES.get(system, system),
            "description": TEXT if system in NAMES else "",
            "is_primary": system == champion,
            "windows": {
                window: _window(sums.get((system, window), {}))
                for window in ("last_7_days", "last_30_days", "season")
            },
            "breakdown": _breakdown(sums[system, "season"]),
        }
        for system in order
    ]
    return {
        "as_of_date": game_date.isoformat(),
        "generated_at": as_of.astimezone(UTC).isoformat(timespec="microseconds"),
        "systems": systems,
        "comparison": _comparison(systems),
    }


def _window(row: dict[str, Any]) -> dict[str, Any]:
    """Sums and means of one window; nulls when no day of it has a row."""
    correct = row.get("correct")
    decided = (correct or 0) + (row.get("incorrect") or 0)
    return {
        "predictions": _whole(row.get("predictions")),
        "recommendations": _whole(row.get("recommendations")),
        "correct": _whole(correct),
        "win_rate": rounded(ratio(correct or 0, decided), 2),
        "mae": rounded(ratio(row.get("maes") or 0, row.get("mae_days", 0)), 2),
        "bias": rounded(ratio(row.get("biases") or 0, row.get("bias_days", 0)), 2),
    }


def _breakdown(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "over_win_rate": rounded(ratio(row["overs"] or 0, row["over_days"]), 2),
        "under_win_rate": rounded(ratio(row["unders"] or 0, row["under_days"]), 2),
        "within_3_pct": rounded(ratio(row["within_3"] or 0, row["within_3_days"]), 2),
        "within_5_pct": rounded(ratio(row["within_5"] or 0, row["within_5_days"]), 2),
        "high_confidence_win_rate": rounded(
            ratio(row["high_correct"] or 0, row["high_count"] or 0), 2
        ),
    }


def _comparison(systems: list[dict[str, Any]]) -> dict[str, Any]:
    """The best published season values; the first in order of those that tie."""
    if not systems:
        return {}
    seasons = [(system["system_id"], system["windows"]["season"]) for system in systems]
    best = {
        "best_mae": min(
            ((name, season["mae"]) for name, season in seasons), key=lambda found: found[1] or 999
        ),
        "best_win_rate": max(
            ((name, season["win_rate"]) for name, season in seasons),
            key=lambda found: found[1] or 0,
        ),
        "lowest_bias": min(
            ((name, season["bias"]) for name, season in seasons),
            key=lambda found: abs(found[1] or 999),
        ),
    }
    return {key: {"system_id": name, "value": value} for key, (name, value) in best.items()}


def _whole(total: Any) -> int | None:
    return None if total is None else int(total)
