"""The parts of a running service, each a thread: none stops without being asked, or silently."""

from __future__ import annotations

import contextlib
import logging
import queue
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from types import FrameType
from typing import Any, Self

log = logging.getLogger("courtside.feeder")

LOOK_SECONDS = 0.5
"""How often the wait for an outcome is left, so that a signal is handled."""


@dataclass(frozen=True, slots=True)
class Over:
    """The night is over; `tick` is its last one, still to be sent."""

    tick: datetime


@dataclass(frozen=True, slots=True)
class Stopped:
    """The service was asked to end."""

    signal_name: str


@dataclass(frozen=True, slots=True)
class Crashed:
    """A part ended that must not."""

    part: str
    why: str


Outcome = Over | Stopped | Crashed


class Parts:
    """Starts threads and waits for the first outcome of any of them.

    Inside its `with` block SIGTERM and SIGINT are outcomes too; they end nothing else.
    """

    def __init__(self) -> None:
        self.stop = threading.Event()
        # The only thing that a signal handler may safely put something into.
        self._outcomes: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
        self._threads: dict[str, threading.Thread] = {}
        self._starting = threading.Lock()
        self._handlers: dict[int, Any] = {}

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                self._handlers[number] = signal.signal(number, self._signalled)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        for number, handler in self._handlers.items():
            signal.signal(number, handler)

    def _signalled(self, number: int, _: FrameType | None) -> None:
        self._outcomes.put(Stopped(signal.Signals(number).name))

    def start(self, name: str, run: Callable[[], Outcome | None], *, endless: bool = True) -> None:
        """Runs a part, unless all are stopped already.

        An endless one that returns nothing before `stop` is set has crashed.
        """

        def guarded() -> None:
            try:
                outcome = run()
            except Exception as problem:
                # Whatever it was: a night without this part must not go on as if it had it.
                log.exception("part=%s crashed", name)
                outcome = Crashed(name, f"{type(problem).__name__}: {problem}".rstrip(": "))
            if outcome is None and endless and not self.stop.is_set():
                outcome = Crashed(name, "it ended by itself")
            if outcome is not None:
                self._outcomes.put(outcome)

        thread = threading.Thread(target=guarded, name=name, daemon=True)
        with self._starting:
            if not self.stop.is_set():
                thread.start()
                self._threads[name] = thread

    def first_outcome(self) -> Outcome:
        """Waits for it. Afterwards `stop` is set."""
        outcome: Outcome | None = None
        while outcome is None:
            # A signal that comes just before a wait without an end would never be handled.
            with contextlib.suppress(queue.Empty):
                outcome = self._outcomes.get(timeout=LOOK_SECONDS)
        with self._starting:
            self.stop.set()
        return outcome

    def join(self, names: tuple[str, ...], seconds: float) -> None:
        """Waits until the parts have ended, all together no longer than this."""
        deadline = time.monotonic() + seconds
        for name in names:
            if name in self._threads:
                self._threads[name].join(max(0.0, deadline - time.monotonic()))
                if self._threads[name].is_alive():
                    log.warning("part=%s still works and is left behind", name)
