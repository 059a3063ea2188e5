"""One page of balldontlie's answer (`live.md` 1.2): its rows as they came, and the next cursor."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import msgspec


class Garbled(Exception):
    """The body is no page; the text says why and is fit for a public status."""


def page_of(body: bytes) -> tuple[list[bytes], str | None]:
    """The rows and the cursor of the next page, None on the last. Garbled when it is no page."""
    try:
        return _strictly(body)
    except msgspec.ValidationError:
        raise Garbled("the answer is not an object") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _loosely(body)


def merged(rows: Sequence[bytes]) -> bytes:
    """All pages as one answer."""
    return b'{"data":[' + b",".join(rows) + b"]}"


def _strictly(body: bytes) -> tuple[list[bytes], str | None]:
    # What is inside a row is the fold's to judge.
    parts = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
    try:
        rows = msgspec.json.decode(parts["data"], type=list[msgspec.Raw])
    except (KeyError, msgspec.ValidationError):
        raise Garbled("the answer has no `data` list") from None
    meta = msgspec.json.decode(parts["meta"]) if "meta" in parts else None
    return [bytes(row) for row in rows], _cursor(meta)


def _loosely(body: bytes) -> tuple[list[bytes], str | None]:
    """A page with NaN or infinities in it: the fold refuses the lines that have them, no others."""
    try:
        envelope = json.loads(body)
    except (ValueError, RecursionError):
        raise Garbled("the answer is not JSON") from None
    if not isinstance(envelope, dict):
        raise Garbled("the answer is not an object")
    rows = envelope.get("data")
    if not isinstance(rows, list):
        raise Garbled("the answer has no `data` list")
    return [json.dumps(row).encode() for row in rows], _cursor(envelope.get("meta"))


def _cursor(meta: Any) -> str | None:
    """A falsy cursor, or no `meta` at all, ends the pages."""
    cursor = meta.get("next_cursor") if isinstance(meta, dict) else None
    if not cursor:
        return None
    if isinstance(cursor, bool) or not isinstance(cursor, int | str):
        raise Garbled("the answer's cursor is neither a number nor a text")
    return str(cursor)
