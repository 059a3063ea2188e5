"""The script's documents of single players."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import takewhile

import orjson

from benchmarks.batch_script_cards import against, averages, by_game, fatigue
from benchmarks.batch_script_form import Form
from benchmarks.batch_script_numbers import number, quotient
from benchmarks.batch_script_slate import fatigue_level
from benchmarks.batch_script_tables import WORDS, Row, Tables

_DIRECTION = {"elite": "negative", "good": "negative", "average": "neutral", "weak": "positive"}


def player_documents(tables: Tables, form: Form, dated: Row) -> dict[str, Row]:
    """By lookup, the document of everybody who is expected tonight."""
    predictions = by_game(tables.predictions.to_dicts())
    contexts = tables.context.sort("game_id").unique("player_lookup", keep="first")
    return {
        row["player_lookup"]: _player(
            tables, form, row, predictions.get((row["player_lookup"], row["game_id"])), dated
        )
        for row in contexts.iter_rows(named=True)
    }


def _player(tables: Tables, form: Form, row: Row, predicted: Row | None, dated: Row) -> Row:
    lookup = row["player_lookup"]
    numbers, recent = averages(form, lookup), form.recent.get(lookup, [])
    score, text = fatigue(tables, lookup)
    injury = tables.injuries.get(lookup)
    status = injury["injury_status"] if injury else None
    return {
        "player_lookup": lookup,
        "player_full_name": tables.name(lookup),
        **dated,
        "games_played": numbers["games_played"],
        "limited_data": numbers["games_played"] < 10,
        "game_context": {
            "game_id": row["game_id"],
            "opponent": row["opponent_team_abbr"],
            "home_game": row["home_game"],
            "team_abbr": row["team_abbr"],
            "line": number(predicted["current_points_line"]) if predicted else None,
            "days_rest": row["days_rest"],
            "is_back_to_back": row["back_to_back"],
            "injury_status": status.lower() if status else None,
            "injury_reason": injury["reason"] if injury else None,
        },
        "quick_numbers": numbers,
        "fatigue": {
            "score": None if score is None else float(score),
            "level": fatigue_level(score) or "normal",
            "context": _decoded(text),
        },
        "current_streak": _streak(recent),
        "tonights_factors": _factors(tables, form.season.get(lookup), row, score),
        "recent_form": [_recent(one, numbers["season_ppg"]) for one in recent],
        "prediction": _prediction(predicted) if predicted else None,
    }


def _decoded(text: str | None) -> str | None:
    if text is None or text[0] != '"':
        return text
    return str(orjson.loads(text))


def _streak(recent: list[Row]) -> Row:
    found = [one["over_under_result"] for one in recent if _played(one)]
    said = [one if one in ("OVER", "UNDER") else None for one in found]
    first = next((one for one in said if one), None)
    if first is None:
        return {"type": None, "length": 0}
    run = takewhile(lambda one: one == first, said[said.index(first) :])
    return {"type": first.lower(), "length": len(list(run))}


def _played(row: Row) -> bool:
    return not row["is_dnp"] and row["points"] is not None


def _factors(tables: Tables, season: Row | None, row: Row, score: int | None) -> list[Row]:
    found: list[Row] = []
    rest, level = row["days_rest"] or 0, fatigue_level(score)
    if season:
        tired, other = season["tired"], season["other"]
        if row["back_to_back"] and tired["games"] and other["games"]:
            impact = float(round(_mean(tired) - _mean(other), 1))
            way = "negative" if impact < 0 else "positive"
            share = _share(tired)
            found.append({"factor": "back_to_back", "direction": way, "impact": impact, **share})
        venue = None if row["home_game"] is None else season["home" if row["home_game"] else "away"]
        for name, split, holds, way in (
            ("location", venue, venue is not None and venue["games"] >= 3, "neutral"),
            ("vs_opponent", season["opponent"], True, "neutral"),
            ("well_rested", season["rested"], rest >= 3, "positive"),
        ):
            if split and holds and quotient(split["points"], split["games"], 1):
                found.append({"factor": name, "direction": way, **_share(split)})
    if level in ("tired", "fresh"):
        name, way = ("fatigue", "negative") if level == "tired" else ("fresh", "positive")
        found.append({"factor": name, "direction": way, "description": WORDS})
    if (defense := tables.ranks.get(row["opponent_team_abbr"])) is not None:
        found.append(_defense(*defense))
    return found


def _mean(split: Row) -> Fraction:
    return Fraction(split["points"], split["games"])


def _share(split: Row) -> Row:
    return {"vs_line_pct": quotient(split["overs"], split["decided"], 3), "description": WORDS}


def _defense(rank: int, allowed: Decimal | None) -> Row:
    tier = "elite" if rank <= 5 else "good" if rank <= 10 else "average" if rank <= 20 else "weak"
    return {
        "factor": "opponent_defense",
        "direction": _DIRECTION[tier],
        "defense_rank": rank,
        "defense_tier": tier,
        "ppg_allowed": number(allowed),
        "description": WORDS,
    }


def _recent(row: Row, average: float | None) -> Row:
    dnp, line = bool(row["is_dnp"]), row["points_line"]
    points = None if dnp else row["points"]
    shot = {
        name: f"{row[made] or 0}/{row[tried]}" if row[tried] and not dnp else None
        for name, made, tried in (
            ("fg", "fg_makes", "fg_attempts"),
            ("three", "three_pt_makes", "three_pt_attempts"),
            ("ft", "ft_makes", "ft_attempts"),
        )
    }
    found = {
        "game_date": row["game_date"].isoformat(),
        "opponent": row["opponent_team_abbr"],
        "home_game": row["at_home"],
        "is_dnp": dnp,
        "points": points,
        "minutes": None if dnp else number(row["minutes_played"]),
        **shot,
        "over_under": "DNP" if dnp else row["over_under_result"],
        "line": number(line),
        "margin": None if points is None or not line else int(points - line),
    }
    if average and (letter := against(row, average)):
        found["vs_avg"] = letter
    return found


def _prediction(row: Row) -> Row:
    return {
        "predicted_points": number(row["predicted_points"]),
        "confidence_score": number(row["confidence_score"]),
        "recommendation": row["recommendation"],
        "line": number(row["current_points_line"]),
        "edge": number(row["line_margin"]),
        "pace_adjustment": number(row["pace_adjustment"]),
        "similar_games": row["similar_games_count"],
    }
