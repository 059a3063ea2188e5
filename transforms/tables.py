"""The warehouse's tables on Beam: one read each, cut into parts that workers do apart."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

import apache_beam as beam
import msgspec
from apache_beam import pvalue
from apache_beam.metrics.metric import Metrics

from publishing.adapters.warehouses import BatchWarehouse, warehouse_at
from publishing.live.events import Rejection
from publishing.plan import of_row
from publishing.reads import Part, Read
from publishing.row_chunks import encode_rows
from publishing.rows import Row
from publishing.run import Run
from publishing.run_record import SourceFact
from publishing.services.exporting.reading import parts_of, rows_of

FACTS, DEAD, PIECES = "facts", "dead", "pieces"

ROWS_AT_A_TIME = 50_000
"""Rows that a worker holds before it sends them on, by player."""

_encode = msgspec.msgpack.encode


@functools.cache
def _warehouse(place: str) -> BatchWarehouse:
    # Local runners set a DoFn up once per bundle; clients must live longer.
    return warehouse_at(place)


@beam.typehints.with_input_types(Read)
@beam.typehints.with_output_types(Part)
class CutRead(beam.DoFn):
    """A read to its parts; why there are none to the facts."""

    def __init__(self, warehouse: str) -> None:
        self.warehouse = warehouse

    def process(self, element: Read) -> Iterator[Any]:
        parts = parts_of(_warehouse(self.warehouse), element)
        if isinstance(parts, SourceFact):
            yield pvalue.TaggedOutput(FACTS, _encode(parts))
            return
        yield pvalue.TaggedOutput(FACTS, _encode(SourceFact(element.row_type.table, 0, 0)))
        yield from parts


@beam.typehints.with_input_types(Part)
@beam.typehints.with_output_types(bytes)
class ReadLeague(beam.DoFn):
    """A part to its encoded rows."""

    def __init__(self, warehouse: str) -> None:
        self.warehouse = warehouse

    def process(self, element: Part) -> Iterator[Any]:
        rows: list[Row] = []
        for found in rows_of(_warehouse(self.warehouse), element):
            if isinstance(found, Row):
                rows.append(found)
            else:
                yield _beside(found)
        yield encode_rows(element.read.row_type, rows)


@beam.typehints.with_input_types(Part)
@beam.typehints.with_output_types(tuple[str, bytes])
class ReadPlayers(beam.DoFn):
    """A part to its encoded rows by player_lookup; rows of no player to the pieces.

    Counters `export/rows` and `export/rejected`.
    """

    def __init__(self, warehouse: str, run: Run) -> None:
        self.warehouse = warehouse
        self.run = run
        self.rows = Metrics.counter("export", "rows")
        self.rejected = Metrics.counter("export", "rejected")

    def process(self, element: Part) -> Iterator[Any]:
        row_type = element.read.row_type
        held: dict[str, list[Row]] = {}
        count = 0
        for found in rows_of(_warehouse(self.warehouse), element):
            if not isinstance(found, Row):
                self.rejected.inc(isinstance(found, Rejection))
                yield _beside(found)
                continue
            count += 1
            lookup = getattr(found, "player_lookup", None)
            if lookup is None:
                for day, piece in of_row(found, self.run):
                    yield pvalue.TaggedOutput(PIECES, (day.isoformat(), _encode(piece)))
                continue
            held.setdefault(lookup, []).append(found)
            if count % ROWS_AT_A_TIME == 0:
                yield from _chunks(row_type, held)
                held = {}
        self.rows.inc(count)
        yield from _chunks(row_type, held)


def _chunks(row_type: type[Row], held: dict[str, list[Row]]) -> Iterator[tuple[str, bytes]]:
    for lookup, rows in held.items():
        yield lookup, encode_rows(row_type, rows)


def _beside(found: Rejection | SourceFact) -> pvalue.TaggedOutput:
    tag = DEAD if isinstance(found, Rejection) else FACTS
    return pvalue.TaggedOutput(tag, _encode(found))
