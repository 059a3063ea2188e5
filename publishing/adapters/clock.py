"""The clock of the edge: real time, or a rehearsal of another night at another speed (idea 8)."""

from __future__ import annotations

import re
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from publishing.calendar import parse_instant

_REHEARSAL = re.compile(r"(?P<start>[^@x]+)(@(?P<epoch>\d+(\.\d+)?))?(x(?P<speed>\d+(\.\d+)?))?")


@dataclass(frozen=True, slots=True)
class Clock:
    """As if it were `start` at `epoch` (Unix seconds), running `speed` times as fast as life.

    The same three values in several processes are the same clock.
    """

    start: datetime
    epoch: float
    speed: float = 1.0

    def now(self) -> datetime:
        """The instant, in UTC."""
        return self.at(datetime.fromtimestamp(time.time(), UTC))

    def at(self, real: datetime) -> datetime:
        """What this clock shows at an instant of life."""
        return self.start + (real - datetime.fromtimestamp(self.epoch, UTC)) * self.speed

    def wait(self, until: datetime, stop: threading.Event) -> bool:
        """Waits until the clock shows `until`; False when `stop` was set first."""
        while (left := (until - self.now()).total_seconds()) > 0:
            if stop.wait(left / self.speed):
                return False
        return not stop.is_set()

    def real_seconds(self, seconds: float) -> float:
        """How many seconds of life pass in `seconds` of this clock."""
        return seconds / self.speed

    @property
    def offset(self) -> timedelta:
        """Life minus this clock at the epoch; nothing for real time."""
        return datetime.fromtimestamp(self.epoch, UTC) - self.start


def real_clock() -> Clock:
    """The clock of life."""
    now = time.time()
    return Clock(datetime.fromtimestamp(now, UTC), now)


def rehearsal(text: str) -> Clock:
    """The clock of `FROM[@EPOCH][xSPEED]`, as in `2018-11-23T16:30:00Z@1763950000x60`.

    Without an epoch it begins now. ValueError with a sentence for anything else.
    """
    found = _REHEARSAL.fullmatch(text)
    try:
        if found is None:
            raise ValueError
        start = parse_instant(found["start"])
        speed = float(found["speed"] or 1)
        epoch = float(found["epoch"] or time.time())
        if not speed:
            raise ValueError
        clock = Clock(start, epoch, speed)
        # Out of range is said here, not where the time is read.
        clock.now(), clock.offset
    except (ValueError, OverflowError, OSError):
        raise ValueError(
            f"the clock {text!r} is not known: write FROM[@EPOCH][xSPEED], "
            "as in 2018-11-23T16:30:00Z@1763950000x60"
        ) from None
    return clock
