"""From a warehouse as a user writes it, `parquet:DIR` or `bigquery:PROJECT`, to its rows."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Protocol, TypeVar

import pyarrow as pa

from publishing.adapters.bigquery import bigquery_warehouse
from publishing.adapters.bigquery_clients import named_emulator
from publishing.adapters.parquet import ParquetWarehouse
from publishing.calendar import FIRST_DATE, league_date
from publishing.live.events import Rejection
from publishing.reads import Part, Read
from publishing.rows import Row
from publishing.store import Unavailable

R = TypeVar("R", bound=Row)

_PROJECT = re.compile(r"[a-z][a-z0-9.:-]{4,}[a-z0-9]")


class Warehouse(Protocol):
    """Where typed rows come from.

    Every call may raise `publishing.store.Unavailable`, with a sentence; `problems` reports it.
    """

    def problems(
        self, required: Sequence[type[Row]], optional: Sequence[type[Row]] = ()
    ) -> list[str]:
        """Why the row types cannot be read, one sentence each; nothing when they can."""

    def has(self, row_type: type[Row]) -> bool:
        """Whether the table is there."""

    def rows(self, row_type: type[R], game_date: date | None = None) -> Iterator[R | Rejection]:
        """The table's rows in no order, of one date when it has a date column.

        A row that does not fit its type comes back as a rejection.
        """


class BatchWarehouse(Warehouse, Protocol):
    """A warehouse that batch runs read too, in declared reads and in parts."""

    def read_problems(self, reads: Sequence[Read]) -> list[str]:
        """Why the reads cannot be done, one sentence each; nothing when they can."""

    def parts(self, read: Read) -> list[Part]:
        """The read in parts that workers can do apart: one read of the table, whatever they do."""

    def part_rows(self, part: Part) -> Iterator[Row | Rejection]:
        """The part's rows that were there by the read's as-of (D25), in no order."""


TROUBLE = (Unavailable, OSError, ValueError, pa.ArrowException)
"""What a warehouse raises when its rows cannot be had."""


class WarehouseAway(Exception):
    """The rows cannot be had; the text says why."""


def all_rows(
    warehouse: Warehouse,
    row_type: type[R],
    game_date: date,
    reject: Callable[[type[Row], Rejection], None],
) -> list[R]:
    """The rows of one date; what does not fit goes to `reject`.

    WarehouseAway when they cannot be read to their end: a half table never looks whole.
    """
    found: list[R] = []
    try:
        for row in warehouse.rows(row_type, game_date):
            if isinstance(row, Rejection):
                reject(row_type, row)
            else:
                found.append(row)
    except TROUBLE as problem:
        raise WarehouseAway(f"{row_type.table} cannot be read: {problem}") from problem
    return found


def dates_read(row_type: type[Row], as_of: datetime) -> Read:
    """The read that says which dates a dated table has rows of by the as-of."""
    column = row_type.date_column
    assert column is not None
    return Read(row_type, (column, *row_type.stamps), FIRST_DATE, league_date(as_of), (), as_of)


def dates_of(warehouse: BatchWarehouse, row_type: type[Row], as_of: datetime) -> tuple[date, ...]:
    """Every date that the table has rows of by the as-of, ascending; else WarehouseAway."""
    read, column = dates_read(row_type, as_of), str(row_type.date_column)
    try:
        rows = (row for part in warehouse.parts(read) for row in warehouse.part_rows(part))
        return tuple(sorted({getattr(row, column) for row in rows if isinstance(row, row_type)}))
    except TROUBLE as problem:
        raise WarehouseAway(f"{row_type.table} cannot be read: {problem}") from problem


def warehouse_at(place: str) -> BatchWarehouse:
    """The warehouse at `place`; ValueError with a sentence for anything that is none.

    Nothing is asked of it yet. Where the variables of the BigQuery emulators are set, a project
    is read there.
    """
    kind, _, where = place.partition(":")
    if kind == "parquet" and where:
        return ParquetWarehouse(Path(where))
    if kind == "bigquery" and where:
        if not _PROJECT.fullmatch(where):
            raise ValueError(
                f"{where!r} is no project: write its id, as in bigquery:nba-props-platform"
            )
        return bigquery_warehouse(where, named_emulator(os.environ))
    raise ValueError(f"{place!r} is no warehouse: write parquet:DIR or bigquery:PROJECT")
