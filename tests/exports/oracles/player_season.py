"""`players/{player_lookup}/season/{season}.json` a second time, straight from `core.md` 8."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from fractions import Fraction
from itertools import groupby, takewhile
from pathlib import Path
from typing import Any

from tests.exports.oracles.rounding import mean, ratio, rounded
from tests.exports.oracles.shot_profile import shot_profile
from tests.exports.oracles.tables import open_tables, rows, season_year
from tests.exports.oracles.texts import Saying

_PLAYERS = """
WITH games AS (
    SELECT b.*, coalesce(b.minutes_played, k.minutes_decimal) AS mins,
           CASE WHEN is_standard(b.game_id) THEN suffix(b.game_id, '_' || b.team_abbr) END AS home,
           coalesce(s.game_status = 3
               AND NOT regexp_matches(coalesce(s.game_status_text, ''), '(?i)postponed|ppd|cancel')
               AND CASE WHEN s.home_team_score > s.away_team_score THEN s.home_team_tricode
                        WHEN s.home_team_score < s.away_team_score THEN s.away_team_tricode
                   END = b.team_abbr, FALSE) AS won,
           b.game_date - lag(b.game_date) OVER (
               PARTITION BY b.player_lookup, b.season_year, b.played ORDER BY b.game_date) AS gap
    FROM box b
    LEFT JOIN book k ON k.player_lookup = b.player_lookup AND k.game_date = b.game_date
    LEFT JOIN schedule s ON s.game_id = b.game_id
), seasons AS (
    SELECT player_lookup, list(g ORDER BY game_date DESC) AS games
    FROM games g WHERE season_year = season() GROUP BY player_lookup
), teams AS (
    SELECT player_lookup, arg_max(team_abbr, game_date) AS team
    FROM box WHERE played GROUP BY player_lookup
), tonight AS (
    SELECT player_lookup, arg_min(team_abbr, game_id) AS team
    FROM context WHERE game_date = target() GROUP BY player_lookup
), graded AS (
    SELECT player_lookup, list(g) AS gradings
    FROM gradings g
    WHERE year(game_date) - (month(game_date) < 10)::INT = season() GROUP BY player_lookup
)
SELECT r.player_lookup, r.player_name, r.position, seasons.games, graded.gradings,
       coalesce(tonight.team, teams.team, r.team_abbr) AS team,
       z.paint_rate_last_10, z.mid_range_rate_last_10, z.three_pt_rate_last_10
