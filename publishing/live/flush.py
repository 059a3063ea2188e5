"""When a slate is published (D33). The clock is the feed's: only polls and ticks move it."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from publishing.calendar import interval_start
from publishing.live.events import SlateEvent
from publishing.live.slate import Slate

FLUSH_SECONDS = 180
"""The interval where no other is told: every three minutes (`live.md` 0)."""

COALESCE = timedelta(seconds=2)
"""A final or a change of the source is published at once, but not twice within this time."""

GRACE = timedelta(seconds=15)
"""How much longer than an interval a feed may say nothing before a timer flushes what waits."""


class FlushClock(msgspec.Struct):
    """What decides whether an event makes a flush due; small enough to be read per event."""

    interval_seconds: int
    next_due: datetime | None = None
    last_flush: datetime | None = None
    finals: set[str] = msgspec.field(default_factory=set)
    answering: bool = True
    polled_at: datetime | None = None
    asked: bool = False
    restored: bool = False
    end_is_set: bool = False
    flush: str | None = None
    wake_at: float | None = None

    def observe(self, event: SlateEvent) -> bool:
        """Whether the slate is to be flushed with everything up to and including this event."""
        for key in event.finals:
            if key not in self.finals:
                self.finals.add(key)
                self.asked = True
        if event.kind not in ("poll", "tick"):
            return False
        now = event.polled_at
        if event.kind == "poll" and (self.polled_at is None or now > self.polled_at):
            self.asked = self.asked or event.answered != self.answering
            self.answering, self.polled_at = event.answered, now
        if self.next_due is None:
            self.next_due = self._multiple(now - timedelta(microseconds=1))
        if self.restored or now >= self.next_due:
            return True
        return self.asked and (self.last_flush is None or now - self.last_flush >= COALESCE)

    def flushed(self, at: datetime) -> None:
        """Notes a flush; the next is due at the next multiple of the interval."""
        self.last_flush = at if self.last_flush is None else max(at, self.last_flush)
        self.next_due = self._multiple(self.last_flush)
        self.asked = self.restored = False

    def wake(self, real_now: float, speed: float = 1.0) -> float | None:
        """When the back-up timer must fire, in Unix seconds of life; None when it is set already.

        It is for silence alone: what waits for longer than an interval is flushed although
        nothing moves the clock; what was asked for too soon after a flush comes after `COALESCE`.
        """
        patience = COALESCE if self.asked else timedelta(seconds=self.interval_seconds) + GRACE
        wanted = real_now + patience.total_seconds() / speed
        if self.wake_at is not None and self.wake_at <= wanted:
            return None
        self.wake_at = wanted
        return wanted

    def resume(self, slate: Slate) -> None:
        """Goes on from a restored slate: whatever comes next shows it once more, then as before."""
        self.finals |= {key for key, state in slate.games.items() if state.best.rank == 2}
        self.finals |= {key for key, game in slate.official.items() if game.value.status == "final"}
        self.answering = slate.answering
        self.polled_at = max(
            (at for at in (slate.answered_at, slate.unanswered_at) if at), default=None
        )
        if slate.heard_at is not None:
            self.flushed(slate.heard_at)
            self.restored = True

    def _multiple(self, after: datetime) -> datetime:
        """The first multiple of the interval that is later than `after`."""
        interval = timedelta(seconds=self.interval_seconds)
        return interval_start(after, self.interval_seconds) + interval
