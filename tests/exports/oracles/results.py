"""What `results/{date}.json` must hold, computed a second time (core 1)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb

from tests.exports.oracles.rounding import ratio, rounded
from tests.exports.oracles.tables import open_tables, rows

VERDICT = """
    CASE WHEN recommendation = 'PASS' THEN 'PASS'
         WHEN is_voided THEN 'VOID'
         WHEN prediction_correct THEN 'WIN'
         WHEN NOT prediction_correct THEN 'LOSS'
         WHEN recommendation NOT IN ('OVER', 'UNDER') OR recommendation IS NULL THEN 'PASS'
         WHEN actual_points IS NULL THEN 'VOID'
         ELSE 'PUSH' END
"""
"""The verdict of a grading row (D14)."""

_BUCKETS = {
    "by_player_tier": {
        "elite": "player_tier = 'elite'",
        "starter": "player_tier = 'starter'",
        "role_player": "player_tier = 'role_player'",
    },
    "by_confidence": {
        "high": "confidence_tier = 'high'",
        "medium": "confidence_tier = 'medium'",
        "low": "confidence_tier = 'low'",
    },
    "by_recommendation": {
        "over": "recommendation = 'OVER'",
        "under": "recommendation = 'UNDER'",
    },
    "by_context": {
        "home": "is_home",
        "away": "NOT is_home",
        "back_to_back": "is_back_to_back",
        "rested": "days_rest >= 2",
    },
}

_GRADED = f"""
CREATE TEMP TABLE graded AS
SELECT g.player_lookup, g.game_id, g.team_abbr AS team, g.opponent_team_abbr AS opponent,
       g.predicted_points, g.actual_points, g.line_value, g.recommendation,
       {VERDICT} AS result,
       NOT coalesce(g.is_voided, FALSE) AND g.actual_points IS NOT NULL AS played,
       g.absolute_error, g.signed_error, g.confidence_score, g.minutes_played,
       g.within_3_points, g.within_5_points,
       CASE WHEN round_even(g.confidence_score, 2) >= 0.70 THEN 'high'
            WHEN round_even(g.confidence_score, 2) >= 0.55 THEN 'medium'
            ELSE 'low' END AS confidence_tier,
       CASE WHEN f.season_average >= 25 THEN 'elite'
            WHEN f.season_average >= 15 THEN 'starter'
            ELSE 'role_player' END AS player_tier,
       coalesce(f.is_home, FALSE) AS is_home,
       coalesce(f.second_night > 0.5, FALSE) AS is_back_to_back,
       coalesce(f.days_rest, 1) AS days_rest
FROM (SELECT * FROM gradings WHERE game_date = target()) g
LEFT JOIN (
    SELECT player_lookup, game_id, is_home, days_rest,
           CASE WHEN isfinite(features[3]) THEN features[3] END AS season_average,
           CASE WHEN isfinite(features[17]) THEN features[17] END AS second_night
    FROM features WHERE game_date = target()
) f USING (player_lookup, game_id)
"""


def document(
    warehouse: Path, game_date: date, as_of: datetime, champion: str = "catboost_v9"
) -> dict[str, Any]:
    """The whole document, keys in the contract's order (core 1.4)."""
    connection = open_tables(warehouse, game_date, as_of, champion)
    connection.execute(_GRADED)
    return {
        "game_date": game_date.isoformat(),
        "generated_at": as_of.astimezone(UTC).isoformat(timespec="microseconds"),
        "summary": _summary(connection),
        "breakdowns": {
            group: {name: _bucket(connection, which) for name, which in buckets.items()}
            for group, buckets in _BUCKETS.items()
        },
        "results": [
            _row(row)
            for row in rows(connection, "SELECT * FROM graded ORDER BY game_id, player_lookup")
        ],
        "highlights": _highlights(connection),
    }


