"""The live job's fold: events of a slate to flushes. It only wires (idea 2)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import apache_beam as beam
import msgspec
from apache_beam.coders import BytesCoder
from apache_beam.metrics.metric import Metrics
from apache_beam.transforms.timeutil import TimeDomain
from apache_beam.transforms.userstate import (
    BagStateSpec,
    ReadModifyWriteStateSpec,
    TimerSpec,
    on_timer,
)
from apache_beam.utils.timestamp import Timestamp

from publishing.adapters.archive import archive_at
from publishing.calendar import parse_date
from publishing.live.board import board
from publishing.live.events import SlateEvent
from publishing.live.flush import FlushClock
from publishing.live.flush_record import flush
from publishing.live.happenings import happenings
from publishing.live.memory import Memory
from publishing.live.slate import Slate
from publishing.live.snapshot import snapshot

_EVENT = msgspec.msgpack.Decoder(SlateEvent)
_CLOCK = msgspec.msgpack.Decoder(FlushClock)


@dataclass(frozen=True)
class FoldSettings:
    """What the fold needs to know: the run, the flush interval, the archive's place if any.

    `backed_up` turns the timer of silence on; a replay is never silent. A rehearsal runs `speed`
    times faster than life.
    """

    run_id: str
    interval_seconds: int
    archive: str | None
    backed_up: bool = False
    speed: float = 1.0


@dataclass
class _InHand:
    """A slate in memory, as the state's bytes have it, and what it has of the archive."""

    blob: bytes | None
    slate: Slate
    memory: Memory = field(default_factory=Memory)
    seen: set[str] = field(default_factory=set)
    joined: list[str] = field(default_factory=list)

    def join(self, place: str | None) -> int:
        """Folds what is in the archive and not yet in the slate: another run may write it too.

        Returns how many events were folded.
        """
        if place is None:
            return 0
        archive = archive_at(place)
        others = [name for name in archive.flushes(self.slate.game_date) if name not in self.seen]
        folded = sum(map(self.slate.apply, archive.events(self.slate.game_date, others)))
        self.seen.update(others)
        self.joined.extend(others)
        return folded


_SLATES: dict[tuple[str | None, str], _InHand] = {}


def _in_hand(place: str | None, game_date: str, blob: bytes | None) -> _InHand:
    """The slate of the state's bytes; the one in memory when it is the one that wrote them.

    It leaves the memory while it is worked on: a failed bundle is folded again from the state.
    """
    kept = _SLATES.pop((place, game_date), None)
    if kept is not None and blob is not None and kept.blob == blob:
        return kept
    return _InHand(blob, Slate.load(blob) if blob else Slate(parse_date(game_date)))


