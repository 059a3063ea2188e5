"""A recorded night as the source of the live job, and the pace at which it is published."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import apache_beam as beam
import msgspec
from apache_beam import pvalue
from apache_beam.transforms.window import TimestampedValue

from publishing.adapters.parquet import ParquetWarehouse
from publishing.adapters.replay import moments
from publishing.live.events import Rejection
from transforms.split import DEAD


@dataclass(frozen=True)
class ReplaySettings:
    """The recorded night, its warehouse, the champion, and the interval of the ticks."""

    file: str
    warehouse: str
    champion: str
    interval_seconds: int


@beam.typehints.with_input_types(bytes)
@beam.typehints.with_output_types(bytes)
class ReadReplay(beam.DoFn):
    """The night's event lines in order, each with its own time; the rest to dead letters."""

    def __init__(self, settings: ReplaySettings) -> None:
        self.settings = settings

    def process(self, element: bytes) -> Iterator[Any]:
        night = self.settings
        warehouse = ParquetWarehouse(Path(night.warehouse))
        for item in moments(Path(night.file), warehouse, night.champion, night.interval_seconds):
            if isinstance(item, Rejection):
                yield pvalue.TaggedOutput(DEAD, msgspec.msgpack.encode(item))
            else:
                yield TimestampedValue(item.line, item.polled_at.timestamp())


class _Dated(msgspec.Struct):
    as_of: datetime


class _Paced(msgspec.Struct):
    record: _Dated


_AS_OF = msgspec.msgpack.Decoder(_Paced)


@beam.typehints.with_input_types(bytes)
@beam.typehints.with_output_types(bytes)
class PaceSnapshots(beam.DoFn):
    """Holds each snapshot until its time has come, `speed` times faster than life.

    A local runner reads a bounded source to its end before the next step begins: a night is
    paced where it is published, so that its flushes are the same at any speed.
    """

    def __init__(self, speed: float) -> None:
        self.speed = speed
        self.began: tuple[float, datetime] | None = None

    def process(self, element: bytes) -> Iterator[bytes]:
        as_of = _AS_OF.decode(element).record.as_of
        if self.began is None:
            self.began = time.monotonic(), as_of
        at, first = self.began
        due = at + (as_of - first).total_seconds() / self.speed
        time.sleep(max(0.0, due - time.monotonic()))
        yield element
