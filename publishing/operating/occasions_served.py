"""Which occasions of which exports were served: by a run that is whole, is on, or waits (I-10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import msgspec

from publishing.calendar import resolve_date
from publishing.exports.declaration import Export
from publishing.occasions import Schedule
from publishing.operating.bodies import instant_of
from publishing.operating.claims import Claim
from publishing.operating.gates import Gate
from publishing.operating.marks import Mark, is_of
from publishing.operating.schedules import holds, occasion_id, times

LATE = timedelta(minutes=45)
"""How long after its time an occasion may take."""

LOOKED_BACK = timedelta(days=2)
"""Older occasions are let go: newer ones, or the age of the export, tell of them."""


class _What(msgspec.Struct):
    """What a claim of a request stands for; other claims have none of it."""

    exports: tuple[str, ...] = ()
    game_date: str = ""
    batch: str = ""


@dataclass(frozen=True)
class Served:
    """What is known of runs, by the names of exports, the keys of gates, and their claims."""

    marks: Mapping[str, Mark]
    gates: Mapping[str, Gate]
    runs: tuple[tuple[Claim, _What], ...]
    now: datetime

    @classmethod
    def of(
        cls,
        marks: Mapping[str, Mark],
        gates: Mapping[str, Gate],
        claims: Mapping[str, Claim],
        now: datetime,
    ) -> Served:
        """What is known at `now`."""
        return cls(marks, gates, tuple((one, _what(one)) for one in claims.values()), now)

    def missed_since(
        self, schedule: Schedule, dues: tuple[datetime, ...], export: Export
    ) -> datetime | None:
        """The first of a schedule's `dues` since which it is not served.

        None when the newest of them was served, or is being.
        """
        since = None
        for due in reversed(dues):
            if self._is_served(schedule, export, due):
                break
            since = due
        return since

    def message_batch(self, schedule: Schedule, due: datetime) -> str:
        """The batch of a message on behalf of an occasion: a new one when it failed before."""
        occasion = occasion_id(schedule, due)
        failed = sum(claim.over and what.batch.startswith(occasion) for claim, what in self.runs)
        return occasion if not failed else f"{occasion}-{failed + 1}"

    def _is_served(self, schedule: Schedule, export: Export, due: datetime) -> bool:
        day = date_of(schedule, due)
        mark = self.marks.get(export.name)
        if mark is not None and is_of(mark, day, due):
            return True
        if f"{day}/{export.name}" in self.gates:
            return True
        newer = mark is not None and mark.game_date > day.isoformat()
        occasion = occasion_id(schedule, due)
        return any(
            _is_on(claim, what, day, due)
            or _has_ended_well(claim, what, occasion, part_counts=newer)
            for claim, what in self.runs
            if export.name in what.exports
        )


def _is_on(claim: Claim, what: _What, day: date, due: datetime) -> bool:
    claimed = instant_of(claim.claimed_at)
    now = claimed is not None and claimed >= due
    return not claim.over and what.game_date == day.isoformat() and now


def _has_ended_well(claim: Claim, what: _What, occasion: str, *, part_counts: bool) -> bool:
    """The mark of a newer date says nothing of an older one: then a part that was made counts."""
    well = ("success", "partial") if part_counts else ("success",)
    return claim.over and what.batch.startswith(occasion) and claim.status in well


def due_times(schedule: Schedule, now: datetime) -> tuple[datetime, ...]:
    """Its times of the last two days that are at least 45 minutes old, ascending."""
    found = times(schedule.cron, schedule.zone, now - LOOKED_BACK, now - LATE)
    return tuple(due for due in found if holds(schedule, due))


def date_of(schedule: Schedule, due: datetime) -> date:
    """The date that a schedule's exports are made for at one of its times."""
    return resolve_date(schedule.about, due)


def _what(claim: Claim) -> _What:
    try:
        return msgspec.json.decode(claim.what, type=_What)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _What()
