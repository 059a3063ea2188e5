"""The night as its own feed shows it: every event goes through here, is folded and sent."""

from __future__ import annotations

import itertools
import logging
import threading
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime

import msgspec

from publishing.live.board import board
from publishing.live.events import LARGEST_BODY, Kind, Rejection, split
from publishing.live.feeding import Ending
from publishing.live.memory import Memory
from publishing.live.slate import Slate
from publishing.services.feeding.messages import Event, Message

log = logging.getLogger("courtside.feeder")


class Night:
    """One game date's events. `send` and `reject` return at once; used by several threads.

    `run` makes the ids of this process differ from those of one before it or beside it.
    """

    def __init__(
        self,
        game_date: date,
        run: str,
        ending: Ending,
        send: Callable[[Message], None],
        reject: Callable[[Rejection], None],
    ) -> None:
        self.game_date = game_date
        self.counts: Counter[str] = Counter()
        self._run = run
        self._ending = ending
        self._send = send
        self._reject = reject
        self._slate = Slate(game_date)
        self._memory = Memory()
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()

    def tick(self, at: datetime) -> None:
        """The clock of the feed."""
        self._add(self._event("tick", at))

    def answer(self, polled_at: datetime, body: bytes) -> None:
        """A poll with the source's answer; one that no slate could take is no answer."""
        if not self._add(self._event("poll", polled_at, msgspec.Raw(body))):
            reason = f"the answer is larger than {LARGEST_BODY} bytes"
            self.no_answer(polled_at, reason)
            self._reject(Rejection("source", reason, body))

    def no_answer(self, polled_at: datetime, reason: str) -> None:
        """A poll without an answer (D6); the reason is fit for a public status."""
        self.counts["no answer"] += 1
        self._add(self._event("poll", polled_at, None, reason))

    def reference(self, kind: Kind, as_of: datetime, payload: msgspec.Struct) -> None:
        """What the warehouse holds, as one event."""
        event = self._event(kind, as_of, payload)
        if not self._add(event):
            reason = f"{kind} is larger than {LARGEST_BODY} bytes"
            log.error("reference=too-large kind=%s", kind)
            self._reject(Rejection("warehouse", reason, event.line()))

    def is_last(self, tick: datetime) -> bool:
        """Whether nothing is to be fed after this tick."""
        with self._lock:
            return self._ending.is_last(tick)

    @property
    def over(self) -> bool:
        """Whether every game is final or postponed."""
        with self._lock:
            return self._ending.over_since is not None

    def _event(
        self,
        kind: Kind,
        at: datetime,
        payload: msgspec.Raw | msgspec.Struct | None = None,
        reason: str | None = None,
    ) -> Event:
        event_id = f"{kind}-{at:%Y%m%dT%H%M%SZ}-{self._run}-{next(self._numbers)}"
        return Event(kind, event_id, at, self.game_date, payload, reason)

    def _add(self, event: Event) -> bool:
        line = event.line()
        if len(line) > LARGEST_BODY:
            return False
        message = event.message(line)
        with self._lock:
            self.counts[event.kind] += 1
            for part in split(line)[0]:
                if part.game_date == self.game_date:
                    self._slate.apply(part)
            if event.kind != "tick":
                over = board(self._slate, self._memory).over()
                if over != (self._ending.over_since is not None):
                    log.info("slate=%s over=%s at=%s", self.game_date, over, event.polled_at)
                self._ending.observe(over, event.polled_at)
            self._send(message)
        return True
