"""What time it is in the night that is played: the `Date` of what is served meanwhile."""

from __future__ import annotations

import logging
import time
from datetime import datetime

from publishing.adapters.clock import Clock
from publishing.live.snapshot import Snapshot


class NightClock(logging.Handler):
    """Begins with the night's first flush, and runs on when nothing is published any more.

    What is served says its age by this clock: a job that stops makes documents that grow old.
    """

    def __init__(self, before: datetime, speed: float | None) -> None:
        """`before` until the first flush; `speed` times as fast as life, None for full speed."""
        super().__init__()
        self._speed = speed
        self._clock = Clock(before, time.time())
        self._begun = False

    def emit(self, record: logging.LogRecord) -> None:
        """Takes the publisher's record of one flush."""
        snapshot = getattr(record, "snapshot", None)
        if not isinstance(snapshot, Snapshot):
            return
        if self._speed is None:
            self._clock = Clock(snapshot.as_of, time.time())
        elif not self._begun:
            self._clock = Clock(snapshot.as_of, time.time(), self._speed)
        self._begun = True

    def over(self) -> None:
        """From now on it runs as fast as life."""
        self._clock = Clock(self._clock.now(), time.time())

    def now(self) -> datetime:
        """The instant, in UTC."""
        return self._clock.now()
