"""The games of the date by team, and who is expected for which (`trends.md` 1.10, D24)."""

from __future__ import annotations

from typing import Any

import duckdb

from tests.exports.oracles.tables import rows
from tests.exports.oracles.tonight_all_players import tip_off

TONIGHT = """
CREATE TEMP TABLE tonight AS
SELECT home_team_tricode AS team, away_team_tricode AS opponent, game_date_est, TRUE AS home,
       game_id
FROM schedule WHERE game_date = target()
UNION ALL
SELECT away_team_tricode, home_team_tricode, game_date_est, FALSE, game_id
FROM schedule WHERE game_date = target();
CREATE TEMP TABLE expected AS
SELECT player_lookup, arg_min(team_abbr, game_id) AS team_abbr
FROM context WHERE game_date = target() GROUP BY ALL;
"""


def tonight(tables: duckdb.DuckDBPyConnection) -> dict[str, dict[str, Any]]:
    """By team, its game as the trends tell it: of two the earlier."""
    found = rows(tables, "FROM tonight ORDER BY game_date_est NULLS LAST, game_id")
    return {
        row["team"]: {
            "opponent": row["opponent"],
            "game_time": tip_off(row["game_date_est"]),
            "home": row["home"],
        }
        for row in reversed(found)
    }
