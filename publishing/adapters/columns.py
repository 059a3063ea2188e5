"""From a table's columns to typed rows: one conversion for every warehouse.

The same values give the same rows (D9), in whatever types and scales a warehouse keeps them.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar, get_args

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from publishing.adapters.extremes import extreme_places
from publishing.limits import fault_of
from publishing.live.events import Rejection
from publishing.reads import Read, is_known
from publishing.rows import Row

R = TypeVar("R", bound=Row)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

DATE = "date"
"""How `column_problems` is told that a column holds dates."""


def column_problems(
    row_type: type[Row],
    kinds: Mapping[str, str],
    place: str,
    mend: Callable[[Sequence[str]], str],
    wanted: Collection[str] | None = None,
) -> list[str]:
    """What the table lacks for the row type and how to mend it, one sentence each; else nothing.

    `kinds` are the table's columns with their types; `place` is where the table is. `mend` says
    what adds missing columns.
    """
    found = []
    missing = [name for name in needed_columns(row_type, wanted) if name not in kinds]
    if missing:
        names = ", ".join(missing)
        found.append(f"table {row_type.table} lacks {names} in {place}: {mend(missing)}")
    dated = row_type.date_column
    if dated is not None and kinds.get(dated, DATE) != DATE:
        found.append(
            f"column {dated} of table {row_type.table} is {kinds[dated]}, not a date: "
            "write it as DATE"
        )
    return found


def needed_columns(row_type: type[Row], wanted: Collection[str] | None = None) -> list[str]:
    """The columns that the table must have: without `wanted` the fields without a default; of
    those wanted, all but the optional.
    """
    return [
        field.name
        for field in msgspec.structs.fields(row_type)
        if (
            field.default is msgspec.NODEFAULT
            if wanted is None
            else field.name in wanted and field.name not in row_type.optional
        )
    ]


def columns_to_read(
    row_type: type[Row], names: Collection[str], wanted: Collection[str] | None = None
) -> list[str]:
    """The row type's columns that the table has; of these the wanted ones, if any are named."""
    return [
        name
        for name in row_type.__struct_fields__
        if name in names and (wanted is None or name in wanted)
    ]


def typed_rows(
    row_type: type[R], batch: Any, wanted: Collection[str] | None = None
) -> Iterator[R | Rejection]:
    """The rows of an Arrow batch; one that does not fit its type comes back as a rejection.

    Without `wanted` every field is; one that is not wanted holds its default, or None. With it
    a value that no league has does not fit either (`publishing.limits`).
    """
    fields = tuple(row_type.__struct_fields__) if wanted is None else tuple(sorted(wanted))
    # A warehouse may answer with its columns in an order of its own.
    names = columns_to_read(row_type, batch.schema.names, fields)
    shape = _shape(row_type)
    columns = {
        name: _plain_column(batch.column(name), shape.kinds[name] is Kind.WHOLE) for name in names
    }
    limited = wanted is not None
    careful = functools.partial(_checked, row_type, _checks(row_type, fields), columns, limited)
    doubtful = _doubtful(shape, fields, batch, columns)
    if doubtful is None:
        yield from (careful(place) for place in range(batch.num_rows))
        return
    if limited:
        doubtful |= {
            place
            for name in names
            for place in extreme_places(name, batch.column(name), columns[name])
        }
    values = (
        columns[name] if name in columns else itertools.repeat(shape.unread[name], batch.num_rows)
        for name in row_type.__struct_fields__
    )
    rows = map(row_type, *values)
    if not doubtful:
        yield from rows
        return
    for place, row in enumerate(rows):
        yield careful(place) if place in doubtful else row


def may_be_later(batch: Any, read: Read) -> bool:
    """Whether a stamp of the batch may be after the read's as-of; else no row need be looked at."""
    as_of = (read.as_of - _EPOCH) // timedelta(microseconds=1)
    stamps = [batch.column(name) for name in read.row_type.stamps if name in batch.schema.names]
    if not all(pa.types.is_timestamp(column.type) for column in stamps):
        return True
    newest = (_micros(pc.max(column)).as_py() for column in stamps)
    return any(micros is not None and micros > as_of for micros in newest)


