"""A recorded night as the feed: its polls, the warehouse's reference events, and ticks, in order.

The file may be in any order and hold every poll twice: it is put into the order of
`polled_at` first, so that a flush sees exactly what was known at its time.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import IO, Protocol, TypeVar, cast

import msgspec

from publishing.calendar import interval_start, league_date, slate_window
from publishing.live import reference
from publishing.live.events import Instant, Rejection
from publishing.live.flush import COALESCE
from publishing.rows import (
    BoxScoreRow,
    Prediction,
    RegisteredPlayer,
    Row,
    ScheduledGame,
    SourcePlayer,
)

R = TypeVar("R", bound=Row)

_REFERENCE, _POLL, _TICK = range(3)
_PIECE = 64 * 1024


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
    slates: defaultdict[date, list[datetime]] = defaultdict(list)
    for at, _, own, _ in lines:
        opens, closes = slate_window(own)
        # A line whose time is wild says nothing of how long the night was.
        if opens <= at < closes:
            slates[own].append(at)
    ends = [max(times) for times in slates.values()]
    for game_date, times in sorted(slates.items()):
        first, last = min(times), max(times)
        ticks = set(_multiples(first, last, interval_seconds))
        ticks |= _after_flushes(sorted(set(times)), interval_seconds)
        until = min(max(ends), slate_window(game_date)[1] - timedelta(microseconds=1))
        for item in _reference_lines(warehouse, game_date, champion, first, until):
            if isinstance(item, Rejection):
                yield item
                continue
            found.append((item.polled_at, _REFERENCE, len(found), item.line))
            if item.polled_at > first:
                ticks.add(item.polled_at)
        for tick in sorted(ticks):
            event = {"kind": "tick", "polled_at": tick, "game_date": game_date}
            found.append((tick, _TICK, len(found), msgspec.json.encode(event)))
    for at, _, _, line in sorted(found, key=lambda item: item[:3]):
        yield Moment(at, line)


def _read(path: Path) -> tuple[list[tuple[datetime, str, date, bytes]], list[Rejection]]:
    try:
        text, damage = _unpacked(path)
    except OSError as problem:
        raise ReplayUnreadable(f"the replay {path} cannot be read: {_why(problem)}") from problem
    lines = []
    rejected = [Rejection("replay", f"{path.name}: {damage}", b"")] if damage else []
    for line in text.splitlines():
        line = line.strip()
        try:
            head = _head(line)
            at = head.polled_at.astimezone(UTC)
            own = head.game_date or league_date(at)
            slate_window(own)
        except (ValueError, OverflowError, RecursionError) as problem:
            rejected.append(Rejection("replay", f"no event: {problem}", line))
            continue
        lines.append((at, head.kind, own, line))
    return lines, rejected


def _unpacked(path: Path) -> tuple[bytes, str | None]:
    """The file's text, and what is wrong with a zipped file of which only a part can be had."""
    packed = path.read_bytes()
    if path.suffix != ".gz":
        return packed, None
    parts: list[bytes] = []
    while packed:
        unzip = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        for start in range(0, len(packed), _PIECE):
            try:
                parts.append(unzip.decompress(packed[start : start + _PIECE]))
            except zlib.error as problem:
                return b"".join(parts), f"damaged: {problem}"
            if unzip.eof:
                packed = unzip.unused_data + packed[start + _PIECE :]
                break
        else:
            return b"".join(parts), "the file ends early"
    return b"".join(parts), None


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
    tick = interval_start(first, interval_seconds)
    while tick <= last:
        if tick >= first:
            yield tick
        tick += interval


def _after_flushes(polls: list[datetime], interval_seconds: int) -> set[datetime]:
    """Ticks for what a poll asks for too soon after a flush: a final is not to wait for long."""
    found = set()
    for before, at in zip([None, *polls], polls, strict=False):
        multiple = interval_start(at, interval_seconds)
        flushed = multiple if before is None else max(before, multiple)
        if timedelta() < at - flushed < COALESCE:
            found.add(at + COALESCE)
    return found


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
        why = f"{_why(problem)}, write another one"
        raise ReplayUnreadable(f"the replay {path} cannot be read: {why}") from problem


def _open(path: Path) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(path, "rb")) if path.suffix == ".gz" else path.open("rb")


def _why(problem: Exception) -> str:
    return getattr(problem, "strerror", None) or str(problem)
