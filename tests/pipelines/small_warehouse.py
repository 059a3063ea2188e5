"""A few rows as a folder of Parquet, in as many parts and in whatever order a test wants."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from publishing.rows import Row
from tests.pipelines.small_games import Values
from tests.pipelines.small_league import Rows

NOT_READ = "loaded_by"
"""A column of every table that no export knows."""

_TYPES = {
    str: pa.string(),
    int: pa.int64(),
    bool: pa.bool_(),
    date: pa.date32(),
    datetime: pa.timestamp("us", "UTC"),
    Decimal: pa.decimal128(9, 3),
}


def schema_of(row_type: type[Row]) -> Any:
    """The Arrow schema of a row type's table, with a column that nobody reads."""
    fields = {field.name: _arrow(field.type) for field in msgspec.structs.fields(row_type)}
    return pa.schema({**fields, NOT_READ: pa.string()})


def table_of(row_type: type[Row], rows: Iterable[Values]) -> Any:
    """The rows as an Arrow table; a column that a row does not name is null."""
    return pa.Table.from_pylist(list(rows), schema_of(row_type))


def place_of(row_type: type[Row], folder: Path) -> Path:
    """Where a table is in a warehouse's folder."""
    return folder / f"{row_type.table}.parquet"


def write(rows: Rows, folder: Path) -> Path:
    """Every table as one file; the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for row_type, found in rows.items():
        pq.write_table(table_of(row_type, found), place_of(row_type, folder))
    return folder


def write_shuffled(rows: Rows, folder: Path, seed: int) -> Path:
    """Every table as one to four files of small row groups, its rows in another order."""
    chance = random.Random(seed)
    for row_type, found in rows.items():
        mixed, parts = chance.sample(found, len(found)), chance.randint(1, 4)
        place = place_of(row_type, folder)
        place.mkdir(parents=True)
        for part in range(parts):
            table = table_of(row_type, mixed[part::parts])
            size = len(found) // chance.randint(2, 6) + 1
            pq.write_table(table, place / f"part-{part}.parquet", row_group_size=size)
    return folder


def break_pages(file: Path) -> None:
    """Spoils the data of a Parquet file; its footer still promises all of its rows."""
    body = bytearray(file.read_bytes())
    footer = len(body) - 8 - int.from_bytes(body[-8:-4], "little")
    body[4:footer] = b"\xff" * (footer - 4)
    file.write_bytes(body)
    assert pq.read_metadata(file).num_rows


def _arrow(kind: Any) -> Any:
    (said,) = {*(get_args(kind) or (kind,))} - {type(None)}
    return _TYPES.get(said) or pa.list_(pa.float64())
