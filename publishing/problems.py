"""What a service says when there is no document: `application/problem+json` (RFC 9457)."""

from __future__ import annotations

from http import HTTPStatus

import msgspec

PROBLEM_TYPE = "application/problem+json"


class Problem(msgspec.Struct):
    """`status` is that of the answer; `detail` says what to do, and nothing of the inside."""

    type: str
    title: str
    status: int
    detail: str


def problem_body(status: int, detail: str) -> bytes:
    """The body of a problem."""
    title = HTTPStatus(status).phrase
    return msgspec.json.encode(Problem("about:blank", title, int(status), detail))
