"""The loop of ticks: the clock of the feed, and the one who sees that the night is over."""

from __future__ import annotations

import threading
from datetime import datetime

from publishing.live.feeding import due, next_multiple
from publishing.services.feeding.clocks import Timepiece
from publishing.services.feeding.night import Night


def run_ticks(
    night: Night, seconds: int, begin: datetime, clock: Timepiece, stop: threading.Event
) -> datetime | None:
    """Ticks at every multiple of `seconds` after `begin`; those of a stall come late, not never.

    Returns the night's last tick, which is not sent: it comes after everything else. None when
    `stop` was set before.
    """
    last = begin
    while clock.wait(until := next_multiple(last, seconds), stop):
        for tick in due(last, max(clock.now(), until), seconds):
            if night.is_last(tick):
                return tick
            night.tick(tick)
            last = tick
    return None
