"""Requests to the fake bucket, taken apart, and its answers."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import orjson
import requests
import urllib3


@dataclass(frozen=True)
class Request:
    """One request as it came over the line."""

    method: str
    kind: str
    path: str
    query: Mapping[str, str]
    timeout: object
    upload: Upload | None


@dataclass
class Answer:
    status: int
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)

    def response(self, method: str, url: str) -> requests.Response:
        response = requests.Response()
        response.status_code = self.status
        response.headers.update(self.headers)
        response.url = url
        # Only these two are read, for the text of an error.
        response.request = cast("requests.PreparedRequest", SimpleNamespace(method=method, url=url))
        response.raw = urllib3.HTTPResponse(
            io.BytesIO(self.body), headers=self.headers, preload_content=False
        )
        return response


@dataclass(frozen=True)
class Upload:
    """The two parts of a multipart upload."""

    name: str
    resource: dict[str, Any]
    content_type: str
    body: bytes

    @classmethod
    def parse(cls, data: bytes, content_type: bytes) -> Upload:
        """From a request's body and its own `Content-Type`."""
        kind, _, parameter = content_type.partition(b";")
        assert kind == b"multipart/related"
        boundary = parameter.strip().removeprefix(b"boundary=").strip(b'"')
        start, first, second, end = data.split(b"--" + boundary)
        assert (start, end) == (b"", b"--")
        (_, resource), (media_type, body) = _part(first), _part(second)
        parsed = cast("dict[str, Any]", orjson.loads(resource))
        return cls(parsed["name"], parsed, media_type, body)


def _part(part: bytes) -> tuple[str, bytes]:
    head, _, body = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    name, _, value = head.decode().partition(":")
    assert name.lower() == "content-type"
    return value.strip(), body.removesuffix(b"\r\n")
