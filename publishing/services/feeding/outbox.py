"""What waits to be sent: in order, kept while the other side is away, bounded in number."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

log = logging.getLogger("courtside.feeder")

FIRST_WAIT_SECONDS = 0.25
LONGEST_WAIT_SECONDS = 15.0

T = TypeVar("T")


class Outbox(Generic[T]):
    """Items in the order in which they were put; one at a time is sent, until it is.

    With more than `most` items the first of the least `worth` goes, and the log says so.
    Waiting is in seconds of real time.
    """

    def __init__(
        self,
        name: str,
        send: Callable[[T], object],
        trouble: tuple[type[Exception], ...],
        worth: Callable[[T], int] = lambda _: 0,
        most: int = 10_000,
    ) -> None:
        self._name = name
        self._send = send
        self._trouble = trouble
        self._worth = worth
        self._most = most
        self._waiting: deque[T] = deque()
        self._sending: T | None = None
        self._deadline: float | None = None
        self._changed = threading.Condition()
        self.dropped = 0

    def put(self, item: T) -> None:
        """Takes an item; returns at once. After `close` nothing is taken."""
        with self._changed:
            if self._deadline is not None:
                log.warning("%s=closed: something came too late", self._name)
                return
            self._waiting.append(item)
            if len(self._waiting) > self._most:
                worths = [self._worth(waiting) for waiting in self._waiting]
                del self._waiting[worths.index(min(worths))]
                self.dropped += 1
                log.error("%s=full dropped=%d", self._name, self.dropped)
            self._changed.notify_all()

    def run(self) -> None:
        """Sends what is put, until the outbox is closed and empty or its time is up."""
        while (item := self._next()) is not None:
            wait = FIRST_WAIT_SECONDS
            while not self._is_sent(item):
                if not self._pause(wait):
                    return
                wait = min(2 * wait, LONGEST_WAIT_SECONDS)
            with self._changed:
                self._sending = None

    def close(self, seconds: float) -> None:
        """Takes no more; `run` goes on until all is sent, but no longer than this."""
        with self._changed:
            self._deadline = time.monotonic() + seconds
            self._changed.notify_all()

    def left(self) -> int:
        """How many items are not sent yet."""
        with self._changed:
            return len(self._waiting) + (self._sending is not None)

    def _next(self) -> T | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._deadline is not None)
            if not self._waiting or self._is_late():
                return None
            self._sending = self._waiting.popleft()
            return self._sending

    def _is_sent(self, item: T) -> bool:
        try:
            self._send(item)
        except self._trouble as problem:
            log.warning("%s=waiting items=%d reason=%r", self._name, self.left(), str(problem))
            return False
        return True

    def _pause(self, seconds: float) -> bool:
        """Waits before another try, shortly when closing; False when the time is up."""
        with self._changed:
            if self._deadline is None:
                self._changed.wait_for(lambda: self._deadline is not None, seconds)
            elif not self._is_late():
                self._changed.wait(min(FIRST_WAIT_SECONDS, self._deadline - time.monotonic()))
            return not self._is_late()

    def _is_late(self) -> bool:
        return self._deadline is not None and time.monotonic() >= self._deadline
