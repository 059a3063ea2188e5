"""The public documents as whoever only reads them sees them: nothing is made, locked or written."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Protocol

from publishing.adapters.folder import found_beside
from publishing.adapters.places import is_bucket, public_store
from publishing.store import Changed, Store, Stored, Unavailable

TRIES = 3
"""How often an object that is just being replaced is looked at again."""

_PAUSE_SECONDS = 0.02


class Published(Protocol):
    """Public documents by path."""

    def read(self, path: str) -> tuple[bytes, Stored] | None:
        """One document; None when there is none; Unavailable or Throttled, as in `Store.read`."""


class PublishedFolder:
    """The documents of a folder, beside its writers."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()

    def read(self, path: str) -> tuple[bytes, Stored] | None:
        """See `Published.read`; a path that leads out of the folder has no document."""
        try:
            file = (self._root / path).resolve()
            return found_beside(file) if file.is_relative_to(self._root) else None
        except OSError as problem:
            raise Unavailable(f"{path}: {problem.strerror}") from problem


class PublishedBucket:
    """The documents of a bucket."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def read(self, path: str) -> tuple[bytes, Stored] | None:
        """See `Published.read`."""
        for _ in range(TRIES):
            try:
                return self._store.read(path)
            except Changed:
                time.sleep(_PAUSE_SECONDS)
        raise Unavailable(f"{path} is replaced again and again")


def published_at(place: str) -> Published:
    """The public documents at `place`: a bucket's, or a folder's."""
    return (
        PublishedBucket(public_store(place)) if is_bucket(place) else PublishedFolder(Path(place))
    )
