"""The live job's steps: feed lines to slates, slates to snapshots. They only wire (idea 2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any

import apache_beam as beam
import msgspec
from apache_beam import pvalue
from apache_beam.coders import BytesCoder
from apache_beam.metrics.metric import Metrics
from apache_beam.transforms.timeutil import TimeDomain
from apache_beam.transforms.userstate import (
    BagStateSpec,
    ReadModifyWriteStateSpec,
    TimerSpec,
    on_timer,
)

from publishing.adapters.archive import archive_at
from publishing.calendar import parse_date
from publishing.live.events import Rejection, SlateEvent, admission, split
from publishing.live.flush import FlushClock
from publishing.live.memory import Memory
from publishing.live.slate import Slate
from publishing.live.snapshot import snapshot

DEAD = "dead_letters"

_EVENT = msgspec.msgpack.Decoder(SlateEvent)
_CLOCK = msgspec.msgpack.Decoder(FlushClock)


@beam.typehints.with_input_types(bytes)
@beam.typehints.with_output_types(tuple[str, bytes])
class SplitByGameDate(beam.DoFn):
    """A feed line to one event per game date, keyed by that date; the rest to dead letters.

    Counters `live/…`: `lines`, `events`, `events_early`, `rejected`.
    """

    def __init__(self) -> None:
        self.lines = Metrics.counter("live", "lines")
        self.events = Metrics.counter("live", "events")
        self.early = Metrics.counter("live", "events_early")
        self.rejected = Metrics.counter("live", "rejected")

    def process(self, element: bytes, timestamp: Any = beam.DoFn.TimestampParam) -> Iterator[Any]:
        self.lines.inc()
        arrived = timestamp.to_utc_datetime(has_tz=True).astimezone(UTC)
        events, rejections = split(element)
        for event in events:
            where = admission(event, arrived)
            if where == "closed":
                reason = f"slate closed: {event.game_date} takes no events at {arrived}"
                rejections.append(Rejection("slate", reason, event.line))
            elif where == "early":
                self.early.inc()
            else:
                self.events.inc()
                yield event.game_date.isoformat(), msgspec.msgpack.encode(event)
        for rejection in rejections:
            self.rejected.inc()
            yield pvalue.TaggedOutput(DEAD, msgspec.msgpack.encode(rejection))


@dataclass(frozen=True)
class FoldSettings:
    """What the fold needs to know: the flush interval, and the archive's place if there is one."""

    interval_seconds: int
    archive: str | None


_SLATES: dict[str, tuple[bytes, Slate, Memory]] = {}


def _loaded(game_date: str, blob: bytes | None) -> tuple[Slate, Memory]:
    """The slate of the state's bytes; the one in memory when it is the one that wrote them.

    It leaves the memory while it is worked on: a failed bundle is folded again from the state.
    """
    kept = _SLATES.pop(game_date, None)
    if blob is None:
        return Slate(parse_date(game_date)), Memory()
    if kept is not None and kept[0] == blob:
        return kept[1], kept[2]
    return Slate.load(blob), Memory()


@beam.typehints.with_input_types(tuple[str, bytes])
@beam.typehints.with_output_types(bytes)
class FoldSlate(beam.DoFn):
    """A slate's events to encoded snapshots, one per flush.

    Events wait in a bag; a flush folds them into one encoded slate. The first event of a slate
    in this job restores it from the archive. The timer at the window's end flushes the rest.
    Counters `live/…`: `flushes`, `events_folded`, `duplicates`, `corrections`, `restored`.
    """

    EVENTS = BagStateSpec("events", BytesCoder())
    SLATE = ReadModifyWriteStateSpec("slate", BytesCoder())
    CLOCK = ReadModifyWriteStateSpec("clock", BytesCoder())
    END = TimerSpec("end", TimeDomain.WATERMARK)

    def __init__(self, settings: FoldSettings) -> None:
        self.settings = settings
        self.flushes = Metrics.counter("live", "flushes")
        self.folded = Metrics.counter("live", "events_folded")
        self.duplicates = Metrics.counter("live", "duplicates")
        self.corrections = Metrics.counter("live", "corrections")
        self.restored = Metrics.counter("live", "restored")

    def process(
        self,
        element: tuple[str, bytes],
        window: Any = beam.DoFn.WindowParam,
        events: Any = beam.DoFn.StateParam(EVENTS),
        slate: Any = beam.DoFn.StateParam(SLATE),
        clock: Any = beam.DoFn.StateParam(CLOCK),
        end: Any = beam.DoFn.TimerParam(END),
    ) -> Iterator[bytes]:
        game_date, encoded = element
        event = _EVENT.decode(encoded)
        found = clock.read()
        due_clock = _CLOCK.decode(found) if found else self._begin(game_date, slate)
        if not due_clock.end_is_set:
            end.set(window.max_timestamp())
            due_clock.end_is_set = True
        events.add(encoded)
        if due_clock.observe(event):
            yield from self._flush(game_date, events, slate)
            due_clock.flushed(event.polled_at)
        clock.write(msgspec.msgpack.encode(due_clock))

    @on_timer(END)
    def at_end(
        self,
        key: Any = beam.DoFn.KeyParam,
        events: Any = beam.DoFn.StateParam(EVENTS),
        slate: Any = beam.DoFn.StateParam(SLATE),
        clock: Any = beam.DoFn.StateParam(CLOCK),
    ) -> Iterator[bytes]:
        # Ticks alone know nothing that is not public.
        if any(_EVENT.decode(encoded).kind != "tick" for encoded in events.read()):
            yield from self._flush(key, events, slate)
        # A runner may fire this before the last event: that one must ask for it again.
        found = _CLOCK.decode(clock.read())
        found.end_is_set = False
        clock.write(msgspec.msgpack.encode(found))

    def _begin(self, game_date: str, slate: Any) -> FlushClock:
        clock = FlushClock(self.settings.interval_seconds)
        if self.settings.archive is not None:
            restored = Slate(parse_date(game_date))
            for event in archive_at(self.settings.archive).events(restored.game_date):
                restored.apply(event)
            if restored.sequence:
                self.restored.inc(restored.sequence)
                clock.resume(restored)
                slate.write(restored.dump())
        return clock

    def _flush(self, game_date: str, events: Any, slate: Any) -> Iterator[bytes]:
        waiting = sorted(
            (_EVENT.decode(encoded) for encoded in events.read()),
            key=lambda event: (event.polled_at, event.event_id),
        )
        folded, memory = _loaded(game_date, slate.read())
        corrections = folded.corrections
        fresh = tuple(event.line for event in waiting if folded.apply(event))
        self.folded.inc(len(fresh))
        self.duplicates.inc(len(waiting) - len(fresh))
        self.corrections.inc(folded.corrections - corrections)
        published = snapshot(folded, fresh, self.settings.interval_seconds, memory)
        events.clear()
        blob = folded.dump()
        slate.write(blob)
        _SLATES[game_date] = (blob, folded, memory)
        if published is not None:
            self.flushes.inc()
            yield msgspec.msgpack.encode(published)
