"""How right the champion was about each player: what his profile and its index tell of (core 7.3).

`PREDICTED` makes the table `predicted`: one row per player who was predicted up to the day.
"""

from __future__ import annotations

from typing import Any

from tests.exports.oracles.results import VERDICT
from tests.exports.oracles.rounding import ratio, rounded

PREDICTED = f"""
CREATE TEMP TABLE predicted AS
WITH graded AS (
    SELECT *, {VERDICT} AS verdict,
           NOT coalesce(is_voided, FALSE) AND actual_points IS NOT NULL AS took_part
    FROM gradings WHERE game_date <= target()
), newest_game AS (
    SELECT player_lookup, arg_max(team_abbr, game_date) AS team
    FROM box WHERE played GROUP BY player_lookup
), tonight AS (
    SELECT player_lookup, arg_min(team_abbr, game_id) AS team
    FROM context WHERE game_date = target() GROUP BY player_lookup
), newest_grading AS (
    SELECT player_lookup, arg_max(team_abbr, (game_date, game_id)) AS team
    FROM graded WHERE team_abbr IS NOT NULL GROUP BY player_lookup
)
SELECT g.player_lookup,
       any_value(r.player_name) AS player_name,
       any_value(coalesce(t.team, b.team, l.team)) AS team,
       count(*) AS predictions,
       count(DISTINCT game_date) AS games_predicted,
       min(game_date) AS first_date,
       max(game_date) AS last_date,
       count(*) FILTER (recommendation = 'OVER') AS overs,
       count(*) FILTER (recommendation = 'OVER' AND verdict = 'WIN') AS overs_won,
       count(*) FILTER (recommendation = 'OVER' AND verdict = 'LOSS') AS overs_lost,
       count(*) FILTER (recommendation = 'UNDER') AS unders,
       count(*) FILTER (recommendation = 'UNDER' AND verdict = 'WIN') AS unders_won,
       count(*) FILTER (recommendation = 'UNDER' AND verdict = 'LOSS') AS unders_lost,
       count(*) FILTER (took_part) AS took_part,
       count(*) FILTER (took_part AND within_3_points) AS within_3,
       count(*) FILTER (took_part AND within_5_points) AS within_5,
       sum(absolute_error) FILTER (took_part) AS errors,
       count(absolute_error) FILTER (took_part) AS error_count,
       sum(signed_error) FILTER (took_part) AS biases,
       count(signed_error) FILTER (took_part) AS bias_count,
       sum(confidence_score) AS confidences,
       count(confidence_score) AS confidence_count
FROM graded g
LEFT JOIN tonight t ON t.player_lookup = g.player_lookup
LEFT JOIN newest_game b ON b.player_lookup = g.player_lookup
LEFT JOIN newest_grading l ON l.player_lookup = g.player_lookup
LEFT JOIN registry r ON r.player_lookup = g.player_lookup
GROUP BY g.player_lookup
"""


def numbers(row: dict[str, Any]) -> dict[str, Any]:
    """The rounded numbers of a row of `predicted`."""
    wins, losses = row["overs_won"] + row["unders_won"], row["overs_lost"] + row["unders_lost"]
    return {
        "recommendations": row["overs"] + row["unders"],
        "wins": wins,
        "losses": losses,
        "win_rate": _share(wins, wins + losses),
        "mae": _share(row["errors"], row["error_count"]),
        "bias": _share(row["biases"], row["bias_count"]),
        "avg_confidence": _share(row["confidences"], row["confidence_count"]),
        "within_3_pct": _share(row["within_3"], row["took_part"]),
        "within_5_pct": _share(row["within_5"], row["took_part"]),
        "over_calls": _calls(row["overs"], row["overs_won"], row["overs_lost"]),
        "under_calls": _calls(row["unders"], row["unders_won"], row["unders_lost"]),
    }


def _calls(total: int, wins: int, losses: int) -> dict[str, Any]:
    return {"total": total, "wins": wins, "losses": losses, "pct": _share(wins, wins + losses)}


def _share(part: Any, whole: int) -> float | None:
    return rounded(ratio(part, whole), 2) if whole else None
