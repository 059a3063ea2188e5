"""A recorded night as the feed: its polls, the warehouse's reference events, and ticks, in order.

The file may be in any order and hold every poll twice: it is put into the order of
`polled_at` first, so that a flush sees exactly what was known at its time.
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import IO, Protocol, TypeVar, cast

import msgspec

from publishing.calendar import league_date
from publishing.live import reference
from publishing.live.events import Instant, Rejection
from publishing.rows import (
    BoxScoreRow,
    Prediction,
    RegisteredPlayer,
    Row,
    ScheduledGame,
    SourcePlayer,
)

R = TypeVar("R", bound=Row)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_REFERENCE, _POLL, _TICK = range(3)


class Warehouse(Protocol):
    """Where typed rows come from."""

    def rows(self, row_type: type[R], game_date: date | None = None) -> Iterator[R | Rejection]:
        """The rows of a table, of one date when it has a date column."""


class _Head(msgspec.Struct):
    polled_at: Instant
    kind: str = "poll"
    game_date: date | None = None


class Moment(msgspec.Struct, frozen=True):
    """One event line of the replay and the instant that it belongs to."""

    polled_at: datetime
    line: bytes


class ReplayUnreadable(Exception):
    """The replay file cannot be read; the text is for the user."""


def moments(
    path: Path, warehouse: Warehouse, champion: str, interval_seconds: int
) -> Iterator[Moment | Rejection]:
    """Every event of the night in the order of its time, and every line that has no time.

    At equal times reference events come first, then polls, then the tick that ends the instant.
    """
    lines, rejected = _read(path)
    yield from rejected
    if not lines:
        return
    found: list[tuple[datetime, int, int, bytes]] = [
        (at, _POLL if kind == "poll" else _TICK if kind == "tick" else _REFERENCE, number, line)
        for number, (at, kind, _, line) in enumerate(lines)
    ]
    polled = {(own, at) for at, kind, own, _ in lines if kind == "poll"}
    for game_date in sorted({day for _, _, day, _ in lines}):
        day = [at for at, _, own, _ in lines if own == game_date]
        first, last = min(day), max(day)
        for item in _reference_lines(warehouse, game_date, champion, first, last):
            if isinstance(item, Rejection):
                yield item
            else:
                found.append((item.polled_at, _REFERENCE, len(found), item.line))
        for tick in _multiples(first, last, interval_seconds):
            if (game_date, tick) not in polled:
                event = {"kind": "tick", "polled_at": tick, "game_date": game_date}
                found.append((tick, _TICK, len(found), msgspec.json.encode(event)))
    for at, _, _, line in sorted(found, key=lambda item: item[:3]):
        yield Moment(at, line)


def _read(path: Path) -> tuple[list[tuple[datetime, str, date, bytes]], list[Rejection]]:
    lines, rejected = [], []
    try:
        with _open(path) as file:
            for line in file.read().splitlines():
                line = line.strip()
                try:
                    head = _head(line)
                    at = head.polled_at.astimezone(UTC)
                    own = head.game_date or league_date(at)
                except (ValueError, OverflowError, RecursionError) as problem:
                    rejected.append(Rejection("replay", f"no event: {problem}", line))
                    continue
                lines.append((at, head.kind, own, line))
    except (OSError, EOFError) as problem:
        raise ReplayUnreadable(f"the replay {path} cannot be read: {_why(problem)}") from problem
    return lines, rejected


def _head(line: bytes) -> _Head:
    """When a line was polled; ValueError for a line that cannot be placed in time."""
    if not line:
        raise ValueError("the line is empty")
    try:
        return msgspec.json.decode(line, type=_Head)
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError:
        # NaN spoils a part of a line at the most: its time can still be read.
        return msgspec.convert(json.loads(line), type=_Head)


def _multiples(first: datetime, last: datetime, interval_seconds: int) -> Iterator[datetime]:
    interval = timedelta(seconds=interval_seconds)
    tick = _EPOCH + -(-(first - _EPOCH) // interval) * interval
    while tick <= last:
        yield tick
        tick += interval


def _reference_lines(
    warehouse: Warehouse, game_date: date, champion: str, first: datetime, last: datetime
) -> Iterator[Moment | Rejection]:
    """The reference events of a slate between its first and last line."""
    rejected: list[Rejection] = []

    def rows(row_type: type[R]) -> list[R]:
        found = []
        for row in warehouse.rows(row_type, game_date):
            if isinstance(row, Rejection):
                rejected.append(row)
            else:
                found.append(row)
        return found

    games, picks, lines = rows(ScheduledGame), rows(Prediction), rows(BoxScoreRow)
    registered, sourced = rows(RegisteredPlayer), rows(SourcePlayer)
    yield from rejected

    moments: defaultdict[datetime, dict[str, msgspec.Struct]] = defaultdict(dict)
    for at in _changes(first, last, {row.processed_at for row in games if row.processed_at}):
        moments[at]["schedule"] = reference.schedule(games, game_date, at)
    for at in _changes(first, last, reference.prediction_moments(picks)):
        moments[at]["predictions"] = reference.predictions(picks, game_date, champion, at)
    moments[first]["names"] = reference.names(registered, sourced, first)
    for at in _changes(first, last, reference.official_moments(lines)):
        official = reference.official(
            lines, reference.schedule(games, game_date, at), game_date, at
        )
        if official.games:
            moments[at]["official"] = official
    for at, payloads in sorted(moments.items()):
        for kind, payload in payloads.items():
            event = {"kind": kind, "polled_at": at, "game_date": game_date, "payload": payload}
            yield Moment(at, msgspec.json.encode(event))


def _changes(first: datetime, last: datetime, found: set[datetime]) -> list[datetime]:
    """`first`, and every later instant of `found` up to `last`."""
    return [first, *sorted(at for at in found if first < at <= last)]


def check(path: Path) -> None:
    """Reads the start of the file; ReplayUnreadable when it is not there or not what it says."""
    try:
        with _open(path) as file:
            file.read(1)
    except (OSError, EOFError) as problem:
        raise ReplayUnreadable(f"the replay {path} cannot be read: {_why(problem)}") from problem


def _open(path: Path) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(path, "rb")) if path.suffix == ".gz" else path.open("rb")


def _why(problem: Exception) -> str:
    return getattr(problem, "strerror", None) or str(problem)
