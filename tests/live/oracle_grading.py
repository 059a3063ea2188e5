"""The grading half of the oracle: `live.md` 3 with D14-D16, from games as they stand."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

Json = dict[str, Any]

PUBLISHED = (
    "points rebounds assists steals blocks turnovers fg_made fg_attempted "
    "fg3_made fg3_attempted ft_made ft_attempted"
).split()
STATUSES = (
    "correct incorrect trending_correct trending_incorrect in_progress graded pending"
).split()


def grading(games: list[Json], schedule: list[Json], names: Json, picks: list[Json]) -> Json:
    """`summary` and `predictions`, from the games as they stand."""
    rows = [_grade(pick, games, schedule, names) for pick in picks]
    rows.sort(key=lambda row: (row["player_lookup"], row["_game_id"]))
    rows.sort(key=lambda row: -row["_confidence"])
    rows.sort(key=lambda row: STATUSES.index(row["status"]))
    counts = {word: sum(row["status"] == word for row in rows) for word in STATUSES}
    errors = [
        abs(row["_error"]) for row in rows if row["_error"] is not None and row["result"] != "VOID"
    ]
    graded = sum(row["actual"] is not None for row in rows)
    decided = counts["correct"] + counts["incorrect"]
    summary: Json = {"total_predictions": len(rows), "graded": graded}
    summary |= {"pending": len(rows) - graded}
    summary |= {word: counts[word] for word in STATUSES[:4]}
    summary |= {"win_rate": _round(Fraction(counts["correct"], decided), 3) if decided else None}
    summary |= {"avg_error": _round(sum(errors) / len(errors), 1) if errors else None}
    statuses = [game["status"] for game in games]
    summary |= {"games_in_progress": statuses.count("in_progress")}
    summary |= {"games_final": statuses.count("final")}
    for row in rows:
        for key in [key for key in row if key.startswith("_")]:
            del row[key]
    return {"summary": summary, "predictions": rows}


def _round(value: Fraction | int, places: int) -> float:
    return float(round(Fraction(value), places))


def _number(text: str | None, places: int) -> float | None:
    return None if text is None else _round(Fraction(text), places)


def _grade(pick: Json, games: list[Json], schedule: list[Json], names: Json) -> Json:
    lookup = pick["player_lookup"]
    key = pick["game_id"]
    for one in schedule:
        if one["league_id"] == key:
            key = one["key"]
    teams = key.split("_")[1:] if key.count("_") == 2 else [None, None]
    game = next((one for one in games if one["key"] == key), None)
    plan = next((one for one in schedule if one["key"] == key), None)
    shown = [
        (one, line)
        for one in ([game] if game else games)
        for line in one["lines"]
        if line["player_lookup"] == lookup
    ]
    line = None
    if shown:
        game, line = shown[0]
    status = game["status"] if game else (plan["status"] if plan else "scheduled")
    status = "scheduled" if status == "postponed" else status
    over = bool(status == "final" and game and game["whole"])
    played = line if line and status != "scheduled" else None
    points = played["points"] if played else None
    predicted = None if pick["predicted"] is None else Fraction(pick["predicted"])
    target = None if pick["line"] is None else Fraction(pick["line"])
    error = predicted - points if predicted and points is not None else None
    result = _result(pick["recommendation"], target, points, over, _took_part(played))
    margin = None if points is None or target is None else _round(points - target, 1)
    shares = _share(game, played)
    return {
        "player_lookup": lookup,
        "player_name": names["by_lookup"].get(lookup) or lookup,
        "team": line["team"] if line else None,
        "home_team": teams[1],
        "away_team": teams[0],
        "game_status": status,
        "period": game["period"] if game and line else None,
        "time_remaining": game["clock"] if game and line else None,
        "predicted": _number(pick["predicted"], 1),
        "line": _number(pick["line"], 1),
        "recommendation": pick["recommendation"],
        "confidence": _number(pick["confidence"], 3),
        "has_line": pick["has_line"],
        "line_source": pick["line_source"],
        "actual": points,
        "minutes": played["minutes"] if played else None,
        "error": None if error is None else _round(error, 1),
        "margin_vs_line": margin,
        "status": _word(pick["recommendation"], target, points, over, result),
        "result": result,
        "decided": over or bool(points is not None and target is not None and points > target),
        "pace": _round(shares, 1) if shares is not None else None,
        "_game_id": pick["game_id"],
        "_confidence": Fraction(pick["confidence"] or 0),
        "_error": error,
    }


def _took_part(line: Json | None) -> bool:
    """D17 by the official row; else A9: no minutes and nothing counted is no game played."""
    if line is None or "took_part" in line:
        return bool(line and line["took_part"])
    nothing = all(line[name] == 0 for name in PUBLISHED)
    return not (nothing and line["minutes"] in ("", "0", "00", "0:00", "00:00"))


def _result(
    side: str | None, target: Fraction | None, points: int | None, over: bool, played: bool
) -> str:
    if target is None or side not in ("OVER", "UNDER"):
        return "PASS"
    if over and not played:
        return "VOID"
    if points is None:
        return "PENDING"
    if points == target:
        return "PUSH" if over else "PENDING"
    if points > target:
        return {"OVER": "WIN", "UNDER": "LOSS"}[side]
    return {"OVER": "LOSS", "UNDER": "WIN"}[side] if over else "PENDING"


def _word(
    side: str | None, target: Fraction | None, points: int | None, over: bool, result: str
) -> str:
    if over:
        return {"WIN": "correct", "LOSS": "incorrect"}.get(result, "graded")
    if points is None:
        return "pending"
    if target is None or side not in ("OVER", "UNDER"):
        return "in_progress"
    if side == "OVER":
        good, bad = points > target, points < target - 5
    else:
        good, bad = points < target, points > target + 5
    return "trending_correct" if good else "trending_incorrect" if bad else "in_progress"


def _share(game: Json | None, line: Json | None) -> Fraction | None:
    """D15: points by the end of regulation at the rate so far."""
    if game is None or line is None or game["period"] < 1:
        return None
    period, left = (
        game["period"],
        re.search(r"(\d+):(\d\d)(?:\.\d+)?$", (game["clock"] or "").strip()),
    )
    length = 720 if period <= 4 else 300
    gone = 720 * min(period - 1, 4) + 300 * max(period - 5, 0)
    if game["status"] == "final":
        gone += length
    elif left:
        gone += max(0, length - 60 * int(left[1]) - int(left[2]))
    elif game["half_time"]:
        gone += length
    gone = min(gone, 2880)
    return Fraction(line["points"] * 2880, gone) if gone else None
