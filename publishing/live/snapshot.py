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
from publishing.live.scores import scores
from publishing.live.slate import Slate
from publishing.live.status import grading_data, live_data

STATUS_PATH = "status.json"


class Snapshot(msgspec.Struct, frozen=True):
    """One flush: its id, the documents to publish, and the event lines to archive first."""

    snapshot_id: str
    game_date: date
    as_of: datetime
    documents: tuple[Document, ...]
    status: Composed
    events: tuple[bytes, ...]


def snapshot(slate: Slate, events: tuple[bytes, ...], interval_seconds: int) -> Snapshot | None:
    """The slate's documents as of its newest events; None before any event was folded.

    Scores and grading carry the newest event that knew something; an unanswered poll only
    moves the status (D6). Status carries the newest event of any kind.
    """
    heard_at = slate.heard_at
    if heard_at is None:
        return None
    view = board(slate)
    snapshot_id = f"{slate.game_date:%Y%m%d}-{heard_at:%Y%m%dT%H%M%S%fZ}-{slate.sequence:06d}"
    documents: list[Document] = []
    graded = None
    informed_at = slate.informed_at
    if informed_at is not None:
        polled_at = slate.answered_at or informed_at
        documents.append(
            _document("live", slate, view, scores(view, informed_at, polled_at), snapshot_id)
        )
        graded = grading(slate, view, informed_at)
        if graded is not None:
            documents.append(_document("live-grading", slate, view, graded[0], snapshot_id))
    version = Version(slate.game_date, heard_at)
    parts = {
        "live_data": live_data(slate, view, heard_at, interval_seconds),
        "grading": grading_data(graded),
    }
    status = Composed(
        Target(STATUS_PATH, CacheClass.LIVE),
        tuple(
            Section(
                name,
                msgspec.json.encode(part),
                version,
                moves=name == "live_data" or view.begun(heard_at),
            )
            for name, part in parts.items()
        ),
        slate.sequence,
        snapshot_id,
    )
    return Snapshot(snapshot_id, slate.game_date, heard_at, tuple(documents), status, events)


def _document(
    family: str, slate: Slate, view: Board, body: msgspec.Struct, snapshot_id: str
) -> Document:
    as_of = slate.informed_at
    assert as_of is not None
    encoded, content = encode(body)
    settled = CacheClass.SETTLED if view.settled() else CacheClass.LIVE
    return Document(
        targets=(
            Target(f"{family}/{slate.game_date.isoformat()}.json", settled),
            Target(f"{family}/latest.json", CacheClass.LIVE, moves=view.begun(as_of)),
        ),
        body=encoded,
        digest=content,
        version=Version(slate.game_date, as_of),
        sequence=slate.sequence,
        snapshot_id=snapshot_id,
    )
