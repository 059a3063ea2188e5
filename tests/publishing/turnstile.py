"""Threads that run one at a time, picked by a seeded generator, on simulated time.

A thread gives its turn up at each request to the store, when it sleeps, and when it waits for
another. So a seed gives the same interleaving every time, and no test really sleeps.
"""

from __future__ import annotations

import os
import random
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Generic, Protocol, TypeVar, cast

T = TypeVar("T")


STUCK_SECONDS = 60


def closed_gate() -> threading.Lock:
    gate = threading.Lock()
    gate.acquire()
    return gate


def enter(gate: threading.Lock) -> None:
    if not gate.acquire(timeout=STUCK_SECONDS):
        raise RuntimeError("nobody passes the turn on")


@contextmanager
def on_one_cpu() -> Iterator[None]:
    """Threads that take turns pass them on twice as fast when they share a processor."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    usual = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(usual)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, usual)


class Timeline(Protocol):
    """What decides who runs and what time it is."""

    def clock(self) -> float: ...

    def sleep(self, seconds: float) -> None: ...

    def pool(self, max_workers: int) -> Any:
        """Stands in for `ThreadPoolExecutor`."""

    def run_all(self, functions: list[Callable[[], None]]) -> None:
        """Each function in a thread of its own, to its end."""


class Turnstile:
    """A timeline on which one thread runs at a time."""

    def __init__(self, generator: random.Random) -> None:
        self._random = generator
        self._now = 0.0
        self._waiting: list[tuple[float, threading.Lock]] = []

    def clock(self) -> float:
        return self._now

    def sleep(self, seconds: float) -> None:
        """Gives the turn up, and takes it again after `seconds` of simulated time."""
        gate = self.queue(seconds)
        self.leave()
        enter(gate)

    def queue(self, seconds: float = 0.0) -> threading.Lock:
        """A place in the queue: a gate that opens when its turn has come."""
        gate = closed_gate()
        self._waiting.append((self._now + seconds, gate))
        return gate

    def queue_again(self, gate: threading.Lock) -> None:
        self._waiting.append((self._now, gate))

    def leave(self) -> None:
        """Ends the turn of the running thread; the next one is anybody whose time has come."""
        if not self._waiting:
            return
        self._now = max(self._now, min(ready_at for ready_at, _ in self._waiting))
        ready = [place for place in self._waiting if place[0] <= self._now]
        chosen = ready[0] if len(ready) == 1 else self._random.choice(ready)
        self._waiting.remove(chosen)
        chosen[1].release()

    def pool(self, max_workers: int) -> Pool:
        return Pool(self, max_workers)

    def run_all(self, functions: list[Callable[[], None]]) -> None:
        with on_one_cpu(), self.pool(len(functions)) as pool:
            jobs = [pool.submit(function) for function in functions]
        for job in jobs:
            job.result()


class Job(Generic[T]):
    """The part of a `Future` that the publisher uses."""

    def __init__(self, turnstile: Turnstile, function: Callable[[], T]) -> None:
        self._turnstile = turnstile
        self._function = function
        self._value: T | None = None
        self._problem: BaseException | None = None
        self._done = False
        self._waiting: list[threading.Lock] = []

    def run(self) -> None:
        try:
            self._value = self._function()
        except BaseException as problem:
            self._problem = problem
        self._done = True
        for gate in self._waiting:
            self._turnstile.queue_again(gate)

    def wait(self) -> None:
        if not self._done:
            gate = closed_gate()
            self._waiting.append(gate)
            self._turnstile.leave()
            enter(gate)

    def result(self) -> T:
        self.wait()
        if self._problem is not None:
            raise self._problem
        return cast("T", self._value)


class Pool:
    """`ThreadPoolExecutor` with threads of the turnstile."""

    def __init__(self, turnstile: Turnstile, max_workers: int) -> None:
        self._turnstile = turnstile
        self._free = max_workers
        self._queue: deque[Job[Any]] = deque()
        self._jobs: list[Job[Any]] = []

    def submit(self, function: Callable[..., T], *arguments: Any) -> Job[T]:
        job = Job(self._turnstile, lambda: function(*arguments))
        self._jobs.append(job)
        if self._free:
            self._free -= 1
            gate = self._turnstile.queue()
            threading.Thread(target=self._work, args=(gate, job), daemon=True).start()
        else:
            self._queue.append(job)
        return job

    def _work(self, gate: threading.Lock, job: Job[Any]) -> None:
        enter(gate)
        job.run()
        while self._queue:
            job = self._queue.popleft()
            self._turnstile.sleep(0)
            job.run()
        self._free += 1
        self._turnstile.leave()

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for job in self._jobs:
            job.wait()


class FreeRun:
    """A timeline with real threads and no turns; only its time is simulated."""

    def __init__(self) -> None:
        self._own = threading.local()

    def clock(self) -> float:
        return cast("float", getattr(self._own, "now", 0.0))

    def sleep(self, seconds: float) -> None:
        # Each thread has a time of its own: one that sleeps does not use another's budget up.
        self._own.now = self.clock() + seconds

    def pool(self, max_workers: int) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(max_workers)

    def run_all(self, functions: list[Callable[[], None]]) -> None:
        with ThreadPoolExecutor(len(functions)) as pool:
            for job in [pool.submit(function) for function in functions]:
                job.result()
