"""The rows of a run, part by part; a table that cannot be read says so and stops no other."""

from __future__ import annotations

from collections.abc import Iterator

from publishing.adapters.warehouses import TROUBLE, BatchWarehouse
from publishing.live.events import Rejection
from publishing.reads import Part, Read
from publishing.rows import Row
from publishing.run_record import SourceFact


def parts_of(warehouse: BatchWarehouse, read: Read) -> list[Part] | SourceFact:
    """The parts of a read, or why there are none."""
    try:
        return warehouse.parts(read)
    except TROUBLE as problem:
        return SourceFact(read.row_type.table, 0, 0, _said(problem))


def rows_of(warehouse: BatchWarehouse, part: Part) -> Iterator[Row | Rejection | SourceFact]:
    """The part's rows and rejections; at the end what was read, and what went wrong if it did."""
    rows = rejected = 0
    problem = ""
    try:
        for row in warehouse.part_rows(part):
            # An `isinstance` of these types is dear, and this is asked of every row.
            if type(row) is Rejection:
                rejected += 1
            else:
                rows += 1
            yield row
    except TROUBLE as trouble:
        problem = _said(trouble)
    yield SourceFact(part.read.row_type.table, rows, rejected, problem)


def _said(problem: Exception) -> str:
    return f"{type(problem).__name__}: {problem}".partition("\n")[0]
