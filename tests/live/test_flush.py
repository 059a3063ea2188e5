"""When a slate is published (D33): the flush clock alone, event by event."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import msgspec
import pytest

from publishing.live.events import SlateEvent, split
from publishing.live.flush import COALESCE, FlushClock
from publishing.live.slate import Slate
from tests.live.payloads import (
    DAY,
    final,
    game,
    official,
    official_game,
    poll,
    predictions,
    schedule,
    tick,
    unanswered,
)
from tests.live.published import fold

START = datetime(2026, 1, 10, 2, tzinfo=UTC)


def stamp(seconds: float) -> str:
    return (START + timedelta(seconds=seconds)).isoformat()


def flushes(clock: FlushClock, *lines: bytes) -> list[float]:
    """The event times, in seconds from the start, at which the lines made a flush due."""
    found = []
    for line in lines:
        for event in split(line)[0]:
            if event.game_date.isoformat() == DAY and clock.observe(event):
                clock.flushed(event.polled_at)
                found.append((event.polled_at - START).total_seconds())
    return found


def running(*seconds: float) -> list[bytes]:
    return [poll(game(), at=stamp(at)) for at in seconds]


def test_a_flush_is_due_at_the_first_event_that_reaches_a_multiple() -> None:
    assert flushes(FlushClock(30), *running(1, 10, 29.9, 30, 31, 59, 61, 89, 200, 201, 210)) == [
        30,
        61,
        200,
        210,
    ]


def test_an_event_on_a_multiple_is_enough_to_begin() -> None:
    assert flushes(FlushClock(30), *running(0)) == [0]


@pytest.mark.parametrize("interval", [1, 7, 30, 60, 600])
def test_a_tick_on_each_multiple_gives_one_flush_each(interval: int) -> None:
    ticks = [tick(stamp(number * interval)) for number in range(1, 40)]
    first = datetime(1970, 1, 1, tzinfo=UTC)
    on_multiples = (START - first) % timedelta(seconds=interval) == timedelta(0)
    expected = [float(number * interval) for number in range(1, 40)]
    found = flushes(FlushClock(interval), *ticks)
    assert found == (expected if on_multiples else expected[1:])


def test_a_final_is_flushed_at_once() -> None:
    clock = FlushClock(30)
    assert flushes(clock, *running(0), poll(final(), at=stamp(7))) == [0, 7]
    assert flushes(clock, poll(final(), at=stamp(12))) == []


def test_two_finals_within_two_seconds_are_one_flush() -> None:
    other = final(home_code="LAL", away_code="DEN", id=2)
    lines = [
        *running(0),
        poll(final(), at=stamp(7)),
        poll(final(), other, at=stamp(8)),
        tick(stamp(8.999)),
        tick(stamp(9)),
        tick(stamp(10)),
    ]
    assert flushes(FlushClock(30), *lines) == [0, 7, 9]


def test_an_official_final_is_flushed_with_the_next_poll_or_tick() -> None:
    lines = [*running(0), official(official_game(), at=stamp(5)), tick(stamp(6))]
    assert flushes(FlushClock(30), *lines) == [0, 6]


def test_reference_events_alone_flush_nothing() -> None:
    lines = [schedule(at=stamp(31)), predictions(at=stamp(61)), official(at=stamp(91))]
    assert flushes(FlushClock(30), *running(0), *lines) == [0]
    assert flushes(FlushClock(30), *lines) == []


def test_when_the_source_stops_and_when_it_resumes() -> None:
    lines = [
        *running(0),
        unanswered("timeout", stamp(3)),
        unanswered("timeout", stamp(6)),
        *running(9),
        *running(12),
    ]
    assert flushes(FlushClock(30), *lines) == [0, 3, 9]


def test_a_late_event_neither_flushes_nor_turns_the_source_off() -> None:
    clock = FlushClock(30)
    assert flushes(clock, *running(0, 31), unanswered("timeout", stamp(20))) == [0, 31]
    assert clock.answering
    assert flushes(clock, *running(25), tick(stamp(59))) == []
    assert flushes(clock, tick(stamp(60))) == [60]


def test_a_late_final_waits_for_the_next_event() -> None:
    clock = FlushClock(30)
    assert flushes(clock, *running(0, 31), poll(final(), at=stamp(20))) == [0, 31]
    assert flushes(clock, tick(stamp(33))) == [33]


def test_a_restored_slate_is_shown_once_more_and_then_as_before() -> None:
    slate, _ = fold([*running(0), poll(final(), at=stamp(31)), unanswered("timeout", stamp(40))])
    clock = FlushClock(30)
    clock.resume(slate)
    assert not clock.answering
    assert flushes(clock, poll(final(), at=stamp(31)), tick(stamp(59))) == [31]
    assert flushes(clock, tick(stamp(60)), poll(final(), at=stamp(63))) == [60, 63]
    untouched = FlushClock(30)
    untouched.resume(Slate(slate.game_date))
    assert untouched == FlushClock(30)


def test_the_clock_survives_its_encoding() -> None:
    clock = FlushClock(30)
    flushes(clock, *running(0), poll(final(), at=stamp(1)))
    again = msgspec.msgpack.decode(msgspec.msgpack.encode(clock), type=FlushClock)
    assert again == clock
    assert flushes(again, tick(stamp(2))) == [2]


def drawn(random: Random, count: int) -> list[SlateEvent]:
    """Events in order of time: polls, finals, silence and ticks."""
    events, at = [], 0.0
    for _ in range(count):
        at += random.choice((0.5, 1, 2, 10, 31, 100))
        body = random.choice(
            (
                poll(game(), at=stamp(at)),
                poll(final(), at=stamp(at)),
                unanswered("timeout", stamp(at)),
                tick(stamp(at)),
                official(official_game(), at=stamp(at)),
            )
        )
        events += split(body)[0]
    return events


@pytest.mark.parametrize("seed", range(50))
def test_every_multiple_that_is_crossed_is_flushed_and_none_twice(seed: int) -> None:
    random = Random(seed)
    interval = timedelta(seconds=random.choice((15, 30, 60)))
    clock = FlushClock(int(interval.total_seconds()))
    flushed: list[datetime] = []
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    last: datetime | None = None
    for event in drawn(random, 60):
        if clock.observe(event):
            if flushed:
                crossed = (event.polled_at - epoch) // interval > (flushed[-1] - epoch) // interval
                assert crossed or event.polled_at - flushed[-1] >= COALESCE
            clock.flushed(event.polled_at)
            flushed.append(event.polled_at)
        elif event.kind in ("poll", "tick") and flushed:
            assert (event.polled_at - epoch) // interval == (flushed[-1] - epoch) // interval
        last = event.polled_at
    assert flushed
    assert last is not None


@pytest.mark.parametrize("seed", range(20))
def test_after_each_change_a_flush_follows_within_two_seconds_of_ticks(seed: int) -> None:
    clock, asked_at = FlushClock(3600), None
    events = drawn(Random(f"change {seed}"), 40)
    for event in events:
        before = (len(clock.finals), clock.answering)
        due = clock.observe(event)
        if (len(clock.finals), clock.answering) != before and asked_at is None:
            asked_at = event.polled_at
        if due:
            clock.flushed(event.polled_at)
            asked_at = None
        elif asked_at is not None and event.kind in ("poll", "tick"):
            assert event.polled_at - asked_at < COALESCE
