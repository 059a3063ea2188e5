"""The loop of polls: exactly one per poll tick, with an answer or without (D6)."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from publishing.adapters.balldontlie import Answer, NoAnswer
from publishing.calendar import interval_start
from publishing.live.events import Rejection
from publishing.live.feeding import due, just_before, next_multiple
from publishing.services.feeding.clocks import Timepiece
from publishing.services.feeding.night import Night

log = logging.getLogger("courtside.feeder")

HELD_UP = "the source was not asked: the feeder was held up"


class Source(Protocol):
    """Where box scores come from."""

    def fetch(self) -> Answer | NoAnswer:
        """One poll; returns within its budget."""


class Polls:
    """Asks the source at every multiple of `seconds`; the first time at once.

    A multiple that went by while the machine stalled becomes a poll without an answer: what was
    not asked is said, and not asked afterwards.
    """

    def __init__(
        self, night: Night, source: Source, reject: Callable[[Rejection], None], seconds: int
    ) -> None:
        self._night = night
        self._source = source
        self._reject = reject
        self._seconds = seconds
        self._trouble: str | None = None
        self._missed = 0

    def run(self, begin: datetime, clock: Timepiece, stop: threading.Event) -> None:
        """Polls from `begin` until `stop` is set."""
        last = just_before(interval_start(begin, self._seconds))
        while clock.wait(until := next_multiple(last, self._seconds), stop):
            # A clock that is set back between the two must not undo the tick.
            polled_at = max(clock.now(), until)
            *missed, last = due(last, polled_at, self._seconds)
            for tick in missed:
                self._miss(tick)
            self._take(polled_at, self._source.fetch())

    def _miss(self, tick: datetime) -> None:
        self._night.no_answer(tick, HELD_UP)
        self._missed += 1
        # A clock that is too fast for the machine would fill the log.
        if self._missed.bit_count() == 1:
            log.warning("polls=held-up missed=%d at=%s", self._missed, tick)

    def _take(self, polled_at: datetime, found: Answer | NoAnswer) -> None:
        if isinstance(found, Answer):
            if self._trouble is not None:
                log.info("source=answers-again at=%s", polled_at)
            self._trouble = None
            self._night.answer(polled_at, found.body)
            return
        self._night.no_answer(polled_at, found.reason)
        if found.reason != self._trouble:
            level = logging.ERROR if found.refused else logging.WARNING
            log.log(level, "source=no-answer reason=%r detail=%r", found.reason, found.detail)
        self._trouble = found.reason
        if found.body is not None:
            self._reject(Rejection("source", found.reason, found.body))
