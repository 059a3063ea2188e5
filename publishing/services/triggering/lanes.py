"""Lanes: a slow run delays runs of its own kind alone, and none for ever (`live.md` I-12)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

PATIENCE_SECONDS = 120.0
"""How long a run waits for the one before it; then its message comes again later."""


class LaneBusy(Exception):
    """The run before has not ended in time; the text names the lane."""


@dataclass(frozen=True, slots=True)
class Lanes:
    """One run at a time of each kind: the kinds do not wait for each other."""

    patience_seconds: float = PATIENCE_SECONDS
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _lanes: dict[str, threading.Lock] = field(default_factory=dict)

    @contextmanager
    def alone(self, kind: str) -> Iterator[None]:
        """Holds the lane of a kind; LaneBusy when another run does not leave it in time."""
        with self._lock:
            lane = self._lanes.setdefault(kind, threading.Lock())
        if not lane.acquire(timeout=self.patience_seconds):
            raise LaneBusy(f"the {kind} run before has not ended")
        try:
            yield
        finally:
            lane.release()
