"""BigQuery as the warehouse: base tables, read with the Storage Read API.

Columns and dates are cut in BigQuery, so that only what is read is paid for.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, date
from typing import TypeVar

import google.cloud.bigquery as bigquery
from google.api_core import exceptions as google_errors
from google.api_core.retry import Retry
from google.cloud.bigquery_storage_v1 import types

from publishing.adapters.bigquery_clients import Clients, Emulator, connected
from publishing.adapters.bigquery_errors import TROUBLE, Unreachable, is_passing, unavailable
from publishing.adapters.bigquery_fixes import add_columns, create_table
from publishing.adapters.bigquery_stream import ReadStream
from publishing.adapters.columns import (
    DATE,
    column_problems,
    columns_to_read,
    known_rows,
    may_be_later,
    needed_columns,
    typed_rows,
)
from publishing.adapters.granting import member
from publishing.live.events import Rejection
from publishing.reads import Part, Read
from publishing.rows import Row
from publishing.store import Unavailable

REQUEST_SECONDS = 20.0
"""One request's limit."""

PATIENCE_SECONDS = 30.0
"""How long a request is repeated while BigQuery is busy or away."""

STREAMS = 16
"""Into how many parts BigQuery may cut a batch run's read of one table."""

_VIEWS = ("VIEW", "MATERIALIZED_VIEW")

# Before the first game of all: a session for it reads nothing.
_NO_GAMES = date(1900, 1, 1)

R = TypeVar("R", bound=Row)
T = TypeVar("T")


def bigquery_warehouse(project: str, emulator: Emulator | None = None) -> BigQueryWarehouse:
    """The warehouse of a project, at Google or in an emulator; it connects when it is asked."""
    return BigQueryWarehouse(project, functools.partial(connected, project, emulator))


