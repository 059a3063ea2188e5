"""`trends/whos-hot-v2.json` computed a second time, straight from `trends.md` 4."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.exports.oracles.rounding import mean, ratio, rounded
from tests.exports.oracles.tables import open_tables, rows
from tests.exports.oracles.tonight import TONIGHT, tonight

_PLAYERS = """
WITH recent AS (
    SELECT player_lookup, game_date, team_abbr, over_under_result AS result,
           points - points_line AS margin
    FROM box WHERE played AND game_date BETWEEN target() - 30 AND target()
), graded AS (
    SELECT player_lookup, list(result ORDER BY game_date DESC) AS results, list(margin) AS margins
    FROM recent WHERE result IN ('OVER', 'UNDER')
    GROUP BY ALL HAVING count(*) >= 5 AND count(margin) > 0
)
SELECT g.*, r.player_name, r.position, coalesce(e.team_abbr, n.team) AS team
FROM graded g
JOIN (SELECT player_lookup, arg_max(team_abbr, game_date) AS team FROM recent GROUP BY ALL) n
    USING (player_lookup)
LEFT JOIN expected e USING (player_lookup)
LEFT JOIN registry r USING (player_lookup)
"""

Json = dict[str, Any]


def document(
    warehouse: Path, game_date: date, as_of: datetime, champion: str = "catboost_v9"
) -> Json:
    """The hottest and the coldest ten, whether they play on the date or not."""
    with open_tables(warehouse, game_date, as_of, champion) as tables:
        tables.execute(TONIGHT)
        found = rows(tables, _PLAYERS)
        games = tonight(tables)
    players = [_player(row, games.get(row["team"])) for row in found]
    margins = [mean(row["margins"]) for row in found]
    rates = [ratio(row["results"].count("OVER"), len(row["results"])) for row in found]
    return {
        "generated_at": as_of.astimezone(UTC).isoformat(timespec="microseconds"),
        "as_of_date": game_date.isoformat(),
        "time_period": "last_30_days",
        "min_games": 5,
        "total_qualifying_players": len(players),
        "hot": _listed(players, -1),
        "cold": _listed(players, 1),
        "league_average": {
            "hit_rate": rounded(mean(rates), 3),
            "avg_margin": rounded(mean(margins), 2),
        },
    }


def _player(row: Json, game: Json | None) -> Json:
    results = row["results"]
    rate = Fraction(results.count("OVER"), len(results))
    margin = mean(row["margins"]) or Fraction()
    streak = 1
    while streak < len(results) and results[streak] == results[0]:
        streak += 1
    above = min(max(margin, Fraction(-10)), Fraction(10)) + 10
    heat = 5 * rate + Fraction(min(streak, 10), 4) + above / 8
    return {
        "player_lookup": row["player_lookup"],
        "player_full_name": row["player_name"] or row["player_lookup"],
        "team_abbr": row["team"],
        "position": row["position"],
        "heat_score": rounded(heat, 1),
        "hit_rate": rounded(rate, 2),
        "hit_rate_games": len(results),
        "current_streak": streak,
        "streak_direction": results[0].lower(),
        "avg_margin": rounded(margin, 2),
        "rank": 0,
        "playing_tonight": game is not None,
        "tonight": game,
    }


def _listed(players: list[Json], sign: int) -> list[Json]:
    """The first ten, least first by heat, rate and games; the other way round for -1."""
    order = sorted(
        players,
        key=lambda one: (
            *(sign * one[key] for key in ("heat_score", "hit_rate", "hit_rate_games")),
            one["player_lookup"],
        ),
    )
    return [one | {"rank": rank} for rank, one in enumerate(order[:10], start=1)]
