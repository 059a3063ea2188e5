"""`tonight/player/{player_lookup}.json` computed a second time, from `core.md` 6 (S and D keys)."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from itertools import takewhile
from pathlib import Path
from typing import Any

from tests.exports.oracles.rounding import ratio, rounded
from tests.exports.oracles.tables import open_tables, rows
from tests.exports.oracles.texts import Saying
from tests.exports.oracles.tonight_all_players import (
    TALLY,
    against_average,
    average,
    exactly,
    fatigue_level,
)

_PLAYERS = """
WITH tonight AS MATERIALIZED (
    SELECT * FROM context WHERE game_date = target()
    QUALIFY row_number() OVER (PARTITION BY player_lookup ORDER BY game_id) = 1
), earlier AS MATERIALIZED (
    SELECT b.*, t.opponent_team_abbr AS tonight_against,
           CASE WHEN is_standard(b.game_id)
                THEN suffix(b.game_id, '_' || b.team_abbr) END AS at_home,
           row_number() OVER (PARTITION BY player_lookup ORDER BY b.game_date DESC) AS back,
           row_number() OVER (PARTITION BY player_lookup, played ORDER BY b.game_date DESC)
               AS back_alike,
           b.game_date - lag(b.game_date) OVER (
               PARTITION BY player_lookup, played, b.season_year ORDER BY b.game_date) AS gap
    FROM box b JOIN tonight t USING (player_lookup)
    WHERE b.game_date < target()
), numbers AS (
    SELECT player_lookup,
           count(*) FILTER (season_year = season()) AS games_played,
           tally(points, season_year = season()) AS season_ppg,
           tally(minutes_played, season_year = season()) AS season_mpg,
           tally(points, back_alike <= 10) AS last_10_ppg,
           tally(minutes_played, back_alike <= 10) AS last_10_mpg,
           tally(points, back_alike <= 5) AS last_5_ppg,
           tally(minutes_played, back_alike <= 5) AS last_5_mpg
    FROM earlier WHERE played GROUP BY player_lookup
), labelled AS (
    SELECT player_lookup, points, over_under_result, unnest([
        CASE WHEN at_home THEN 'home' WHEN NOT at_home THEN 'away' END,
        CASE WHEN gap = 1 THEN 'back_to_back' ELSE 'other' END,
        CASE WHEN gap >= 2 THEN 'rested' END,
        CASE WHEN opponent_team_abbr = tonight_against THEN 'opponent' END]) AS split
    FROM earlier WHERE played AND season_year = season()
), split_numbers AS (
    SELECT player_lookup, split, count(*) AS games, tally(points, TRUE) AS points,
           count(*) FILTER (over_under_result = 'OVER') AS overs,
           count(*) FILTER (over_under_result IN ('OVER', 'UNDER')) AS results
    FROM labelled WHERE split IS NOT NULL GROUP BY player_lookup, split
), splits AS (
    SELECT player_lookup, map_from_entries(list(
        (split, {games: games, points: points, overs: overs, results: results}))) AS splits
    FROM split_numbers GROUP BY player_lookup
), form AS (
    SELECT player_lookup, list(e ORDER BY e.back) AS recent_form
    FROM earlier e WHERE back <= 10 GROUP BY player_lookup
), ranks AS (
    SELECT team_abbr, opponent_points_per_game AS allowed,
           rank() OVER (ORDER BY opponent_points_per_game NULLS FIRST) AS place
    FROM defence
)
SELECT t.player_lookup, t.game_id, t.team_abbr, t.opponent_team_abbr, t.home_game, t.days_rest,
       t.back_to_back, r.player_name, i.injury_status, i.reason, f.fatigue_score,
       f.fatigue_context_json, n.* EXCLUDE (player_lookup), splits, recent_form,
       p.game_id IS NOT NULL AS predicted, p.predicted_points, p.confidence_score,
       p.recommendation, p.current_points_line, p.line_margin, p.pace_adjustment,
       p.similar_games_count, place, allowed
