"""Requests at a fixed rate, whatever the answers do: waiting counts from when one should go."""

from __future__ import annotations

import asyncio
import gc
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

MOST_LINES = 900
"""Connections; when none is free, a request waits and its clock runs."""


@dataclass
class Measured:
    """Seconds of each answer by status; `errors` are connections that broke."""

    seconds: dict[int, list[float]] = field(default_factory=dict)
    errors: int = 0
    took: float = 0.0

    def add(self, status: int, seconds: float) -> None:
        """Counts one answer."""
        self.seconds.setdefault(status, []).append(seconds)

    @property
    def codes(self) -> Counter[int]:
        """Answers by status."""
        return Counter({status: len(found) for status, found in self.seconds.items()})

    def share(self, status: int, part: float) -> float:
        """The seconds that so large a part of a status's answers did not pass."""
        found = sorted(self.seconds.get(status, ()))
        return found[min(int(len(found) * part), len(found) - 1)] if found else 0.0


class Line(asyncio.Protocol):
    """One connection: one request at a time, read to its last byte."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.answer: asyncio.Future[int] | None = None
        self._got = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Is ready."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def ask(self, request: bytes) -> asyncio.Future[int]:
        """Sends a request; its status comes."""
        assert self.transport is not None
        self.answer, self._got = asyncio.get_running_loop().create_future(), b""
        self.transport.write(request)
        return self.answer

    def data_received(self, data: bytes) -> None:
        """Reads on; the answer is whole when its length is there."""
        self._got += data
        head, end, body = self._got.partition(b"\r\n\r\n")
        if not end or self.answer is None or self.answer.done():
            return
        small = head.lower()
        place = small.find(b"content-length: ")
        length = int(small[place + 16 :].split(b"\r\n", 1)[0]) if place >= 0 else 0
        if len(body) >= length:
            self.answer.set_result(int(head[9:12]))

    def connection_lost(self, exc: Exception | None) -> None:
        """Whoever waits hears of it."""
        if self.answer is not None and not self.answer.done():
            self.answer.set_exception(exc or ConnectionError("it ended"))


async def run(host: str, port: int, paths: Iterator[str], rate: float, seconds: float) -> Measured:
    """Asks for the paths at so many a second, for so long, and waits for all answers."""
    measured, free = Measured(), list[Line]()
    room, loop = asyncio.Semaphore(MOST_LINES), asyncio.get_running_loop()

    async def ask(path: str, due: float) -> None:
        request = (
            f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: gzip\r\n"
            "Origin: https://nbaprops.com\r\n\r\n"
        ).encode()
        async with room:
            try:
                line = free.pop() if free else None
                if line is None or line.transport is None or line.transport.is_closing():
                    _, line = await loop.create_connection(Line, host, port)
                status = await line.ask(request)
            except OSError:
                measured.errors += 1
                return
            measured.add(status, time.perf_counter() - due)
            free.append(line)

    # Its own collector must not be taken for the server's.
    gc.collect()
    gc.disable()
    began = time.perf_counter()
    asked = []
    for number in range(int(rate * seconds)):
        due = began + number / rate
        wait = due - time.perf_counter()
        if wait > 0:
            await asyncio.sleep(wait)
        asked.append(asyncio.create_task(ask(next(paths), due)))
    await asyncio.gather(*asked)
    gc.enable()
    measured.took = time.perf_counter() - began
    for line in free:
        if line.transport is not None:
            line.transport.close()
    return measured
