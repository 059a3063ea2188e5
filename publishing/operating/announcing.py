"""From what a flush makes known of its night to the messages that say so (`live.md` 6.9)."""

from __future__ import annotations

from collections.abc import Iterable

from publishing.calendar import format_instant
from publishing.live.flush_record import FlushRecord
from publishing.live.happenings import Happening
from publishing.operating.messages import LiveEvent


def live_events(record: FlushRecord, happened: Iterable[Happening]) -> tuple[LiveEvent, ...]:
    """One message for each thing that happened, with the run and the as-of of the flush."""
    return tuple(
        LiveEvent(
            event=one.event,
            event_id=one.event_id,
            game_date=record.game_date.isoformat(),
            as_of=format_instant(record.as_of),
            run_id=record.run_id,
            game=one.game,
        )
        for one in happened
    )
