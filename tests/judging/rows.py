"""One evening, and parts of a round that a test puts in place of what a well site shows."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import msgspec

from publishing.operating.claims import Claim
from publishing.operating.marks import Mark
from publishing.operating.seen import Away, Public, Seen
from publishing.rows import ScheduledGame
from tests.judging.world import World, eastern, night

DAY = date(2026, 2, 11)
LIVE_PATH, GRADING_PATH = f"live/{DAY}.json", f"live-grading/{DAY}.json"

WORLD = World(
    [
        *night("2026-02-09", "19:00"),
        *night("2026-02-10", "19:00", "22:00"),
        *night("2026-02-11", "19:00", "19:30", "22:30"),
        *night("2026-02-12", "19:00"),
        *night("2026-02-14", "19:00"),
    ]
)


def at(text: str, **changes: Any) -> Seen:
    """The round at an Eastern time of `2026-02-11`, or of a date that is said, changed."""
    whole = text if " " in text else f"{DAY} {text}"
    return replace(WORLD.seen(eastern(whole)), **changes)


def body(seen: Seen, path: str, **changes: Any) -> Seen:
    """The round with other keys in one public document."""
    found = seen.public[path]
    assert isinstance(found, Public)
    return public(seen, path, json.loads(found.body) | changes)


def public(seen: Seen, path: str, content: object) -> Seen:
    """The round with another body in one public document."""
    found = seen.public[path]
    assert isinstance(found, Public)
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return replace(seen, public={**seen.public, path: replace(found, body=data)})


def without(seen: Seen, path: str) -> Seen:
    """The round without one public document."""
    return replace(seen, public={key: one for key, one in seen.public.items() if key != path})


def away(seen: Seen, path: str, reason: str = "HTTP 503") -> Seen:
    """The round in which one public document could not be read."""
    return replace(seen, public={**seen.public, path: Away(reason)})


def games(seen: Seen, path: str = LIVE_PATH) -> list[dict[str, Any]]:
    """The games of the public scores."""
    found = seen.public[path]
    assert isinstance(found, Public)
    parsed: list[dict[str, Any]] = json.loads(found.body)["games"]
    return parsed


def predictions(seen: Seen) -> list[dict[str, Any]]:
    """The rows of the public grading."""
    found = seen.public[GRADING_PATH]
    assert isinstance(found, Public)
    parsed: list[dict[str, Any]] = json.loads(found.body)["predictions"]
    return parsed


def instant(text: str) -> datetime:
    """An Eastern time of the evening, in UTC."""
    return eastern(text if " " in text else f"{DAY} {text}")


def marks(seen: Seen) -> dict[str, Mark]:
    """The marks of a round that knows them."""
    assert not isinstance(seen.marks, Away)
    return dict(seen.marks)


def claims(seen: Seen) -> dict[str, Claim]:
    """The claims of a round that knows them."""
    assert not isinstance(seen.claims, Away)
    return dict(seen.claims)


def schedule(seen: Seen) -> tuple[ScheduledGame, ...]:
    """The schedule of a round that knows it."""
    assert not isinstance(seen.schedule, Away)
    return seen.schedule


def with_mark(seen: Seen, name: str, **changes: Any) -> Seen:
    """The round with another mark of one export."""
    mark = msgspec.structs.replace(marks(seen)[name], **changes)
    return replace(seen, marks=marks(seen) | {name: mark})


def with_claims(seen: Seen, **more: Claim) -> Seen:
    """The round with more claims."""
    return replace(seen, claims=claims(seen) | more)
