"""What `predictions/{date}.json` must hold, computed a second time (core 2)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from tests.exports.oracles.rounding import rounded
from tests.exports.oracles.tables import open_tables, rows

_ROWS = """
SELECT p.player_lookup, p.game_id, p.predicted_points, p.confidence_score, p.recommendation,
       p.current_points_line, p.pace_adjustment, p.similar_games_count,
       p.game_id[10:12] AS away, p.game_id[14:16] AS home,
       coalesce(c.team_abbr, g.team_abbr, n.team_abbr) AS team
FROM (SELECT * FROM predictions WHERE game_date = target()) p
LEFT JOIN (SELECT * FROM context WHERE game_date = target()) c USING (player_lookup, game_id)
LEFT JOIN (SELECT * FROM gradings WHERE game_date = target()) g USING (player_lookup, game_id)
LEFT JOIN (
    SELECT player_lookup, max_by(team_abbr, game_date) AS team_abbr
    FROM box WHERE played AND season_year = season() GROUP BY player_lookup
) n ON n.player_lookup = p.player_lookup
   AND n.team_abbr IN (p.game_id[10:12], p.game_id[14:16])
ORDER BY p.game_id, round_even(coalesce(p.confidence_score, 0), 2) DESC, p.player_lookup
"""


def document(
    warehouse: Path, game_date: date, as_of: datetime, champion: str = "catboost_v9"
) -> dict[str, Any]:
    """The whole document, keys in the contract's order (core 2.4)."""
    found = rows(open_tables(warehouse, game_date, as_of, champion), _ROWS)
    games = [_game(list(game)) for _, game in groupby(found, lambda row: row["game_id"])]
    return {
        "game_date": game_date.isoformat(),
        "generated_at": as_of.astimezone(UTC).isoformat(timespec="microseconds"),
        "total_games": len(games),
        "total_predictions": len(found),
        "games": games,
    }


def _game(players: list[dict[str, Any]]) -> dict[str, Any]:
    words = [row["recommendation"] for row in players]
    return {
        "game_id": players[0]["game_id"],
        "home_team": players[0]["home"],
        "away_team": players[0]["away"],
        "prediction_count": len(players),
        "recommendation_breakdown": {
            "over": words.count("OVER"),
            "under": words.count("UNDER"),
            "pass": words.count("PASS"),
        },
        "predictions": [_prediction(row) for row in players],
    }


def _prediction(row: dict[str, Any]) -> dict[str, Any]:
    points, line = row["predicted_points"], row["current_points_line"]
    return {
        "player_lookup": row["player_lookup"],
        "team": row["team"],
        "is_home": None if row["team"] is None else row["team"] == row["home"],
        "prediction": {
            "points": rounded(points, 2),
            "confidence": rounded(row["confidence_score"], 2),
            "recommendation": row["recommendation"],
            "line": rounded(line, 2),
            "edge": None if points is None or line is None else rounded(points - line, 1),
        },
        "context": {
            "pace_adjustment": rounded(row["pace_adjustment"], 2),
            "similar_games": row["similar_games_count"],
        },
    }