def known_rows(rows: Iterable[R | Rejection], read: Read) -> Iterator[R | Rejection]:
    """What was there by the read's as-of (D25), and every rejection."""
    if not read.row_type.stamps:
        yield from rows
        return
    for row in rows:
        if isinstance(row, Rejection) or is_known(row, read.as_of):
            yield row


class Kind(Enum):
    """What a field holds."""

    WHOLE = "whole"
    NUMBER = "number"
    NUMBERS = "numbers"
    TEXT = "text"
    FLAG = "flag"
    DAY = "day"
    INSTANT = "instant"
    OTHER = "other"


_KINDS = {
    int: Kind.WHOLE,
    Decimal: Kind.NUMBER,
    tuple[Decimal | None, ...]: Kind.NUMBERS,
    str: Kind.TEXT,
    bool: Kind.FLAG,
    date: Kind.DAY,
    datetime: Kind.INSTANT,
}


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a row type's fields hold; `unread` stands for a column that was not read."""

    kinds: dict[str, Kind]
    needed: frozenset[str]
    unread: dict[str, Any]


@functools.cache
def _shape(row_type: type[Row]) -> _Shape:
    kinds, needed, unread = {}, set(), {}
    for field in msgspec.structs.fields(row_type):
        members = set(get_args(field.type)) or {field.type}
        said = members - {type(None)}
        kinds[field.name] = _KINDS.get(said.pop(), Kind.OTHER) if len(said) == 1 else Kind.OTHER
        if type(None) not in members:
            needed.add(field.name)
        unread[field.name] = None if field.default is msgspec.NODEFAULT else field.default
    return _Shape(kinds, frozenset(needed), unread)


def kind_of(row_type: type[Row], name: str) -> Kind:
    """What the row type's field holds."""
    return _shape(row_type).kinds[name]


@functools.cache
def _checks(row_type: type[Row], wanted: tuple[str, ...]) -> type[msgspec.Struct]:
    """A row of the wanted columns alone, to hold values against."""
    fields = [
        (field.name, field.type)
        if field.default is msgspec.NODEFAULT
        else (field.name, field.type, field.default)
        for field in msgspec.structs.fields(row_type)
        if field.name in wanted
    ]
    return msgspec.defstruct(row_type.__name__, fields, kw_only=True)


def _checked(
    row_type: type[R],
    checks: type[msgspec.Struct],
    columns: Mapping[str, Sequence[Any]],
    limited: bool,
    place: int,
) -> R | Rejection:
    read = {name: values[place] for name, values in columns.items()}
    try:
        fitting = msgspec.structs.asdict(msgspec.convert(read, type=checks, strict=False))
        fault = fault_of(fitting) if limited else None
    except msgspec.ValidationError as problem:
        fault = str(problem)
    if fault is not None:
        body = msgspec.json.encode(read, enc_hook=str)
        return Rejection("warehouse", f"{row_type.table}: {fault}", body)
    return row_type(**_shape(row_type).unread | fitting)


def _doubtful(
    shape: _Shape, wanted: Collection[str], batch: Any, columns: Mapping[str, list[Any]]
) -> frozenset[int] | None:
    """The places whose row may not fit its type; None when the table's own types do not."""
    found: set[int] = set()
    for name in wanted:
        if name not in columns:
            if name in shape.needed:
                return None
            continue
        if not _fits(shape.kinds[name], _value_type(batch.schema.field(name).type)):
            return None
        if name in shape.needed and None in columns[name]:
            found.update(place for place, value in enumerate(columns[name]) if value is None)
        if isinstance(columns[name], _Undecoded):
            found.update(p for p, value in enumerate(columns[name]) if isinstance(value, bytes))
    return frozenset(found)


