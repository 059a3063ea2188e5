"""What can go wrong with a request, drawn from a seeded generator."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto

from tests.publishing.turnstile import Timeline


class Crash(Exception):
    """The publisher's process died."""


class Fault(Enum):
    """One request's fate. `AWAY` and `CONFLICT` come before any effect, `LOST` after it."""

    NONE = auto()
    CONFLICT = auto()
    THROTTLED = auto()
    AWAY = auto()
    LOST = auto()
    STALLED = auto()
    STALLED_THEN_DONE = auto()
    STALLED_THEN_LATE = auto()
    CRASH_BEFORE = auto()
    CRASH_BETWEEN = auto()
    CRASH_AFTER = auto()


_ON_READ = (Fault.THROTTLED, Fault.AWAY, Fault.STALLED, Fault.CRASH_BEFORE)
_ON_WRITE = tuple(fault for fault in Fault if fault is not Fault.NONE)
_RARE = (Fault.CRASH_BEFORE, Fault.CRASH_BETWEEN, Fault.CRASH_AFTER)


@dataclass
class Faults:
    """Draws the fate of each request, and keeps the uploads that will land late."""

    timeline: Timeline
    generator: random.Random
    chance: float = 0.0
    late: list[Callable[[], None]] = field(default_factory=list)
    dead: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def draw(self, writer: str, writes: bool) -> Fault:
        """Waits for the request's turn, then draws; a dead publisher's threads die too."""
        self.timeline.sleep(0)
        if self.late and self.generator.random() < 0.3:
            self._land_one()
        if writer in self.dead:
            raise Crash(writer)
        if self.generator.random() >= self.chance:
            return Fault.NONE
        fault = self.generator.choice(_ON_WRITE if writes else _ON_READ)
        if fault in _RARE and self.generator.random() < 0.4:
            return Fault.AWAY
        if fault is Fault.CRASH_BEFORE:
            self.crash(writer)
        return fault

    def retry_after(self) -> float | None:
        return self.generator.choice((None, 1.0, 5.0, 45.0))

    def crash(self, writer: str) -> None:
        self.dead.add(writer)
        raise Crash(writer)

    def heal(self) -> None:
        """No more faults; what was under way lands now."""
        self.chance = 0.0
        while self.late:
            self._land_one()

    def _land_one(self) -> None:
        with self._lock:
            landing = self.late.pop(self.generator.randrange(len(self.late))) if self.late else None
        if landing is not None:
            landing()
