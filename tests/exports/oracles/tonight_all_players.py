"""`tonight/all-players.json` computed a second time, straight from `core.md` 5 (S and D keys)."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.exports.oracles.rounding import Exact, ratio, rounded
from tests.exports.oracles.tables import open_tables, rows
from tests.exports.oracles.texts import Saying

TALLY = """
CREATE TEMP MACRO tally(x, wanted) AS
    {total: sum(x) FILTER (wanted), count: count(x) FILTER (wanted)}
"""
"""An exact mean before its division: the sum and the number of the values that are there."""

_GAMES = """
SELECT game_id, home_team_tricode, away_team_tricode, game_date_est, game_status,
       game_status_text, home_team_score, away_team_score
FROM schedule WHERE game_date = target()
ORDER BY game_date_est NULLS LAST, game_id
"""

_PLAYERS = """
WITH tonight AS MATERIALIZED (
    SELECT c.player_lookup, c.game_id, c.team_abbr, c.home_game, c.days_rest
    FROM context c SEMI JOIN schedule s ON s.game_id = c.game_id AND s.game_date = target()
    WHERE c.game_date = target()
), earlier AS MATERIALIZED (
    SELECT b.*,
           row_number() OVER (PARTITION BY player_lookup ORDER BY game_date DESC) AS back,
           row_number() OVER (PARTITION BY player_lookup, played ORDER BY game_date DESC)
               AS back_alike
    FROM box b SEMI JOIN tonight USING (player_lookup)
    WHERE b.game_date < target()
), numbers AS (
    SELECT player_lookup,
           count(*) FILTER (played AND season_year = season()) AS games_played,
           tally(points, played AND season_year = season()) AS season_points,
           tally(minutes_played, played AND season_year = season()) AS season_minutes,
           tally(points, played AND back_alike <= 5) AS last_5_points,
           list({dnp: dnp, points: points, line: points_line, over_under: over_under_result}
                ORDER BY back) FILTER (back <= 10) AS last_10
    FROM earlier GROUP BY player_lookup
)
SELECT t.*, r.player_name, f.fatigue_score, i.injury_status, i.reason,
       n.* EXCLUDE (player_lookup),
       p.predicted_points, p.confidence_score, p.recommendation, p.current_points_line
