"""A history's record in the terms of the rules: versions, contents, what was public when."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from publishing.documents import Composed, Document, Target
from tests.publishing.record import Call, Generation, Record

WHEN = {"generated_at", "updated_at", "snapshot_id"}

Rank = tuple[date, datetime]


def rank(text: str) -> Rank:
    """A version as the pair that D5 compares."""
    content_date, _, as_of = text.partition("/")
    return date.fromisoformat(content_date), datetime.fromisoformat(as_of)


def version_of(one: Generation) -> Rank:
    return rank(one.metadata["courtside-version"])


def sequence_of(one: Generation) -> int:
    return int(one.metadata.get("courtside-sequence", "0"))


def content(body: bytes) -> Any:
    """A body without the keys that say when."""
    return {key: value for key, value in json.loads(body).items() if key not in WHEN}


class Facts:
    """One record, indexed."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.by_path = {path: record.of(path) for path in record.paths()}
        self.meant: dict[tuple[str, str], tuple[Document, Target]] = {}
        self.composed: dict[str, Composed] = {}
        for call in record.calls:
            for document, target in call.targets():
                self.meant[target.path, document.snapshot_id] = document, target
            if call.composed is not None:
                self.composed[call.composed.snapshot_id] = call.composed

    def target_of(self, one: Generation) -> Target | None:
        found = self.meant.get((one.path, one.snapshot_id))
        return found[1] if found else None

    def public_during(self, path: str, call: Call) -> Iterator[Generation]:
        """Every state of an object that somebody could see while `call` ran."""
        generations = self.by_path.get(path, [])
        ends = [one.at for one in generations[1:]] + [math.inf]
        for one, end in zip(generations, ends, strict=False):
            if one.at < (call.end or math.inf) and end > call.start:
                yield one
