"""Stores in memory, and one that takes down everything that becomes public."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from publishing.adapters.objects import Held, checked_path
from publishing.documents import CONTENT_TYPE, CacheClass
from publishing.store import Changed, Stamp, Stored
from tests.schemas import require_valid


class Objects:
    """Implements `ObjectStore`."""

    def __init__(self) -> None:
        self._held: dict[str, Held] = {}
        self._last = 0

    def read(self, path: str) -> Held | None:
        return self._held.get(path)

    def write(self, path: str, body: bytes, generation: int) -> int:
        self._require(path, generation)
        self._last += 1
        self._held[checked_path(path)] = Held(body, self._last)
        return self._last

    def delete(self, path: str, generation: int) -> None:
        if path in self._held:
            self._require(path, generation)
            del self._held[path]

    def names(self, folder: str) -> list[str]:
        return sorted(path for path in self._held if path.startswith(f"{folder}/") or not folder)

    def _require(self, path: str, generation: int) -> None:
        found = self._held.get(path)
        if (found.generation if found else 0) != generation:
            raise Changed(path)


class Private:
    """Implements `PrivateStore`."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}

    def add(self, path: str, body: bytes) -> bool:
        if path in self.objects:
            return False
        self.objects[path] = body
        return True

    def names(self, folder: str) -> list[str]:
        return sorted(path for path in self.objects if path.startswith(f"{folder}/"))

    def get(self, path: str) -> bytes | None:
        return self.objects.get(path)


@dataclass(frozen=True)
class Written:
    """One upload."""

    at: datetime
    path: str
    body: bytes
    stored: Stored


@dataclass
class Public:
    """Implements `Store`. Every body is valid, and no version of a path ever falls (D5)."""

    now: Callable[[], datetime]
    objects: dict[str, Written] = field(default_factory=dict)
    writes: list[Written] = field(default_factory=list)

    def list(self, prefix: str) -> dict[str, Stored]:
        return {path: one.stored for path, one in self.objects.items() if path.startswith(prefix)}

    def look(self, path: str) -> Stored | None:
        found = self.objects.get(path)
        return found.stored if found else None

    def read(self, path: str) -> tuple[bytes, Stored] | None:
        found = self.objects.get(path)
        return (found.body, found.stored) if found else None

    def write(
        self, path: str, body: bytes, cache: CacheClass, stamp: Stamp, generation: int
    ) -> Stored:
        before = self.look(path)
        if (before.generation if before else 0) != generation:
            raise Changed(path)
        require_valid(path, body)
        assert stamp.version is not None, f"{path} has no version"
        was = before.stamp.version if before else None
        assert was is None or was <= stamp.version, f"{path} goes back to {stamp.version}"
        for name, version in (before.stamp.sections if before else {}).items():
            assert version <= stamp.sections[name], f"{path}: its section {name} goes back"
        stored = Stored(generation + 1, stamp, cache.header, CONTENT_TYPE)
        written = Written(self.now(), path, body, stored)
        self.objects[path] = written
        self.writes.append(written)
        return stored

    def history(self, path: str) -> Iterator[Written]:
        """Every upload of a path, in order."""
        return (one for one in self.writes if one.path == path)
