"""`players/{player_lookup}/game-report/{date}.json` a second time, straight from `core.md` 9."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.exports.oracles.rounding import mean, ratio, rounded
from tests.exports.oracles.shot_profile import shot_profile
from tests.exports.oracles.tables import open_tables, rows
from tests.exports.oracles.texts import Saying

_REPORTS = """
WITH tonight AS (
    SELECT * FROM box WHERE game_date = target()
), earlier AS (
    SELECT player_lookup, list(b ORDER BY game_date DESC) AS before
    FROM box b WHERE game_date < target() GROUP BY player_lookup
), picks AS (
    SELECT g.* FROM gradings g JOIN tonight t USING (player_lookup)
    WHERE g.game_date = target() AND g.is_voided IS NOT TRUE AND g.actual_points IS NOT NULL
      AND (g.game_id = t.game_id OR NOT is_standard(t.game_id))
    QUALIFY row_number() OVER (PARTITION BY player_lookup ORDER BY g.game_id) = 1
), ranked AS (
    SELECT *, CASE WHEN defensive_rating_last_15 IS NOT NULL
                   THEN rank() OVER (ORDER BY defensive_rating_last_15 NULLS LAST) END AS place
    FROM defence
)
SELECT r.player_lookup, r.player_name, r.position, t.game_id IS NOT NULL AS boxed, t.game_id,
       t.played, t.points, t.opponent_team_abbr AS opponent, e.before, p.line_value,
       p.recommendation, p.predicted_points, p.confidence_score, p.prediction_correct,
       p.game_id IS NOT NULL AS picked, d.team_abbr IS NOT NULL AS defended, d.place,
       d.defensive_rating_last_15 AS rating, d.opponent_pace AS pace,
       d.paint_pct_allowed_last_15 AS paint, d.three_pt_pct_allowed_last_15 AS three,
       z.paint_rate_last_10, z.mid_range_rate_last_10, z.three_pt_rate_last_10
