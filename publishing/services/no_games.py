"""The documents of a date without games: explicit, empty and healthy (A4, D13, I-16).

No feeder and no stream runs on such a date. What they would have fed is known without them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from publishing.adapters.archive import Archive
from publishing.calendar import empty_slate_begins
from publishing.live.events import split
from publishing.live.feed import Predictions, Schedule
from publishing.live.flush_record import Flush, flush
from publishing.live.slate import Slate
from publishing.live.snapshot import snapshot
from publishing.live.status import compose
from publishing.publisher import Publisher
from publishing.services.feeding.messages import Event

RUN_ID = "no-games"


def empty_flush(game_date: date, interval_seconds: int) -> Flush:
    """The one flush of a date without games, as of the instant at which it becomes the newest.

    It is the same whenever it is made.
    """
    at = empty_slate_begins(game_date)
    events = (
        Event("schedule", f"schedule-{RUN_ID}-{game_date}", at, game_date, Schedule([])),
        Event("predictions", f"predictions-{RUN_ID}-{game_date}", at, game_date, Predictions([])),
        Event("poll", f"poll-{RUN_ID}-{game_date}", at, game_date, msgspec.Raw(b'{"data":[]}')),
    )
    slate = Slate(game_date)
    parts = [part for event in events for part in split(event.line())[0]]
    lines = [part.line for part in parts if slate.apply(part)]
    made = snapshot(slate, tuple(lines), interval_seconds)
    assert made is not None, "a slate with events has a snapshot"
    return flush(made, RUN_ID, interval_seconds, None, ())


@dataclass(frozen=True, slots=True)
class NoGames:
    """Publishes what a live job would have, on a date on which none runs."""

    archive: Archive
    publisher: Publisher
    interval_seconds: int

    def __call__(self, game_date: date) -> str:
        """What became of the documents, in words; the archive comes first (D34)."""
        made = empty_flush(game_date, self.interval_seconds)
        self.archive.keep(made.record, made.snapshot.events)
        outcomes = self.publisher.publish(made.snapshot.documents)
        outcomes.append(self.publisher.publish_sections(made.snapshot.status, _compose))
        return ", ".join(f"{one.path} {one.decision or one.reason}" for one in outcomes)


def _compose(*parts: Any) -> bytes:
    return msgspec.json.encode(compose(*parts))
