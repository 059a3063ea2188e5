"""Marks: the newest complete run of each export, which freshness is judged by (D7, I-11)."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from publishing.calendar import format_instant
from publishing.run_record import RunRecord


class Mark(msgspec.Struct, frozen=True):
    """The newest whole run of an export: all its documents are public as of then."""

    export: str
    game_date: str
    as_of: str
    run_id: str
    finished_at: str
    documents: int
    written: int


def marks_of(record: RunRecord) -> dict[str, Mark]:
    """A mark for each export that the run made whole, by its name."""
    faulty = {one.export for one in record.failures} | {one.export for one in record.waiting}
    if "" in faulty:
        # A letter was lost, or a table of all: nobody can say whose it was.
        return {}
    found = {}
    for name in record.exports:
        documents = [one for one in record.documents if one.export == name]
        if name not in faulty and documents:
            found[name] = Mark(
                name,
                record.dates[-1],
                record.as_of,
                record.run_id,
                record.finished_at,
                len(documents),
                sum(one.decision == "written" for one in documents),
            )
    return found


def advanced(current: Mark | None, new: Mark) -> Mark:
    """The newer of two marks: by date, then as-of (D5)."""
    if current is None:
        return new
    return max(current, new, key=lambda mark: (mark.game_date, mark.as_of))


def is_of(mark: Mark, day: date, since: datetime) -> bool:
    """Whether the mark is of that date or a later one, and as of `since` or later."""
    return mark.game_date >= day.isoformat() and mark.as_of >= format_instant(since)
