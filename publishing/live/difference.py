"""Where two bodies of JSON differ: at which byte, and at which keys."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

import msgspec

MOST = 20
"""Keys that are shown; a document of another night differs in every one of them."""

_AROUND = 30
_ABSENT = object()


class Change(msgspec.Struct, frozen=True):
    """One key, as in `games[3].players[0].points`, with both values as JSON; "" for none."""

    key: str
    public: str
    made: str


class Difference(msgspec.Struct, frozen=True):
    """The first byte that differs with what stands around it, and the first keys that differ.

    No key differs when only white space, the order of keys or the way of writing does, or when
    the public body is no JSON.
    """

    byte: int
    public: str
    made: str
    changes: tuple[Change, ...]


def difference(public: bytes, made: bytes) -> Difference | None:
    """Where `public` is not `made`; None when they are the same bytes."""
    if public == made:
        return None
    pairs = enumerate(zip_longest(public, made))
    byte = next(number for number, (one, other) in pairs if one != other)
    try:
        found = _changes("", msgspec.json.decode(public), msgspec.json.decode(made))
        changes = tuple(change for change, _ in zip(found, range(MOST), strict=False))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        changes = ()
    return Difference(byte, _around(public, byte), _around(made, byte), changes)


def _around(body: bytes, byte: int) -> str:
    return body[max(0, byte - _AROUND) : byte + _AROUND].decode(errors="backslashreplace")


def _changes(key: str, public: Any, made: Any) -> Iterator[Change]:
    if isinstance(public, dict) and isinstance(made, dict):
        for name in dict.fromkeys([*public, *made]):
            inner = f"{key}.{name}" if key else str(name)
            yield from _changes(inner, public.get(name, _ABSENT), made.get(name, _ABSENT))
    elif isinstance(public, list) and isinstance(made, list):
        for place, (one, other) in enumerate(zip_longest(public, made, fillvalue=_ABSENT)):
            yield from _changes(f"{key}[{place}]", one, other)
    elif type(public) is not type(made) or public != made:
        yield Change(key, _json(public), _json(made))


def _json(value: Any) -> str:
    return "" if value is _ABSENT else msgspec.json.encode(value).decode()
