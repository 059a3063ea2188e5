"""Slow, odd and too many connections: each is told so and ends, and nobody else notices."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
import uvicorn

from publishing.services.serving.patient import Limits, Pulse, Watch, patient

GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
BUSY_NOW, FREE = threading.Event(), threading.Event()
SLOW_SECONDS = 0.03
LARGE = b"x" * 30_000_000


class Clock:
    """Moves when it is told to: a loaded machine makes nobody late."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


CLOCK = Clock()

Connect = Callable[[], socket.socket]


async def app(scope: Any, _: Any, send: Any) -> None:
    if scope["path"] == "/slow":
        # As a builder that holds the interpreter.
        BUSY_NOW.set()
        assert FREE.wait(20)
        CLOCK.now += SLOW_SECONDS
    body = LARGE if scope["path"] == "/large" else b"here"
    headers = [(b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@contextmanager
def served(**limits: float) -> Iterator[tuple[Connect, Watch]]:
    """Serves the application under these limits."""
    watch = Watch(Limits(**{"late": 0.02, "few": 0, **limits}), clock=CLOCK)  # type: ignore[arg-type]
    listener = socket.create_server(("127.0.0.1", 0), backlog=256)
    config = uvicorn.Config(
        app,
        log_config=None,
        http=patient(watch),
        ws="none",
        lifespan="off",
        h11_max_incomplete_event_size=4096,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()

    def connect() -> socket.socket:
        return stack.enter_context(socket.create_connection(listener.getsockname(), timeout=20))

    with ExitStack() as stack:
        try:
            yield connect, watch
        finally:
            server.should_exit = True
            thread.join(10)


def answer(line: socket.socket) -> tuple[int, dict[str, str], bytes]:
    """The next answer of a connection, to the last byte."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        byte = line.recv(1)
        assert byte, head
        head += byte
    first, *lines = head.decode().strip().split("\r\n")
    headers = {name.lower(): value for name, _, value in (one.partition(": ") for one in lines)}
    body, size = b"", int(headers["content-length"])
    while len(body) < size:
        body += line.recv(min(1 << 20, size - len(body)))
    return int(re.findall(r"HTTP/1.1 (\d+)", first)[0]), headers, body


def is_problem(found: tuple[int, dict[str, str], bytes], status: int) -> None:
    assert found[0] == status
    assert found[1]["content-type"] == "application/problem+json"
    assert json.loads(found[2])["status"] == status


def ended(line: socket.socket) -> bool:
    try:
        return line.recv(1) == b""
    except ConnectionError:
        return True


def is_served(connect: Connect) -> bool:
    line = connect()
    line.sendall(GET)
    return answer(line)[::2] == (200, b"here")


def test_who_sends_his_head_in_drops_is_told_that_he_is_late() -> None:
    with served(head=0.4) as (connect, watch):
        line = connect()
        began = time.monotonic()
        with pytest.raises(OSError, match=r".*"):  # noqa: PT012
            line.settimeout(0.05)
            for byte in GET * 100:
                line.send(bytes([byte]))
                try:
                    if line.recv(1, socket.MSG_PEEK):
                        raise OSError("answered")
                except TimeoutError:
                    continue
        line.settimeout(20)
        is_problem(answer(line), 408)
        assert ended(line)
        assert time.monotonic() - began < 10
        assert watch.counts == {"slow": 1}
        assert is_served(connect)


def test_who_says_nothing_is_left() -> None:
    with served(head=1.0, idle=0.2) as (connect, watch):
        silent, used = connect(), connect()
        used.sendall(GET)
        assert answer(used)[0] == 200
        assert ended(silent)
        assert ended(used)
        assert watch.counts == {}


def test_a_body_without_end_holds_nothing() -> None:
    with served(head=5.0, idle=0.3) as (connect, _):
        line = connect()
        line.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n")
        assert answer(line)[0] == 200
        line.settimeout(0.02)
        began = time.monotonic()
        while time.monotonic() - began < 10:
            try:
                line.send(b"x")
                if line.recv(1) == b"":
                    break
            except TimeoutError:
                continue
            except ConnectionError:
                break
        assert time.monotonic() - began < 10


def test_who_does_not_read_loses_his_connection_and_delays_nobody() -> None:
    with served(reader=0.5) as (connect, _):
        lines = [connect() for _ in range(5)]
        for line in lines:
            line.sendall(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
        assert is_served(connect)
        time.sleep(0.6)
        assert is_served(connect)
        for line in lines:
            got = 0
            try:
                while part := line.recv(1 << 20):
                    got += len(part)
            except ConnectionError:
                pass
            assert got < len(LARGE)


def test_who_reads_slowly_gets_all() -> None:
    with served(reader=1.0) as (connect, _):
        line = connect()
        line.sendall(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
        assert len(answer(line)[2]) == len(LARGE)
        line.sendall(GET)
        assert answer(line)[0] == 200


def test_one_connection_too_many_is_told_so_and_there_is_room_again() -> None:
    with served(connections=3) as (connect, watch):
        held = [connect() for _ in range(3)]
        for line in held:
            line.sendall(GET)
            assert answer(line)[0] == 200
        refused = connect()
        found = answer(refused)
        is_problem(found, 503)
        assert found[1]["retry-after"] == "1"
        assert ended(refused)
        assert watch.counts == {"crowded": 1}
        held[0].close()
        ends = time.monotonic() + 10
        while True:
            line = connect()
            try:
                line.sendall(GET)
                if answer(line)[0] == 200:
                    break
            except ConnectionError:
                pass
            assert time.monotonic() < ends


@pytest.mark.parametrize(
    "said",
    [
        b"junk\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 64 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"GET /" + b"a" * 20_000,
        b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 20_000,
        b"\x00" * 5000,
    ],
)
def test_what_is_no_http_is_told_so(said: bytes) -> None:
    with served() as (connect, watch):
        line = connect()
        line.sendall(said)
        is_problem(answer(line), 400)
        assert ended(line)
        assert watch.counts == {"odd": 1}
        assert is_served(connect)


def test_requests_in_a_row_are_answered_in_their_order() -> None:
    with served() as (connect, _):
        line = connect()
        FREE.set()
        line.sendall(GET + GET.replace(b"/ ", b"/slow ") + GET)
        assert [answer(line)[0] for _ in range(3)] == [200] * 3


def test_who_comes_late_in_a_turn_comes_again_on_the_same_line() -> None:
    with served() as (connect, watch):
        first, late = connect(), [connect() for _ in range(20)]
        for line in late:
            line.sendall(GET)
            assert answer(line)[0] == 200
        BUSY_NOW.clear()
        FREE.clear()
        first.sendall(GET.replace(b"/ ", b"/slow "))
        assert BUSY_NOW.wait(20)
        # While this is answered, others arrive and wait.
        for line in late:
            line.sendall(GET)
        FREE.set()
        found = [answer(line) for line in late]
        assert {one[0] for one in found} == {503}
        for one in found:
            is_problem(one, 503)
            assert one[1]["retry-after"] == "1"
        assert watch.counts == {"late": len(late)}
        assert answer(first)[0] == 200
        # And at once all is as before, on the lines that were told to come again.
        for line in late:
            line.sendall(GET)
            assert answer(line)[0] == 200


def test_a_few_are_answered_however_late_they_come() -> None:
    with served(few=5) as (connect, watch):
        first, late = connect(), [connect() for _ in range(20)]
        for line in late:
            line.sendall(GET)
            assert answer(line)[0] == 200
        BUSY_NOW.clear()
        FREE.clear()
        first.sendall(GET.replace(b"/ ", b"/slow "))
        assert BUSY_NOW.wait(20)
        for line in late:
            line.sendall(GET)
        FREE.set()
        codes = sorted(answer(line)[0] for line in late)
        assert codes == [200] * 5 + [503] * 15
        assert watch.counts == {"late": 15}


def test_what_is_more_than_a_request_is_not_told_so_unread() -> None:
    with served(late=-1.0) as (connect, watch):
        for said in (
            b"HEAD / HTTP/1.1\r\nHost: x\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
            GET + GET,
        ):
            line = connect()
            line.sendall(said)
            head = line.recv(12)
            assert head == b"HTTP/1.1 200"
        assert watch.counts == {}
        line = connect()
        line.sendall(GET)
        is_problem(answer(line), 503)


def test_a_crowd_is_no_reason_to_look_dead() -> None:
    with served(late=-1.0) as (connect, watch):
        line = connect()
        line.sendall(GET.replace(b" / ", b" /health "))
        assert answer(line)[::2] == (200, b"here")
        assert watch.counts == {}
        line.sendall(GET.replace(b" / ", b" /healthy "))
        is_problem(answer(line), 503)


def test_a_turn_is_watched_only_while_something_comes() -> None:
    async def turns() -> list[bool]:
        clock = Clock()
        pulse = Pulse(asyncio.get_running_loop(), clock, 0.05, 0)
        found = [pulse.late()]
        clock.now += 0.06
        found.append(pulse.late())
        await asyncio.sleep(0)
        # What arrived meanwhile is only seen now.
        found.append(pulse.late())
        await asyncio.sleep(0)
        found.append(pulse.late())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        # Nothing came for a turn: how long the loop has slept since says nothing.
        clock.now += 0.06
        found.append(pulse.late())
        return found

    assert asyncio.run(turns()) == [False, True, True, False, False]
