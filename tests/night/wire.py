"""What stands between the job and the bucket: it sees every upload, and can fail on demand."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import orjson

from tests.publishing.bucket_requests import Upload

_HOP = {
    "connection",
    "keep-alive",
    "transfer-encoding",
    "host",
    "content-length",
    "accept-encoding",
}


@dataclass(frozen=True)
class Seen:
    """One upload that succeeded: when, what, on which condition, and the generation it made."""

    at: float
    upload: Upload
    condition: str | None
    generation: int

    @property
    def path(self) -> str:
        """The object's name without the public prefix."""
        return self.upload.name.removeprefix("v1/")


@dataclass
class Wire:
    """The uploads in the order of their generations, other ways to write, and the fault of now.

    `fault` is an HTTP status that every request gets, or None. The next `busy` uploads get a 429.
    """

    upstream: str
    uploads: list[Seen] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    refusals: int = 0
    fault: int | None = None
    busy: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def public(self) -> list[Seen]:
        """The uploads of public objects, by generation."""
        with self.lock:
            found = [seen for seen in self.uploads if seen.upload.name.startswith("v1/")]
        return sorted(found, key=lambda seen: seen.generation)

    def refuse(self, is_upload: bool) -> int | None:
        """The status that this request gets instead of an answer."""
        with self.lock:
            throttled = is_upload and self.busy > 0
            self.busy -= throttled
            status = self.fault or (429 if throttled else None)
            self.refusals += status is not None
        return status


@contextmanager
def wire(upstream: str) -> Iterator[tuple[str, Wire]]:
    """Serves the wire to a storage server; yields its address and what it sees."""
    seen = Wire(upstream)

    class Handler(_Handler):
        wire = seen

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body go out together: else each answer waits for a delayed acknowledgement.
    wbufsize = -1
    disable_nagle_algorithm = True
    wire: Wire

    def do_GET(self) -> None:
        self._forward()

    do_POST = do_PUT = do_PATCH = do_DELETE = do_GET  # noqa: N815

    def _forward(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query))
        is_upload = parts.path.startswith("/upload/")
        refused = self.wire.refuse(is_upload)
        if refused is not None:
            self._answer(refused, {}, b'{"error":{"message":"on demand"}}')
            return
        connection = http.client.HTTPConnection(urlsplit(self.wire.upstream).netloc, timeout=30)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in _HOP}
        try:
            connection.request(self.command, self.path, body, headers)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        if self.command not in ("GET", "HEAD"):
            self._note(is_upload, query, body, answer.status, content)
        kept = {name: value for name, value in answer.getheaders() if name.lower() not in _HOP}
        self._answer(answer.status, kept, content)

    def _note(
        self, is_upload: bool, query: dict[str, str], body: bytes, status: int, answer: bytes
    ) -> None:
        wire = self.wire
        with wire.lock:
            if not is_upload or query.get("uploadType") != "multipart":
                wire.odd.append(f"{self.command} {self.path}")
            elif status == http.client.OK:
                upload = Upload.parse(body, self.headers["Content-Type"].encode())
                generation = int(orjson.loads(answer)["generation"])
                condition = query.get("ifGenerationMatch")
                wire.uploads.append(Seen(time.time(), upload, condition, generation))

    def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        try:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except ConnectionError:
            # The job was killed in mid-request.
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Says nothing."""
