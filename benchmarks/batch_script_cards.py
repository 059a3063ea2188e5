"""The script's cards: every player of every game of the date."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.batch_script_form import Form
from benchmarks.batch_script_numbers import number, quotient
from benchmarks.batch_script_slate import fatigue_level
from benchmarks.batch_script_tables import WORDS, Row, Tables

_EASTERN = ZoneInfo("America/New_York")
_LETTER = {"OVER": "O", "UNDER": "U"}
_STATUS = {2: "in_progress", 3: "final"}


def tip_off(instant: datetime | None) -> str | None:
    """`7:30 PM ET`."""
    return f"{instant.astimezone(_EASTERN):%I:%M %p} ET".lstrip("0") if instant else None


def all_players(tables: Tables, form: Form) -> Row:
    """Every game of the date with the cards of its players."""
    predictions = by_game(tables.predictions.to_dicts())
    cards: dict[str, list[Row]] = {}
    for row in tables.context.iter_rows(named=True):
        predicted = predictions.get((row["player_lookup"], row["game_id"]))
        cards.setdefault(row["game_id"], []).append(_card(tables, form, row, predicted))
    games = [_game(game, cards.get(game["standard"], [])) for game in tables.games]
    every = [card for game in games for card in game["players"]]
    return {
        "total_players": len(every),
        "total_with_lines": sum(card["has_line"] for card in every),
        "games": games,
    }


def by_game(rows: list[Row]) -> dict[tuple[str, str], Row]:
    """By player and game."""
    return {(row["player_lookup"], row["game_id"]): row for row in rows}


def _game(game: Row, cards: list[Row]) -> Row:
    text = (game["game_status_text"] or "").casefold()
    off = any(word in text for word in ("postponed", "ppd", "cancel"))
    scores, status = (game["home_team_score"], game["away_team_score"]), game["game_status"]
    # Final without a score was not played.
    known = status in _STATUS and not off and (status == 2 or all(scores))
    cards.sort(key=_place)
    return {
        "game_id": game["standard"],
        "home_team": game["home_team_tricode"],
        "away_team": game["away_team_tricode"],
        "game_time": tip_off(game["game_date_est"]),
        "game_status": _STATUS[status] if known else "scheduled",
        "home_score": scores[0] if known else None,
        "away_score": scores[1] if known else None,
        "player_count": len(cards),
        "players": cards,
    }


def _place(card: Row) -> tuple[Any, ...]:
    sure = card["prediction"]["confidence"] or 0 if "prediction" in card else 0
    out = card["injury_status"] == "out"
    return not card["has_line"], out, -sure, -(card["season_ppg"] or 0), card["player_lookup"]


def averages(form: Form, lookup: str) -> Row:
    """Means of points and minutes, and the games of the season."""
    season, lately = form.season.get(lookup), form.lately.get(lookup)
    games = season["games"] if season else 0
    found: Row = {
        "season_ppg": quotient(season["points"], games, 1) if season else None,
        "season_mpg": quotient(season["tenths"], 10 * season["timed"], 1) if season else None,
        "games_played": games,
    }
    for last in (10, 5):
        points, minutes = f"last_{last}_ppg", f"last_{last}_mpg"
        found[points] = quotient(lately[f"p{last}"], lately[f"n{last}"], 1) if lately else None
        found[minutes] = (
            quotient(lately[f"m{last}"], 10 * lately[f"k{last}"], 1) if lately else None
        )
    return found


def against(row: Row, average: float) -> str | None:
    """A game against the season's average."""
    if row["is_dnp"]:
        return "DNP"
    points = row["points"]
    if points is None:
        return None
    return "P" if points == average else "O" if points > average else "U"


def _record(letters: list[str]) -> str | None:
    overs, unders = letters.count("O"), letters.count("U")
    return f"{overs}-{unders}" if overs or unders else None


def fatigue(tables: Tables, lookup: str) -> tuple[int | None, str | None]:
    """Score and context."""
    found = tables.factors.get(lookup)
    return (found["fatigue_score"], found["fatigue_context_json"]) if found else (None, None)


def _card(tables: Tables, form: Form, row: Row, predicted: Row | None) -> Row:
    lookup = row["player_lookup"]
    numbers, recent = averages(form, lookup), form.recent.get(lookup, [])
    score, _ = fatigue(tables, lookup)
    injury = tables.injuries.get(lookup)
    line = predicted["current_points_line"] if predicted else None
    letters = [
        "DNP" if one["is_dnp"] else _LETTER.get(one["over_under_result"], "-") for one in recent
    ]
    average, latest = numbers["season_ppg"], numbers["last_5_ppg"]
    tenths = round(latest * 10) - round(average * 10) if average and latest else None
    shape = None
    if tenths is not None:
        shape = "Hot" if tenths >= 30 else "Cold" if tenths <= -30 else "Neutral"
    card = {
        "player_lookup": lookup,
        "name": tables.name(lookup),
        "team": row["team_abbr"],
        "is_home": row["home_game"],
        "has_line": line is not None,
        "fatigue_level": fatigue_level(score) or "normal",
        "fatigue_score": None if score is None else float(score),
        "days_rest": row["days_rest"],
        "injury_status": ((injury and injury["injury_status"]) or "available").lower(),
        "injury_reason": injury["reason"] if injury else None,
        "season_ppg": average,
        "season_mpg": numbers["season_mpg"],
        "minutes_avg": numbers["season_mpg"],
        "last_5_ppg": latest,
        "games_played": numbers["games_played"],
        "limited_data": numbers["games_played"] < 10,
        "recent_form": shape,
        "last_10_points": [None if one["is_dnp"] else one["points"] for one in recent],
        "last_10_lines": [None if one["is_dnp"] else number(one["points_line"]) for one in recent],
        "last_10_results": letters,
        "last_10_record": _record(letters),
    }
    if average and recent:
        letters = [against(one, average) or "-" for one in recent]
        card["last_10_vs_avg"] = letters
        card["last_10_avg_record"] = f"{letters.count('O')}-{letters.count('U')}"
    if line is not None and predicted is not None:
        odds = [tables.odds.get((lookup, float(line), side)) for side in ("over", "under")]
        over, under = (one if one and 100 <= abs(one) <= 10_000 else None for one in odds)
        shown = {"stat_type": "points", "line": number(line)}
        card["props"] = [shown | {"over_odds": over, "under_odds": under}]
        card["prediction"] = {
            "predicted": number(predicted["predicted_points"]),
            "confidence": number(predicted["confidence_score"]),
            "recommendation": predicted["recommendation"],
            "factors": [WORDS] * _sentences(card, predicted),
        }
    return card


def _sentences(card: Row, predicted: Row) -> int:
    side, points = predicted["recommendation"], predicted["predicted_points"]
    if not side:
        return 0
    overs, unders = (int(part) for part in (card["last_10_record"] or "0-0").split("-"))
    level, rest, shape = card["fatigue_level"], card["days_rest"], card["recent_form"]
    said = [points is not None and abs(points - predicted["current_points_line"]) >= 3]
    if side == "OVER":
        said += [overs >= 5, level == "fresh" or (rest or 0) >= 3, shape == "Hot"]
    elif side == "UNDER":
        said += [unders >= 5, level == "tired" or rest == 0, shape == "Cold"]
    return sum(said)
