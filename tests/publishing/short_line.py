"""A line to a server that carries only so many bytes of its answers, until it is cut."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_AT_A_TIME = 65_536


@contextmanager
def short_line(address: str, most: int) -> Iterator[str]:
    """Listens in the place of `HOST:PORT` and yields where.

    Of all answers together no more than `most` bytes pass; then they are held up. The line is
    cut at the end: what is connected ends, and nothing listens any more.
    """
    line = _Line(address, most)
    threading.Thread(target=line.listen, daemon=True).start()
    try:
        yield line.address
    finally:
        line.cut()


class _Line:
    def __init__(self, address: str, most: int) -> None:
        host, _, port = address.rpartition(":")
        self._server = host, int(port)
        self._left = most
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._ends: list[socket.socket] = [self._listener]
        self._changes = threading.Lock()
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"

    def listen(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(self._server)
                self._ends += [client, server]
                threading.Thread(target=self._ask, args=(client, server), daemon=True).start()
                threading.Thread(target=self._answer, args=(server, client), daemon=True).start()

    def cut(self) -> None:
        with self._changes:
            self._left = 0
            for end in self._ends:
                # A listener that is only closed still accepts in the thread that waits for it.
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
                end.close()

    def _ask(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while part := client.recv(_AT_A_TIME):
                server.sendall(part)

    def _answer(self, server: socket.socket, client: socket.socket) -> None:
        with suppress(OSError):
            while part := server.recv(_AT_A_TIME):
                with self._changes:
                    part, self._left = part[: self._left], max(0, self._left - len(part))
                client.sendall(part)
