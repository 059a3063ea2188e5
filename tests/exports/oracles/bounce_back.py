"""`trends/bounce-back-v2.json` computed a second time, straight from `trends.md` 5."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tests.exports.oracles.rounding import ratio, rounded
from tests.exports.oracles.tables import open_tables, rows
from tests.exports.oracles.tonight import TONIGHT, tonight

_GAMES = """
CREATE TEMP TABLE games AS
SELECT player_lookup, game_date, team_abbr, opponent_team_abbr, season_year, points
FROM box WHERE played AND game_date <= target();
CREATE TEMP TABLE history AS
SELECT player_lookup, points,
       lag(points) OVER (PARTITION BY player_lookup ORDER BY game_date) AS before,
       sum(points) OVER player AS total, count(*) OVER player AS games
FROM games WHERE season_year >= 2021
WINDOW player AS (PARTITION BY player_lookup);
"""

# Averages are compared as points times games, so that nothing is divided.
_CANDIDATES = """
WITH season AS (
    SELECT player_lookup, sum(points) AS total, count(*) AS games,
           arg_max(struct_pack(day := game_date, points, team := team_abbr,
                               opponent := opponent_team_abbr), game_date) AS last
    FROM games WHERE season_year = season()
    GROUP BY ALL HAVING count(*) >= 10
), responses AS (
    SELECT h.player_lookup, count(*) AS sample,
           count(*) FILTER (h.points * s.games >= s.total) AS bounced
    FROM history h JOIN season s USING (player_lookup)
    WHERE s.total - h.before * s.games >= 10 * s.games
    GROUP BY ALL HAVING count(*) >= 3
)
SELECT s.*, r.player_name, coalesce(e.team_abbr, s.last.team) AS team, sample, bounced
FROM season s
LEFT JOIN responses USING (player_lookup)
LEFT JOIN expected e USING (player_lookup)
LEFT JOIN registry r USING (player_lookup)
WHERE s.total - s.last.points * s.games >= 10 * s.games
"""

_BASELINE = """
SELECT count(*) AS sample, count(*) FILTER (points * games >= total) AS bounced
FROM history WHERE games >= 10 AND total - before * games >= 10 * games
"""

Json = dict[str, Any]


def document(
    warehouse: Path, game_date: date, as_of: datetime, champion: str = "catboost_v9"
) -> Json:
    """Everybody who was ten points below his season's average in his newest game."""
    with open_tables(warehouse, game_date, as_of, champion) as tables:
        tables.execute(TONIGHT)
        tables.execute(_GAMES)
        (baseline,) = rows(tables, _BASELINE)
        candidates = rows(tables, _CANDIDATES)
        games = tonight(tables)
    found = sorted(
        (_candidate(row, games.get(row["team"])) for row in candidates),
        key=lambda one: (
            0 if one["bounce_back_sample"] else 1,
            -one["bounce_back_rate"],
            -one["shortfall"],
            one["player_lookup"],
        ),
    )
    return {
        "generated_at": as_of.astimezone(UTC).isoformat(timespec="microseconds"),
        "as_of_date": game_date.isoformat(),
        "shortfall_threshold": 10,
        "total_candidates": len(found),
        "bounce_back_candidates": [one | {"rank": rank} for rank, one in enumerate(found, start=1)],
        "league_baseline": {
            "avg_bounce_back_rate": rounded(ratio(baseline["bounced"], baseline["sample"]), 2),
            "sample_size": baseline["sample"],
        },
    }


def _candidate(row: Json, game: Json | None) -> Json:
    average = ratio(row["total"], row["games"])
    assert average is not None
    last, sample, bounced = row["last"], row["sample"] or 0, row["bounced"] or 0
    shortfall = rounded(average - last["points"], 1)
    assert shortfall is not None
    return {
        "player_lookup": row["player_lookup"],
        "player_full_name": row["player_name"] or row["player_lookup"],
        "team_abbr": row["team"],
        "last_game": {
            "date": last["day"].isoformat(),
            "result": last["points"],
            "opponent": last["opponent"],
            "margin": -shortfall,
        },
        "season_average": rounded(average, 1),
        "shortfall": shortfall,
        "bounce_back_rate": rounded(ratio(bounced, sample), 2) if sample else 0.5,
        "bounce_back_sample": sample,
        "significance": _significance(sample, bounced),
        "rank": 0,
        "playing_tonight": game is not None,
        "tonight": game,
    }


def _significance(sample: int, bounced: int) -> str:
    if sample >= 10 and 10 * bounced >= 7 * sample:
        return "high"
    return "medium" if sample >= 5 and 10 * bounced >= 6 * sample else "low"
