"""How much is worked on at a time: who finds no room is told at once, before any work."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, Protocol, TypeVar

T = TypeVar("T")


class Full(Exception):
    """There is no room to wait in."""


class TooSlow(Exception):
    """The work did not end in time; it goes on, and what comes of it is there later."""


class Room(Protocol[T]):
    """Where work is done."""

    async def result(self, key: Hashable, work: Callable[[], T]) -> T:
        """The work's result or error; Full or TooSlow."""


class Turns(Generic[T]):
    """Work of a millisecond or so, done at once: so many seconds of it in a turn of the loop.

    The seconds are the processor's: what another thread takes meanwhile is no work.

    A thread of its own would take the interpreter from whoever answers, at every turn.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = time.thread_time) -> None:
        self._seconds, self._clock = seconds, clock
        self._spent = 0.0
        self._watched = False

    async def result(self, key: Hashable, work: Callable[[], T]) -> T:
        """The work's result or error; Full when this turn has no more room."""
        if self._spent > self._seconds:
            raise Full
        if not self._watched:
            self._watched = True
            asyncio.get_running_loop().call_soon(self._next)
        began = self._clock()
        try:
            return work()
        finally:
            self._spent += self._clock() - began

    def _next(self) -> None:
        self._spent, self._watched = 0.0, False


class Admission(Generic[T]):
    """So many works at a time and so many that wait. Who asks for the same work shares it.

    A work that is given up keeps its place until it ends: a slow source is asked no oftener.
    """

    def __init__(self, workers: int, waiting: int, seconds: float, name: str) -> None:
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix=name)
        self._most, self._seconds = workers + waiting, seconds
        self._works: dict[Hashable, asyncio.Future[T]] = {}

    async def result(self, key: Hashable, work: Callable[[], T]) -> T:
        """The work's result or error; Full or TooSlow."""
        future = self._works.get(key)
        if future is None:
            if len(self._works) >= self._most:
                raise Full
            future = asyncio.get_running_loop().run_in_executor(self._pool, work)
            self._works[key] = future
            future.add_done_callback(lambda done: self._ended(key, done))
        # `wait` leaves the work to the others who share it; a timeout cancels nothing.
        done, _ = await asyncio.wait({future}, timeout=self._seconds)
        if not done:
            raise TooSlow
        return future.result()

    def _ended(self, key: Hashable, done: asyncio.Future[T]) -> None:
        del self._works[key]
        if not done.cancelled():
            # Nobody may be left to hear of it.
            done.exception()
