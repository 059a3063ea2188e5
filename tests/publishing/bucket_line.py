"""One publisher's way to the fake bucket, with its own faults."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import parse_qsl, unquote, urlsplit

import requests

from tests.publishing.bucket_requests import Answer, Request, Upload
from tests.publishing.faults import Fault, Faults

_OBJECT = re.compile(r"/storage/v1/b/([^/]+)/o/(.+)")
_LIST = re.compile(r"/storage/v1/b/([^/]+)/o")


class Bucket(Protocol):
    """What is at the other end."""

    requests: list[Request]

    def list(self, query: Mapping[str, str]) -> Answer: ...

    def metadata(self, name: str) -> Answer: ...

    def media(self, name: str, query: Mapping[str, str]) -> Answer: ...

    def delete(self, name: str, condition: str | None) -> Answer: ...

    def upload(
        self, writer: str, upload: Upload, condition: str | None, answered: bool = True
    ) -> Answer: ...


class Line:
    """What a client takes for its `requests.Session`: one publisher's way to the bucket."""

    def __init__(self, bucket: Bucket, writer: str, faults: Faults | None) -> None:
        self._bucket = bucket
        self._writer = writer
        self._faults = faults

    def request(
        self,
        method: str,
        url: str,
        data: bytes | None = None,
        headers: Mapping[str, str | bytes] | None = None,
        timeout: object = None,
        **_: object,
    ) -> requests.Response:
        parts = urlsplit(url)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        given = {key.lower(): value for key, value in (headers or {}).items()}
        upload = None
        if parts.path.startswith("/upload/"):
            assert query["uploadType"] == "multipart", "more than one request"
            boundary = given["content-type"]
            assert isinstance(boundary, bytes)
            upload = Upload.parse(data or b"", boundary)
        kind, path, perform = self._understood(method, parts.path, query, upload)
        self._bucket.requests.append(Request(method, kind, path, query, timeout, upload))
        answer = self._fated(perform, kind, upload, query.get("ifGenerationMatch"))
        return answer.response(method, url)

    def _understood(
        self, method: str, path: str, query: dict[str, str], upload: Upload | None
    ) -> tuple[str, str, Callable[[], Answer]]:
        bucket, condition = self._bucket, query.get("ifGenerationMatch")
        if upload is not None:
            work = functools.partial(bucket.upload, self._writer, upload, condition)
            return "upload", upload.name, work
        found = _OBJECT.fullmatch(path.removeprefix("/download"))
        if method == "DELETE":
            assert found, path
            return "delete", unquote(found[2]), lambda: bucket.delete(unquote(found[2]), condition)
        assert method == "GET", method
        if found and path.startswith("/download"):
            return "media", unquote(found[2]), lambda: bucket.media(unquote(found[2]), query)
        if found:
            return "metadata", unquote(found[2]), lambda: bucket.metadata(unquote(found[2]))
        assert _LIST.fullmatch(path), path
        return "list", query.get("prefix", ""), lambda: bucket.list(query)

    def _fated(
        self,
        perform: Callable[[], Answer],
        kind: str,
        upload: Upload | None,
        condition: str | None,
    ) -> Answer:
        if self._faults is None:
            return perform()

        def unanswered() -> None:
            if upload is not None:
                self._bucket.upload(self._writer, upload, condition, answered=False)
            elif kind == "delete":
                perform()

        writes = kind in ("upload", "delete")
        return Fate(self._faults, self._writer, writes, perform, unanswered).answer()


@dataclass
class Fate:
    """One request and what its fault makes of it."""

    faults: Faults
    writer: str
    writes: bool
    perform: Callable[[], Answer]
    unanswered: Callable[[], None]

    def answer(self) -> Answer:
        faults = self.faults
        match faults.draw(self.writer, self.writes):
            case Fault.CONFLICT:
                return Answer(412)
            case Fault.THROTTLED:
                wait = faults.retry_after()
                return Answer(429, headers={"Retry-After": f"{wait:.0f}"} if wait else {})
            case Fault.AWAY:
                return Answer(faults.generator.choice((503, 503, 500, 502, 504, 408, 409)))
            case Fault.LOST:
                self.unanswered()
                raise faults.generator.choice(
                    (
                        requests.exceptions.ReadTimeout("no answer"),
                        requests.exceptions.ConnectionError("reset"),
                    )
                )
            case Fault.STALLED:
                self._stall()
            case Fault.STALLED_THEN_DONE:
                self.unanswered()
                self._stall()
            case Fault.STALLED_THEN_LATE:
                faults.late.append(self.unanswered)
                self._stall()
            case Fault.CRASH_BETWEEN | Fault.CRASH_AFTER:
                self.unanswered()
                faults.crash(self.writer)
            case _:
                pass
        return self.perform()

    def _stall(self) -> None:
        self.faults.timeline.sleep(30)
        raise requests.exceptions.ReadTimeout("no answer")