FROM registry r
LEFT JOIN tonight t USING (player_lookup)
LEFT JOIN earlier e USING (player_lookup)
LEFT JOIN picks p USING (player_lookup)
LEFT JOIN zones z USING (player_lookup)
LEFT JOIN ranked d ON d.team_abbr = t.opponent_team_abbr
"""

_PAINT = Decimal("0.56"), Decimal("0.60")
_THREE = Decimal("0.345"), Decimal("0.375")

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
    """By player_lookup, the report of everybody with a box score, or of those asked for."""
    with open_tables(warehouse, game_date, as_of, champion) as tables:
        known = {row["player_lookup"]: row for row in rows(tables, _REPORTS)}
        (season,) = rows(tables, "SELECT season() AS year")
    boxed = (lookup for lookup, row in known.items() if row["boxed"])
    return {
        lookup: _document(lookup, known.get(lookup), season["year"], game_date, as_of)
        for lookup in sorted(boxed if players is None else players)
    }


def _document(lookup: str, row: Json | None, year: int, day: date, as_of: datetime) -> Json:
    generated = as_of.astimezone(UTC).isoformat(timespec="microseconds")
    if row is None or not row["boxed"]:
        return {
            "player_lookup": lookup,
            "game_date": day.isoformat(),
            "generated_at": generated,
            "error": "Player not found" if row is None else "Game not found",
            "player_profile": None,
            "opponent_context": None,
            "moving_averages": None,
            "prop_line": None,
            "prediction_angles": {"supporting": [], "against": []},
            "recent_games": [],
            "head_to_head": None,
            "result": None,
        }
    before = row["before"] or []
    played = [game for game in before if game["played"]]
    season = [game["points"] for game in played if game["season_year"] == year]
    profile = shot_profile(row)
    against = [game for game in played if game["opponent_team_abbr"] == row["opponent"]]
    return {
        "player_lookup": lookup,
        "player_full_name": row["player_name"],
        "game_date": day.isoformat(),
        "game_id": row["game_id"],
        "generated_at": generated,
        "player_profile": {
            "position": row["position"],
            "shot_profile": profile,
            "season_ppg": rounded(mean(season), 2),
        },
        "opponent_context": _opponent(row),
        "moving_averages": {
            "l5": rounded(mean(season[:5]), 1),
            "l10": rounded(mean(season[:10]), 1),
            "l20": rounded(mean(season[:20]), 1),
            "season": rounded(mean(season), 1),
        },
        "prop_line": _pick(row) if row["picked"] else None,
        "prediction_angles": _angles(row, played, season, profile),
        "recent_games": [_recent(game) for game in before[:5]],
        "head_to_head": _head_to_head(against if row["opponent"] else []),
        "result": _result(row) if row["played"] else None,
    }


def _opponent(row: Json) -> Json:
    if not row["opponent"]:
        return {}
    if not row["defended"]:
        return {"opponent": row["opponent"]}
    return {
        "opponent": row["opponent"],
        "opp_pace": rounded(row["pace"], 2),
        "opp_def_rating": rounded(row["rating"], 2),
        "opp_def_rank": row["place"],
        "opp_paint_defense": _strength(row["paint"], *_PAINT),
        "opp_perimeter_defense": _strength(row["three"], *_THREE),
    }


def _strength(allowed: Decimal | None, strong: Decimal, weak: Decimal) -> str:
    if allowed is not None and allowed <= strong:
        return "strong"
    return "weak" if allowed is not None and allowed >= weak else "average"


def _pick(row: Json) -> Json:
    return {
        "line": rounded(row["line_value"], 1),
        "recommendation": row["recommendation"],
        "predicted": rounded(row["predicted_points"], 1),
        "confidence": rounded(row["confidence_score"], 2),
    }


def _decided(games: Games) -> list[str]:
    """The results of games that have one, newest first."""
    found = (game["over_under_result"] for game in games if game["played"])
    return [one for one in found if one in ("OVER", "UNDER")]


def _angles(row: Json, played: Games, season: Sequence[int], profile: str) -> Json:
    found: list[tuple[bool, str]] = []
    results = _decided(played[:5])
    overs, unders = results.count("OVER"), results.count("UNDER")
    if max(overs, unders) >= 3:
        hot = overs >= 3
        said = f"hot streak ({overs}g over)" if hot else f"cold streak ({unders}g under)"
        found.append((hot, said))
    where = {"perimeter": ("perimeter", "three", _THREE), "interior": ("paint", "paint", _PAINT)}
    if profile in where:
        name, column, cut_offs = where[profile]
        strength = _strength(row[column], *cut_offs)
        if strength != "average":
            found.append((strength == "weak", f"{strength} {name} defense"))
    average, lately = mean(season), mean(season[:5])
    if average and lately is not None:
        change = (lately - average) / average
        if abs(change) >= Fraction(15, 100):
            up = change > 0
            percent = rounded(change * 100, 0)
            found.append((up, f"trending {'up' if up else 'down'} ({percent:+.0f}%"))
    if row["pace"] is not None and not 96 < row["pace"] < 102:
        fast = row["pace"] >= 102
        found.append((fast, "fast" if fast else "slow"))
    return {
        name: [Saying(text) for way, text in found if way is side][:3]
        for name, side in (("supporting", True), ("against", False))
    }


def _recent(game: Json) -> Json:
    result = _decided([game])
    return {
        "date": game["game_date"].isoformat(),
        "opponent": game["opponent_team_abbr"],
        "points": game["points"] if game["played"] else None,
        "line": rounded(game["points_line"], 1),
        "result": result[0] if result else None,
        "minutes": rounded(game["minutes_played"], 1),
    }


def _head_to_head(games: Games) -> Json:
    if not games:
        return {"games": 0}
    results = _decided(games)
    return {
        "games": len(games),
        "avg_points": rounded(mean(game["points"] for game in games), 1),
        "avg_line": rounded(mean(game["points_line"] for game in games), 1),
        "over_rate": rounded(ratio(results.count("OVER"), len(results)), 2),
    }


def _result(row: Json) -> Json:
    line = row["line_value"] if row["picked"] else None
    rightly = row["recommendation"] in ("OVER", "UNDER")
    return {
        "actual": row["points"],
        "margin": None if line is None else rounded(row["points"] - line, 2),
        "correct": row["prediction_correct"] if row["picked"] and rightly else None,
    }
