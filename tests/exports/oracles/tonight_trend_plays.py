"""`trends/tonight-trend-plays.json` computed a second time, straight from `trends.md` 10."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb

from tests.exports.oracles.rounding import mean, ratio, rounded
from tests.exports.oracles.tables import open_tables, rows
from tests.exports.oracles.tonight import TONIGHT, tonight
from tests.exports.oracles.tonight_all_players import TALLY, exactly

_PLAYERS = """
CREATE TEMP TABLE earlier AS
SELECT player_lookup, game_date, season_year, points, points_line, over_under_result,
       team_abbr AS team,
       first_value(team_abbr) OVER newest_first AS team_now,
       first_value(game_date) OVER newest_first AS last_played
FROM box WHERE played AND game_date < target()
WINDOW newest_first AS (PARTITION BY player_lookup ORDER BY game_date DESC)
QUALIFY team_now IN (SELECT team FROM tonight)
"""

_STREAKS = """
SELECT player_lookup, team_now, list(over_under_result ORDER BY game_date DESC) AS results,
       list(points - points_line) AS margins
FROM earlier
WHERE team = team_now AND game_date >= target() - 30 AND over_under_result IN ('OVER', 'UNDER')
GROUP BY ALL
"""

_MOMENTUM = """
SELECT player_lookup, team_now, list(points ORDER BY game_date DESC)[:15] AS newest
FROM earlier
WHERE team = team_now AND game_date >= target() - 45
GROUP BY ALL HAVING count(*) >= 10
"""

_REST = """
WITH gaps AS (
    SELECT player_lookup, team_now, target() - last_played AS days_rest, points,
           game_date - lag(game_date) OVER (PARTITION BY player_lookup ORDER BY game_date) AS gap
    FROM earlier WHERE season_year >= 2022
)
SELECT player_lookup, team_now, days_rest,
       tally(points, gap >= 3) AS rested, count(*) FILTER (gap >= 3) AS rested_games,
       tally(points, gap = 1) AS b2b, count(*) FILTER (gap = 1) AS b2b_games,
       tally(points, gap IS NOT NULL) AS overall
FROM gaps WHERE days_rest BETWEEN 3 AND 7 OR days_rest = 1
GROUP BY ALL
"""

Play = dict[str, Any]


def document(
    warehouse: Path, game_date: date, as_of: datetime, champion: str = "catboost_v9"
) -> dict[str, Any]:
    """Streak, momentum and rest plays of the players whose team plays on the date."""
    with open_tables(warehouse, game_date, as_of, champion) as tables:
        tables.execute(TALLY)
        tables.execute(TONIGHT)
        tables.execute(_PLAYERS)
        found = {
            "streak": _streaks(tables),
            "momentum": _momentum(tables),
            "rest": _rest(tables),
        }
        teams = tonight(tables)
        names = {row["player_lookup"]: row for row in rows(tables, "FROM registry")}
    first: dict[str, Play] = {}
    for plays in found.values():
        for play in plays:
            first.setdefault(play["player_lookup"], play)
    # A stable sort: inside a type the order of its detector stays.
    listed = sorted(first.values(), key=lambda play: play["confidence"] != "high")
    return {
        "generated_at": as_of.astimezone(UTC).isoformat(timespec="microseconds"),
        "game_date": game_date.isoformat(),
        "games_tonight": len(teams) // 2,
        "total_trend_plays": len(listed),
        "trend_plays": [_published(play, names, teams) for play in listed],
        "by_trend_type": {kind: len(plays) for kind, plays in found.items()},
    }


def _published(play: Play, names: dict[str, Any], teams: dict[str, Any]) -> dict[str, Any]:
    name = names.get(play["player_lookup"], {})
    return {
        "player_lookup": play["player_lookup"],
        "player_full_name": name.get("player_name") or play["player_lookup"],
        "team_abbr": play["team"],
        "position": name.get("position"),
        "trend_type": play["type"],
        "trend_direction": play["direction"],
        "trend_details": play["details"],
        "confidence": play["confidence"],
        "tonight": teams[play["team"]],
    }


def _play(kind: str, row: dict[str, Any], over: bool, high: bool, details: Play) -> Play:
    return {
        "player_lookup": row["player_lookup"],
        "team": row["team_now"],
        "type": kind,
        "direction": "over" if over else "under",
        "details": details,
        "confidence": "high" if high else "medium",
    }


def _streaks(tables: duckdb.DuckDBPyConnection) -> list[Play]:
    plays = []
    for row in rows(tables, _STREAKS):
        results, newest = row["results"], row["results"][:10]
        length = next((n for n, r in enumerate(results) if r != results[0]), len(results))
        if length < 3:
            continue
        details = {
            "streak_length": length,
            "avg_margin": rounded(mean(row["margins"]), 1),
            "hit_rate_l10": rounded(ratio(newest.count("OVER"), len(newest)), 2),
        }
        plays.append(_play("streak", row, results[0] == "OVER", length >= 5, details))
    return sorted(
        plays,
        key=lambda play: (
            -play["details"]["streak_length"],
            -(play["details"]["avg_margin"] or 0),
            play["player_lookup"],
        ),
    )


def _momentum(tables: duckdb.DuckDBPyConnection) -> list[Play]:
    plays = []
    for row in rows(tables, _MOMENTUM):
        l5, l15 = mean(row["newest"][:5]), mean(row["newest"])
        if l5 is None or not l15 or l15 < 0 or abs(l5 - l15) / l15 < Fraction(15, 100):
            continue
        change = rounded(100 * (l5 - l15) / l15, 1) or 0.0
        details = {
            "momentum_type": "surging" if l5 > l15 else "slumping",
            "l5_avg": rounded(l5, 1),
            "l15_avg": rounded(l15, 1),
            "pct_change": change,
            "ppg_change": rounded(l5 - l15, 1),
        }
        plays.append(_play("momentum", row, l5 > l15, abs(change) >= 25, details))
    return sorted(
        plays, key=lambda play: (-abs(play["details"]["pct_change"]), play["player_lookup"])
    )


def _rest(tables: duckdb.DuckDBPyConnection) -> list[Play]:
    plays = []
    for row in rows(tables, _REST):
        rested, b2b, overall = exactly(row["rested"]), exactly(row["b2b"]), exactly(row["overall"])
        fresh = row["days_rest"] >= 3
        like_tonight, least = (rested, 5) if fresh else (b2b, 3)
        sample = row["rested_games"] if fresh else row["b2b_games"]
        if overall is None or like_tonight is None or sample < least:
            continue
        if abs(like_tonight - overall) < 2:
            continue
        impact = (
            rounded((overall if rested is None else rested) - (overall if b2b is None else b2b), 1)
            or 0.0
        )
        details = {
            "rest_status": "fresh" if fresh else "tired",
            "days_rest": row["days_rest"],
            "rested_avg": rounded(rested, 1),
            "b2b_avg": rounded(b2b, 1),
            "overall_avg": rounded(overall, 1),
            "rest_impact": impact,
            "sample_games": sample,
        }
        high = sample >= 10 and abs(impact) >= 3
        plays.append(_play("rest", row, (impact > 0) == fresh, high, details))
    return sorted(
        plays,
        key=lambda play: (
            play["details"]["rest_status"] != "fresh",
            -abs(play["details"]["rest_impact"]),
            play["player_lookup"],
        ),
    )
