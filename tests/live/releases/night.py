"""What a job keeps on a simulated night of two games: made once for each schema, then frozen."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from demo import night, source, warehouse
from demo.season import NIGHT
from publishing.adapters.parquet import ParquetWarehouse
from publishing.adapters.replay import Moment, moments
from publishing.live.board import board
from publishing.live.events import SlateEvent, split
from publishing.live.flush import FlushClock
from publishing.live.flush_record import Flush, flush
from publishing.live.happenings import happenings
from publishing.live.memory import Memory
from publishing.live.slate import Slate
from publishing.live.snapshot import snapshot

SEED = 7
INTERVAL = 180
CHAMPION = "catboost_v9"
GAMES = ("20251227_ATL_UTA", "20251227_DET_BOS")
TEAMS = {team for key in GAMES for team in key.split("_")[1:]}
PLAYERS = 5
"""Of a side."""


@dataclass(frozen=True)
class Kept:
    """All that outlives a bundle: the state's cells, a waiting event, a flush on its way."""

    slate: Slate
    clock: FlushClock
    event: SlateEvent
    flush: Flush


def kept() -> Kept:
    """The state at the end of the night, when official rows of one game wait for their flush."""
    slate, clock = Slate(NIGHT), FlushClock(INTERVAL)
    made, fresh = None, []
    events = list(_events())
    for event in events:
        due = clock.observe(event)
        if slate.apply(event):
            fresh.append(event.line)
        if due:
            published = snapshot(slate, tuple(fresh), INTERVAL)
            assert published is not None
            happened = happenings(board(slate, Memory()))
            made = flush(published, "released", INTERVAL, clock.flush, (), happened)
            clock.flush = made.record.name
            clock.flushed(event.polled_at)
            fresh.clear()
    clock.end_is_set = True
    clock.wake(events[-1].polled_at.timestamp())
    assert made is not None
    return Kept(slate, clock, events[-1], made)


def _events() -> Iterator[SlateEvent]:
    bodies = [orjson.loads(line) for line in _lines()]
    # The clock ticks on until the morning, when the official rows come.
    last = next(n for n, body in enumerate(bodies) if body.get("kind") == "official")
    known: set[str] = set()
    for number, body in enumerate(bodies[: last + 1]):
        if body.get("kind") == "tick" and number % 10:
            continue
        _shorten(body.get("kind", "poll"), body.get("payload"), known)
        yield from (event for event in split(orjson.dumps(body))[0] if event.game_date == NIGHT)


def _lines() -> Iterator[bytes]:
    """The night's feed with a poll each twenty minutes, one silent and one corrected."""
    polls = list(night.polls(SEED, NIGHT, every_seconds=1200))
    corrected = orjson.loads(polls[-1])
    corrected["polled_at"] = corrected["polled_at"].replace(":00Z", ":30Z")
    for game in corrected["payload"]["data"]:
        game["home_team"]["players"][0]["pts"] -= 1
    at = orjson.loads(polls[len(polls) // 2])["polled_at"].replace(":00Z", ":01Z")
    silent = {"polled_at": at, "payload": None, "reason": "timeout"}
    morning = {"polled_at": "2025-12-28T14:30:00Z", "payload": {"data": []}}
    morning["game_date"] = NIGHT.isoformat()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        warehouse.build(source.simulated(SEED), folder, NIGHT)
        file = folder / "night.jsonl"
        file.write_bytes(b"\n".join([*polls, *map(orjson.dumps, (corrected, silent, morning))]))
        for moment in moments(file, ParquetWarehouse(folder), CHAMPION, INTERVAL):
            assert isinstance(moment, Moment)
            yield moment.line


def _shorten(kind: str, payload: Any, known: set[str]) -> None:
    """Leaves two games and a few players of each in a payload; `known` are those of the picks."""
    match kind:
        case "poll" if payload:
            payload["data"] = [
                game for game in payload["data"] if game["home_team"]["abbreviation"] in TEAMS
            ]
            for game in payload["data"]:
                for side in (game["home_team"], game["visitor_team"]):
                    del side["players"][PLAYERS:]
        case "schedule":
            payload["games"] = [game for game in payload["games"] if game["key"] in GAMES]
        case "predictions":
            payload["picks"] = [pick for pick in payload["picks"] if pick["game_id"] in GAMES][:12]
            known.update(pick["player_lookup"] for pick in payload["picks"])
        case "names":
            for part, lookup in (("by_lookup", 0), ("by_source_id", 1)):
                payload[part] = {
                    key: value
                    for key, value in payload[part].items()
                    if (value[0] if lookup else key) in known
                }
        case "official":
            payload["games"] = [game for game in payload["games"] if game["key"] == GAMES[0]]
            for game in payload["games"]:
                del game["lines"][PLAYERS:]