FROM tonight t
LEFT JOIN registry r ON r.player_lookup = t.player_lookup
LEFT JOIN factors f ON f.player_lookup = t.player_lookup AND f.game_date = target()
LEFT JOIN injuries i ON i.player_lookup = t.player_lookup
LEFT JOIN numbers n ON n.player_lookup = t.player_lookup
LEFT JOIN predictions p ON p.player_lookup = t.player_lookup AND p.game_id = t.game_id
"""

_ODDS = """
SELECT player_lookup, points_line, lower(bet_side) AS side, max(odds_american) AS best
FROM odds GROUP BY ALL
"""

_STATUS = {2: "in_progress", 3: "final"}
_LETTER = {"OVER": "O", "UNDER": "U"}

Odds = dict[tuple[str, float | None, str], int]


def document(
    warehouse: Path, game_date: date, as_of: datetime, champion: str = "catboost_v9"
) -> dict[str, Any]:
    """Every player of every game of one date, as it was known at the as-of."""
    with open_tables(warehouse, game_date, as_of, champion) as tables:
        tables.execute(TALLY)
        odds: Odds = {}
        for quote in rows(tables, _ODDS):
            at = (quote["player_lookup"], rounded(quote["points_line"], 1), quote["side"])
            odds[at] = max(odds.get(at, quote["best"]), quote["best"])
        players = defaultdict(list)
        for row in rows(tables, _PLAYERS):
            players[row["game_id"]].append(row)
        games = [_game(game, players[game["game_id"]], odds) for game in rows(tables, _GAMES)]
    listed = [player for game in games for player in game["players"]]
    return {
        "game_date": game_date.isoformat(),
        "generated_at": as_of.astimezone(UTC).isoformat(timespec="microseconds"),
        "total_players": len(listed),
        "total_with_lines": sum(player["has_line"] for player in listed),
        "games": games,
    }


def tip_off(instant: datetime | None) -> str | None:
    """The Eastern wall clock, `7:30 PM ET` (D12)."""
    if instant is None:
        return None
    return instant.astimezone(ZoneInfo("America/New_York")).strftime("%I:%M %p ET").lstrip("0")


def exactly(tally: dict[str, Any] | None) -> Fraction | None:
    """The exact mean of a `TALLY`, null of nothing."""
    return ratio(tally["total"] or 0, tally["count"]) if tally else None


def average(tally: dict[str, Any] | None) -> float | None:
    """The mean of a `TALLY` at one decimal, null of nothing."""
    return rounded(exactly(tally), 1)


def fatigue_level(score: Exact | None) -> str:
    """`fresh` from 95, `normal` from 75 and for null, `tired` below."""
    if score is None or 75 <= score < 95:
        return "normal"
    return "fresh" if score >= 95 else "tired"


def _game(game: dict[str, Any], players: list[dict[str, Any]], odds: Odds) -> dict[str, Any]:
    text = game["game_status_text"] or ""
    off = re.search("postponed|ppd|cancel", text, re.IGNORECASE) is not None
    status = 1 if off else game["game_status"]
    # A game that is said to be final without scores was not played (core 14.14).
    if status == 3 and not (game["home_team_score"] and game["away_team_score"]):
        status = 1
    scored = status in (2, 3)
    listed = [_player(row, odds) for row in sorted(players, key=_order)]
    return {
        "game_id": game["game_id"],
        "home_team": game["home_team_tricode"],
        "away_team": game["away_team_tricode"],
        "game_time": tip_off(game["game_date_est"]),
        "game_status": _STATUS.get(status, "scheduled"),
        "home_score": game["home_team_score"] if scored else None,
        "away_score": game["away_team_score"] if scored else None,
        "player_count": len(listed),
        "players": listed,
    }


def _order(row: dict[str, Any]) -> tuple[Any, ...]:
    """Lines first, players who are out last, then by what is published of each."""
    has_line = row["current_points_line"] is not None
    return (
        not has_line,
        _status(row) == "out",
        -(rounded(row["confidence_score"], 2) or 0) if has_line else 0,
        -(average(row["season_points"]) or 0),
        row["player_lookup"],
    )


def _player(row: dict[str, Any], odds: Odds) -> dict[str, Any]:
    season_ppg = average(row["season_points"])
    season_mpg = average(row["season_minutes"])
    last_5_ppg = average(row["last_5_points"])
    games_played = row["games_played"] or 0
    has_line = row["current_points_line"] is not None
    last_10 = row["last_10"] or []
    results = ["DNP" if g["dnp"] else _LETTER.get(g["over_under"], "-") for g in last_10]
    overs, unders = results.count("O"), results.count("U")
    form = _form(last_5_ppg, season_ppg)
    player: dict[str, Any] = {
        "player_lookup": row["player_lookup"],
        "name": row["player_name"] or row["player_lookup"],
        "team": row["team_abbr"],
        "is_home": row["home_game"],
        "has_line": has_line,
        "fatigue_level": fatigue_level(row["fatigue_score"]),
        "fatigue_score": rounded(row["fatigue_score"], 2),
        "days_rest": row["days_rest"],
        "injury_status": _status(row),
        "injury_reason": row["reason"],
        "season_ppg": season_ppg,
        "season_mpg": season_mpg,
        "minutes_avg": season_mpg,
        "last_5_ppg": last_5_ppg,
        "games_played": games_played,
        "limited_data": games_played < 10,
        "recent_form": form,
        "last_10_points": [None if g["dnp"] else g["points"] for g in last_10],
        "last_10_lines": [None if g["dnp"] else rounded(g["line"], 1) for g in last_10],
        "last_10_results": results,
        "last_10_record": f"{overs}-{unders}" if overs + unders else None,
    }
    if season_ppg and last_10:
        against = ["DNP" if g["dnp"] else against_average(g["points"], season_ppg) for g in last_10]
        player["last_10_vs_avg"] = against
        player["last_10_avg_record"] = f"{against.count('O')}-{against.count('U')}"
    if has_line:
        line = rounded(row["current_points_line"], 1)
        player["props"] = [
            {
                "stat_type": "points",
                "line": line,
                "over_odds": _price(odds.get((row["player_lookup"], line, "over"))),
                "under_odds": _price(odds.get((row["player_lookup"], line, "under"))),
            }
        ]
        player["prediction"] = {
            "predicted": rounded(row["predicted_points"], 2),
            "confidence": rounded(row["confidence_score"], 2),
            "recommendation": row["recommendation"],
            "factors": _factors(row, overs, unders, form),
        }
    return player


def _factors(row: dict[str, Any], overs: int, unders: int, form: str | None) -> list[Saying]:
    """What speaks for the recommendation, in its order; nothing without one."""
    side, level, rest = row["recommendation"], fatigue_level(row["fatigue_score"]), row["days_rest"]
    if side is None:
        return []
    said = []
    predicted, line = row["predicted_points"], row["current_points_line"]
    edge = None if predicted is None else abs(predicted - line)
    if edge is not None and edge >= 3:
        said.append(Saying("strong conviction" if edge >= 5 else "solid edge"))
    count = {"OVER": overs, "UNDER": unders}.get(side, 0)
    if count >= 5:
        word = "hot streak" if count >= 7 else "trend"
        said.append(Saying(f"{side.lower()} {word}", f"{overs}-{unders}"))
    if side == "OVER" and (level == "fresh" or (rest is not None and rest >= 3)):
        said.append(Saying("well-rested"))
    if side == "UNDER" and (level == "tired" or rest == 0):
        said.append(Saying("back-to-back fatigue" if rest == 1 else "elevated fatigue"))
    if (side, form) in (("OVER", "Hot"), ("UNDER", "Cold")):
        said.append(Saying("scoring", "+" if form == "Hot" else "-"))
    return said


def _form(last_5: float | None, season: float | None) -> str | None:
    """Compared in tenths, as published."""
    if not last_5 or not season:
        return None
    tenths = round(last_5 * 10) - round(season * 10)
    return "Hot" if tenths >= 30 else "Cold" if tenths <= -30 else "Neutral"


def against_average(points: int | None, season_ppg: float) -> str:
    """The points of a game against the published season average."""
    if points is None:
        return "-"
    average = Decimal(str(season_ppg))
    return "O" if points > average else "U" if points < average else "P"


def _status(row: dict[str, Any]) -> str:
    return str(row["injury_status"] or "available").lower()


def _price(odds: int | None) -> int | None:
    return odds if odds is not None and 100 <= abs(odds) <= 10000 else None
