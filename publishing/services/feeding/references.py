"""The loop of reference events: what the warehouse holds, again and again and when it changes."""

from __future__ import annotations

import logging
import threading
from datetime import datetime, timedelta

import msgspec

from publishing.adapters.warehouses import WarehouseAway
from publishing.calendar import interval_start
from publishing.live.events import Kind
from publishing.live.feed import Schedule
from publishing.live.feeding import Freshness, next_multiple
from publishing.services.feeding.clocks import Timepiece
from publishing.services.feeding.night import Night
from publishing.services.feeding.reading import KINDS, Reading

log = logging.getLogger("courtside.feeder")

LOOKS = 5
"""How many times the warehouse is looked at in the time after which an event is sent again."""


def look_seconds(reference_seconds: int) -> int:
    """How far apart two looks at the warehouse are."""
    return max(1, reference_seconds // LOOKS)


class References:
    """Sends every kind at first, when it changed, and when it was sent `seconds` ago.

    Names come from whole tables: they are read only when they are to be sent again.
    """

    def __init__(self, night: Night, reading: Reading, seconds: int) -> None:
        self._night = night
        self._reading = reading
        self._look_seconds = look_seconds(seconds)
        self._freshness = Freshness(timedelta(seconds=seconds))

    def open(self, begin: datetime, as_of: datetime, schedule: Schedule) -> None:
        """Sends the schedule, before anything else of the night."""
        self._send("schedule", interval_start(begin, self._look_seconds), as_of, schedule)

    def run(self, begin: datetime, clock: Timepiece, stop: threading.Event) -> None:
        """Looks at once and then at every multiple until `stop` is set; a slow look skips some."""
        at = interval_start(begin, self._look_seconds)
        while True:
            for kind in KINDS:
                if stop.is_set():
                    return
                self._look(kind, at, clock.now())
            if not clock.wait(until := next_multiple(at, self._look_seconds), stop):
                return
            at = interval_start(max(clock.now(), until), self._look_seconds)

    def _look(self, kind: Kind, at: datetime, as_of: datetime) -> None:
        if kind == "names" and not self._freshness.is_old(kind, at):
            return
        try:
            payload = self._reading.read(kind, as_of)
        except WarehouseAway as problem:
            log.warning("warehouse=away kind=%s reason=%r", kind, str(problem))
            return
        if payload is not None:
            self._send(kind, at, as_of, payload)

    def _send(self, kind: Kind, at: datetime, as_of: datetime, payload: msgspec.Struct) -> None:
        content = msgspec.json.encode(payload)
        if self._freshness.is_due(kind, at, content):
            self._night.reference(kind, as_of, payload)
            self._freshness.note(kind, at, content)