def _summary(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    (found,) = rows(
        connection,
        """
        SELECT count(*) AS total,
               count(*) FILTER (picked) AS picks,
               count(*) FILTER (picked AND result = 'WIN') AS wins,
               count(*) FILTER (picked AND result = 'LOSS') AS losses,
               count(*) FILTER (recommendation = 'PASS') AS passes,
               count(*) FILTER (played) AS played,
               sum(absolute_error) FILTER (played) AS errors,
               count(absolute_error) FILTER (played) AS error_count,
               sum(signed_error) FILTER (played) AS biases,
               count(signed_error) FILTER (played) AS bias_count,
               count(*) FILTER (played AND within_3_points) AS within_3,
               count(*) FILTER (played AND within_5_points) AS within_5
        FROM (SELECT *, coalesce(recommendation IN ('OVER', 'UNDER'), FALSE) AS picked FROM graded)
        """,
    )
    return {
        "total_predictions": found["total"],
        "recommendations": found["picks"],
        "correct": found["wins"],
        "incorrect": found["losses"],
        "pass_count": found["passes"],
        "win_rate": _share(found["wins"], found["wins"] + found["losses"], 3),
        "avg_mae": _share(found["errors"], found["error_count"], 2),
        "avg_bias": _share(found["biases"], found["bias_count"], 2),
        "within_3_points": found["within_3"],
        "within_3_pct": _share(found["within_3"], found["played"], 3),
        "within_5_points": found["within_5"],
        "within_5_pct": _share(found["within_5"], found["played"], 3),
    }


def _bucket(connection: duckdb.DuckDBPyConnection, which: str) -> dict[str, Any]:
    (found,) = rows(
        connection,
        f"""
        SELECT count(*) AS total,
               count(*) FILTER (result = 'WIN') AS wins,
               count(*) FILTER (result = 'LOSS') AS losses,
               count(*) FILTER (result = 'PUSH') AS pushes,
               sum(absolute_error) FILTER (played) AS errors,
               count(absolute_error) FILTER (played) AS error_count
        FROM graded WHERE recommendation IN ('OVER', 'UNDER') AND ({which})
        """,
    )
    return {
        "total": found["total"],
        "wins": found["wins"],
        "losses": found["losses"],
        "pushes": found["pushes"],
        "win_rate": _share(found["wins"], found["wins"] + found["losses"], 3),
        "avg_error": _share(found["errors"], found["error_count"], 2),
    }


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "player_lookup": row["player_lookup"],
        "game_id": row["game_id"],
        "team": row["team"],
        "opponent": row["opponent"],
        "predicted": rounded(row["predicted_points"], 2),
        "actual": row["actual_points"] if row["played"] else None,
        "line": rounded(row["line_value"], 2),
        "recommendation": row["recommendation"],
        "result": row["result"],
        "error": rounded(row["absolute_error"], 2) if row["played"] else None,
        "bias": rounded(row["signed_error"], 2) if row["played"] else None,
        "confidence": rounded(row["confidence_score"], 2),
        "minutes": rounded(row["minutes_played"], 2),
        "confidence_tier": row["confidence_tier"],
        "player_tier": row["player_tier"],
        "is_home": row["is_home"],
        "is_back_to_back": row["is_back_to_back"],
        "days_rest": row["days_rest"],
    }


def _highlights(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for key, order in (("best_prediction", "ASC"), ("worst_prediction", "DESC")):
        for row in rows(
            connection,
            f"""
            SELECT * FROM graded WHERE played AND absolute_error IS NOT NULL
            ORDER BY round_even(absolute_error, 2) {order}, game_id, player_lookup LIMIT 1
            """,
        ):
            shown[key] = {
                "player": row["player_lookup"],
                "team": row["team"],
                "predicted": rounded(row["predicted_points"], 2),
                "actual": row["actual_points"],
                "error": rounded(row["absolute_error"], 2),
            }
            if key == "worst_prediction":
                shown[key]["minutes"] = rounded(row["minutes_played"], 2)
    return shown


def _share(part: Any, whole: int, places: int) -> float:
    """The rounded quotient, 0 of nothing."""
    return rounded(ratio(part, whole), places) or 0 if whole else 0
