"""Looks at everything that a round of the monitor, or a tick, decides from (I-11).

What does not answer is `Away`, never empty (D6).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from publishing.adapters.dead_letters import TROUBLE
from publishing.adapters.jobs import ACTIVE, Running
from publishing.adapters.shelf import ObjectUnreadable, Shelf
from publishing.adapters.warehouses import TROUBLE as ROWS_TROUBLE
from publishing.adapters.warehouses import BatchWarehouse, WarehouseAway
from publishing.calendar import league_date
from publishing.exports.inputs import SCHEDULE_COLUMNS
from publishing.league import League
from publishing.operating import nights
from publishing.operating.seen import Away, Job, Public
from publishing.patience import Timing, insist
from publishing.reads import Read, Window
from publishing.rows import BoxScoreRow, Prediction, Row, ScheduledGame
from publishing.services.counting import count_of
from publishing.services.nightly import NightJobs
from publishing.store import Store

T = TypeVar("T")
R = TypeVar("R", bound=Row)

_CHANCE = random.Random()


@dataclass(frozen=True, slots=True)
class Looking:
    """Eyes on the warehouse, the public objects and the jobs of a night."""

    warehouse: BatchWarehouse
    store: Store
    jobs: NightJobs
    champion: str
    timing: Timing

    def schedule(self, now: datetime) -> tuple[ScheduledGame, ...] | Away:
        """The games of the dates around now, every version that was there by now."""
        today = league_date(now)
        first, last = Window.AROUND.first(today), Window.AROUND.last(today)
        read = Read(ScheduledGame, SCHEDULE_COLUMNS, first, last, (), now)
        return self._rows(ScheduledGame, read)

    def public(self, paths: Iterable[str]) -> dict[str, Public | Away]:
        """The public objects under these paths; what is not there is absent."""
        found: dict[str, Public | Away] = {}
        for path in paths:
            one = self._look(path)
            if one is not None:
                found[path] = one
        return found

    def heard_at(self) -> datetime | None:
        """The as-of of the live job's section of the status; None when there is none, or none
        can be had.
        """
        try:
            found = self._insist(lambda: self.store.look(nights.STATUS))
        except TROUBLE:
            return None
        section = found.stamp.sections.get("live_data") if found else None
        return section.as_of if section else None

    def predictions(self, day: date, now: datetime) -> int | Away:
        """How many active predictions a date has."""
        try:
            return count_of(self.warehouse, Prediction, day, now)
        except WarehouseAway as away:
            return Away(str(away))

    def official(
        self, day: date, schedule: tuple[ScheduledGame, ...], now: datetime
    ) -> frozenset[str] | Away:
        """The games of a date that have box scores, by their keys."""
        columns = ("game_id", "game_date", *BoxScoreRow.stamps)
        read = Read(BoxScoreRow, columns, day, day, (), now)
        rows = self._rows(BoxScoreRow, read)
        if isinstance(rows, Away):
            return rows
        league = League({ScheduledGame: schedule}, now, self.champion)
        keys = {league.key(row.game_id, day) for row in rows if row.game_id}
        return frozenset(key for key in keys if key)

    def live_job(self, day: date | None) -> Job | Away | None:
        """The live job of a slate."""
        return self._job(self.jobs.live, day)

    def feeder(self, day: date | None) -> Job | Away | None:
        """The feeder of a slate."""
        return self._job(self.jobs.feeder, day)

    def ended(self, names: Iterable[str]) -> frozenset[str]:
        """Those of these jobs that run no more; one that nobody knows of may still begin."""
        found = set()
        for name in names:
            try:
                job = self.jobs.launcher.state(name)
            except TROUBLE:
                continue
            if job is not None and job.state not in ACTIVE:
                found.add(name)
        return frozenset(found)

    def _job(self, find: Callable[[date], Running | None], day: date | None) -> Job | Away | None:
        if day is None:
            return None
        try:
            found = find(day)
        except TROUBLE as problem:
            return Away(str(problem))
        return Job(found.state in ACTIVE, found.since, found.state) if found else None

    def _rows(self, kind: type[R], read: Read) -> tuple[R, ...] | Away:
        try:
            rows = (
                row for part in self.warehouse.parts(read) for row in self.warehouse.part_rows(part)
            )
            return tuple(row for row in rows if isinstance(row, kind))
        except ROWS_TROUBLE as problem:
            return Away(f"{kind.table} cannot be read: {problem}")

    def _look(self, path: str) -> Public | Away | None:
        try:
            found = self._insist(lambda: self.store.read(path))
        except TROUBLE as problem:
            return Away(f"{path}: {problem}")
        if found is None:
            return None
        body, stored = found
        stamp = stored.stamp
        return Public(stamp.version, body, stamp.lacks, stored.cache_control)

    def _insist(self, request: Callable[[], T]) -> T:
        return insist(request, self.timing, self.timing.deadline(), _CHANCE)


def remembered(shelf: Shelf[T], under: Iterable[str] = ("",)) -> dict[str, T] | Away:
    """Everything on a shelf by key, or what is under these keys."""
    try:
        return {key: value for one in under for key, value in shelf.all(one)}
    except (*TROUBLE, ObjectUnreadable) as problem:
        return Away(str(problem))
