"""How many rows a date has, of few columns and nothing else (D29)."""

from __future__ import annotations

from datetime import date, datetime

from publishing.adapters.warehouses import TROUBLE, BatchWarehouse, WarehouseAway
from publishing.reads import Read
from publishing.rows import Prediction, Row

ACTIVE = ("is_active", True)
"""What a prediction must be to count (`live.md` 4.5, 6.6)."""


def count_of(warehouse: BatchWarehouse, row_type: type[Row], day: date, as_of: datetime) -> int:
    """The rows of a date that were there by the as-of, active ones where a row can be inactive.

    WarehouseAway when nobody can say.
    """
    column = row_type.date_column
    assert column is not None, f"{row_type.table} has no dates"
    equals = (ACTIVE,) if issubclass(row_type, Prediction) else ()
    columns = {column, *row_type.stamps, *(name for name, _ in equals)}
    names = tuple(name for name in row_type.__struct_fields__ if name in columns)
    read = Read(row_type, names, day, day, equals, as_of)
    try:
        return sum(
            isinstance(row, row_type)
            for part in warehouse.parts(read)
            for row in warehouse.part_rows(part)
        )
    except TROUBLE as problem:
        raise WarehouseAway(f"{row_type.table} cannot be read: {problem}") from problem
