"""A folder of Parquet as the warehouse: one file or folder per table, named as in BigQuery."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from publishing.adapters.columns import DATE, column_problems, columns_to_read, typed_rows
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
            kinds = {field.name: _kind(field.type) for field in schema}
            found += column_problems(row_type, kinds, str(self._path(row_type)))
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
        columns = columns_to_read(row_type, dataset.schema.names)
        restriction = None
        if game_date is not None and row_type.date_column:
            restriction = pc.field(row_type.date_column) == game_date
        for batch in dataset.to_batches(columns=columns, filter=restriction):
            yield from typed_rows(row_type, batch)

    def _path(self, row_type: type[Row]) -> Path:
        return self.root / f"{row_type.table}.parquet"

    def _dataset(self, row_type: type[Row]) -> Any:
        dataset = ds.dataset(self._path(row_type), format="parquet")
        # A part whose column holds nulls alone does not know the column's type.
        schemas = [part.physical_schema for part in dataset.get_fragments()]
        if len(schemas) < 2:
            return dataset
        return dataset.replace_schema(pa.unify_schemas(schemas, promote_options="permissive"))


def _kind(column_type: Any) -> str:
    return DATE if pa.types.is_date(column_type) else str(column_type)
