"""A warehouse in memory whose rows are there when they came, and not before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TypeVar

from publishing.live.events import Rejection
from publishing.reads import Part, Read, is_known
from publishing.rows import Row
from publishing.store import Unavailable
from tests.weeks.rows import Timed

R = TypeVar("R", bound=Row)


class TimedWarehouse:
    """Implements `BatchWarehouse`. While it is `away` no row can be had."""

    def __init__(self, now: Callable[[], datetime], rows: Iterable[Timed]) -> None:
        self.away = False
        self._now = now
        self._tables: defaultdict[type[Row], defaultdict[date | None, list[Timed]]]
        self._tables = defaultdict(lambda: defaultdict(list))
        for one in rows:
            column = type(one.row).date_column
            day = getattr(one.row, column) if column else None
            self._tables[type(one.row)][day].append(one)

    def problems(
        self, required: Sequence[type[Row]], optional: Sequence[type[Row]] = ()
    ) -> list[str]:
        return ["the warehouse is away"] if self.away else []

    def read_problems(self, reads: Sequence[Read]) -> list[str]:
        return self.problems(())

    def has(self, row_type: type[Row]) -> bool:
        self._require()
        return row_type in self._tables

    def rows(self, row_type: type[R], game_date: date | None = None) -> Iterator[R | Rejection]:
        self._require()
        wanted = game_date if row_type.date_column else None
        for row in self._there(row_type, wanted, wanted):
            assert isinstance(row, row_type)
            yield row

    def parts(self, read: Read) -> list[Part]:
        self._require()
        return [Part(read, read.row_type.table)]

    def part_rows(self, part: Part) -> Iterator[Row | Rejection]:
        self._require()
        read = part.read
        for row in self._there(read.row_type, read.first, read.last):
            if is_known(row, read.as_of) and all(
                getattr(row, name) == value for name, value in read.equals
            ):
                yield row

    def _there(self, row_type: type[Row], first: date | None, last: date | None) -> Iterator[Row]:
        now = self._now()
        for day, found in self._tables[row_type].items():
            if day is None or ((first is None or first <= day) and (last is None or day <= last)):
                for one in found:
                    if one.there_at <= now:
                        yield one.row

    def _require(self) -> None:
        if self.away:
            raise Unavailable("the warehouse is away")
