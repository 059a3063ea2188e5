"""`players/index.json` computed a second time, from core 7 and D1."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tests.exports.oracles.predicted_players import PREDICTED, numbers
from tests.exports.oracles.tables import open_tables, rows

_TOLD = "recommendations mae win_rate bias within_5_pct".split()


def document(
    warehouse: Path,
    game_date: date,
    as_of: datetime,
    champion: str = "catboost_v9",
    min_games: int = 5,
) -> dict[str, Any]:
    """Everybody who has a profile, of three games at least."""
    with open_tables(warehouse, game_date, as_of, champion) as tables:
        tables.execute(PREDICTED)
        found = rows(
            tables,
            f"""
            SELECT * FROM predicted WHERE games_predicted >= greatest(3, {min_games})
            ORDER BY games_predicted DESC, player_lookup
            """,
        )
    return {
        "generated_at": as_of.astimezone(UTC).isoformat(timespec="microseconds"),
        "total_players": len(found),
        "players": [
            {
                "player_lookup": row["player_lookup"],
                "player_full_name": row["player_name"] or row["player_lookup"],
                "team": row["team"],
                "games_predicted": row["games_predicted"],
                **{name: numbers(row)[name] for name in _TOLD},
            }
            for row in found
        ],
    }
