"""A recorded night as the source of the live job."""

from __future__ import annotations

import functools
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apache_beam as beam
import msgspec
from apache_beam import pvalue
from apache_beam.io.restriction_trackers import OffsetRange, OffsetRestrictionTracker
from apache_beam.transforms.core import RestrictionProvider
from apache_beam.transforms.window import TimestampedValue
from apache_beam.utils.timestamp import Duration

from publishing.adapters.parquet import ParquetWarehouse
from publishing.adapters.replay import Moment, moments
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


@dataclass(frozen=True)
class _Night:
    items: list[Moment | Rejection]
    began: float

    def due(self, position: int, speed: float) -> float:
        """When, on the monotonic clock, the item is to be sent."""
        item = self.items[position]
        if isinstance(item, Rejection):
            return self.began
        first = next(one.polled_at for one in self.items if isinstance(one, Moment))
        return self.began + (item.polled_at - first).total_seconds() / speed


@functools.lru_cache(maxsize=1)
def _night(settings: ReplaySettings) -> _Night:
    # A paced replay comes back here for every event: it is read once.
    warehouse = ParquetWarehouse(Path(settings.warehouse))
    found = moments(Path(settings.file), warehouse, settings.champion, settings.interval_seconds)
    return _Night(list(found), time.monotonic())


class _Positions(RestrictionProvider):
    """The positions of a night's items, never split: their order is the point."""

    def initial_restriction(self, element: ReplaySettings) -> OffsetRange:
        return OffsetRange(0, len(_night(element).items))

    def create_tracker(self, restriction: OffsetRange) -> OffsetRestrictionTracker:
        return OffsetRestrictionTracker(restriction)

    def restriction_size(self, element: ReplaySettings, restriction: OffsetRange) -> int:
        size: int = restriction.size()
        return size


@beam.typehints.with_input_types(ReplaySettings)
@beam.typehints.with_output_types(bytes)
class ReadReplay(beam.DoFn):
    """The night's event lines in order, each with its own time; hands over while it waits."""

    @beam.DoFn.unbounded_per_element()
    def process(
        self, element: ReplaySettings, tracker: Any = beam.DoFn.RestrictionParam(_Positions())
    ) -> Iterator[Any]:
        night = _night(element)
        position = tracker.current_restriction().start
        while position < len(night.items):
            if element.speed is not None:
                wait = night.due(position, element.speed) - time.monotonic()
                if wait > 0:
                    tracker.defer_remainder(Duration(seconds=wait))
                    return
            if not tracker.try_claim(position):
                return
            item = night.items[position]
            if isinstance(item, Rejection):
                yield pvalue.TaggedOutput(DEAD, msgspec.msgpack.encode(item))
            else:
                yield TimestampedValue(item.line, item.polled_at.timestamp())
            position += 1
