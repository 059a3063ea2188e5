"""`trends/team-tendencies.json` computed a second time, straight from `trends.md` 7."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.exports.oracles.rounding import mean, rounded
from tests.exports.oracles.tables import open_tables, rows
from tests.exports.oracles.texts import TEXT

_PACE = """
SELECT team_abbr AS team, list(pace) AS paces, list(points_scored) AS points
FROM team_games WHERE game_date >= target() - 30
GROUP BY ALL HAVING count(*) >= 5 AND count(pace) > 0
"""

_ZONE = """
SELECT team_abbr AS team, list({column}) AS shares, list(opponent_points_per_game) AS points
FROM analyses
WHERE analysis_date >= target() - 30 AND early_season_flag IS NOT TRUE AND {column} <> 0
GROUP BY ALL HAVING count(*) >= 5
"""

_VENUES = """
SELECT team_abbr AS team, list(points_scored) FILTER (home_game) AS one,
       list(points_scored) FILTER (NOT home_game) AS other
FROM team_games WHERE game_date >= target() - 60
GROUP BY ALL HAVING count(*) FILTER (home_game) >= 5 AND count(*) FILTER (NOT home_game) >= 5
"""

_REST = """
WITH rested AS (
    SELECT *, game_date - lag(game_date) OVER (PARTITION BY team_abbr ORDER BY game_date) AS days
    FROM team_games WHERE game_date >= target() - 90
)
SELECT team_abbr AS team, list(points_scored) FILTER (days = 1) AS one,
       list(points_scored) FILTER (days > 1) AS other
FROM rested
GROUP BY ALL HAVING count(*) FILTER (days = 1) >= 3 AND count(*) FILTER (days > 1) >= 5
"""

Json = dict[str, Any]


def document(
    warehouse: Path, game_date: date, as_of: datetime, champion: str = "catboost_v9"
) -> Json:
    """All four sections, with whatever teams they have."""
    with open_tables(warehouse, game_date, as_of, champion) as tables:
        paces, venues, rest = (rows(tables, sql) for sql in (_PACE, _VENUES, _REST))
        paint, perimeter = (
            _zone(rows(tables, _ZONE.format(column=f"{zone}_pct_allowed_last_15")))
            for zone in ("paint", "three_pt")
        )
    home_away = [_of_two(row, "home_ppg", "away_ppg", "differential") for row in venues]
    tired = [
        _of_two(row, "b2b_ppg", "rested_ppg", "impact", b2b_games=len(row["one"])) for row in rest
    ]
    return {
        "generated_at": as_of.astimezone(UTC).isoformat(timespec="microseconds"),
        "as_of_date": game_date.isoformat(),
        "pace": _pace(paces),
        "defense_by_zone": {"paint": paint, "perimeter": perimeter},
        "home_away": {
            "home_dominant": _five(home_away, "differential", -1),
            "road_warriors": _five(home_away, "differential", 1),
        },
        "back_to_back": {
            "vulnerable": _five(tired, "impact", 1),
            "resilient": _five(tired, "impact", -1),
        },
    }


def _pace(found: list[Json]) -> Json:
    means = {row["team"]: mean(row["paces"]) or Fraction() for row in found}
    league = mean(means.values())
    entries = [
        {
            "team": row["team"],
            "pace": rounded(means[row["team"]], 2),
            "games": len(row["points"]),
            "avg_points": rounded(mean(row["points"]), 1),
            "vs_league": rounded(means[row["team"]] - (league or 0), 2),
            "insight": TEXT,
        }
        for row in found
    ]
    return {
        "kings": _five(entries, "pace", -1),
        "grinders": _five(entries, "pace", 1),
        "league_average": rounded(league, 2),
    }


def _zone(found: list[Json]) -> Json:
    entries = [
        {
            "team": row["team"],
            "dfg_pct": rounded(100 * (mean(row["shares"]) or Fraction()), 1),
            "opp_ppg": rounded(mean(row["points"]), 1),
            "games": len(row["shares"]),
            "insight": TEXT,
        }
        for row in found
    ]
    return {"best": _five(entries, "dfg_pct", 1), "worst": _five(entries, "dfg_pct", -1)}


def _of_two(row: Json, one: str, other: str, apart: str, **more: int) -> Json:
    """Points in a game of one kind and of the other, and how far they are apart."""
    first, second = mean(row["one"]) or Fraction(), mean(row["other"]) or Fraction()
    return {
        "team": row["team"],
        one: rounded(first, 1),
        other: rounded(second, 1),
        apart: rounded(first - second, 1),
        **more,
        "insight": TEXT,
    }


def _five(entries: Iterable[Json], key: str, sign: int) -> list[Json]:
    """The least five by a published number, or for -1 the greatest."""
    return sorted(entries, key=lambda one: (sign * one[key], one["team"]))[:5]
