"""Small documents with real digests, versions and sections."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import orjson

from publishing.calendar import format_instant
from publishing.documents import (
    CacheClass,
    Composed,
    Document,
    Section,
    Target,
    Version,
    encode,
)

FIRST_DATE = date(2026, 2, 10)
STATUS = "status.json"


class Page(msgspec.Struct):
    """The body of a test's document."""

    game_date: str
    generated_at: str
    value: int


def version(day: int = 0, minute: int = 0) -> Version:
    """A version on the `day`th date, as of its `minute`th minute."""
    content_date = FIRST_DATE + timedelta(days=day)
    begins = datetime(2026, 2, 10, 23, tzinfo=UTC) + timedelta(days=day)
    return Version(content_date, begins + timedelta(minutes=minute))


def document(
    *targets: Target,
    day: int = 0,
    minute: int = 0,
    value: int = 0,
    sequence: int = 1,
    snapshot_id: str = "snapshot",
) -> Document:
    """A document with `value` as its content."""
    at = version(day, minute)
    body, digest = encode(Page(at.content_date.isoformat(), format_instant(at.as_of), value))
    return Document(targets, body, digest, at, sequence, snapshot_id)


def targets(
    family: str,
    day: int = 0,
    *,
    cache: CacheClass = CacheClass.LIVE,
    pointer: CacheClass | None = None,
    moves: bool = True,
) -> tuple[Target, Target]:
    """The dated path and the pointer of a family."""
    content_date = FIRST_DATE + timedelta(days=day)
    return (
        Target(f"{family}/{content_date.isoformat()}.json", cache),
        Target(f"{family}/latest.json", pointer or cache, moves),
    )


def section(
    name: str, day: int = 0, minute: int = 0, *, value: int = 0, moves: bool = True
) -> Section:
    """A section whose body says its own version."""
    at = version(day, minute)
    return Section(name, orjson.dumps({"version": str(at), "value": value}), at, moves)


def composed(*sections: Section, sequence: int = 1, snapshot_id: str = "snapshot") -> Composed:
    """One writer's sections of the status document."""
    return Composed(Target(STATUS, CacheClass.LIVE), sections, sequence, snapshot_id)


def compose(
    current: bytes | None, versions: Mapping[str, Version], sections: tuple[Section, ...]
) -> bytes:
    """The sections of `current`, those of this writer replaced."""
    parts: dict[str, Any] = orjson.loads(current)["sections"] if current else {}
    parts |= {one.name: orjson.loads(one.body) for one in sections}
    updated_at = max(format_instant(at.as_of) for at in versions.values())
    return orjson.dumps({"updated_at": updated_at, "sections": parts})
