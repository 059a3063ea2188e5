"""A document on demand: the rows of one player through the builders of the batch run (D2, D9)."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from datetime import date, datetime

from publishing.calendar import FIRST_DATE, league_date, season_end, season_label, season_start
from publishing.documents import Document
from publishing.exports.declaration import Export, OfPlayer
from publishing.league import League, Slate
from publishing.plan import of_player, slates_of
from publishing.player_rows import PlayerRows
from publishing.reads import Read, wanted_rows
from publishing.routes import Asked
from publishing.run import Run
from publishing.services.answering.kept import Kept
from publishing.services.answering.snapshot import Snapshot

DATES_KEPT = 400
"""Dates whose slates are kept: two seasons."""


class Absent(Exception):
    """There is no such document; the text says what was not found."""


class NotMade(Exception):
    """A builder failed; the text is for the log alone."""


@dataclass(frozen=True, slots=True)
class _Day:
    """A date as documents of one export see it."""

    run: Run
    reads: tuple[Read, ...]
    league: League
    slates: dict[date, Slate]


class Maker:
    """Makes documents of one snapshot; safe for several threads."""

    def __init__(self, snapshot: Snapshot, champion: str) -> None:
        self.snapshot, self.champion = snapshot, champion
        self._days: Kept[tuple[str, date, datetime], _Day] = Kept(DATES_KEPT, lambda _: 1)
        self._lock = threading.Lock()

    def document(self, asked: Asked, as_of: datetime | None = None) -> Document:
        """The document as of an instant, by default the snapshot's.

        Absent, WarehouseAway or NotMade when there is none.
        """
        export = asked.route.export
        assert export is not None
        assert isinstance(export.made, OfPlayer)
        known = self.snapshot.as_of
        at = as_of or known
        if at > known:
            raise Absent(f"Nothing is known after {known.isoformat()}")
        if at.year < FIRST_DATE.year:
            raise Absent("Nothing is known before the first game of all")
        day = day_of(asked, league_date(at))
        world = self._day(export, day, at)
        held = self.snapshot.player(asked.player)
        rows = {
            read.row_type: wanted_rows(found, read)
            for read in world.reads
            if (found := held.get(read.row_type))
        }
        player = PlayerRows(asked.player, rows, world.league)
        made = of_player(player, world.slates, world.run, {}, time.perf_counter)
        if made.failures:
            raise NotMade("; ".join(one.reason for one in made.failures))
        if not made.documents:
            without = export.made.without(player, world.slates[day])
            raise Absent(str(getattr(without, "error", "Not found")))
        [(_, document)] = made.documents
        return document

    def _day(self, export: Export, day: date, as_of: datetime) -> _Day:
        key = (export.name, day, as_of)
        with self._lock:
            known = self._days.get(key)
        if known is not None:
            return known
        run = Run("api", as_of, (day,), (export.name,), self.champion)
        rows = {
            read.row_type: wanted_rows(self.snapshot.league.get(read.row_type, ()), read)
            for read in run.reads_of_league()
        }
        league = League(rows, as_of, self.champion)
        found = _Day(run, run.reads_of_players(), league, slates_of(league, run))
        if as_of == self.snapshot.as_of:
            # Nobody else asks as of another's instant.
            with self._lock:
                self._days.put(key, found)
        return found


def day_of(asked: Asked, today: date) -> date:
    """The date that a document is about: a season's last, or today's while it lasts (D25).

    Absent for a date or season to come.
    """
    if asked.season is None:
        assert asked.day is not None
        if asked.day > today:
            raise Absent("Game not found")
        return asked.day
    end = season_end(asked.season)
    if season_start(end) > today:
        raise Absent(f"The season {season_label(asked.season)} has not begun")
    return min(end, today)