def _fits(kind: Kind, column_type: Any) -> bool:
    """Whether every value of an Arrow type is one of the field's."""
    tests = {
        Kind.WHOLE: pa.types.is_integer,
        Kind.TEXT: pa.types.is_string,
        Kind.FLAG: pa.types.is_boolean,
        Kind.DAY: pa.types.is_date32,
        Kind.INSTANT: pa.types.is_timestamp,
    }
    if kind is Kind.NUMBERS:
        return _is_list(column_type) and _fits(Kind.NUMBER, column_type.value_type)
    if kind is Kind.NUMBER:
        return bool(pa.types.is_decimal(column_type) or pa.types.is_floating(column_type))
    return kind in tests and bool(tests[kind](column_type))


def _value_type(column_type: Any) -> Any:
    """What the column's values are, whether or not equal ones are kept once."""
    return column_type.value_type if pa.types.is_dictionary(column_type) else column_type


def _plain_column(column: Any, whole: bool) -> list[Any]:
    """The column's values as `_plain` gives them; those that come often are made once."""
    kind = _value_type(column.type)
    if not any(comes_often(kind) for comes_often in _COME_OFTEN):
        return list(_lists(column)) if _is_list(kind) else column.to_pylist()
    encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    try:
        made = [_plain(value, whole) for value in _values(encoded.dictionary)]
    except UnicodeDecodeError:
        texts = encoded.dictionary_decode().cast(pa.binary())
        return _Undecoded(map(_text, texts.to_pylist()))
    held = np.empty(len(made) + 1, dtype=object)
    held[:-1] = made
    # The last stands where there is none.
    places = encoded.indices.fill_null(len(made)).to_numpy(zero_copy_only=False)
    values: list[Any] = held.take(places).tolist()
    return values


_COME_OFTEN = (
    pa.types.is_string,
    pa.types.is_integer,
    pa.types.is_date32,
    pa.types.is_timestamp,
    pa.types.is_decimal,
    pa.types.is_floating,
)
"""Kinds that are dear to make, and that a table has few different values of."""


def _is_list(kind: Any) -> bool:
    return bool(pa.types.is_list(kind) or pa.types.is_large_list(kind))


def _lists(column: Any) -> Iterator[tuple[Any, ...] | None]:
    values = iter(_plain_column(column.flatten(), False))
    for length in pc.list_value_length(column).to_pylist():
        yield None if length is None else tuple(itertools.islice(values, length))


def _values(column: Any) -> list[Any]:
    if pa.types.is_timestamp(column.type):
        # Arrow's own way to a datetime looks its zone up for every value.
        return [_instant(value) for value in _micros(column).to_pylist()]
    values: list[Any] = column.to_pylist()
    return values


class _Undecoded(list[Any]):
    """A column of texts of which some are no UTF-8: these are bytes."""


def _text(value: bytes | None) -> str | bytes | None:
    try:
        return value if value is None else value.decode()
    except UnicodeDecodeError:
        return value


def _micros(stamps: Any) -> Any:
    """Arrow instants as microseconds since 1970."""
    return stamps.cast(pa.timestamp("us", "UTC"), safe=False).cast(pa.int64())


def _instant(micros: int) -> datetime | None:
    try:
        return _EPOCH + timedelta(microseconds=micros)
    except OverflowError:
        # No calendar has it.
        return None


def _plain(value: Any, whole: bool) -> Any:
    """NaN and infinities become null (D8); a number keeps its shortest decimal form.

    A whole number that was stored as a float or decimal is one.
    """
    if isinstance(value, float):
        value = Decimal(repr(value)) if math.isfinite(value) else None
    if isinstance(value, Decimal):
        if not value.is_finite():
            return None
        return int(value) if whole and value == value.to_integral_value() else _shortest(value)
    return value


def _shortest(value: Decimal) -> Decimal:
    """Without the zeros that only a column's scale has put there."""
    text = format(value, "f")
    return Decimal(text.rstrip("0").rstrip(".")) if "." in text else value
