"""A folder of Parquet as the warehouse: one file or folder per table, named as in BigQuery."""

from __future__ import annotations

import functools
import operator
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
from pyarrow.fs import LocalFileSystem

from publishing.adapters.columns import (
    DATE,
    column_problems,
    columns_to_read,
    known_rows,
    may_be_later,
    typed_rows,
)
from publishing.live.events import Rejection
from publishing.reads import Part, Read
from publishing.rows import Row

R = TypeVar("R", bound=Row)


class ParquetWarehouse:
    """Typed rows from `{root}/{dataset.table}.parquet`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def problems(
        self, required: Sequence[type[Row]], optional: Sequence[type[Row]] = ()
    ) -> list[str]:
        """Every missing table and column, one sentence each; nothing when all is there."""
        if not self.root.is_dir():
            return [self._absent()]
        found = []
        for row_type in (*required, *optional):
            found += self._table_problems(row_type, row_type in required)
        return found

    def read_problems(self, reads: Sequence[Read]) -> list[str]:
        """Every table and column that the reads lack, one sentence each."""
        if not self.root.is_dir():
            return [self._absent()]
        found = []
        for read in reads:
            found += self._table_problems(read.row_type, True, read.columns)
        return found

    def parts(self, read: Read) -> list[Part]:
        """The read's row groups, each a part; OSError or ValueError when they cannot be had."""
        if not self.has(read.row_type):
            return []
        dataset = self._dataset(read.row_type)
        wanted = _restriction(read, dataset.schema)
        used = {*read.columns, *(name for name, _ in read.equals)}
        schema = pa.schema([_shared(field) for field in dataset.schema if field.name in used])
        # A part says its types itself: whoever reads it need not open the whole table again.
        types = schema.serialize().to_pybytes()
        return [
            Part(read, f"{group.path}#{group.row_groups[0].id}", types)
            for fragment in dataset.get_fragments(filter=wanted)
            for group in fragment.split_by_row_group(filter=wanted, schema=dataset.schema)
        ]

    def part_rows(self, part: Part) -> Iterator[Row | Rejection]:
        """The part's rows that were there by the as-of; one that does not fit is a rejection."""
        read = part.read
        schema = pa.ipc.read_schema(pa.py_buffer(part.schema))
        path, _, group = part.name.rpartition("#")
        texts = [field.name for field in schema if pa.types.is_dictionary(field.type)]
        fragment = ds.ParquetFileFormat(dictionary_columns=texts).make_fragment(
            path, LocalFileSystem(), None, [int(group)]
        )
        batches = fragment.to_batches(schema=schema, filter=_restriction(read, schema))
        for batch in batches:
            rows = typed_rows(read.row_type, batch, read.columns)
            yield from known_rows(rows, read) if may_be_later(batch, read) else rows

    def mark(self, row_types: Sequence[type[Row]]) -> tuple[object, ...]:
        """What is another whenever a file of the tables is; OSError when they cannot be seen."""
        found: list[object] = []
        for path in map(self._path, row_types):
            for file in sorted(path.rglob("*.parquet")) if path.is_dir() else [path]:
                seen = file.stat()
                found.append((str(file), seen.st_ino, seen.st_size, seen.st_mtime_ns))
        return tuple(found)

    def has(self, row_type: type[Row]) -> bool:
        """Whether the table is there."""
        return self._path(row_type).exists()

    def rows(self, row_type: type[R], game_date: date | None = None) -> Iterator[R | Rejection]:
        """The table's rows, of one date when the type has a date column; none without the table.

        A row that does not fit its type comes back as a rejection.
        """
        if not self.has(row_type):
            return
        dataset = self._dataset(row_type)
        columns = columns_to_read(row_type, dataset.schema.names)
        restriction = None
        if game_date is not None and row_type.date_column:
            restriction = pc.field(row_type.date_column) == game_date
        for batch in dataset.to_batches(columns=columns, filter=restriction):
            yield from typed_rows(row_type, batch)

    def _absent(self) -> str:
        return f"the warehouse folder {self.root} does not exist: write another one"

    def _table_problems(
        self, row_type: type[Row], needed: bool, wanted: Collection[str] | None = None
    ) -> list[str]:
        if not self.has(row_type):
            path = self._path(row_type)
            missing = f"table {row_type.table} is missing: no {path}: write it there"
            return [missing] if needed else []
        try:
            schema = self._dataset(row_type).schema
        except (OSError, ValueError, pa.ArrowException) as problem:
            said = str(problem).partition("\n")[0]
            mends = "grant reading it" if isinstance(problem, PermissionError) else "write it anew"
            return [f"table {row_type.table} cannot be read: {said}: {mends}"]
        kinds = {field.name: _kind(field.type) for field in schema}
        return column_problems(
            row_type, kinds, str(self._path(row_type)), lambda _: "write it with them", wanted
        )

    def _path(self, row_type: type[Row]) -> Path:
        return self.root / f"{row_type.table}.parquet"

    def _dataset(self, row_type: type[Row]) -> Any:
        dataset = ds.dataset(self._path(row_type), format="parquet")
        # A part whose column holds nulls alone does not know the column's type.
        schemas = [part.physical_schema for part in dataset.get_fragments()]
        if len(schemas) < 2:
            return dataset
        return dataset.replace_schema(pa.unify_schemas(schemas, promote_options="permissive"))


def _restriction(read: Read, schema: Any) -> Any:
    """The read's dates and values as a filter; None when it wants every row."""
    terms = [pc.field(name) == value for name, value in read.equals]
    column = read.row_type.date_column
    if column and read.first is not None and read.last is not None:
        kind = schema.field(column).type
        terms.append(pc.field(column) >= pa.scalar(read.first, kind))
        terms.append(pc.field(column) <= pa.scalar(read.last, kind))
    return functools.reduce(operator.and_, terms) if terms else None


def _shared(field: Any) -> Any:
    """A column of texts as Parquet keeps it: each text once, and where it stands."""
    if not pa.types.is_string(field.type):
        return field
    return field.with_type(pa.dictionary(pa.int32(), pa.string()))


def _kind(column_type: Any) -> str:
    return DATE if pa.types.is_date(column_type) else str(column_type)
