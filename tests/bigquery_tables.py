"""Tables of a BigQuery emulator, made and filled through the official client."""

from __future__ import annotations

import functools
import io
from pathlib import Path
from typing import Any

import google.cloud.bigquery as bigquery
import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from publishing.adapters.bigquery import BigQueryWarehouse
from publishing.adapters.bigquery_clients import Emulator, connected

REQUEST_SECONDS = 30.0

_TYPES = {
    "string": "STRING",
    "int64": "INTEGER",
    "double": "FLOAT",
    "bool": "BOOLEAN",
    "date32[day]": "DATE",
    "timestamp[us, tz=UTC]": "TIMESTAMP",
    "timestamp[us]": "DATETIME",
}

_DAYS = {
    ("game_date", "DATE"),
    ("analysis_date", "DATE"),
    ("report_date", "DATE"),
    ("published_at", "TIMESTAMP"),
}
"""Columns that the warehouse's tables are partitioned by."""


class Tables:
    """The tables of one project; every project of an emulator is empty at first."""

    def __init__(self, emulator: Emulator, project: str) -> None:
        self.project = project
        self._connect = functools.partial(connected, project, emulator)
        self.client = self._connect().tables

    def warehouse(self, patience_seconds: float = 5.0) -> BigQueryWarehouse:
        """The project as a warehouse, with little patience."""
        return BigQueryWarehouse(self.project, self._connect, patience_seconds)

    def load_folder(self, folder: Path) -> None:
        """Every `dataset.table.parquet` of the folder, with BigQuery's types for its columns."""
        for file in sorted(folder.glob("*.parquet")):
            self.load(file.stem, pq.read_table(file))

    def load(self, name: str, rows: pa.Table) -> None:
        """One table, by day when it has a column for it; `name` is `dataset.table`."""
        schema = [_field(field) for field in rows.schema]
        table = bigquery.Table(f"{self.project}.{name}", schema=schema)
        day = next(
            (field.name for field in schema if (field.name, field.field_type) in _DAYS), None
        )
        if day is not None:
            table.time_partitioning = bigquery.TimePartitioning(field=day)
        self.make(table)
        lines = b"\n".join(map(_line, rows.to_pylist()))
        # Nothing is loaded into a table that is not there yet, nor from a body of known size.
        self.client.load_table_from_file(
            io.BytesIO(lines),
            table.reference,
            job_config=bigquery.LoadJobConfig(
                source_format=bigquery.SourceFormat.NEWLINE_DELIMITED_JSON, schema=schema
            ),
            timeout=REQUEST_SECONDS,
        ).result(timeout=REQUEST_SECONDS)

    def make(self, table: bigquery.Table) -> None:
        """A table or view, with its dataset."""
        self.client.create_dataset(table.dataset_id, exists_ok=True, timeout=REQUEST_SECONDS)
        self.client.create_table(table, timeout=REQUEST_SECONDS)

    def run(self, statement: str) -> None:
        """One SQL statement."""
        self.client.query(statement, timeout=REQUEST_SECONDS).result(timeout=REQUEST_SECONDS)


def _field(field: Any) -> bigquery.SchemaField:
    if pa.types.is_list(field.type):
        return bigquery.SchemaField(field.name, _kind(field.type.value_type), mode="REPEATED")
    return bigquery.SchemaField(field.name, _kind(field.type))


def _kind(column_type: Any) -> str:
    return "NUMERIC" if pa.types.is_decimal(column_type) else _TYPES[str(column_type)]


def _line(values: dict[str, Any]) -> bytes:
    return msgspec.json.encode(values)
