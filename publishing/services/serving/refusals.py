"""Whole answers for whom no parser is needed: problems, ready to be written to a connection."""

from __future__ import annotations

import re
from collections.abc import Iterable
from http import HTTPStatus

from publishing.problems import PROBLEM_TYPE, problem_body

EXPOSED = "ETag, Retry-After"
"""Headers that a page of the site may read."""

TOO_MUCH = "Too much is asked for at once."

RETRY_AFTER_SECONDS = 1
"""When whoever is refused may come again."""

_ORIGIN = re.compile(rb"\r\norigin:[ \t]*([^\r\n]*?)[ \t]*\r\n", re.IGNORECASE)


def refusal(status: HTTPStatus, detail: str, *more: str) -> bytes:
    """The whole answer, with `more` headers."""
    body = problem_body(status, detail)
    again = (
        (f"Retry-After: {RETRY_AFTER_SECONDS}",) if status is HTTPStatus.SERVICE_UNAVAILABLE else ()
    )
    lines = (
        f"HTTP/1.1 {status.value} {status.phrase}",
        f"Content-Type: {PROBLEM_TYPE}",
        "Cache-Control: no-store",
        "Vary: Accept-Encoding, Origin",
        *again,
        *more,
        f"Content-Length: {len(body)}",
    )
    return "\r\n".join((*lines, "", "")).encode() + body


_ENDS = "Connection: close"

CROWDED = refusal(HTTPStatus.SERVICE_UNAVAILABLE, "There are too many connections.", _ENDS)
SLOW = refusal(HTTPStatus.REQUEST_TIMEOUT, "The request did not come in time.", _ENDS)
ODD = refusal(HTTPStatus.BAD_REQUEST, "This is no HTTP request.", _ENDS)


class Busy:
    """What a request hears that comes too late; pages of these origins may read it, and wait."""

    def __init__(self, origins: Iterable[str] = ()) -> None:
        status = HTTPStatus.SERVICE_UNAVAILABLE
        self._nobody = refusal(status, TOO_MUCH)
        self._by_origin = {
            origin.encode("latin-1"): refusal(
                status,
                TOO_MUCH,
                f"Access-Control-Allow-Origin: {origin}",
                f"Access-Control-Expose-Headers: {EXPOSED}",
            )
            for origin in origins
        }

    def answer(self, request: bytes) -> bytes:
        """The answer to a whole request; its connection stays."""
        found = _ORIGIN.search(request)
        return self._by_origin.get(found[1], self._nobody) if found else self._nobody
