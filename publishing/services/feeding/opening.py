"""The time before a night: the schedule may still change, and with it when the feed begins."""

from __future__ import annotations

import logging
import threading
from datetime import date, datetime, timedelta

from publishing.adapters.warehouses import WarehouseAway
from publishing.live.feed import Schedule
from publishing.live.feeding import starts_at
from publishing.services.feeding.clocks import Timepiece
from publishing.services.feeding.reading import Reading

log = logging.getLogger("courtside.feeder")


class Opening:
    """Waits for the first tip-off, while the schedule is looked at by another thread."""

    def __init__(
        self, game_date: date, known: tuple[datetime, Schedule], look_seconds: int
    ) -> None:
        """`known` is a schedule with the instant as of which it was read."""
        self._game_date = game_date
        self._known = known
        self._every = timedelta(seconds=look_seconds)
        self.begun = threading.Event()

    @property
    def known(self) -> tuple[datetime, Schedule]:
        """The newest schedule and its as-of."""
        return self._known

    def watch(self, reading: Reading, clock: Timepiece) -> None:
        """Looks at the schedule until the night has begun."""
        while clock.wait(clock.now() + self._every, self.begun):
            as_of = clock.now()
            try:
                self._known = (as_of, reading.schedule(as_of))
            except WarehouseAway as problem:
                log.warning("warehouse=away kind=schedule reason=%r", str(problem))

    def wait(self, clock: Timepiece, stop: threading.Event) -> datetime | None:
        """The instant at which the night began; None when `stop` was set before."""
        announced = None
        while True:
            now, begin = clock.now(), starts_at(self._known[1], self._game_date)
            if now >= begin:
                self.begun.set()
                return now
            if begin != announced:
                log.info("slate=%s begins=%s", self._game_date, begin)
                announced = begin
            if not clock.wait(min(begin, now + self._every), stop):
                self.begun.set()
                return None
