"""What a source sends: box-score elements and feed lines, as plain JSON values."""

from __future__ import annotations

import json
from typing import Any

Json = dict[str, Any]

DAY = "2026-01-09"
KEY = "20260109_NYK_BOS"
LEAGUE_ID = "0022500441"

COUNTS = "pts reb ast stl blk turnover fgm fga fg3m fg3a ftm fta".split()


def line(source_id: int = 1, name: str = "Ann Ash", pts: int | None = 0, **more: Any) -> Json:
    """One player's line; `name` is split at its first space."""
    first, _, last = name.partition(" ")
    found: Json = {"min": "10", **dict.fromkeys(COUNTS, 0), "pts": pts, "plus_minus": -3}
    found["player"] = {"id": source_id, "first_name": first, "last_name": last, "position": "G"}
    return found | more


def game(
    home: list[Json] | None = None,
    away: list[Json] | None = None,
    *,
    home_code: str = "BOS",
    away_code: str = "NYK",
    **more: Any,
) -> Json:
    """One element of `data`: BOS against NYK in the third quarter, one player a side."""
    found: Json = {
        "id": 18447346,
        "date": DAY,
        "datetime": "2026-01-10T00:30:00.000Z",
        "season": 2025,
        "status": "3rd Qtr",
        "period": 3,
        "time": "Q3 6:00",
        "postseason": False,
        "home_team_score": 70,
        "visitor_team_score": 68,
        "home_q1": 30,
        "home_team": {"id": 2, "abbreviation": home_code, "city": "Here"},
        "visitor_team": {"id": 20, "abbreviation": away_code, "city": "There"},
    }
    found["home_team"]["players"] = [line(1, "Ann Ash", 10)] if home is None else home
    found["visitor_team"]["players"] = [line(2, "Bob Birch", 8)] if away is None else away
    return found | more


def final(
    home: list[Json] | None = None,
    away: list[Json] | None = None,
    *,
    home_code: str = "BOS",
    away_code: str = "NYK",
    **more: Any,
) -> Json:
    """The same game when it is over."""
    over = {"status": "Final", "period": 4, "time": "Final"}
    return game(home, away, home_code=home_code, away_code=away_code) | over | more


def poll(*games: Json, at: str = "2026-01-10T02:00:00Z", **more: Any) -> bytes:
    """A whole answer of the source."""
    return event("poll", {"data": list(games)}, at, **more)


def unanswered(reason: str, at: str) -> bytes:
    """A poll that the source did not answer."""
    return event("poll", None, at, reason=reason)


def event(kind: str, payload: object, at: str, **more: Any) -> bytes:
    """One line of the feed."""
    return json.dumps({"kind": kind, "polled_at": at, "payload": payload} | more).encode()


def tick(at: str) -> bytes:
    """The clock."""
    return json.dumps({"kind": "tick", "polled_at": at}).encode()


def scheduled(key: str = KEY, league_id: str = LEAGUE_ID, **more: Any) -> Json:
    """One game of a schedule payload."""
    _, away, home = key.split("_")
    found: Json = {"key": key, "league_id": league_id, "away": away, "home": home}
    found |= {"tip_off": "2026-01-10T00:30:00Z", "status": "scheduled"}
    return found | {"home_score": None, "away_score": None} | more


def schedule(*games: Json, at: str = "2026-01-09T15:00:00Z", **more: Any) -> bytes:
    """A schedule event."""
    return event("schedule", {"games": list(games)}, at, **more)


def pick(lookup: str = "annash", **more: Any) -> Json:
    """One prediction; numbers are decimal text, as they are stored."""
    found: Json = {"player_lookup": lookup, "game_id": KEY, "predicted": "12.4", "line": "9.5"}
    found |= {"recommendation": "OVER", "confidence": "90", "has_line": True}
    return found | {"line_source": "ACTUAL_PROP"} | more


def predictions(*picks: Json, at: str = "2026-01-09T16:00:00Z") -> bytes:
    """A predictions event."""
    return event("predictions", {"picks": list(picks)}, at)


def names(
    by_lookup: dict[str, str] | None = None,
    by_source_id: dict[str, tuple[str, str]] | None = None,
    at: str = "2026-01-09T15:00:00Z",
) -> bytes:
    """A names event."""
    payload = {"by_lookup": by_lookup or {}, "by_source_id": by_source_id or {}}
    return event("names", payload, at)


OFFICIAL_COUNTS = (
    "points rebounds assists steals blocks turnovers fg_made fg_attempted "
    "fg3_made fg3_attempted ft_made ft_attempted"
).split()


def official_line(lookup: str, team: str, points: int | None, **more: Any) -> Json:
    """One official line; without points it is a did-not-play."""
    played = points is not None
    found: Json = {"player_lookup": lookup, "team": team, "name": None, "played": played}
    found |= dict.fromkeys(OFFICIAL_COUNTS, 0 if played else None)
    return found | {"minutes": 30 if played else None, "points": points} | more


def official(*games: Json, at: str = "2026-01-10T08:00:00Z") -> bytes:
    """An official event."""
    return event("official", {"games": list(games)}, at)


def official_game(
    *lines: Json, key: str = KEY, home: int | None = 101, away: int | None = 99, **more: Any
) -> Json:
    """One game of an official payload."""
    found: Json = {"key": key, "status": "final", "home_score": home, "away_score": away}
    return found | {"lines": list(lines)} | more
