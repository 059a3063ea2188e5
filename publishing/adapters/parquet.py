"""A folder of Parquet as the warehouse: one file or folder per table, named as in BigQuery."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from publishing.live.events import Rejection
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
            return [f"the warehouse folder {self.root} does not exist"]
        found = []
        for row_type in (*required, *optional):
            if not self.has(row_type):
                if row_type in required:
                    found.append(f"table {row_type.table} is missing: no {self._path(row_type)}")
                continue
            try:
                schema = self._dataset(row_type).schema
            except (OSError, ValueError) as problem:
                found.append(f"table {row_type.table} cannot be read: {problem}")
                continue
            missing = [name for name in _required_columns(row_type) if name not in schema.names]
            if missing:
                found.append(
                    f"table {row_type.table} lacks {', '.join(missing)} in {self._path(row_type)}"
                )
            dated = row_type.date_column
            if dated in schema.names and not pa.types.is_date(schema.field(dated).type):
                kind = schema.field(dated).type
                found.append(f"column {dated} of table {row_type.table} is {kind}, not a date")
        return found

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
        columns = [name for name in row_type.__struct_fields__ if name in dataset.schema.names]
        restriction = None
        if game_date is not None and row_type.date_column:
            restriction = pc.field(row_type.date_column) == game_date
        whole = _whole_numbers(row_type)
        for batch in dataset.to_batches(columns=columns, filter=restriction):
            for values in batch.to_pylist():
                plain = {name: _plain(value, name in whole) for name, value in values.items()}
                try:
                    yield msgspec.convert(plain, type=row_type, strict=False)
                except msgspec.ValidationError as problem:
                    body = msgspec.json.encode(plain, enc_hook=str)
                    yield Rejection("warehouse", f"{row_type.table}: {problem}", body)

    def _path(self, row_type: type[Row]) -> Path:
        return self.root / f"{row_type.table}.parquet"

    def _dataset(self, row_type: type[Row]) -> Any:
        dataset = ds.dataset(self._path(row_type), format="parquet")
        # A part whose column holds nulls alone does not know the column's type.
        schemas = [part.physical_schema for part in dataset.get_fragments()]
        if len(schemas) < 2:
            return dataset
        return dataset.replace_schema(pa.unify_schemas(schemas, promote_options="permissive"))


def _required_columns(row_type: type[Row]) -> list[str]:
    fields = msgspec.structs.fields(row_type)
    return [field.name for field in fields if field.default is msgspec.NODEFAULT]


def _whole_numbers(row_type: type[Row]) -> set[str]:
    fields = msgspec.structs.fields(row_type)
    return {field.name for field in fields if field.type in (int, int | None)}


def _plain(value: Any, whole: bool) -> Any:
    """NaN and infinities become null (D8); a float keeps its shortest decimal form.

    A whole number that was stored as a float or decimal is one; a time without a zone is UTC.
    """
    if isinstance(value, float):
        value = Decimal(repr(value)) if math.isfinite(value) else None
    if isinstance(value, Decimal):
        if not value.is_finite():
            return None
        return int(value) if whole and value == value.to_integral_value() else value
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    return value
