"""What is answered: a body in both encodings, and problems as `application/problem+json`."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from http import HTTPStatus

from publishing.documents import CONTENT_TYPE, CacheClass, digest
from publishing.problems import PROBLEM_TYPE, problem_body

PACKED_FROM = 1024
"""Bytes from which a body is also kept packed; a packet is hardly larger."""

_LEVEL = 6


@dataclass(frozen=True, slots=True)
class Answer:
    """A finished answer; `packed` is the body in gzip, where that is worth it.

    `allow` are the methods that a refused one should have been.
    """

    status: int
    body: bytes
    content_type: str
    cache: str
    etag: str = ""
    packed: bytes | None = None
    retry_after: int | None = None
    allow: str = ""

    @property
    def size(self) -> int:
        """Bytes that it keeps in memory."""
        return len(self.body) + len(self.packed or b"") + 500


def found(body: bytes, content: str, cache: str, content_type: str = CONTENT_TYPE) -> Answer:
    """A document. `content` is the hash of what it says: the tag is weak, as it leaves the
    instant of making and the encoding out (D7).
    """
    packed = gzip.compress(body, _LEVEL, mtime=0) if len(body) > PACKED_FROM else None
    if packed is not None and len(packed) >= len(body):
        packed = None
    return Answer(200, body, content_type, cache, f'W/"{content}"', packed)


def found_as_it_is(body: bytes, cache: str, content_type: str = CONTENT_TYPE) -> Answer:
    """A document whose instant of making counts too: it says how old live data is."""
    return found(body, digest(body), cache, content_type)


def problem(status: int, detail: str, retry_after: int | None = None, allow: str = "") -> Answer:
    """A problem; only one that is not there may be kept for a moment (`core.md` 9.6)."""
    kept = CacheClass.LIVE.header if status == HTTPStatus.NOT_FOUND else "no-store"
    return Answer(
        int(status),
        problem_body(status, detail),
        PROBLEM_TYPE,
        kept,
        retry_after=retry_after,
        allow=allow,
    )
