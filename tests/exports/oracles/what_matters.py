"""`trends/what-matters.json` computed a second time, straight from `trends.md` 6."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tests.exports.oracles.decided_games import Sums, recent, said, sums, tenths
from tests.exports.oracles.tables import open_tables, rows
from tests.exports.oracles.texts import FreeText, NoNumber, Saying

ARCHETYPES = {
    "star": "22+ PPG stars",
    "scorer": "15-22 PPG scorers",
    "rotation": "8-15 PPG rotation",
    "role_player": "Under 8 PPG role players",
}

_CLASSED = """
CREATE OR REPLACE TEMP TABLE classed AS
SELECT player_lookup, sum(points) AS points, count(*) AS games,
       CASE WHEN sum(points) >= 22 * count(*) THEN 'star'
            WHEN sum(points) >= 15 * count(*) THEN 'scorer'
            WHEN sum(points) >= 8 * count(*) THEN 'rotation'
            ELSE 'role_player' END AS archetype
FROM recent GROUP BY ALL HAVING count(*) >= $games
"""

_EXAMPLES = """
SELECT archetype, player_name, player_lookup, points, games
FROM classed JOIN registry USING (player_lookup)
"""

Json = dict[str, Any]
Shares = dict[str, dict[str, Sums]]


def document(
    warehouse: Path, game_date: date, as_of: datetime, champion: str = "catboost_v9"
) -> Json:
    """Four kinds of scorers over a year, and names of the last ninety days."""
    with open_tables(warehouse, game_date, as_of, champion) as tables:
        recent(tables, 365)
        tables.execute(_CLASSED.replace("$games", "20"))
        source = "(FROM recent JOIN classed USING (player_lookup))"
        (players, everything, rest, places) = (
            rows(
                tables,
                "SELECT archetype, count(DISTINCT player_lookup) AS players "
                f"FROM {source} WHERE decided GROUP BY ALL",
            ),
            sums(tables, "archetype", source),
            sums(tables, "archetype || ' ' || rest", source),
            sums(tables, "archetype || ' ' || place", source),
        )
        recent(tables, 90)
        tables.execute(_CLASSED.replace("$games", "10"))
        named = rows(tables, _EXAMPLES)
    count = {row["archetype"]: row["players"] for row in players}
    shares: Shares = {
        one: {
            **({"": everything[one]} if one in everything else {}),
            **_least(rest, one, ("b2b", "one_day", "rested"), 20),
            **_least(places, one, ("home", "away"), 50),
        }
        for one in ARCHETYPES
    }
    return {
        "generated_at": as_of.astimezone(UTC).isoformat(timespec="microseconds"),
        "as_of_date": game_date.isoformat(),
        "archetypes": {
            one: {
                "description": text,
                "player_count": count.get(one, 0),
                "example_players": _names([row for row in named if row["archetype"] == one]),
                "overall_over_pct": _percent(shares[one].get("")),
                "factors": {
                    "rest": _factors(shares[one], ("b2b", "one_day", "rested")),
                    "home_away": _factors(shares[one], ("home", "away")),
                },
            }
            for one, text in ARCHETYPES.items()
        },
        "key_insights": _insights(
            {
                one: {kind: tenths(some) for kind, some in kinds.items()}
                for one, kinds in shares.items()
            }
        ),
    }


def _least(found: dict[str, Sums], one: str, kinds: tuple[str, ...], least: int) -> dict[str, Sums]:
    """The kinds of one archetype with so many games."""
    mine = {kind: found.get(f"{one} {kind}", (0, 0)) for kind in kinds}
    return {kind: some for kind, some in mine.items() if some[1] >= least}


def _percent(some: Sums | None) -> float | None:
    return None if some is None else tenths(some) / 10


def _factors(shares: dict[str, Sums], kinds: tuple[str, ...]) -> Json:
    return {
        kind: {"games": shares[kind][1], "over_pct": _percent(shares[kind])}
        for kind in kinds
        if kind in shares
    }


def _names(players: list[Json]) -> list[str]:
    names: list[str] = []
    for row in sorted(
        players, key=lambda row: (-int(row["points"]) / int(row["games"]), row["player_lookup"])
    ):
        if row["player_name"] not in names and len(names) < 5:
            names.append(row["player_name"])
    return names


def _insights(shares: dict[str, dict[str, int]]) -> list[FreeText]:
    """What each sentence must say, five at most."""
    told: list[FreeText] = []
    star, role = shares["star"].get(""), shares["role_player"].get("")
    if star and role and abs(star - role) >= 50:
        told.append(Saying("stars", "role players", said(star), said(role)))
    tired, rested = shares["star"].get("b2b"), shares["star"].get("rested")
    if tired and rested and abs(tired - rested) >= 20:
        word = "better" if tired > rested else "worse"
        told.append(Saying("stars", word, "back-to-back", said(tired), said(rested)))
    for one in ARCHETYPES:
        home, away = shares[one].get("home"), shares[one].get("away")
        if home and away and abs(home - away) >= 30:
            where = "home" if home > away else "road"
            name = one.replace("_", " ").removesuffix(" player")
            told.append(
                Saying(name, where, f"{said(max(home, away))} against", said(min(home, away)))
            )
    return told[:5] or [NoNumber()]
