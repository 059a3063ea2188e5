"""What is said of a public document: which flush made it, from what, and whether it is the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from publishing.calendar import format_instant
from publishing.live.difference import Difference
from publishing.live.player_source import PlayerSource
from publishing.live.sources import EventRef, GameSource
from publishing.services.explaining.archived import Attempt


class Unexplained(Exception):
    """There is nothing to explain, or nothing to explain it with; the text says so."""


class KindOfEvents(msgspec.Struct, frozen=True):
    """How many events of a kind were folded, and the times of the first and the last."""

    kind: str
    number: int
    first: str
    last: str


class Origin(msgspec.Struct, frozen=True):
    """A flush, and what it had folded: `objects` of the archive, with these events.

    `twins` are other flushes that made the same. `missing` says, a sentence each, what the
    archive should have and has not.
    """

    run_id: str
    flush: str
    snapshot_id: str
    game_date: date
    as_of: str
    objects: int
    events: tuple[KindOfEvents, ...]
    missing: tuple[str, ...]
    twins: tuple[str, ...]

    @classmethod
    def of(cls, attempt: Attempt, twins: Iterable[str] = ()) -> Origin:
        """The origin of what an attempt made."""
        times: defaultdict[str, list[datetime]] = defaultdict(list)
        for event in attempt.events:
            times[event.kind].append(event.polled_at)
        record = attempt.record
        return cls(
            record.run_id,
            record.name,
            record.snapshot_id,
            record.game_date,
            format_instant(record.as_of),
            attempt.objects,
            tuple(
                KindOfEvents(kind, len(of_kind), *map(format_instant, (min(of_kind), max(of_kind))))
                for kind, of_kind in sorted(times.items())
            ),
            attempt.missing,
            tuple(twins),
        )


class Explained(msgspec.Struct, frozen=True):
    """A document of scores or grading.

    `same` says that what is public are the bytes that the flush makes; else `difference` says
    where not, and `why` what that means. `published` are the player's rows in the document.
    """

    path: str
    same: bool
    size: int
    origin: Origin
    difference: Difference | None
    why: str
    references: tuple[EventRef, ...]
    games: tuple[GameSource, ...]
    player: PlayerSource | None
    published: tuple[msgspec.Raw, ...]


class ExplainedSection(msgspec.Struct, frozen=True):
    """A section of `status.json`; `origin` is None when the live job did not write it, and when
    its flush cannot be found: then `problem` says why.
    """

    name: str
    writer: str
    version: str
    origin: Origin | None
    same: bool | None
    difference: Difference | None
    problem: str


class ExplainedStatus(msgspec.Struct, frozen=True):
    """`status.json`: whether it is as it was written, and its sections."""

    path: str
    same: bool
    size: int
    difference: Difference | None
    why: str
    sections: tuple[ExplainedSection, ...]
