"""What a feeder has to do, and when: decisions about instants. The clock is the caller's."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import msgspec

from publishing.calendar import interval_start, slate_window
from publishing.live.events import Kind
from publishing.live.feed import Schedule

STARTS_BEFORE = timedelta(minutes=30)
"""How long before the first tip-off a slate is fed (A21)."""

_INSTANT = timedelta(microseconds=1)


def next_multiple(after: datetime, seconds: int) -> datetime:
    """The first multiple of `seconds` that is later than `after`."""
    return interval_start(after, seconds) + timedelta(seconds=seconds)


def due(after: datetime, now: datetime, seconds: int) -> list[datetime]:
    """Every multiple of `seconds` that is later than `after` and not later than `now`."""
    found = []
    multiple = next_multiple(after, seconds)
    while multiple <= now:
        found.append(multiple)
        multiple += timedelta(seconds=seconds)
    return found


def just_before(instant: datetime) -> datetime:
    """The last instant that is earlier."""
    return instant - _INSTANT


def starts_at(schedule: Schedule, game_date: date) -> datetime:
    """When the slate's feed begins: 30 minutes before its first tip-off (D11, A21).

    As soon as the slate takes events when a game's tip-off is not known, or not in the slate's
    window. A postponed game counts only when all are.
    """
    opens, closes = slate_window(game_date)
    played = [game for game in schedule.games if game.status != "postponed"]
    tips = [game.tip_off for game in played or schedule.games]
    known = [tip for tip in tips if tip is not None and opens <= tip < closes]
    if not known or len(known) < len(tips):
        return opens
    return max(opens, min(known) - STARTS_BEFORE)


class Ending(msgspec.Struct):
    """When a slate's feed ends: a grace period after its last game, or with its window (D11)."""

    closes: datetime
    grace: timedelta
    tick_seconds: int
    over_since: datetime | None = None

    def observe(self, over: bool, at: datetime) -> None:
        """Notes whether every game was final or postponed at an instant."""
        self.over_since = (self.over_since or at) if over else None

    def is_last(self, tick: datetime) -> bool:
        """Whether nothing is to be fed after this tick."""
        late = self.over_since is not None and tick >= self.over_since + self.grace
        return late or tick + timedelta(seconds=self.tick_seconds) >= self.closes


class Freshness(msgspec.Struct):
    """Which reference event is due: one never sent, one that changed, one sent long ago."""

    every: timedelta
    sent: dict[Kind, tuple[datetime, bytes]] = msgspec.field(default_factory=dict)

    def is_old(self, kind: Kind, at: datetime) -> bool:
        """Whether the event is to be sent at `at` although nothing changed."""
        return kind not in self.sent or at - self.sent[kind][0] >= self.every

    def is_due(self, kind: Kind, at: datetime, content: bytes) -> bool:
        """Whether an event of this content is to be sent at `at`."""
        return self.is_old(kind, at) or content != self.sent[kind][1]

    def note(self, kind: Kind, at: datetime, content: bytes) -> None:
        """The event was sent."""
        self.sent[kind] = (at, content)
