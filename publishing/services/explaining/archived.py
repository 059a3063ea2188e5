"""The archive of one slate, read once: its records, and the events of each of its objects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from publishing.adapters.archive import Archive
from publishing.live.events import SlateEvent
from publishing.live.explanation import fold, made_again, reach
from publishing.live.flush_record import FlushRecord
from publishing.live.slate import Slate
from publishing.live.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Attempt:
    """A flush, folded again."""

    record: FlushRecord
    objects: int
    events: tuple[SlateEvent, ...]
    missing: tuple[str, ...]
    slate: Slate
    made: Snapshot | None


class Archived:
    """The records of a slate, and flushes folded again from its events."""

    def __init__(self, archive: Archive, game_date: date) -> None:
        self._archive = archive
        self._game_date = game_date
        self.records = {record.name: record for record in archive.records(game_date)}
        self._objects: dict[str, list[SlateEvent]] = {}

    def again(self, record: FlushRecord) -> Attempt:
        """The flush, folded again from exactly the events that it had folded."""
        found = reach(record, self.records)
        missing = [f"the record of flush {name} is missing" for name in found.unrecorded]
        events: dict[str, SlateEvent] = {}
        for name in found.objects:
            of_object = self._events(name)
            missing += self._lacks(name, of_object)
            for event in of_object:
                events.setdefault(event.event_id, event)
        slate = fold(self._game_date, events.values())
        if slate.sequence != record.sequence and not missing:
            missing.append(
                f"{record.sequence} events were folded and {slate.sequence} are found: "
                "runs that overlapped share the record of an earlier flush"
            )
        return Attempt(
            record,
            len(found.objects),
            tuple(events.values()),
            tuple(missing),
            slate,
            made_again(record, slate),
        )

    def _events(self, name: str) -> list[SlateEvent]:
        if name not in self._objects:
            self._objects[name] = self._archive.events(self._game_date, [name])
        return self._objects[name]

    def _lacks(self, name: str, found: list[SlateEvent]) -> list[str]:
        record = self.records.get(name)
        if record is None:
            return [] if found else [f"the events of flush {name} are missing"]
        lost = record.events - len(found)
        return [f"{lost} of {record.events} events of flush {name} are missing"] if lost > 0 else []
