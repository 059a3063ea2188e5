"""The private archive of a slate (D34): its events in the replay format, and a record per flush.

`{game_date}/{flush}.jsonl.gz` holds what a flush folded; `flushes/{game_date}/{flush}.json` is
its record. Both are immutable.
"""

from __future__ import annotations

import functools
import gzip
import random
import time
from collections.abc import Callable, Collection
from datetime import date
from typing import TypeVar

import msgspec

from publishing.adapters.places import private_store
from publishing.adapters.private import PrivateStore
from publishing.live.events import SlateEvent, split
from publishing.live.flush_record import FlushRecord
from publishing.patience import Timing, insist

PATIENCE_SECONDS = 3600.0
"""Nothing is published that is not archived: a store that is away is waited for."""

T = TypeVar("T")

_RECORD = msgspec.json.Decoder(FlushRecord)


class Archive:
    """Keeps what each flush folded, and gives it back."""

    def __init__(self, store: PrivateStore, timing: Timing) -> None:
        self._store = store
        self._timing = timing
        self._chance = random.Random()

    def keep(self, record: FlushRecord, events: tuple[bytes, ...]) -> None:
        """Writes the lines of one flush and its record; the same flush again changes nothing."""
        day = record.game_date.isoformat()
        if events:
            # No time stamp in the gzip header: the same events are the same bytes.
            body = gzip.compress(b"\n".join(events) + b"\n", compresslevel=1, mtime=0)
            self._insist(lambda: self._store.add(f"{day}/{record.name}.jsonl.gz", body))
        encoded = msgspec.json.encode(record)
        self._insist(lambda: self._store.add(f"flushes/{day}/{record.name}.json", encoded))

    def flushes(self, game_date: date) -> list[str]:
        """The names of the flushes whose events are archived, ascending."""
        names = self._insist(lambda: self._store.names(game_date.isoformat()))
        suffix = ".jsonl.gz"
        return [
            name.rpartition("/")[2].removesuffix(suffix) for name in names if name.endswith(suffix)
        ]

    def events(self, game_date: date, flushes: Collection[str] | None = None) -> list[SlateEvent]:
        """The archived events of a slate, of all its flushes or of those named, in their order."""
        found: list[SlateEvent] = []
        for name in self.flushes(game_date) if flushes is None else flushes:
            path = f"{game_date.isoformat()}/{name}.jsonl.gz"
            body = self._insist(functools.partial(self._store.get, path))
            for line in gzip.decompress(body).splitlines() if body else ():
                events, _ = split(line)
                found.extend(event for event in events if event.game_date == game_date)
        return found

    def records(self, game_date: date) -> list[FlushRecord]:
        """The records of a slate's flushes, by name."""
        names = self._insist(lambda: self._store.names(f"flushes/{game_date.isoformat()}"))
        bodies = [self._insist(functools.partial(self._store.get, name)) for name in names]
        return [_RECORD.decode(body) for body in bodies if body]

    def _insist(self, request: Callable[[], T]) -> T:
        return insist(request, self._timing, self._timing.deadline(), self._chance)


@functools.cache
def archive_at(place: str) -> Archive:
    """The archive at a place. Local runners set a step up per bundle; its client lives longer."""
    return Archive(private_store(place), Timing(time.monotonic, time.sleep, PATIENCE_SECONDS))
