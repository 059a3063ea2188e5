"""The preview site and the published documents on loopback, as a bucket would serve them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urlsplit

from publishing.adapters.folder import FolderStore
from publishing.documents import CONTENT_TYPE
from publishing.store import Unavailable

SITE = Path(__file__).with_name("site")

DOCUMENTS = "v1/"
"""Where the documents are, beside the site; the site's pages read them by this relative path."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)
"""Nothing runs but the site's own files, and no text can become markup."""

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}

Now = Callable[[], datetime]


class Served:
    """What the site and a folder of documents answer to a path; neither lists a folder."""

    def __init__(self, documents: Path) -> None:
        self._store = FolderStore(documents)
        self._site = {
            file.relative_to(SITE).as_posix(): file
            for file in SITE.rglob("*")
            if file.suffix in _TYPES
        }

    def find(self, path: str) -> tuple[bytes, str, str] | None:
        """The body, its type and its Cache-Control; None where nothing is public.

        `publishing.store.Unavailable` when the folder cannot be read.
        """
        if path.startswith(DOCUMENTS):
            return self._document(path.removeprefix(DOCUMENTS))
        file = self._site.get(path or "index.html")
        if file is None:
            return None
        return file.read_bytes(), _TYPES[file.suffix], "no-cache"

    def _document(self, path: str) -> tuple[bytes, str, str] | None:
        parts = path.split("/")
        if not path.endswith(".json") or any(part.startswith(".") or not part for part in parts):
            return None
        if "\0" in path or "\\" in path:
            return None
        try:
            found = self._store.read(path)
        except ValueError:
            return None  # A link that leaves the folder.
        if found is None:
            return None
        body, stored = found
        return body, stored.content_type or CONTENT_TYPE, stored.cache_control or "no-cache"


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port: int, served: Served, now: Now) -> None:
        super().__init__(("127.0.0.1", port), _Answer)
        self.served, self.now = served, now


class _Answer(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    server_version = "courtside"
    sys_version = ""
    timeout = 30

    def do_GET(self) -> None:
        """Answers with what is public there; the tag of a body is that of its bytes."""
        path = unquote(urlsplit(self.path).path).removeprefix("/")
        try:
            found = self.server.served.find(path)
        except Unavailable as problem:
            self._send(HTTPStatus.SERVICE_UNAVAILABLE, str(problem).encode(), "text/plain")
            return
        if found is None:
            self._send(HTTPStatus.NOT_FOUND, b"Not found\n", "text/plain")
            return
        body, kind, cache = found
        tag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
        headers = {"ETag": tag, "Cache-Control": cache}
        if tag in _tags(self.headers.get("If-None-Match", "")):
            self._send(HTTPStatus.NOT_MODIFIED, None, kind, headers)
        else:
            self._send(HTTPStatus.OK, body, kind, headers)

    do_HEAD = do_GET  # noqa: N815

    def _send(
        self,
        status: HTTPStatus,
        body: bytes | None,
        kind: str,
        headers: dict[str, str] | None = None,
    ) -> None:
        self.send_response(status)
        for name, value in (headers or {"Cache-Control": "no-store"}).items():
            self.send_header(name, value)
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        if body is not None:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if body is not None and self.command != "HEAD":
            self.wfile.write(body)

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The `Date` of an answer is that of the night which is played."""
        return format_datetime(self.server.now().astimezone(UTC), usegmt=True)

    def log_message(self, *_: object) -> None:
        """Nothing: the night's lines are what the terminal is for."""


def _tags(header: str) -> Iterator[str]:
    for one in header.split(","):
        yield one.strip().removeprefix("W/")


@contextmanager
def serving(documents: Path, port: int, now: Now) -> Iterator[str]:
    """Serves until left, on a free port when `port` is 0; yields the address.

    OSError when the port is taken.
    """
    server = _Server(port, Served(documents), now)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
