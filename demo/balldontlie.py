"""A local server in place of balldontlie: a recorded night, as it stood at the clock's time.

python -m demo.balldontlie --night FILE.jsonl[.gz] --clock FROM[@EPOCH][xSPEED] [--port N]
       [--key KEY] [--page_size N] [--faults FILE.json]

Faults are a JSON list of {"from": INSTANT, "until": INSTANT, "fault": NAME} on the clock's time.
"""

from __future__ import annotations

import argparse
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, urlsplit

import msgspec
import orjson

from demo.errors import InputError, exit_code
from demo.recording import Recording
from publishing.adapters.clock import Clock, rehearsal
from publishing.live.events import Instant

PATH = "/v1/box_scores/live"
DRIP_SECONDS = 0.05
RETRY_AFTER_SECONDS = 1

Trouble = Literal[
    "401", "429", "500", "502", "hang", "drip", "garbage", "truncated", "empty_object"
]


class Fault(msgspec.Struct, frozen=True, rename={"since": "from"}):
    """What goes wrong from one instant of the clock until another."""

    since: Instant
    until: Instant
    fault: Trouble


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How the server answers. Without a key it asks for none; a page size makes pages."""

    recording: Recording
    clock: Clock
    key: str | None = None
    page_size: int | None = None
    faults: Sequence[Fault] = ()

    def fault(self) -> Fault | None:
        """What goes wrong at the clock's time."""
        now = self.clock.now()
        return next((one for one in self.faults if one.since <= now < one.until), None)

    def page(self, cursor: str | None) -> bytes:
        """One page of what the night had at the clock's time; ValueError for a wrong cursor.

        The pages that follow are of the same poll, whatever the clock shows by then.
        """
        if cursor is None:
            poll, begin = self.recording.at(self.clock.now()), 0
        else:
            poll, begin = map(int, cursor.split("-"))
        rows = self.recording.rows(poll)
        if self.page_size is None:
            return orjson.dumps({"data": [orjson.Fragment(row) for row in rows]})
        end = begin + self.page_size
        following = f"{poll}-{end}" if end < len(rows) else None
        data = [orjson.Fragment(row) for row in rows[begin:end]]
        meta = {"next_cursor": following, "per_page": self.page_size}
        return orjson.dumps({"data": data, "meta": meta})


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, behaviour: Behaviour, port: int) -> None:
        self.behaviour = behaviour
        self.ends = threading.Event()
        super().__init__(("127.0.0.1", port), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        # A client that goes away is no error of the server.
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Answers one request, or goes wrong as it was told."""
        behaviour = self.server.behaviour
        address = urlsplit(self.path)
        if address.path != PATH:
            return self._send(404, b'{"error":"not found"}')
        if behaviour.key and self.headers.get("Authorization") != f"Bearer {behaviour.key}":
            return self._send(401, b'{"error":"unauthorized"}')
        try:
            body = behaviour.page(parse_qs(address.query).get("cursor", [None])[0])
        except (ValueError, IndexError):
            return self._send(400, b'{"error":"wrong cursor"}')
        fault = behaviour.fault()
        return self._send(200, body) if fault is None else self._fail(fault, body)

    def _fail(self, fault: Fault, body: bytes) -> None:
        match fault.fault:
            case "garbage":
                self._send(200, b"<html><body>Bad gateway</body></html>")
            case "empty_object":
                self._send(200, b"{}")
            case "truncated":
                self._head(200, len(body))
                self.wfile.write(body[: len(body) // 2])
                self.close_connection = True
            case "drip":
                self._head(200, len(body))
                for start in range(len(body)):
                    self.wfile.write(body[start : start + 1])
                    if self.server.ends.wait(DRIP_SECONDS):
                        break
                self.close_connection = True
            case "hang":
                clock = self.server.behaviour.clock
                left = (fault.until - clock.now()).total_seconds()
                self.server.ends.wait(max(0.0, clock.real_seconds(left)))
                self.close_connection = True
            case status:
                self._send(int(status), b'{"error":"on demand"}')

    def _send(self, status: int, body: bytes) -> None:
        self._head(status, len(body))
        self.wfile.write(body)

    def _head(self, status: int, length: int) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(length))
        if status == 429:
            self.send_header("Retry-After", str(RETRY_AFTER_SECONDS))
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing: a line per poll would be the whole output."""


@contextmanager
def serving(behaviour: Behaviour, port: int = 0) -> Iterator[str]:
    """The server in a thread of its own; yields its address. Port 0 is one that is free."""
    with _Server(behaviour, port) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.ends.set()
            server.shutdown()
            thread.join()


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted; 0, or 2 with one sentence on stderr for input that is refused."""
    parser = argparse.ArgumentParser(
        prog="python -m demo.balldontlie",
        description=__doc__,
        formatter_class=argparse.RawTextHelpFormatter,
    )
    parser.add_argument("--night", type=Path, required=True, metavar="FILE")
    parser.add_argument("--clock", required=True, metavar="FROM[@EPOCH][xSPEED]")
    parser.add_argument("--port", type=int, default=0, metavar="N")
    parser.add_argument("--key", metavar="KEY")
    parser.add_argument("--page_size", type=int, metavar="N")
    parser.add_argument("--faults", type=Path, metavar="FILE")
    return exit_code(partial(_run, parser.parse_args(arguments)))


def _run(options: argparse.Namespace) -> None:
    if options.page_size is not None and options.page_size < 1:
        raise InputError(f"a page of {options.page_size} games: it must have 1 or more")
    if not 0 <= options.port < 65536:
        raise InputError(f"there is no port {options.port}")
    behaviour = Behaviour(
        Recording.read(options.night),
        rehearsal(options.clock),
        options.key,
        options.page_size,
        faults_of(options.faults) if options.faults else (),
    )
    with serving(behaviour, options.port) as address:
        print(f"serving {address}", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return


def faults_of(file: Path) -> list[Fault]:
    """The faults in a JSON file; InputError when they are none."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=list[Fault])
    except msgspec.DecodeError as problem:
        raise InputError(f"{file} holds no faults: {problem}") from None


if __name__ == "__main__":
    sys.exit(main())
