"""The warehouse's rows as payloads of reference events (D25: as known at an instant)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

import msgspec

from publishing.adapters.warehouses import TROUBLE, BatchWarehouse, WarehouseAway, all_rows
from publishing.live import reference
from publishing.live.events import Kind, Rejection
from publishing.live.feed import Schedule
from publishing.rows import (
    LIVE_TABLES,
    BoxScoreRow,
    Prediction,
    RegisteredPlayer,
    Row,
    ScheduledGame,
    SourcePlayer,
)
from publishing.services.scheduled import games_of

log = logging.getLogger("courtside.feeder")

KINDS: tuple[Kind, ...] = ("schedule", "predictions", "names", "official")
"""In the order in which they are read: what matters most comes first."""

MOST_LETTERS = 100
"""Rows that are kept as dead letters; the others stay in the warehouse and are only counted."""

R = TypeVar("R", bound=Row)


class Reading:
    """Reads one game date's payloads. What was read before stays valid while reading fails."""

    def __init__(
        self,
        warehouse: BatchWarehouse,
        game_date: date,
        champion: str,
        reject: Callable[[Rejection], None],
    ) -> None:
        self._warehouse = warehouse
        self._game_date = game_date
        self._champion = champion
        self._reject = reject
        self._unfit: set[int] = set()
        self._schedule: Schedule | None = None

    @property
    def unfit(self) -> int:
        """How many different rows did not fit their type."""
        return len(self._unfit)

    def read(self, kind: Kind, as_of: datetime) -> msgspec.Struct | None:
        """The payload of a kind; None when there is nothing to send. WarehouseAway in trouble."""
        match kind:
            case "schedule":
                return self.schedule(as_of)
            case "predictions":
                rows = self._rows(Prediction)
                return reference.predictions(rows, self._game_date, self._champion, as_of)
            case "names":
                registered, sourced = self._rows(RegisteredPlayer), self._rows(SourcePlayer)
                return reference.names(registered, sourced, as_of)
            case "official":
                lines = self._rows(BoxScoreRow)
                games = self._schedule or Schedule([])
                found = reference.official(lines, games, self._game_date, as_of)
                return found if found.games else None
            case _:
                raise ValueError(f"{kind} is no reference event")

    def schedule(self, as_of: datetime) -> Schedule:
        """The date's games. A game is postponed but never vanishes: none after some is trouble."""
        self._require(ScheduledGame)
        rows = games_of(self._warehouse, self._game_date, as_of, self._set_aside)
        found = reference.schedule(rows, self._game_date, as_of)
        if self._schedule is not None and self._schedule.games and not found.games:
            raise WarehouseAway(f"{ScheduledGame.table} has no games of {self._game_date} any more")
        self._schedule = found
        return found

    def _rows(self, row_type: type[R]) -> list[R]:
        self._require(row_type)
        return all_rows(self._warehouse, row_type, self._game_date, self._set_aside)

    def _require(self, row_type: type[Row]) -> None:
        try:
            missing = row_type in LIVE_TABLES and not self._warehouse.has(row_type)
        except TROUBLE as problem:
            raise WarehouseAway(f"{row_type.table} cannot be read: {problem}") from problem
        if missing:
            raise WarehouseAway(f"table {row_type.table} is missing")

    def _set_aside(self, _: type[Row], row: Rejection) -> None:
        """Counts a row once, however often it is read, and keeps the first of them."""
        if hash(row) in self._unfit:
            return
        self._unfit.add(hash(row))
        if len(self._unfit) <= MOST_LETTERS:
            log.warning("row=unfit reason=%r", row.reason)
            self._reject(row)
        elif len(self._unfit) == MOST_LETTERS + 1:
            log.error("row=unfit more than %d: the others are only counted", MOST_LETTERS)