FROM tonight t
LEFT JOIN registry r ON r.player_lookup = t.player_lookup
LEFT JOIN injuries i ON i.player_lookup = t.player_lookup
LEFT JOIN factors f ON f.player_lookup = t.player_lookup AND f.game_date = target()
LEFT JOIN numbers n ON n.player_lookup = t.player_lookup
LEFT JOIN splits ON splits.player_lookup = t.player_lookup
LEFT JOIN form ON form.player_lookup = t.player_lookup
LEFT JOIN predictions p ON p.player_lookup = t.player_lookup AND p.game_id = t.game_id
LEFT JOIN ranks ON ranks.team_abbr = t.opponent_team_abbr
ORDER BY t.player_lookup
"""

_QUICK = "season_ppg season_mpg games_played last_10_ppg last_10_mpg last_5_ppg last_5_mpg".split()
_TIERS = ((5, "elite"), (10, "good"), (20, "average"))
_DIRECTIONS = {"elite": "negative", "good": "negative", "weak": "positive"}


def documents(
    warehouse: Path, game_date: date, as_of: datetime, champion: str = "catboost_v9"
) -> dict[str, dict[str, Any]]:
    """By player_lookup, the document of every player with a context row for the date."""
    with open_tables(warehouse, game_date, as_of, champion) as tables:
        tables.execute(TALLY)
        return {
            row["player_lookup"]: _document(row, game_date, as_of) for row in rows(tables, _PLAYERS)
        }


def without_game(player_lookup: str, game_date: date, as_of: datetime) -> dict[str, Any]:
    """The document of a player who does not play on the date (`core.md` 6.5, D36)."""
    return {
        **_head(player_lookup, player_lookup, game_date, as_of),
        "game_context": None,
        "quick_numbers": {},
        "fatigue": {"score": None, "level": "normal", "context": None},
        "current_streak": {"type": None, "length": 0},
        "tonights_factors": [],
        "recent_form": [],
        "prediction": None,
    }


def _head(player_lookup: str, name: str, game_date: date, as_of: datetime) -> dict[str, Any]:
    return {
        "player_lookup": player_lookup,
        "player_full_name": name,
        "game_date": game_date.isoformat(),
        "generated_at": as_of.astimezone(UTC).isoformat(timespec="microseconds"),
    }


def _document(row: dict[str, Any], game_date: date, as_of: datetime) -> dict[str, Any]:
    lookup, games_played = row["player_lookup"], row["games_played"] or 0
    averages = {name: average(row[name]) for name in _QUICK if name != "games_played"}
    recent = row["recent_form"] or []
    status = row["injury_status"]
    return {
        **_head(lookup, row["player_name"] or lookup, game_date, as_of),
        "games_played": games_played,
        "limited_data": games_played < 10,
        "game_context": {
            "game_id": row["game_id"],
            "opponent": row["opponent_team_abbr"],
            "home_game": row["home_game"],
            "team_abbr": row["team_abbr"],
            "line": rounded(row["current_points_line"], 1),
            "days_rest": row["days_rest"],
            "is_back_to_back": row["back_to_back"],
            "injury_status": status.lower() if status else None,
            "injury_reason": row["reason"],
        },
        "quick_numbers": {name: averages.get(name, games_played) for name in _QUICK},
        "fatigue": {
            "score": rounded(row["fatigue_score"], 2),
            "level": fatigue_level(row["fatigue_score"]),
            "context": _decoded(row["fatigue_context_json"]),
        },
        "current_streak": _streak(recent),
        "tonights_factors": _factors(row),
        "recent_form": [_recent(game, averages["season_ppg"]) for game in recent],
        "prediction": _prediction(row) if row["predicted"] else None,
    }


def _prediction(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "predicted_points": rounded(row["predicted_points"], 2),
        "confidence_score": rounded(row["confidence_score"], 2),
        "recommendation": row["recommendation"],
        "line": rounded(row["current_points_line"], 1),
        "edge": rounded(row["line_margin"], 2),
        "pace_adjustment": rounded(row["pace_adjustment"], 2),
        "similar_games": row["similar_games_count"],
    }


def _decoded(text: str | None) -> str | None:
    """The JSON text of an object, also when it was encoded twice."""
    try:
        inner = json.loads(text or "null")
    except ValueError:
        return text
    return inner if isinstance(inner, str) else text


def _streak(recent: list[dict[str, Any]]) -> dict[str, Any]:
    """The run of equal results, newest first; a game not played is passed over (D17)."""
    results = [
        game["over_under_result"] if game["over_under_result"] in ("OVER", "UNDER") else None
        for game in recent
        if game["played"]
    ]
    first = next((result for result in results if result), None)
    if first is None:
        return {"type": None, "length": 0}
    run = takewhile(lambda result: result == first, results[results.index(first) :])
    return {"type": first.lower(), "length": len(list(run))}


def _recent(game: dict[str, Any], season_ppg: float | None) -> dict[str, Any]:
    dnp = game["dnp"]
    line, points = game["points_line"], None if dnp else game["points"]
    entry = {
        "game_date": game["game_date"].isoformat(),
        "opponent": game["opponent_team_abbr"],
        "home_game": game["at_home"],
        "is_dnp": dnp,
        "points": points,
        "minutes": None if dnp else rounded(game["minutes_played"], 1),
        "fg": None if dnp else _shooting(game["fg_makes"], game["fg_attempts"]),
        "three": None if dnp else _shooting(game["three_pt_makes"], game["three_pt_attempts"]),
        "ft": None if dnp else _shooting(game["ft_makes"], game["ft_attempts"]),
        "over_under": "DNP" if dnp else game["over_under_result"],
        "line": rounded(line, 1),
        "margin": int(points - line) if points is not None and line else None,
    }
    if season_ppg and (dnp or points is not None):
        entry["vs_avg"] = "DNP" if dnp else against_average(points, season_ppg)
    return entry


def _shooting(makes: int | None, attempts: int | None) -> str | None:
    return f"{makes}/{attempts}" if attempts and makes is not None else None


def _factors(row: dict[str, Any]) -> list[dict[str, Any]]:
    """What speaks for and against him tonight, in the order of the table in 6.3."""
    found: list[dict[str, Any]] = []
    splits = row["splits"] or {}
    days_rest, level = row["days_rest"], fatigue_level(row["fatigue_score"])
    tired, other = splits.get("back_to_back"), splits.get("other")
    after, before = (exactly(split and split["points"]) for split in (tired, other))
    if row["back_to_back"] and tired and after is not None and before is not None:
        impact = rounded(after - before, 1) or 0.0
        found.append(
            {
                "factor": "back_to_back",
                "direction": "negative" if impact < 0 else "positive",
                "impact": impact,
                **_over_share(tired, f"{impact:+}"),
            }
        )
    side = {True: "home", False: "away", None: None}[row["home_game"]]
    if (split := splits.get(side)) and average(split["points"]) and split["games"] >= 3:
        found.append({"factor": "location", "direction": "neutral", **_over_share(split)})
    if (split := splits.get("opponent")) and average(split["points"]):
        found.append({"factor": "vs_opponent", "direction": "neutral", **_over_share(split)})
    if (split := splits.get("rested")) and average(split["points"]) and (days_rest or 0) >= 3:
        found.append({"factor": "well_rested", "direction": "positive", **_over_share(split)})
    if level == "tired":
        said = Saying(f"{row['fatigue_score']:.0f}")
        found.append({"factor": "fatigue", "direction": "negative", "description": said})
    elif level == "fresh":
        said = Saying(f"{row['fatigue_score']:.0f}")
        found.append({"factor": "fresh", "direction": "positive", "description": said})
    if row["place"]:
        tier = next((tier for last, tier in _TIERS if row["place"] <= last), "weak")
        found.append(
            {
                "factor": "opponent_defense",
                "direction": _DIRECTIONS.get(tier, "neutral"),
                "defense_rank": row["place"],
                "defense_tier": tier,
                "ppg_allowed": rounded(row["allowed"], 1),
                "description": Saying(str(row["place"]), tier),
            }
        )
    return found


def _over_share(split: dict[str, Any], *words: str) -> dict[str, Any]:
    """How often the line was passed, and a sentence that repeats the mean."""
    share = rounded(ratio(split["overs"], split["results"]), 3)
    return {"vs_line_pct": share, "description": Saying(f"{average(split['points'])}", *words)}
