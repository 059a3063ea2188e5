"""BigQuery's two clients as far as the warehouse uses them, with faults on demand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

import google.cloud.bigquery as bigquery
import pyarrow as pa
from google.api_core import exceptions as google_errors
from google.cloud.bigquery_storage_v1 import types

from publishing.adapters.bigquery import BigQueryWarehouse
from publishing.adapters.bigquery_clients import Clients

PROJECT = "night-school"


class FakeBigQuery:
    """Tables by `dataset.table`: their columns as BigQuery says, and one Arrow table a stream."""

    def __init__(self) -> None:
        self.tables: dict[str, bigquery.Table] = {}
        self.streams: dict[str, Sequence[pa.Table]] = {}
        self.faults: dict[str, list[Exception]] = {}
        self.looked: list[str] = []
        self.sessions: list[dict[str, Any]] = []
        self.opened: list[tuple[str, int]] = []
        self.batch_rows = 1_000_000
        self.schema: bytes | None = None

    def add(
        self,
        name: str,
        columns: Mapping[str, str],
        *streams: pa.Table,
        table_type: str = "TABLE",
    ) -> None:
        """A table with the columns, of which a session reads the streams."""
        reference = dict(
            zip(("projectId", "datasetId", "tableId"), [PROJECT, *name.split(".")], strict=True)
        )
        fields = [
            {"name": column, "type": kind.removesuffix("[]"), "mode": _mode(kind)}
            for column, kind in columns.items()
        ]
        self.tables[name] = bigquery.Table.from_api_repr(
            {"tableReference": reference, "schema": {"fields": fields}, "type": table_type}
        )
        self.streams[name] = streams

    def fail(self, call: str, *problems: Exception) -> None:
        """The next calls of that name raise the problems, one each."""
        self.faults.setdefault(call, []).extend(problems)

    def warehouse(self, patience_seconds: float = 5.0) -> BigQueryWarehouse:
        """The warehouse over these tables."""
        clients = Clients(cast("Any", self), cast("Any", self))
        return BigQueryWarehouse(PROJECT, lambda: clients, patience_seconds)

    def get_table(self, name: str, retry: None, timeout: float) -> bigquery.Table:
        """See the client of that name."""
        self.looked.append(name)
        self._raise("get_table", timeout)
        table = self.tables.get(name.removeprefix(f"{PROJECT}."))
        if table is None:
            raise refusal("NotFound", f"Not found: Table {name}")
        return table

    def create_read_session(
        self,
        parent: str,
        read_session: types.ReadSession,
        max_stream_count: int,
        retry: None,
        timeout: float,
    ) -> types.ReadSession:
        """See the client of that name."""
        self._raise("create_read_session", timeout)
        options = read_session.read_options
        self.sessions.append(
            {
                "parent": parent,
                "table": read_session.table,
                "fields": list(options.selected_fields),
                "restriction": options.row_restriction,
            }
        )
        _, _, _, dataset, _, table = read_session.table.split("/")
        streams = self.streams[f"{dataset}.{table}"]
        schema = streams[0].schema if streams else pa.schema([])
        body = self.schema or schema.serialize().to_pybytes()
        return types.ReadSession(
            arrow_schema=types.ArrowSchema(serialized_schema=body),
            streams=[
                types.ReadStream(name=f"{dataset}.{table}/{n}") for n, _ in enumerate(streams)
            ],
        )

    def read_rows(
        self, name: str, offset: int, retry: None, timeout: float
    ) -> Iterator[types.ReadRowsResponse]:
        """See the client of that name; `next_rows` fails after a batch has come."""
        self._raise("read_rows", timeout)
        self.opened.append((name, offset))
        table, _, number = name.rpartition("/")
        rows = self.streams[table][int(number)].slice(offset)
        for batch in rows.to_batches(max_chunksize=self.batch_rows):
            body = batch.serialize().to_pybytes()
            yield types.ReadRowsResponse(
                arrow_record_batch=types.ArrowRecordBatch(serialized_record_batch=body),
                row_count=batch.num_rows,
            )
            self._raise("next_rows", timeout)

    def _raise(self, call: str, timeout: float) -> None:
        assert 0 < timeout <= 60, f"{call} has no limit"
        if self.faults.get(call):
            raise self.faults[call].pop(0)


def refusal(name: str, text: str, reason: str | None = None) -> Exception:
    """One of google.api_core's errors, which come without types; a reason as REST gives it."""
    kind: Any = getattr(google_errors, name)
    problem: Exception = kind(text, errors=[{"reason": reason}] if reason else ())
    return problem


def _mode(kind: str) -> str:
    return "REPEATED" if kind.endswith("[]") else "NULLABLE"
