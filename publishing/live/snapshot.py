"""What one flush of a slate publishes: scores, grading and status of one moment (D33, I-19)."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from publishing.documents import (
    CacheClass,
    Composed,
    Document,
    Section,
    Target,
    Version,
    encode,
)
from publishing.live.board import Board, board
from publishing.live.grading import grading
from publishing.live.health import grading_data, live_data
from publishing.live.memory import Memory
from publishing.live.scores import scores
from publishing.live.slate import Slate

STATUS_PATH = "status.json"


class Snapshot(msgspec.Struct, frozen=True):
    """One flush: its id, the documents to publish, and the event lines to archive first."""

    snapshot_id: str
    game_date: date
    as_of: datetime
    documents: tuple[Document, ...]
    status: Composed
    events: tuple[bytes, ...]


def snapshot(
    slate: Slate,
    events: tuple[bytes, ...],
    interval_seconds: int,
    memory: Memory | None = None,
) -> Snapshot | None:
    """The slate's documents as of its newest events; None before any event was folded.

    Scores and grading carry the newest event that knew something; an unanswered poll only
    moves the status (D6). Status carries the newest event of any kind. With `memory`, what did
    not change since the slate's last snapshot is not computed again.
    """
    heard_at, informed_at = slate.heard_at, slate.informed_at
    if heard_at is None:
        return None
    memory = memory or Memory()
    view = board(slate, memory)
    begun = view.begun(heard_at)
    snapshot_id = f"{slate.game_date:%Y%m%d}-{heard_at:%Y%m%dT%H%M%S%fZ}-{slate.sequence:06d}"
    bodies: list[tuple[str, msgspec.Struct]] = []
    graded = None
    if informed_at is not None:
        polled_at = slate.answered_at or informed_at
        bodies.append(("live", scores(view, informed_at, polled_at, memory)))
        graded = grading(slate, view, informed_at, memory)
        if graded is not None:
            bodies.append(("live-grading", graded[0]))
    documents = []
    for family, body in bodies:
        encoded, content = encode(body)
        dated = Target(f"{family}/{slate.game_date.isoformat()}.json", _dated_class(view))
        latest = Target(f"{family}/latest.json", CacheClass.LIVE, moves=begun)
        informed = Version(slate.game_date, informed_at or heard_at)
        documents.append(
            Document((dated, latest), encoded, content, informed, slate.sequence, snapshot_id)
        )
    parts = {
        "live_data": live_data(slate, view, heard_at, interval_seconds),
        "grading": grading_data(graded, slate, view, heard_at),
    }
    heard = Version(slate.game_date, heard_at)
    sections = tuple(
        # The source's health is that of tonight even before tonight's first tip-off.
        Section(
            name,
            msgspec.json.encode(part),
            heard,
            moves=begun or name == "live_data",
            sequence=slate.sequence,
        )
        for name, part in parts.items()
    )
    status = Composed(Target(STATUS_PATH, CacheClass.LIVE), sections, slate.sequence, snapshot_id)
    return Snapshot(snapshot_id, slate.game_date, heard_at, tuple(documents), status, events)


def _dated_class(view: Board) -> CacheClass:
    return CacheClass.SETTLED if view.settled() else CacheClass.LIVE