class BigQueryWarehouse:
    """Typed rows from `{project}.{dataset.table}`.

    Unavailable, with a sentence, is raised for a table that cannot be read, or not to its end.
    """

    def __init__(
        self,
        project: str,
        connect: Callable[[], Clients],
        patience_seconds: float = PATIENCE_SECONDS,
    ) -> None:
        self.project = project
        self._connect = connect
        self._retry = Retry(
            predicate=is_passing, initial=0.2, maximum=8.0, timeout=patience_seconds
        )

    def problems(
        self, required: Sequence[type[Row]], optional: Sequence[type[Row]] = ()
    ) -> list[str]:
        """Every missing table, column and right, one sentence each; nothing when all is there."""
        found: list[str] = []
        for row_type in (*required, *optional):
            try:
                found += self._problems_of(row_type, row_type in required)
            except Unreachable as problem:
                return [*found, str(problem)]
            except Unavailable as problem:
                found.append(str(problem))
        return list(dict.fromkeys(found))

    def read_problems(self, reads: Sequence[Read]) -> list[str]:
        """Every table, column and right that the reads lack, one sentence each."""
        found: list[str] = []
        for read in reads:
            try:
                found += self._problems_of(read.row_type, True, read)
            except Unreachable as problem:
                return [*found, str(problem)]
            except Unavailable as problem:
                found.append(str(problem))
        return list(dict.fromkeys(found))

    def parts(self, read: Read) -> list[Part]:
        """The streams of one read session; Unavailable when the table cannot be read."""
        table = self._table(read.row_type)
        if table is None:
            raise Unavailable(f"table {read.row_type.table} is missing in project {self.project}")
        columns = columns_to_read(read.row_type, _kinds(table), read.columns)
        session = self._open(read.row_type, columns, restriction_of(read, _kinds(table)), STREAMS)
        schema = session.arrow_schema.serialized_schema
        return [Part(read, stream.name, schema) for stream in session.streams]

    def part_rows(self, part: Part) -> Iterator[Row | Rejection]:
        """The stream's rows that were there by the as-of; one that does not fit is a rejection."""
        read = part.read
        stream = ReadStream(self._clients.reads, part.name, part.schema)
        while (batch := self._ask(read.row_type, stream.next)) is not None:
            rows = typed_rows(read.row_type, batch, read.columns)
            yield from known_rows(rows, read) if may_be_later(batch, read) else rows

    def has(self, row_type: type[Row]) -> bool:
        """Whether the table is there."""
        return self._table(row_type) is not None

    def rows(self, row_type: type[R], game_date: date | None = None) -> Iterator[R | Rejection]:
        """The table's rows, of one date when the type has a date column; none without the table.

        They come in no order. A row that does not fit its type comes back as a rejection.
        """
        table = self._table(row_type)
        if table is None:
            return
        dated = row_type.date_column if game_date is not None else None
        undated = dated is not None and _kinds(table).get(dated) != DATE
        if undated or table.table_type in _VIEWS:
            raise Unavailable("; ".join(self._faults(row_type, table)))
        session = self._session(row_type, table, game_date)
        for stream in session.streams:
            schema = session.arrow_schema.serialized_schema
            part = ReadStream(self._clients.reads, stream.name, schema)
            while (batch := self._ask(row_type, part.next)) is not None:
                yield from typed_rows(row_type, batch)

    def _problems_of(
        self, row_type: type[Row], needed: bool, read: Read | None = None
    ) -> list[str]:
        table = self._table(row_type)
        if table is None:
            wanted = needed_columns(row_type, read.columns if read else None)
            make = create_table(self.project, row_type, wanted)
            missing = (
                f"table {row_type.table} is missing in project {self.project}: load it, write "
                f"another project, or make it empty: {make}"
            )
            return [missing] if needed else []
        found = self._faults(row_type, table, read.columns if read else None)
        if not found:
            # Only a session shows whether the rows may be read; nothing is read from it.
            self._session(row_type, table, _NO_GAMES, read.columns if read else None)
        return found

    def _faults(
        self,
        row_type: type[Row],
        table: bigquery.Table,
        wanted: Collection[str] | None = None,
    ) -> list[str]:
        if table.table_type in _VIEWS:
            return [
                f"{row_type.table} in project {self.project} is a view, and the Storage Read API "
                "reads no views: put a table in its place"
            ]
        return column_problems(
            row_type,
            _kinds(table),
            f"project {self.project}",
            functools.partial(add_columns, self.project, row_type),
            wanted,
        )

    def _table(self, row_type: type[Row]) -> bigquery.Table | None:
        def request() -> bigquery.Table | None:
            try:
                return self._clients.tables.get_table(
                    f"{self.project}.{row_type.table}",
                    retry=None,  # type: ignore[arg-type]
                    timeout=REQUEST_SECONDS,
                )
            except google_errors.NotFound:
                return None

        return self._ask(row_type, request)

    def _session(
        self,
        row_type: type[Row],
        table: bigquery.Table,
        game_date: date | None,
        wanted: Collection[str] | None = None,
    ) -> types.ReadSession:
        """A read session for the row type's columns or those wanted, of one date if it is given."""
        restriction = ""
        if game_date is not None and row_type.date_column:
            restriction = f"{row_type.date_column} = DATE '{game_date.isoformat()}'"
        columns = columns_to_read(row_type, _kinds(table), wanted)
        # These streams are read one after the other: more than one would bring nothing.
        return self._open(row_type, columns, restriction, 1)

    def _open(
        self, row_type: type[Row], columns: list[str], restriction: str, streams: int
    ) -> types.ReadSession:
        """A read session of these columns and rows, in so many streams at the most."""
        dataset, name = row_type.table.split(".")
        wanted = types.ReadSession(
            table=f"projects/{self.project}/datasets/{dataset}/tables/{name}",
            data_format=types.DataFormat.ARROW,
            read_options=types.ReadSession.TableReadOptions(
                selected_fields=columns,
                row_restriction=restriction,
            ),
        )

        def request() -> types.ReadSession:
            return self._clients.reads.create_read_session(
                parent=f"projects/{self.project}",
                read_session=wanted,
                max_stream_count=streams,
                retry=None,
                timeout=REQUEST_SECONDS,
            )

        return self._ask(row_type, request)

    def _ask(self, row_type: type[Row], request: Callable[[], T]) -> T:
        """The request's answer, repeated while it may help; its errors as sentences."""
        try:
            return self._retry(request)()
        except TROUBLE as problem:
            raise unavailable(problem, row_type, self.project, self._member()) from problem

    def _member(self) -> str:
        # Where connecting failed nobody is known, and connecting again would fail again.
        clients = vars(self).get("_clients")
        return member(getattr(clients.tables, "_credentials", None) if clients else None)

    @functools.cached_property
    def _clients(self) -> Clients:
        return self._connect()


def restriction_of(read: Read, kinds: Mapping[str, str]) -> str:
    """The read's dates, values and as-of as a row restriction; empty when it wants every row."""
    terms = []
    column = read.row_type.date_column
    if column and read.first is not None and read.last is not None:
        first, last = read.first.isoformat(), read.last.isoformat()
        terms.append(f"{column} BETWEEN DATE '{first}' AND DATE '{last}'")
    for name, value in read.equals:
        said = str(value).upper() if isinstance(value, bool) else json.dumps(value)
        terms.append(f"{name} = {said}")
    as_of = f"TIMESTAMP '{read.as_of.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}+00:00'"
    terms += [
        f"({name} IS NULL OR {name} <= {as_of})"
        for name in read.row_type.stamps
        if kinds.get(name) == "TIMESTAMP"
    ]
    return " AND ".join(terms)


def _kinds(table: bigquery.Table) -> dict[str, str]:
    """The types of the table's columns, by name."""
    kinds = {}
    for field in table.schema:
        kind = DATE if field.field_type == "DATE" else field.field_type
        kinds[field.name] = f"ARRAY<{field.field_type}>" if field.mode == "REPEATED" else kind
    return kinds
