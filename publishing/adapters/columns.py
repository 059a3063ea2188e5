"""From a table's columns to typed rows: one conversion for every warehouse.

The same values give the same rows (D9), in whatever types and scales a warehouse keeps them.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeVar

import msgspec

from publishing.live.events import Rejection
from publishing.rows import Row

R = TypeVar("R", bound=Row)

DATE = "date"
"""How `column_problems` is told that a column holds dates."""


def column_problems(row_type: type[Row], kinds: Mapping[str, str], place: str) -> list[str]:
    """What the table lacks for the row type, one sentence each; nothing when it has all.

    `kinds` are the table's columns with their types; `place` is where the table is.
    """
    found = []
    missing = [
        field.name
        for field in msgspec.structs.fields(row_type)
        if field.default is msgspec.NODEFAULT and field.name not in kinds
    ]
    if missing:
        found.append(f"table {row_type.table} lacks {', '.join(missing)} in {place}")
    dated = row_type.date_column
    if dated is not None and kinds.get(dated, DATE) != DATE:
        found.append(f"column {dated} of table {row_type.table} is {kinds[dated]}, not a date")
    return found


def columns_to_read(row_type: type[Row], names: Collection[str]) -> list[str]:
    """The row type's columns that the table has."""
    return [name for name in row_type.__struct_fields__ if name in names]


def typed_rows(row_type: type[R], batch: Any) -> Iterator[R | Rejection]:
    """The rows of an Arrow batch; one that does not fit its type comes back as a rejection."""
    fields = msgspec.structs.fields(row_type)
    whole = {field.name for field in fields if field.type in (int, int | None)}
    # A warehouse may answer with its columns in an order of its own.
    names = columns_to_read(row_type, batch.schema.names)
    for values in batch.to_pylist():
        plain = {name: _plain(values[name], name in whole) for name in names}
        try:
            yield msgspec.convert(plain, type=row_type, strict=False)
        except msgspec.ValidationError as problem:
            body = msgspec.json.encode(plain, enc_hook=str)
            yield Rejection("warehouse", f"{row_type.table}: {problem}", body)


def _plain(value: Any, whole: bool) -> Any:
    """NaN and infinities become null (D8); a number keeps its shortest decimal form.

    A whole number that was stored as a float or decimal is one; a time without a zone is UTC.
    """
    if isinstance(value, float):
        value = Decimal(repr(value)) if math.isfinite(value) else None
    if isinstance(value, Decimal):
        if not value.is_finite():
            return None
        return int(value) if whole and value == value.to_integral_value() else _shortest(value)
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    return value


def _shortest(value: Decimal) -> Decimal:
    """Without the zeros that only a column's scale has put there."""
    text = format(value, "f")
    return Decimal(text.rstrip("0").rstrip(".")) if "." in text else value
