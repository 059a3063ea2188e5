"""The smallest store: a dictionary, a log of its calls, and answers set by the test."""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from publishing.documents import CONTENT_TYPE, CacheClass
from publishing.patience import Timing
from publishing.store import Changed, Stamp, Store, Stored

Answer = Exception | Callable[[], None]


class Clock:
    """Simulated seconds; each thread may sleep, and all see the time pass."""

    def __init__(self) -> None:
        self.now = 0.0
        self.sleeps: list[float] = []
        self._lock = threading.Lock()

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self.now += seconds
            self.sleeps.append(seconds)

    def timing(self, budget_seconds: float = 60.0) -> Timing:
        return Timing(lambda: self.now, self.sleep, budget_seconds)


@dataclass
class MemoryStore(Store):
    """`next` is taken call by call: an exception is raised, a function runs before the call."""

    objects: dict[str, tuple[bytes, Stored]] = field(default_factory=dict)
    calls: list[tuple[str, str]] = field(default_factory=list)
    next: deque[Answer] = field(default_factory=deque)
    always: Answer | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def list(self, prefix: str) -> dict[str, Stored]:
        self._called("list", prefix)
        return {path: one for path, (_, one) in self.objects.items() if path.startswith(prefix)}

    def look(self, path: str) -> Stored | None:
        self._called("look", path)
        found = self.objects.get(path)
        return found[1] if found else None

    def read(self, path: str) -> tuple[bytes, Stored] | None:
        self._called("read", path)
        return self.objects.get(path)

    def write(
        self, path: str, body: bytes, cache: CacheClass, stamp: Stamp, generation: int
    ) -> Stored:
        self._called("write", path)
        with self._lock:
            current = self.objects.get(path)
            if (current[1].generation if current else 0) != generation:
                raise Changed(path)
            stored = Stored(generation + 1, stamp, cache.header, CONTENT_TYPE)
            self.objects[path] = body, stored
            return stored

    def count(self) -> Counter[str]:
        return Counter(kind for kind, _ in self.calls)

    def _called(self, kind: str, path: str) -> None:
        self.calls.append((kind, path))
        answer = self.next.popleft() if self.next else self.always
        if isinstance(answer, Exception):
            raise answer
        if answer is not None:
            answer()
