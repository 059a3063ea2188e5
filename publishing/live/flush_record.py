"""What is written down of one flush, so that its documents can be had and explained again (D34)."""

from __future__ import annotations

import zlib
from datetime import date, datetime

import msgspec

from publishing.live.happenings import Happening
from publishing.live.snapshot import Snapshot


class PublishedDocument(msgspec.Struct, frozen=True):
    """A document of the flush: its public paths, version and digest as the publisher has them."""

    paths: tuple[str, ...]
    version: str
    digest: str


class FlushRecord(msgspec.Struct, frozen=True):
    """One flush of one run.

    What it had folded is: its own `events`, those of the archive's objects in `joined`, and
    what the flush before it in the same run, `parent`, had folded.
    """

    name: str
    run_id: str
    snapshot_id: str
    game_date: date
    as_of: datetime
    sequence: int
    parent: str | None
    joined: tuple[str, ...]
    events: int
    interval_seconds: int
    documents: tuple[PublishedDocument, ...]


class Flush(msgspec.Struct, frozen=True):
    """A snapshot on its way to the archive and the public store, with its record.

    `happened` is what it makes known of the night. A flush of an earlier release says nothing.
    """

    record: FlushRecord
    snapshot: Snapshot
    happened: tuple[Happening, ...] = ()


def flush(
    published: Snapshot,
    run_id: str,
    interval_seconds: int,
    parent: str | None,
    joined: tuple[str, ...],
    happened: tuple[Happening, ...] = (),
) -> Flush:
    """The snapshot with the record of how it came to be, and what it makes known."""
    documents = [
        PublishedDocument(
            tuple(target.path for target in document.targets),
            str(document.version),
            document.digest,
        )
        for document in published.documents
    ]
    record = FlushRecord(
        flush_name(published.snapshot_id, run_id, published.events),
        run_id,
        published.snapshot_id,
        published.game_date,
        published.as_of,
        published.status.sequence,
        parent,
        joined,
        len(published.events),
        interval_seconds,
        tuple(documents),
    )
    return Flush(record, published, happened)


def flush_name(snapshot_id: str, run_id: str, events: tuple[bytes, ...]) -> str:
    """The name of a flush: two runs never share one, nor two flushes that folded other events."""
    checksum = zlib.crc32(run_id.encode())
    for line in events:
        checksum = zlib.crc32(line, checksum)
    return f"{snapshot_id}-{checksum:08x}"
