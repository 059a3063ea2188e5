"""`streaks/{date}.json` computed a second time, straight from core 10 and the decisions."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tests.exports.oracles.results import VERDICT
from tests.exports.oracles.rounding import mean, rounded
from tests.exports.oracles.tables import open_tables, rows

_PLAYERS = f"""
WITH season_games AS (
    SELECT * FROM box
    WHERE played AND season_year = season() AND game_date >= make_date(season()::BIGINT, 10, 1)
), graded AS (
    SELECT *, {VERDICT} AS verdict FROM gradings WHERE game_date <= target()
), expected AS (
    SELECT player_lookup, arg_min(team_abbr, game_id) AS team
    FROM context WHERE game_date = target() GROUP BY ALL
), last_game AS (
    SELECT player_lookup, arg_max(team_abbr, game_date) AS team FROM season_games GROUP BY ALL
), last_grading AS (
    SELECT player_lookup, arg_max(team_abbr, (game_date, game_id)) AS team
    FROM graded WHERE team_abbr IS NOT NULL GROUP BY ALL
), lines AS (
    SELECT player_lookup, list({{
        'game_date': game_date, 'result': over_under_result, 'points': points,
        'line': points_line, 'opponent': opponent_team_abbr
    }} ORDER BY game_date DESC) AS games
    FROM season_games
    WHERE over_under_result IN ('OVER', 'UNDER') AND points_line IS NOT NULL GROUP BY ALL
), picks AS (
    SELECT player_lookup, list(verdict ORDER BY game_date DESC, game_id DESC) AS verdicts
    FROM graded
    WHERE verdict IN ('WIN', 'LOSS') AND recommendation IN ('OVER', 'UNDER')
      AND actual_points IS NOT NULL
    GROUP BY ALL
)
SELECT p.player_lookup, r.player_name, lines.games, picks.verdicts,
       coalesce(e.team, b.team, g.team, '') AS team
FROM (SELECT player_lookup FROM lines UNION SELECT player_lookup FROM picks) p
LEFT JOIN registry r USING (player_lookup)
LEFT JOIN expected e USING (player_lookup)
LEFT JOIN last_game b USING (player_lookup)
LEFT JOIN last_grading g USING (player_lookup)
LEFT JOIN lines USING (player_lookup)
LEFT JOIN picks USING (player_lookup)
"""

Json = dict[str, Any]


def document(
    warehouse: Path, game_date: date, as_of: datetime, champion: str = "catboost_v9"
) -> Json:
    """Everybody with four results in a row, of the newest twenty."""
    with open_tables(warehouse, game_date, as_of, champion) as tables:
        found = rows(tables, _PLAYERS)
    lists: dict[str, list[Json]] = {"over": [], "under": [], "prediction_hits": []}
    for row in found:
        games, verdicts = (row["games"] or [])[:20], (row["verdicts"] or [])[:20]
        if (length := _streak([game["result"] for game in games])) >= 4:
            lists[games[0]["result"].lower()].append(_on_one_side(row, games[:length]))
        if verdicts[:1] == ["WIN"] and (length := _streak(verdicts)) >= 4:
            streak = {"streak_length": length, "streak_type": "prediction_hits"}
            lists["prediction_hits"].append(_player(row) | streak)
    for name, most in (("over", 50), ("under", 50), ("prediction_hits", 30)):
        lists[name].sort(
            key=lambda one: (
                -one["streak_length"],
                -one.get("avg_margin", 0),
                one["player_lookup"],
            )
        )
        del lists[name][most:]
    longest = {
        name: max((one["streak_length"] for one in some), default=0) for name, some in lists.items()
    }
    return {
        "generated_at": as_of.astimezone(UTC).isoformat(timespec="microseconds"),
        "as_of_date": game_date.isoformat(),
        "min_streak_length": 4,
        "streaks": lists,
        "summary": {
            "total_over_streaks": len(lists["over"]),
            "total_under_streaks": len(lists["under"]),
            "total_prediction_streaks": len(lists["prediction_hits"]),
            "longest_over": longest["over"],
            "longest_under": longest["under"],
            "longest_prediction": longest["prediction_hits"],
        },
    }


def _streak(words: list[str]) -> int:
    length = 0
    while length < len(words) and words[length] == words[0]:
        length += 1
    return length


def _player(row: Json) -> Json:
    return {
        "player_lookup": row["player_lookup"],
        "player_full_name": row["player_name"] or row["player_lookup"],
        "team": row["team"],
    }


def _on_one_side(row: Json, games: list[Json]) -> Json:
    return _player(row) | {
        "streak_length": len(games),
        "avg_margin": rounded(mean(game["points"] - game["line"] for game in games), 1),
        "games": [
            {
                "game_date": game["game_date"].isoformat(),
                "points": game["points"],
                "line": rounded(game["line"], 2),
                "opponent": game["opponent"] or "",
            }
            for game in games[:5]
        ],
    }