@beam.typehints.with_input_types(tuple[str, bytes])
@beam.typehints.with_output_types(bytes)
class FoldSlate(beam.DoFn):
    """A slate's events to encoded flushes.

    Events wait in a bag; a flush folds them into one encoded slate, with what other runs have
    archived since. The first event of a slate in this job restores it from the archive. Timers
    only ask for a flush: `end` at the window's end or a drain, `silence` when the feed stops.
    Counters `live/…`: `flushes`, `events_folded`, `duplicates`, `corrections`, `restored`,
    `joined`, `woken`.
    """

    EVENTS = BagStateSpec("events", BytesCoder())
    SLATE = ReadModifyWriteStateSpec("slate", BytesCoder())
    CLOCK = ReadModifyWriteStateSpec("clock", BytesCoder())
    END = TimerSpec("end", TimeDomain.WATERMARK)
    SILENCE = TimerSpec("silence", TimeDomain.REAL_TIME)

    def __init__(self, settings: FoldSettings) -> None:
        self.settings = settings
        self.flushes = Metrics.counter("live", "flushes")
        self.folded = Metrics.counter("live", "events_folded")
        self.duplicates = Metrics.counter("live", "duplicates")
        self.corrections = Metrics.counter("live", "corrections")
        self.restored = Metrics.counter("live", "restored")
        self.joined = Metrics.counter("live", "joined")
        self.woken = Metrics.counter("live", "woken")

    def process(
        self,
        element: tuple[str, bytes],
        window: Any = beam.DoFn.WindowParam,
        events: Any = beam.DoFn.StateParam(EVENTS),
        slate: Any = beam.DoFn.StateParam(SLATE),
        clock: Any = beam.DoFn.StateParam(CLOCK),
        end: Any = beam.DoFn.TimerParam(END),
        silence: Any = beam.DoFn.TimerParam(SILENCE),
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
            yield from self._flush(game_date, events, slate, due_clock, event.polled_at)
            if due_clock.wake_at is not None:
                silence.clear()
                due_clock.wake_at = None
        elif self.settings.backed_up:
            wake_at = due_clock.wake(time.time(), self.settings.speed)
            if wake_at is not None:
                silence.set(Timestamp(wake_at))
        clock.write(msgspec.msgpack.encode(due_clock))

    @on_timer(END)
    def at_end(
        self,
        key: Any = beam.DoFn.KeyParam,
        events: Any = beam.DoFn.StateParam(EVENTS),
        slate: Any = beam.DoFn.StateParam(SLATE),
        clock: Any = beam.DoFn.StateParam(CLOCK),
        silence: Any = beam.DoFn.TimerParam(SILENCE),
    ) -> Iterator[bytes]:
        found = clock.read()
        if not found:
            # The window's state is gone: there is nothing left to flush.
            return
        due_clock = _CLOCK.decode(found)
        yield from self._flush_waiting(key, events, slate, due_clock)
        silence.clear()
        due_clock.wake_at = None
        # A runner may fire this before the last event: that one must ask for it again.
        due_clock.end_is_set = False
        clock.write(msgspec.msgpack.encode(due_clock))

    @on_timer(SILENCE)
    def at_silence(
        self,
        key: Any = beam.DoFn.KeyParam,
        events: Any = beam.DoFn.StateParam(EVENTS),
        slate: Any = beam.DoFn.StateParam(SLATE),
        clock: Any = beam.DoFn.StateParam(CLOCK),
    ) -> Iterator[bytes]:
        found = clock.read()
        if not found:
            return
        due_clock = _CLOCK.decode(found)
        for made in self._flush_waiting(key, events, slate, due_clock):
            self.woken.inc()
            yield made
        due_clock.wake_at = None
        clock.write(msgspec.msgpack.encode(due_clock))

    def _begin(self, game_date: str, slate: Any) -> FlushClock:
        clock = FlushClock(self.settings.interval_seconds)
        in_hand = _in_hand(self.settings.archive, game_date, None)
        restored = in_hand.join(self.settings.archive)
        if restored:
            self.restored.inc(restored)
            clock.resume(in_hand.slate)
            in_hand.blob = in_hand.slate.dump()
            slate.write(in_hand.blob)
            _SLATES[self.settings.archive, game_date] = in_hand
        return clock

    def _flush_waiting(
        self, game_date: str, events: Any, slate: Any, clock: FlushClock
    ) -> Iterator[bytes]:
        """A flush of what waits; ticks alone know nothing that is not public."""
        waiting = [_EVENT.decode(encoded) for encoded in events.read()]
        if any(event.kind != "tick" for event in waiting):
            newest = max(event.polled_at for event in waiting)
            yield from self._flush(game_date, events, slate, clock, newest)

    def _flush(
        self, game_date: str, events: Any, slate: Any, clock: FlushClock, at: datetime
    ) -> Iterator[bytes]:
        waiting = sorted(
            (_EVENT.decode(encoded) for encoded in events.read()),
            key=lambda event: (event.polled_at, event.event_id),
        )
        settings = self.settings
        in_hand = _in_hand(settings.archive, game_date, slate.read())
        folded = in_hand.slate
        corrections = folded.corrections
        self.joined.inc(in_hand.join(settings.archive))
        fresh = tuple(event.line for event in waiting if folded.apply(event))
        self.folded.inc(len(fresh))
        self.duplicates.inc(len(waiting) - len(fresh))
        self.corrections.inc(folded.corrections - corrections)
        published = snapshot(folded, fresh, settings.interval_seconds, in_hand.memory)
        clock.flushed(at)
        if published is not None:
            self.flushes.inc()
            made = flush(
                published,
                settings.run_id,
                settings.interval_seconds,
                clock.flush,
                tuple(in_hand.joined),
                happenings(board(folded, in_hand.memory)),
            )
            clock.flush = made.record.name
            in_hand.joined.clear()
            in_hand.seen.add(made.record.name)
            yield msgspec.msgpack.encode(made)
        events.clear()
        in_hand.blob = folded.dump()
        slate.write(in_hand.blob)
        _SLATES[settings.archive, game_date] = in_hand
