"""HTTP for the whole world: a connection that is slow, odd or one too many is told so, and ends.

uvicorn waits for ever for a request's head, and for a reader; behind it nothing else would.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from publishing.services.serving.refusals import CROWDED, ODD, SLOW, Busy


@dataclass(frozen=True, slots=True)
class Limits:
    """Of connections at a time, and seconds: for a head, between requests, for a reader.

    Of what may have waited for `late` seconds, the first `few` of a turn are still answered: a
    machine that stopped for a moment is no crowd.
    """

    connections: int = 4000
    head: float = 10.0
    idle: float = 30.0
    reader: float = 20.0
    late: float = 0.02
    few: int = 25


class Pulse:
    """How long what comes now may have waited: since the turn of the event loop before this one.

    What arrives in a turn is seen in the next; while a turn takes long, requests wait unseen.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        clock: Callable[[], float],
        late_seconds: float,
        few: int,
    ) -> None:
        self._loop, self._clock, self._late, self._few = loop, clock, late_seconds, few
        self._before: float | None = None
        self._began: float | None = None
        self._came = 0

    def late(self) -> bool:
        """Whether whoever comes now is to come again."""
        now = self._clock()
        self._came += 1
        if self._began is None:
            self._before = self._began = now
            self._loop.call_soon(self._turn)
        assert self._before is not None
        return self._came > self._few and now - self._before > self._late

    def _turn(self) -> None:
        # It is the first thing of the next turn, and watches while anything comes or takes long.
        now, began = self._clock(), self._began
        if self._came or (began is not None and now - began > self._late):
            self._before, self._began, self._came = began, now, 0
            self._loop.call_soon(self._turn)
        else:
            self._before = self._began = None


@dataclass(slots=True)
class Watch:
    """What the connections of one server share."""

    limits: Limits
    busy: Busy = field(default_factory=Busy)
    clock: Callable[[], float] = time.monotonic
    pulse: Pulse | None = None
    counts: dict[str, int] = field(default_factory=dict)

    def count(self, what: str) -> None:
        """Counts what was refused."""
        self.counts[what] = self.counts.get(what, 0) + 1


HEALTH = b"GET /health "
"""Who asks this is never late: a platform ends an instance that does not answer it."""


class Patient(H11Protocol):
    """One connection with deadlines; `watch` is that of its server."""

    watch: Watch

    _refused = False
    _begun = False
    _deadline: asyncio.TimerHandle | None = None
    _stuck: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Takes a connection, or tells it that there are too many."""
        if len(self.connections) >= self.watch.limits.connections:
            self.watch.count("crowded")
            self._refused, self.transport = True, transport
            transport.write(CROWDED)
            transport.close()
            return
        super().connection_made(transport)
        self._wait(self.watch.limits.head)

    def data_received(self, data: bytes) -> None:
        """Takes what came; a request that comes too late in a turn is told to come again."""
        if self._refused or self.transport.is_closing():
            return
        if self._late() and self._is_whole(data):
            self.watch.count("late")
            self.transport.write(self.watch.busy.answer(data))
            self._wait(self.watch.limits.idle)
            return
        self._begun = True
        super().data_received(data)
        if self.cycle and not self.cycle.response_complete:
            self._rest()

    def on_response_complete(self) -> None:
        """Waits for the next request, and not for ever."""
        self._begun = False
        self._wait(self.watch.limits.idle)
        super().on_response_complete()

    def pause_writing(self) -> None:
        """Whoever does not read loses his connection after a while."""
        super().pause_writing()
        self._stuck = self.loop.call_later(self.watch.limits.reader, self.transport.abort)

    def resume_writing(self) -> None:
        """He reads again."""
        super().resume_writing()
        self._free()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forgets the connection."""
        self._rest()
        self._free()
        if not self._refused:
            super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Says that this is no HTTP, and nothing of why."""
        self.watch.count("odd")
        self.transport.write(ODD)
        self.transport.close()

    def _late(self) -> bool:
        if self.watch.pulse is None:
            limits, clock = self.watch.limits, self.watch.clock
            self.watch.pulse = Pulse(self.loop, clock, limits.late, limits.few)
        return self.watch.pulse.late()

    def _is_whole(self, data: bytes) -> bool:
        """Whether this is one whole request without a body, and nothing else is under way."""
        idle = self.conn.their_state is h11.IDLE and self.conn.our_state is h11.IDLE
        small = data.lower()
        return (
            idle
            and not self.conn.trailing_data[0]
            and data.startswith(b"GET ")
            and not data.startswith(HEALTH)
            and data.find(b"\r\n\r\n") == len(data) - 4
            and b"\r\ncontent-length:" not in small
            and b"\r\ntransfer-encoding:" not in small
        )

    def _wait(self, seconds: float) -> None:
        self._rest()
        self._deadline = self.loop.call_later(seconds, self._end)

    def _rest(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _free(self) -> None:
        if self._stuck is not None:
            self._stuck.cancel()
            self._stuck = None

    def _end(self) -> None:
        if self._begun:
            self.watch.count("slow")
            self.transport.write(SLOW)
        self.transport.close()
        # What he does not read is not kept for him.
        self._stuck = self.loop.call_later(self.watch.limits.reader, self.transport.abort)


def patient(watch: Watch) -> type[Patient]:
    """The protocol of one server."""
    return type("PatientHere", (Patient,), {"watch": watch})
