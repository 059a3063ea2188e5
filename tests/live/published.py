"""A feed's lines through the real code, and what came out: bytes, checked and parsed strictly."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, NoReturn

import msgspec
import orjson

from publishing.live.events import Rejection, split
from publishing.live.slate import Slate
from publishing.live.snapshot import Snapshot, snapshot
from publishing.live.status import compose
from tests.live.payloads import DAY, Json
from tests.schemas import require_valid

INTERVAL = 30


def fold(
    lines: Iterable[bytes], day: str = DAY, slate: Slate | None = None
) -> tuple[Slate, list[Rejection]]:
    """The slate of `day` after these lines, and everything that was rejected."""
    slate = slate or Slate(date.fromisoformat(day))
    rejected = []
    for body in lines:
        events, refused = split(body)
        rejected += refused
        for event in events:
            if event.game_date == slate.game_date:
                slate.apply(event)
    return slate, rejected


def publish(*lines: bytes, day: str = DAY) -> Json:
    """The documents of the slate by family, and `status`; nothing may be rejected."""
    slate, rejected = fold(lines, day)
    assert not rejected
    return documents(slate)


def documents(slate: Slate) -> Json:
    """What a flush of the slate publishes, by family."""
    flushed = flush(slate)
    found = {one.targets[0].path.split("/")[0]: strict(one.body) for one in flushed.documents}
    return found | {"status": status(flushed)}


def flush(slate: Slate) -> Snapshot:
    """The slate's snapshot, every body of it strict and valid against its schema."""
    flushed = snapshot(slate, (), INTERVAL)
    assert flushed is not None
    for document in flushed.documents:
        strict(document.body)
        for target in document.targets:
            require_valid(target.path, document.body)
    return flushed


def status(flushed: Snapshot, before: bytes | None = None) -> Json:
    """status.json once the snapshot's sections are in it."""
    sections = flushed.status.sections
    versions = {section.name: section.version for section in sections}
    body = msgspec.json.encode(compose(before, versions, sections))
    require_valid(flushed.status.target.path, body)
    return strict(body)


def strict(body: bytes) -> Json:
    """Parsed by two parsers that take no NaN; duplicate keys are refused too."""
    orjson.loads(body)
    parsed: Json = json.loads(body, parse_constant=_refuse, object_pairs_hook=_distinct)
    return parsed


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _distinct(pairs: list[tuple[str, Any]]) -> Json:
    found = dict(pairs)
    assert len(found) == len(pairs), "a key stands twice"
    return found


def only(*lines: bytes) -> Json:
    """The one game of the published scores."""
    (found,) = publish(*lines)["live"]["games"]
    assert isinstance(found, dict)
    return found


def refused(body: bytes) -> Rejection:
    """The only rejection of a body that gives no event; it carries the bytes as they came."""
    events, rejected = split(body)
    assert events == []
    (found,) = rejected
    assert found.body == body
    assert found.reason
    return found
