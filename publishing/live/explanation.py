"""From a public document back to the flush that made it, and the same bytes again (D9, D34).

A document's metadata names its snapshot; the records of the archive say what a flush had folded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from publishing.documents import Section, Version
from publishing.live.events import SlateEvent
from publishing.live.flush_record import FlushRecord
from publishing.live.slate import Slate
from publishing.live.snapshot import Snapshot, snapshot
from publishing.store import Stamp


@dataclass(frozen=True, slots=True)
class Reach:
    """What a flush had folded: the archive's objects, and the flushes whose record is missing."""

    objects: tuple[str, ...]
    unrecorded: tuple[str, ...]


def candidates(
    records: Iterable[FlushRecord], path: str, stamp: Stamp
) -> tuple[tuple[FlushRecord, ...], bool]:
    """The flushes that may have made the document at `path`, and whether they made its content.

    Runs that overlap may share a snapshot id: the digest tells them apart. A document whose
    digest no flush has comes with every flush of its snapshot, and False.
    """
    found = [
        (record, document.digest)
        for record in records
        for document in record.documents
        if record.snapshot_id == stamp.snapshot_id
        and path in document.paths
        and document.version == str(stamp.version)
    ]
    exact = tuple(record for record, digest in found if digest == stamp.digest)
    return (exact, True) if exact else (tuple(record for record, _ in found), False)


def section_candidates(
    records: Iterable[FlushRecord], version: Version, sequence: int
) -> tuple[FlushRecord, ...]:
    """The flushes that may have made a section of `status.json` (D32)."""
    return tuple(
        record
        for record in records
        if (record.game_date, record.as_of) == (version.content_date, version.as_of)
        and record.sequence == sequence
    )


def reach(record: FlushRecord, records: Mapping[str, FlushRecord]) -> Reach:
    """What the flush had folded, over its parents in the same run; `records` are by name."""
    objects: dict[str, None] = {}
    unrecorded: list[str] = []
    passed: set[str] = set()
    at: FlushRecord | None = record
    while at is not None:
        passed.add(at.name)
        objects |= dict.fromkeys(at.joined)
        if at.events:
            objects[at.name] = None
        if at.parent is not None and at.parent not in records:
            unrecorded.append(at.parent)
            objects[at.parent] = None
        at = _before(at, records, passed)
    return Reach(tuple(sorted(objects)), tuple(unrecorded))


def _before(
    record: FlushRecord, records: Mapping[str, FlushRecord], passed: set[str]
) -> FlushRecord | None:
    if record.parent != record.name:
        return None if record.parent in passed else records.get(record.parent or "")
    # Flushes that follow each other and fold nothing share one name, and so one record. When it
    # is not that of the first, another flush of the same documents says how they came to be.
    twins = (
        other
        for other in records.values()
        if other.name not in passed
        and (other.snapshot_id, other.documents) == (record.snapshot_id, record.documents)
    )
    return next(twins, None)


def fold(game_date: date, events: Iterable[SlateEvent]) -> Slate:
    """The slate of these events."""
    slate = Slate(game_date)
    for event in events:
        slate.apply(event)
    return slate


def made_again(record: FlushRecord, slate: Slate) -> Snapshot | None:
    """What the flush published, from its slate; None before any event."""
    return snapshot(slate, (), record.interval_seconds)


def body_of(made: Snapshot | None, path: str) -> bytes | None:
    """The snapshot's document at `path`; None when it has none there."""
    for document in made.documents if made else ():
        if any(target.path == path for target in document.targets):
            return document.body
    return None


def section_of(made: Snapshot | None, name: str) -> Section | None:
    """The snapshot's section of `status.json`; None when it has none of this name."""
    return next((one for one in made.status.sections if one.name == name), None) if made else None
