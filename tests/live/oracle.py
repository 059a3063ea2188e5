"""The two live documents straight from the contract: slow, plain, and sharing no code.

It keeps every row of the feed, sorts them all, and takes the last. Nothing of the product is
imported, on purpose: what both have wrong, nobody would see.
"""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.live.oracle_grading import PUBLISHED, grading

Json = dict[str, Any]

POLLED = "pts reb ast stl blk turnover fgm fga fg3m fg3a ftm fta".split()
EXCHANGED = ("points rebounds assists steals blocks turnovers").split()
SHOTS = ("fg_made fg_attempted fg3_made fg3_attempted ft_made ft_attempted").split()
RANKS = ["scheduled", "in_progress", "final"]
SHOWN_FIRST = ["in_progress", "final", "scheduled"]


def documents(lines: list[bytes], day: str) -> Json:
    """`live` and `live-grading` as they must be after these lines; a key is absent if unwritten."""
    events = [json.loads(line) for line in lines]
    events = [event for event in events if "kind" in event]
    for event in events:
        event["at"] = datetime.fromisoformat(event["polled_at"]).astimezone(UTC)
    polls, rows = _polls(events, day)
    own = [event for event in events if _own_date(event) == day]
    officials = [event for event in own if event["kind"] == "official"]
    informed = [event["at"] for event in (*polls, *officials)]
    if not informed:
        return {}
    names = _newest(own, "names") or {"by_lookup": {}, "by_source_id": {}}
    schedule = (_newest(own, "schedule") or {"games": []})["games"]
    picks = _newest(own, "predictions")
    games = _games(rows, officials, schedule, names, day)
    as_of = max(informed)
    found = {"live": _live(games, day, as_of, max((p["at"] for p in polls), default=as_of))}
    if picks is not None:
        found["live-grading"] = {
            "updated_at": _stamp(as_of),
            "game_date": day,
            **grading(games, schedule, names, picks["picks"]),
        }
    return found


def _own_date(event: Json) -> str:
    if event.get("game_date"):
        return str(event["game_date"])
    eastern = event["at"].astimezone(ZoneInfo("America/New_York"))
    shown = eastern.replace(tzinfo=None)
    return str((shown - timedelta(hours=4)).date())


def _newest(events: list[Json], kind: str) -> Json | None:
    found = sorted((e for e in events if e["kind"] == kind), key=lambda e: e["at"])
    return found[-1]["payload"] if found else None


def _polls(events: list[Json], day: str) -> tuple[list[Json], list[Json]]:
    """The answered polls that concern the day, and each of its games as each poll showed it."""
    polls, rows = [], []
    for event in events:
        if event["kind"] != "poll" or event["payload"] is None:
            continue
        mine = [
            game
            for game in event["payload"]["data"]
            if (game.get("date") or _tip_date(game) or _own_date(event))[:10] == day
        ]
        if mine or _own_date(event) == day:
            polls.append(event)
        rows += [{"at": event["at"], "game": game} for game in mine]
    return polls, rows


def _status(game: Json) -> str:
    text = (game.get("status") or "").lower()
    if "final" in text:
        return "final"
    if (game.get("period") or 0) > 0 or "progress" in text or "live" in text:
        return "in_progress"
    return "scheduled"


def _key(game: Json, day: str) -> str:
    codes = game["visitor_team"]["abbreviation"], game["home_team"]["abbreviation"]
    return "_".join((day.replace("-", ""), *codes))


def _games(
    rows: list[Json], officials: list[Json], schedule: list[Json], names: Json, day: str
) -> list[Json]:
    by_key: dict[str, list[Json]] = {}
    for row in rows:
        by_key.setdefault(_key(row["game"], day), []).append(row)
    ruled: dict[str, Json] = {}
    for event in sorted(officials, key=lambda e: e["at"]):
        ruled |= {game["key"]: game for game in event["payload"]["games"]}
    games = []
    for key in sorted({*by_key, *ruled}):
        away, home = key.split("_")[1:]
        game: Json = {"key": key, "id": "", "home": home, "away": away, "whole": True}
        game |= {"status": "scheduled", "period": 4, "clock": "", "half_time": False, "lines": []}
        game |= {"home_score": 0, "away_score": 0}
        if key in by_key:
            game |= _winner(by_key[key], names)
        plan = next((one for one in schedule if one["key"] == key), None)
        if key in ruled:
            _overrule(game, ruled[key], names)
        if plan and plan["status"] == "postponed" and game["status"] != "final":
            game["status"] = "scheduled"
        games.append(game)
    return games


def _winner(rows: list[Json], names: Json) -> Json:
    """D31: highest status, then period, then poll; what it cannot show, the last that could."""

    def strength(row: Json) -> tuple[int, int, datetime]:
        shown = row["game"]
        return RANKS.index(_status(shown)), shown.get("period") or 0, row["at"]

    rows = sorted(rows, key=strength)
    best = rows[-1]["game"]
    lines = _lines(best, names)
    whole = [row["game"] for row in rows if _is_whole(row["game"])]
    if not _is_whole(best) and whole:
        earlier = _lines(whole[-1], names)
        lines |= {number: line for number, line in earlier.items() if number not in lines}
    ordered = [line for line in lines.values() if line["home"]]
    ordered += [line for line in lines.values() if not line["home"]]
    status = _status(best)
    if status != "final" and (best.get("postponed") or "postponed" in (best.get("status") or "")):
        status = "scheduled"
    return {
        "id": "" if best.get("id") is None else str(best["id"]),
        "whole": _is_whole(best),
        "status": status,
        "period": best.get("period") or 0,
        "clock": best.get("time", ""),
        "half_time": "half" in (best.get("status") or "").lower() and status == "in_progress",
        "lines": ordered,
        "home_score": best.get("home_team_score") or 0,
        "away_score": best.get("visitor_team_score") or 0,
    }


