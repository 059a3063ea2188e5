"""The archive of folded events: `{game_date}/{snapshot_id}.jsonl.gz`, private, immutable (D34)."""

from __future__ import annotations

import functools
import gzip
from datetime import date

from publishing.adapters.places import private_store
from publishing.adapters.private import PrivateStore
from publishing.live.events import SlateEvent, split


class Archive:
    """Keeps what each flush folded, in the replay format, and gives a slate's events back."""

    def __init__(self, store: PrivateStore) -> None:
        self._store = store

    def keep(self, game_date: date, snapshot_id: str, events: tuple[bytes, ...]) -> None:
        """Writes the lines of one flush; the same flush again changes nothing."""
        if events:
            # No time stamp in the gzip header: the same events are the same bytes.
            body = gzip.compress(b"\n".join(events) + b"\n", compresslevel=1, mtime=0)
            self._store.add(f"{game_date.isoformat()}/{snapshot_id}.jsonl.gz", body)

    def events(self, game_date: date) -> list[SlateEvent]:
        """Every archived event of a slate, in the order of the flushes."""
        found: list[SlateEvent] = []
        for _, body in self._store.read(game_date.isoformat()):
            for line in gzip.decompress(body).splitlines():
                events, _ = split(line)
                found.extend(event for event in events if event.game_date == game_date)
        return found


@functools.cache
def archive_at(place: str) -> Archive:
    """The archive at a place. Local runners set a step up per bundle; its client lives longer."""
    return Archive(private_store(place))
