"""A store in memory that answers every request after a delay, and counts them."""

from __future__ import annotations

import threading
import time
from datetime import datetime

from publishing.documents import CONTENT_TYPE, CacheClass, Document, Target, Version, digest
from publishing.store import Changed, Stamp, Stored


class SlowStore:
    """Implements `Store`."""

    def __init__(self, delay_seconds: float) -> None:
        self.delay_seconds = delay_seconds
        self.uploads = 0
        self.listings = 0
        self._objects: dict[str, tuple[bytes, Stored]] = {}
        self._lock = threading.Lock()

    def list(self, prefix: str) -> dict[str, Stored]:
        """See `Store.list`."""
        time.sleep(self.delay_seconds)
        self.listings += 1
        return {path: one[1] for path, one in self._objects.items() if path.startswith(prefix)}

    def look(self, path: str) -> Stored | None:
        """See `Store.look`."""
        found = self.read(path)
        return found[1] if found else None

    def read(self, path: str) -> tuple[bytes, Stored] | None:
        """See `Store.read`."""
        time.sleep(self.delay_seconds)
        return self._objects.get(path)

    def write(
        self, path: str, body: bytes, cache: CacheClass, stamp: Stamp, generation: int
    ) -> Stored:
        """See `Store.write`."""
        time.sleep(self.delay_seconds)
        with self._lock:
            found = self._objects.get(path)
            if (found[1].generation if found else 0) != generation:
                raise Changed(path)
            stored = Stored(generation + 1, stamp, cache.header, CONTENT_TYPE)
            self._objects[path] = body, stored
            self.uploads += 1
            return stored


def documents(count: int, as_of: datetime, text: str) -> list[Document]:
    """As many player documents of two kilobytes as of one moment, with that text in each."""
    made = []
    for number in range(count):
        content = f"{number} {text}".encode().ljust(2048, b".")
        target = Target(f"tonight/player/player{number}.json", CacheClass.TONIGHT)
        version = Version(as_of.date(), as_of)
        made.append(Document((target,), content, digest(content), version, 1, "benchmark"))
    return made
