"""What a run reads of each table: columns, dates and values, from what its exports declare.

One read per table and run: the reads of several exports and dates become one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from publishing.calendar import FIRST_DATE, days_before, season_start
from publishing.moved_games import DAYS_AHEAD, DAYS_BACK
from publishing.rows import Row

AHEAD_DAYS = 14
"""How far ahead a player's next game is looked for; longer than the All-Star break."""


class Window(Enum):
    """Which dates of a table a document of date D is made from (D25).

    All but AHEAD and AROUND, which know what is planned, end with D.
    """

    ON_DATE = "the date"
    AHEAD = "the date and what is planned after it"
    AROUND = "the date and those that its games may be moved to"
    WEEK = "7 days"
    MONTH = "30 days"
    TWO_MONTHS = "60 days"
    QUARTER = "90 days"
    SEASON = "the season"
    YEAR = "365 days"
    HISTORY = "all before"

    def first(self, game_date: date) -> date:
        """The first date of the window."""
        if self in _DAYS:
            return days_before(game_date, _DAYS[self])
        # BigQuery refuses some tables without a date, so that even all of it begins somewhere.
        return season_start(game_date) if self is Window.SEASON else FIRST_DATE

    def last(self, game_date: date) -> date:
        """The last date of the window."""
        return days_before(game_date, -_AHEAD_DAYS.get(self, 0))


_DAYS = {
    Window.ON_DATE: 0,
    Window.AHEAD: 0,
    Window.AROUND: DAYS_BACK,
    Window.WEEK: 7,
    Window.MONTH: 30,
    Window.TWO_MONTHS: 60,
    Window.QUARTER: 90,
    Window.YEAR: 365,
}
"""Days before the date at which a window begins."""

_AHEAD_DAYS = {Window.AHEAD: AHEAD_DAYS, Window.AROUND: DAYS_AHEAD}
"""Days after the date at which a window ends."""


Value = str | bool


@dataclass(frozen=True, slots=True)
class Input:
    """One table of an export: the columns that it uses, and the rows.

    `champion` keeps the champion system's rows, `equals` those with these values.
    """

    row_type: type[Row]
    columns: tuple[str, ...]
    window: Window
    champion: bool = False
    equals: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """One read of a table. `first` and `last` are both inside; None for an undated table.

    A row with a stamp after `as_of` is not read (D25).
    """

    row_type: type[Row]
    columns: tuple[str, ...]
    first: date | None
    last: date | None
    equals: tuple[tuple[str, Value], ...]
    as_of: datetime


@dataclass(frozen=True, slots=True)
class Part:
    """A share of a read that one worker can do alone; `name` and `schema` are its warehouse's."""

    read: Read
    name: str
    schema: bytes = b""


def is_known(row: Row, as_of: datetime) -> bool:
    """Whether a row was there by the as-of: none of its stamps is later (D25)."""
    stamps = (getattr(row, name) for name in type(row).stamps)
    return all(stamp is None or stamp <= as_of for stamp in stamps)


def wanted_rows(rows: Iterable[Row], read: Read) -> list[Row]:
    """Those of a table's rows that the read would give, in their order."""
    column, first, last = read.row_type.date_column, read.first, read.last
    dated = column is not None and first is not None and last is not None
    return [
        row
        for row in rows
        if (not dated or first <= getattr(row, str(column)) <= last)
        and all(getattr(row, name) == value for name, value in read.equals)
        and is_known(row, read.as_of)
    ]


def read_of_player(read: Read, player_lookup: str) -> Read:
    """The same read, of one player's rows alone."""
    return replace(read, equals=tuple(sorted({*read.equals, ("player_lookup", player_lookup)})))


Wanted = tuple[Input, tuple[date, ...]]
"""An input and the dates that it is read for."""


def reads_of(wanted: Iterable[Wanted], as_of: datetime, champion: str) -> tuple[Read, ...]:
    """One read per table for all inputs and their dates, in order of table name."""
    by_table: dict[type[Row], list[Wanted]] = {}
    for one in wanted:
        by_table.setdefault(one[0].row_type, []).append(one)
    return tuple(
        _read(row_type, found, as_of, champion)
        for row_type, found in sorted(by_table.items(), key=lambda item: item[0].table)
    )


def _read(row_type: type[Row], wanted: list[Wanted], as_of: datetime, champion: str) -> Read:
    used = {name for one, _ in wanted for name in one.columns} | set(row_type.stamps)
    if row_type.date_column:
        used.add(row_type.date_column)
    conditions = [
        {*one.equals, *((("system_id", champion),) if one.champion else ())} for one, _ in wanted
    ]
    dated = row_type.date_column is not None
    # Only what every input leaves out may be left out.
    shared = set.intersection(*conditions)
    return Read(
        row_type,
        tuple(name for name in row_type.__struct_fields__ if name in used),
        min(one.window.first(min(dates)) for one, dates in wanted) if dated else None,
        max(one.window.last(max(dates)) for one, dates in wanted) if dated else None,
        tuple(sorted(shared)),
        as_of,
    )
