"""The live job's first step: messages or lines of the feed to events, keyed by game date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from typing import Any

import apache_beam as beam
import msgspec
from apache_beam import pvalue
from apache_beam.metrics.metric import Metrics

from publishing.adapters.clock import Clock
from publishing.live.events import Rejection, admission, split

DEAD = "dead_letters"


@beam.typehints.with_output_types(tuple[str, bytes])
class SplitByGameDate(beam.DoFn):
    """A feed line or Pub/Sub message to one event per game date, keyed by that date.

    The rest goes to the dead letters. An element's timestamp is when it arrived; a rehearsal's
    clock says which instant of its night that was.
    Counters `live/…`: `lines`, `events`, `events_early`, `rejected`.
    """

    def __init__(self, clock: Clock | None = None) -> None:
        self.clock = clock
        self.lines = Metrics.counter("live", "lines")
        self.events = Metrics.counter("live", "events")
        self.early = Metrics.counter("live", "events_early")
        self.rejected = Metrics.counter("live", "rejected")

    def process(self, element: Any, timestamp: Any = beam.DoFn.TimestampParam) -> Iterator[Any]:
        self.lines.inc()
        arrived = timestamp.to_utc_datetime(has_tz=True).astimezone(UTC)
        if self.clock is not None:
            arrived = self.clock.at(arrived)
        if isinstance(element, bytes):
            events, rejections = split(element)
        else:
            events, rejections = split(element.data, element.attributes)
        for event in events:
            where = admission(event, arrived)
            if where == "closed":
                at = max(arrived, event.polled_at)
                reason = f"slate closed: {event.game_date} takes no events at {at}"
                rejections.append(Rejection("slate", reason, event.line))
            elif where == "early":
                self.early.inc()
            else:
                self.events.inc()
                yield event.game_date.isoformat(), msgspec.msgpack.encode(event)
        for rejection in rejections:
            self.rejected.inc()
            yield pvalue.TaggedOutput(DEAD, msgspec.msgpack.encode(rejection))