FROM registry r
LEFT JOIN seasons USING (player_lookup)
LEFT JOIN teams USING (player_lookup)
LEFT JOIN tonight USING (player_lookup)
LEFT JOIN graded USING (player_lookup)
LEFT JOIN zones z USING (player_lookup)
"""

_MONTHS = (10, "Oct"), (11, "Nov"), (12, "Dec"), (1, "Jan"), (2, "Feb"), (3, "Mar")
_LATER = (4, "Apr"), (5, "May"), (6, "Jun"), (7, "Jul"), (8, "Aug"), (9, "Sep")

Json = dict[str, Any]
Games = Sequence[Json]


def documents(
    warehouse: Path,
    game_date: date,
    as_of: datetime,
    champion: str = "catboost_v9",
    *,
    players: frozenset[str] | None = None,
) -> dict[str, Json]:
    """By player_lookup, the season of everybody in the registry, or of those asked for."""
    with open_tables(warehouse, game_date, as_of, champion) as tables:
        known = {row["player_lookup"]: row for row in rows(tables, _PLAYERS)}
    return {
        lookup: _document(lookup, known.get(lookup), game_date, as_of)
        for lookup in sorted(known if players is None else players)
    }


def _document(lookup: str, row: Json | None, day: date, as_of: datetime) -> Json:
    year = season_year(day)
    season = f"{year}-{str(year + 1)[2:]}"
    generated = as_of.astimezone(UTC).isoformat(timespec="microseconds")
    if row is None:
        return {
            "player_lookup": lookup,
            "season": season,
            "generated_at": generated,
            "error": "Player not found",
            "player_profile": None,
            "averages": {},
            "current_form": {},
            "key_patterns": [],
            "prop_hit_rates": {},
            "game_log": [],
            "splits": {},
            "monthly": [],
        }
    games = row["games"] or []
    played = [game for game in games if game["played"]]
    ppg = mean(game["points"] for game in played)
    kinds = {
        "home": [game for game in played if game["home"] is True],
        "away": [game for game in played if game["home"] is False],
        "rested": [game for game in played if (game["gap"] or 0) >= 2],
        "back_to_back": [game for game in played if game["gap"] == 1],
    }
    return {
        "player_lookup": lookup,
        "player_full_name": row["player_name"],
        "season": season,
        "generated_at": generated,
        "player_profile": {
            "position": row["position"],
            "team_abbr": row["team"],
            "player_tier": _at_least(ppg or 0, (25, "elite"), (15, "starter")) or "role_player",
            "shot_profile": shot_profile(row),
        },
        "averages": _averages(played),
        "current_form": _form(played, ppg),
        "key_patterns": _patterns(kinds),
        "prop_hit_rates": _props(row["gradings"] or []),
        "game_log": [_logged(game) for game in games],
        "splits": {name: _split(of_kind) for name, of_kind in kinds.items()},
        "monthly": _monthly(played),
    }


def _at_least(value: Any, *steps: tuple[Any, str]) -> str | None:
    """The word of the first step that the value reaches."""
    return next((word for step, word in steps if value >= step), None)


def _averages(played: Games) -> Json:
    if not played:
        return {}

    def per_game(value: Callable[[Json], Any]) -> float | None:
        return rounded(mean(value(game) for game in played), 1)

    def shooting(kind: str) -> float | None:
        made, tried = (
            sum(game[f"{kind}_{what}"] or 0 for game in played) for what in ("makes", "attempts")
        )
        return rounded(ratio(made, tried), 2)

    return {
        "games": len(played),
        "ppg": per_game(lambda game: game["points"]),
        "rpg": per_game(_rebounds),
        "apg": per_game(lambda game: game["assists"]),
        "spg": per_game(lambda game: game["steals"]),
        "bpg": per_game(lambda game: game["blocks"]),
        "topg": per_game(lambda game: game["turnovers"]),
        "fg_pct": shooting("fg"),
        "three_pct": shooting("three_pt"),
        "ft_pct": shooting("ft"),
        "minutes": per_game(lambda game: game["mins"]),
    }


def _rebounds(game: Json) -> int | None:
    both = game["offensive_rebounds"], game["defensive_rebounds"]
    return None if None in both else both[0] + both[1]


def _result(game: Json) -> str | None:
    found = game["over_under_result"]
    return found if game["played"] and found in ("OVER", "UNDER") else None


def _logged(game: Json) -> Json:
    played = game["played"]
    return {
        "date": game["game_date"].isoformat(),
        "opponent": game["opponent_team_abbr"],
        "is_home": bool(game["home"]),
        "points": game["points"] if played else None,
        "rebounds": _rebounds(game) if played else None,
        "assists": game["assists"] if played else None,
        "minutes": rounded(game["mins"], 2),
        "line": rounded(game["points_line"], 1),
        "result": _result(game),
        "team_won": game["won"],
    }


def _form(played: Games, ppg: Fraction | None) -> Json:
    if not played:
        return {}
    results = [_result(game) for game in played]
    l5, l10 = (mean(game["points"] for game in played[:count]) for count in (5, 10))
    hit = ratio(results[:10].count("OVER"), len(results[:10]))
    assert l5 is not None
    assert hit is not None
    streak = _streak(results)
    margin = min(max((l5 - (ppg or 1) + 10) / 20, Fraction(0)), Fraction(1))
    heat = rounded(5 * hit + Fraction(min(streak, 10), 4) + margin * Fraction(5, 2), 1)
    words = (8, "hot"), (6.5, "warm"), (4.5, "neutral"), (3, "cool")
    return {
        "heat_score": heat,
        "temperature": _at_least(heat, *words) or "cold",
        "current_streak": streak,
        "streak_direction": results[0] and results[0].lower(),
        "l5_avg": rounded(l5, 2),
        "l10_avg": rounded(l10, 2),
        "hit_rate_l10": rounded(hit, 2),
    }


def _streak(results: Sequence[str | None]) -> int:
    """The place of the first other result, less one; nothing breaks what has no result."""
    newest = results[0]
    unbroken = list(takewhile(lambda one: not (one and newest and one != newest), results))
    return len(unbroken) if len(unbroken) < len(results) else min(10, len(results))


def _patterns(kinds: Mapping[str, Games]) -> list[Json]:
    found = []
    for one, other, better, worse in (
        ("rested", "back_to_back", "rest_sensitive", "b2b_performer"),
        ("home", "away", "home_performer", "road_warrior"),
    ):
        left, right = (mean(game["points"] for game in kinds[name]) for name in (one, other))
        if left and right and abs(left - right) >= Fraction(5, 2):
            by = abs(left - right)
            found.append(
                {
                    "pattern": better if left > right else worse,
                    "description": Saying(f"+{rounded(by, 1)} ppg"),
                    "strength": "strong" if by >= 4 else "moderate",
                }
            )
    return found


def _props(gradings: Games) -> Json:
    if not gradings:
        return {}
    there = [
        one for one in gradings if one["is_voided"] is not True and one["actual_points"] is not None
    ]
    lined = [one for one in there if one["line_value"] is not None]
    overs = sum(one["actual_points"] > one["line_value"] for one in lined)
    unders = sum(one["actual_points"] < one["line_value"] for one in lined)
    decided = [
        one["prediction_correct"]
        for one in there
        if one["recommendation"] in ("OVER", "UNDER") and one["prediction_correct"] is not None
    ]
    return {
        "points": {
            "games": overs + unders,
            "overs": overs,
            "unders": unders,
            "over_rate": rounded(ratio(overs, overs + unders), 3),
        },
        "total_recommendations": len(decided),
        "correct": sum(decided),
        "win_rate": rounded(ratio(sum(decided), len(decided)), 3),
    }


def _split(games: Games) -> Json:
    results = [result for game in games if (result := _result(game))]
    return {
        "games": len(games),
        "ppg": rounded(mean(game["points"] for game in games), 1),
        "over_rate": rounded(ratio(results.count("OVER"), len(results)), 2),
    }


def _monthly(played: Games) -> list[Json]:
    def month(game: Json) -> int:
        number: int = game["game_date"].month
        return number

    by_month = {
        number: list(games) for number, games in groupby(sorted(played, key=month), key=month)
    }
    return [
        {"month": label, **_split(by_month[number])}
        for number, label in (*_MONTHS, *_LATER)
        if number in by_month
    ]