def _is_whole(game: Json) -> bool:
    sides = [game[side].get("players") or [] for side in ("home_team", "visitor_team")]
    begun = _status(game) != "scheduled"
    return not (begun and [] in sides) and all(_readable(line) for side in sides for line in side)


def _readable(line: Json) -> bool:
    counts = [line.get(name, "missing") for name in POLLED]
    fits = all(count is None or (type(count) is int and count >= 0) for count in counts)
    return fits and isinstance(line.get("player"), dict)


def _lines(game: Json, names: Json) -> dict[int, Json]:
    found = {}
    for side in ("home_team", "visitor_team"):
        for line in game[side].get("players") or []:
            if not _readable(line) or not line["player"].get("id"):
                continue
            who = line["player"]
            known = names["by_source_id"].get(str(who["id"]))
            if known:
                lookup, name = known[0], known[1] or names["by_lookup"].get(known[0], known[0])
            elif who.get("first_name") and who.get("last_name"):
                name = who["first_name"] + " " + who["last_name"]
                lookup = canonical(name)
            else:
                continue
            one = {"player_lookup": lookup, "name": name, "team": game[side]["abbreviation"]}
            one |= {new: line[old] or 0 for old, new in zip(POLLED, PUBLISHED, strict=True)}
            found[who["id"]] = one | {"minutes": line["min"] or "0:00", "home": side[0] == "h"}
    return found


def canonical(name: str) -> str:
    """`live.md` 1.10, first row, step by step."""
    text = unicodedata.normalize("NFKC", name)
    text = text.replace("\u0131", "i").replace("\u0130", "I")
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    text = re.sub(r"(^|\s)(junior|jr\.)\s*$", r"\1jr", text.casefold())
    text = re.sub(r"(^|\s)(senior|sr\.)\s*$", r"\1sr", text)
    return "".join(c for c in text if c in "abcdefghijklmnopqrstuvwxyz0123456789")


def _overrule(game: Json, official: Json, names: Json) -> None:
    game["status"], game["whole"] = official["status"], True
    if official["status"] == "final":
        game["clock"] = "Final"
    polled = {line["player_lookup"]: line for line in game["lines"]}
    for row in sorted(official["lines"], key=lambda one: one["player_lookup"]):
        line = polled.get(row["player_lookup"])
        if line is None:
            lookup = row["player_lookup"]
            name = names["by_lookup"].get(lookup) or row["name"] or lookup
            line = {"player_lookup": lookup, "name": name, "team": row["team"]}
            line |= {"minutes": "0:00", "home": row["team"] == game["home"]}
            line |= dict.fromkeys(PUBLISHED, 0)
            game["lines"].append(line)
        line["took_part"] = row["played"]
        if row["played"]:
            line |= {name: row[name] for name in PUBLISHED if row[name] is not None}
            if row["minutes"] is not None:
                line["minutes"] = f"{row['minutes']}:00"
        else:
            line |= dict.fromkeys(PUBLISHED, 0) | {"minutes": "0:00"}
    for side in ("home", "away"):
        shown = sum(line["points"] for line in game["lines"] if line["team"] == game[side])
        stated = official[f"{side}_score"]
        game[f"{side}_score"] = (game[f"{side}_score"] or shown) if stated is None else stated


def _tip_date(game: Json) -> str | None:
    """The league date of the tip-off, of a game that states no date (A30)."""
    try:
        tip = datetime.fromisoformat(game.get("datetime") or "")
    except ValueError:
        return None
    wall = tip.astimezone(ZoneInfo("America/New_York")).replace(tzinfo=None)
    return (wall - timedelta(hours=4)).date().isoformat()


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.%f+00:00")


def _live(games: list[Json], day: str, as_of: datetime, polled_at: datetime) -> Json:
    shown = []
    for game in games:
        # Home before away among equals; inside a side the order of the source.
        lines = sorted(game["lines"], key=lambda line: not line["home"])
        lines = sorted(lines, key=lambda line: -line["points"])
        entry = {"game_id": game["id"], "status": game["status"], "period": game["period"]}
        entry |= {"time_remaining": game["clock"]}
        entry |= {"home_team": game["home"], "away_team": game["away"]}
        entry |= {"home_score": game["home_score"], "away_score": game["away_score"]}
        entry |= {"player_count": len(lines), "players": [_player(line) for line in lines]}
        shown.append(entry)
    shown.sort(key=lambda g: (len(g["game_id"]), g["game_id"], g["away_team"]))
    shown.sort(key=lambda g: SHOWN_FIRST.index(g["status"]))
    statuses = [game["status"] for game in shown]
    found: Json = {"updated_at": _stamp(as_of), "game_date": day}
    found |= {"poll_id": polled_at.strftime("%Y%m%dT%H%M%SZ")}
    found |= {"games_in_progress": statuses.count("in_progress")}
    found |= {"games_final": statuses.count("final"), "total_games": len(shown)}
    return found | {"games": shown}


def _player(line: Json) -> Json:
    keys = ["player_lookup", "name", "team", *EXCHANGED, "minutes", *SHOTS]
    return {key: line[key] for key in keys}
