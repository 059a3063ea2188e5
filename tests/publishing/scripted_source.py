"""A box-score source that does exactly what a test tells it, request by request."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import orjson

Reply = Callable[[socket.socket], None]
"""Writes a whole HTTP answer, or a part of one, to a connection that is closed afterwards."""


@dataclass
class Script:
    """The address to ask, and the head of each request that came."""

    address: str
    requests: list[str] = field(default_factory=list)

    @property
    def targets(self) -> list[str]:
        """What was asked for: path and query."""
        return [head.split(" ")[1] for head in self.requests]

    def header(self, name: str) -> list[str | None]:
        """A header of every request."""
        found: list[str | None] = []
        for head in self.requests:
            pairs = (line.partition(": ") for line in head.split("\r\n")[1:])
            found.append(next((v for n, _, v in pairs if n.lower() == name.lower()), None))
        return found


@contextmanager
def scripted(replies: Sequence[Reply]) -> Iterator[Script]:
    """Answers the n-th request with the n-th reply, and every later one with the last."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        script = Script(f"http://127.0.0.1:{server.getsockname()[1]}")
        ended = threading.Event()

        def answer(connection: socket.socket, reply: Reply) -> None:
            with connection:
                try:
                    reply(connection)
                except ConnectionError:
                    return

        def serve() -> None:
            while not ended.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                connection.settimeout(5)
                head = b""
                while b"\r\n\r\n" not in head:
                    head += connection.recv(65536)
                script.requests.append(head.decode())
                reply = replies[min(len(script.requests), len(replies)) - 1]
                threading.Thread(target=answer, args=(connection, reply), daemon=True).start()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield script
        finally:
            ended.set()
            thread.join()


def answer(body: bytes, status: int = 200, **headers: str) -> Reply:
    """A whole answer."""
    more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    head = (
        f"HTTP/1.1 {status} Any\r\nContent-Length: {len(body)}\r\nConnection: close\r\n{more}\r\n"
    )
    return lambda connection: connection.sendall(head.encode() + body)


def page(rows: Sequence[object], cursor: object = None, **more: object) -> Reply:
    """A page with rows and a cursor."""
    return answer(orjson.dumps({"data": rows, "meta": {"next_cursor": cursor, **more}}))


def drip(piece: bytes, opening: bytes = b"", seconds: float = 0.02) -> Reply:
    """The same bytes again and again, for as long as the other side takes them."""

    def reply(connection: socket.socket) -> None:
        connection.sendall(opening)
        pause = threading.Event()
        while not pause.wait(seconds):
            connection.sendall(piece)

    return reply


def hang(released: threading.Event) -> Reply:
    """No answer until it is released."""

    def reply(connection: socket.socket) -> None:
        released.wait(10)

    return reply
