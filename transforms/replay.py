"""A recorded night as the source of the live job."""

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
from transforms.live import DEAD


@dataclass(frozen=True)
class ReplaySettings:
    """The file, its warehouse, the champion, and how much faster than life; None is at once."""

    file: str
    warehouse: str
    champion: str
    interval_seconds: int
    speed: float | None


@beam.typehints.with_input_types(ReplaySettings)
@beam.typehints.with_output_types(bytes)
class ReadReplay(beam.DoFn):
    """The night's event lines in order, each at its own time."""

    def process(self, element: ReplaySettings) -> Iterator[Any]:
        began, first = time.monotonic(), None
        warehouse = ParquetWarehouse(Path(element.warehouse))
        for item in moments(
            Path(element.file), warehouse, element.champion, element.interval_seconds
        ):
            if isinstance(item, Rejection):
                yield pvalue.TaggedOutput(DEAD, msgspec.msgpack.encode(item))
                continue
            first = first or item.polled_at
            if element.speed is not None:
                _wait_until(began + _seconds(item.polled_at, first) / element.speed)
            yield TimestampedValue(item.line, item.polled_at.timestamp())


def _seconds(later: datetime, earlier: datetime) -> float:
    return (later - earlier).total_seconds()


def _wait_until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.monotonic()))
