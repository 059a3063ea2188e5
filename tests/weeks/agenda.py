"""A clock that a test moves, and what is to happen at which instant: nothing sleeps."""

from __future__ import annotations

import heapq
import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from publishing.adapters.clock import Clock

ET = ZoneInfo("America/New_York")
PT = ZoneInfo("America/Los_Angeles")

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def wall(text: str, zone: ZoneInfo = ET, *, second: bool = False) -> datetime:
    """`2025-11-02 01:30` on a wall clock, in UTC; the `second` of two that read the same."""
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=second).astimezone(UTC)


def shown(instant: datetime, zone: ZoneInfo = ET) -> str:
    """What the wall clock shows at an instant, to the minute."""
    return f"{instant.astimezone(zone):%Y-%m-%d %H:%M}"


@dataclass
class Agenda:
    """What happens when. Of things at one instant the first that was put happens first.

    With `chance` they happen in any order.
    """

    now: datetime
    chance: random.Random | None = None
    _waiting: list[tuple[datetime, float, int, Callable[[], object]]] = field(default_factory=list)
    _numbers: itertools.count[int] = field(default_factory=itertools.count)

    def at(self, instant: datetime, action: Callable[[], object]) -> None:
        """Does something at an instant; at once when that has gone by."""
        rank = self.chance.random() if self.chance else 0.0
        heapq.heappush(self._waiting, (instant, rank, next(self._numbers), action))

    def after(self, seconds: float, action: Callable[[], object]) -> None:
        """Does something so many seconds from now."""
        self.at(self.now + timedelta(seconds=seconds), action)

    def run(self, until: datetime) -> None:
        """Lets everything happen up to and including an instant."""
        while self._waiting and self._waiting[0][0] <= until:
            instant, _, _, action = heapq.heappop(self._waiting)
            self.now = max(self.now, instant)
            action()
        self.now = max(self.now, until)

    def seconds(self) -> float:
        """The clock that patience is measured by."""
        return self.now.timestamp()

    def sleep(self, seconds: float) -> None:
        """Who waits moves the clock; what is due meanwhile happens afterwards."""
        self.now += timedelta(seconds=seconds)


class Hands(Clock):
    """The clock of services: that of the agenda. An instant of its life is its own."""

    agenda: Agenda

    def __init__(self, agenda: Agenda) -> None:
        super().__init__(agenda.now, agenda.now.timestamp())
        object.__setattr__(self, "agenda", agenda)

    def now(self) -> datetime:
        """See `Clock.now`."""
        return self.agenda.now

    def at(self, real: datetime) -> datetime:
        """See `Clock.at`."""
        return real
