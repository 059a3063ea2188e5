"""One settle of one night: fold, archive what was added, publish (D34, D35)."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import datetime

from publishing.adapters.archive import Archive
from publishing.decisions import Outcome, decide
from publishing.documents import Document, Target
from publishing.live.board import board
from publishing.live.events import SlateEvent
from publishing.live.flush_record import Flush, FlushRecord, flush
from publishing.live.happenings import official_happenings
from publishing.live.memory import Memory
from publishing.live.settling import NightRows, additions
from publishing.live.slate import Slate
from publishing.live.snapshot import snapshot
from publishing.live.standings import Standing, standings
from publishing.operating.announcing import live_events
from publishing.operating.messages import LiveEvent
from publishing.patience import Timing, insist
from publishing.publisher import Publisher
from publishing.services.settling.options import SettleOptions
from publishing.store import Store, Stored

ATTEMPTS = 3
"""How often a night is folded again when a live job published it in between."""

FAMILIES = ("live", "live-grading")


class Unsettleable(Exception):
    """There is nothing to settle, or not with this; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What a settle found, added and decided, and what that makes known of the night."""

    heard_at: datetime
    folded: int
    flushes: int
    added: tuple[SlateEvent, ...]
    games: tuple[Standing, ...]
    outcomes: tuple[Outcome, ...]
    events: tuple[LiveEvent, ...] = ()

    @property
    def beaten(self) -> bool:
        """Whether a dated document of somebody else is newer."""
        return any(one.decision == "refused" and not _is_latest(one.path) for one in self.outcomes)

    @property
    def unpublished(self) -> tuple[Outcome, ...]:
        """The documents that should be public and are not. `latest` may be another slate's."""
        return tuple(
            one
            for one in self.outcomes
            if one.decision is None or (one.decision == "refused" and not _is_latest(one.path))
        )


def _is_latest(path: str) -> bool:
    return path.endswith("/latest.json")


@dataclass(slots=True)
class Settling:
    """Settles a night from its archive and the warehouse's rows.

    Without a publisher nothing is archived or published. Without a store nothing is public.
    """

    options: SettleOptions
    rows: NightRows
    archive: Archive
    store: Store | None
    publisher: Publisher | None
    timing: Timing
    _chance: random.Random = field(default_factory=random.Random)

    def run(self) -> Settled:
        """Folds, archives and publishes; Unsettleable when it must not."""
        added: tuple[SlateEvent, ...] = ()
        for _ in range(ATTEMPTS):
            settled = self._once()
            added += settled.added
            if self.publisher is None or not settled.beaten:
                break
        return replace(settled, added=added)

    def _once(self) -> Settled:
        day = self.options.game_date
        # First what is public: its events were archived before.
        public = [self._look(f"{family}/{day.isoformat()}.json") for family in FAMILIES]
        flushes = tuple(self.archive.flushes(day))
        records = self.archive.records(day)
        self._require_the_archive_of(public, records)
        slate = Slate(day)
        folded = sum(map(slate.apply, self.archive.events(day, flushes)))
        added = self._additions(slate)
        if not folded and not any(event.kind == "official" for event in added):
            raise Unsettleable(
                f"nothing of {day} is in the archive {self.options.archive}, and the warehouse "
                "has no official rows of it: there is nothing to settle"
            )
        for event in added:
            slate.apply(event)
        made = self._flush(slate, added, flushes)
        outcomes = [
            self._decision(document, target)
            for document in made.snapshot.documents
            for target in document.targets
        ]
        if self.publisher is not None:
            writes = any(outcome.decision == "written" for outcome in outcomes)
            if added or (writes and not _is_recorded(made.record, records)):
                self.archive.keep(made.record, made.snapshot.events)
            outcomes = self.publisher.publish(made.snapshot.documents)
        view = board(slate, Memory())
        return Settled(
            made.record.as_of,
            folded,
            len(flushes),
            added,
            standings(view),
            tuple(outcomes),
            live_events(made.record, official_happenings(view)),
        )

    def _additions(self, slate: Slate) -> tuple[SlateEvent, ...]:
        options = self.options
        as_of = options.as_of or max(options.now, slate.heard_at or options.now)
        if slate.heard_at is not None and as_of < slate.heard_at:
            raise Unsettleable(
                f"--as_of {as_of.isoformat()} is before the newest archived event of "
                f"{options.game_date}, {slate.heard_at.isoformat()}: give a later one"
            )
        try:
            return additions(slate, self.rows, options.champion, as_of)
        except ValueError as problem:
            raise Unsettleable(str(problem)) from problem

    def _flush(
        self, slate: Slate, added: tuple[SlateEvent, ...], flushes: tuple[str, ...]
    ) -> Flush:
        interval = self.options.interval_seconds
        published = snapshot(slate, tuple(event.line for event in added), interval)
        assert published is not None, "a slate with events has a snapshot"
        return flush(published, self.options.run_id, interval, None, flushes)

    def _require_the_archive_of(
        self, public: list[Stored | None], records: list[FlushRecord]
    ) -> None:
        """From an archive that lacks what is public, the night would come out poorer (D34)."""
        known = {record.snapshot_id for record in records}
        for stored in public:
            if stored is None or stored.stamp.version is None:
                continue
            if stored.stamp.snapshot_id not in known:
                raise Unsettleable(
                    f"the archive {self.options.archive} has no record of snapshot "
                    f"{stored.stamp.snapshot_id}, which is public for {self.options.game_date}: "
                    "give the archive of the job that published it"
                )

    def _decision(self, document: Document, target: Target) -> Outcome:
        decision, reason = decide(target, document, self._look(target.path))
        size = len(document.body) if decision == "written" else 0
        version = str(document.version)
        return Outcome(target.path, version, document.snapshot_id, decision, reason, size)

    def _look(self, path: str) -> Stored | None:
        store = self.store
        if store is None:
            return None
        return insist(lambda: store.look(path), self.timing, self.timing.deadline(), self._chance)


def _is_recorded(record: FlushRecord, records: list[FlushRecord]) -> bool:
    """Whether a flush of the same documents is in the archive already."""
    made = (record.snapshot_id, record.documents)
    return any((other.snapshot_id, other.documents) == made for other in records)
