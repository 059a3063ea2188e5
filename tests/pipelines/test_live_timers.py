"""The timers of the live job: a back-up for silence and the end, never a second opinion (D33)."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import apache_beam as beam
import msgspec
import pytest
from apache_beam.testing import test_stream
from apache_beam.transforms.window import TimestampedValue

import transforms.live
from pipelines import feed as feed_of_the_job
from pipelines import live
from pipelines.config import live_options
from publishing.adapters.archive import archive_at
from publishing.calendar import parse_date, slate_window
from publishing.live.events import split
from publishing.live.flush import COALESCE, GRACE, FlushClock
from publishing.live.flush_record import Flush
from tests.live import histories
from tests.live.payloads import DAY, final, game, poll, schedule, tick
from tests.live.published import flush as published
from tests.live.published import fold
from tests.schemas import published as public
from transforms.live import FoldSettings, FoldSlate

START = datetime(2026, 1, 10, 2, tzinfo=UTC).timestamp()
"""A multiple of the interval."""

INTERVAL = 180
SILENCE = INTERVAL + GRACE.total_seconds()


class Life:
    """The fold's clock of life: that of the newest element."""

    now = 0.0

    def time(self) -> float:
        return self.now


LIFE = Life()


def _live_through(line: bytes, at: Any = beam.DoFn.TimestampParam) -> bytes:
    LIFE.now = float(at)
    return line


class Feed(beam.PTransform[Any, Any]):
    """A feed in place of Pub/Sub: what comes when, by the clocks of both kinds."""

    def __init__(self, start: float = START) -> None:
        super().__init__()
        stream: Any = test_stream.TestStream
        # The clock of a test stream begins at 0, at which no timer of life ever fires.
        self.stream = stream().advance_processing_time(int(start))
        self.start, self.passed = start, 0.0

    def expand(self, begin: Any) -> Any:
        lived: Any = beam.Map(_live_through)  # type: ignore[no-untyped-call]
        return begin | self.stream | "Live" >> lived

    def wait(self, seconds: float) -> Feed:
        """Until so many seconds after the start."""
        if seconds > self.passed:
            self.stream.advance_processing_time(seconds - self.passed)
            self.passed = seconds
        return self

    def hear(self, seconds: float, *lines: bytes) -> Feed:
        """The lines at so many seconds after the start, as one bundle."""
        self.wait(seconds)
        self.stream.add_elements([TimestampedValue(one, self.start + seconds) for one in lines])
        return self

    def end_the_window(self) -> Feed:
        """The watermark passes the end of the game day."""
        self.stream.advance_watermark_to(slate_window(parse_date(DAY))[1].timestamp() + 1)
        return self

    def drain(self) -> Feed:
        """Nothing more comes."""
        self.stream.advance_watermark_to_infinity()
        return self


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Runs the streaming job on a feed and returns its public folder."""
    monkeypatch.setattr(transforms.live, "time", LIFE)

    def go(feed: Feed) -> Path:
        monkeypatch.setattr(feed_of_the_job, "ReadFromPubSub", lambda **_: feed)
        options, config = live_options(
            [
                "--source=pubsub:projects/nba-test/subscriptions/live",
                f"--output={tmp_path / 'out'}",
                f"--archive={tmp_path / 'archive'}",
                f"--flush_interval_seconds={INTERVAL}",
            ]
        )
        pipeline = beam.Pipeline(options=options)
        live.build(pipeline, config)
        result: Any = pipeline.run()
        result.wait_until_finish()
        return tmp_path / "out"

    yield go
    archive_at.cache_clear()


def known(folder: Path) -> list[int]:
    """How many events each flush knew, in order."""
    records = archive_at(str(folder.with_name("archive"))).records(parse_date(DAY))
    return sorted(record.sequence for record in records)


def stamp(seconds: float) -> str:
    return datetime.fromtimestamp(START + seconds, UTC).isoformat()


def running(seconds: float) -> bytes:
    return poll(game(), at=stamp(seconds))


def note(seconds: float) -> bytes:
    """An event that waits and makes nothing due: it shows when a flush was made."""
    return schedule(at=stamp(seconds), game_date=DAY)


def test_what_waits_is_flushed_once_when_the_feed_is_silent(run: Any) -> None:
    feed = Feed().hear(0, running(0)).hear(10, running(10))
    for last in (10 + SILENCE, 11 + 2 * SILENCE):
        feed.hear(last - 1, note(last - 1)).hear(last + 1, note(last + 1))
    assert known(run(feed.drain())) == [1, 3, 5, 6]


def test_silence_is_flushed_once_however_long_it_lasts(run: Any) -> None:
    feed = Feed().hear(0, running(0)).hear(10, running(10)).wait(1000).wait(5000).wait(20000)
    assert known(run(feed.drain())) == [1, 2]


def test_a_slate_that_no_poll_ever_began_is_flushed_too(run: Any) -> None:
    feed = Feed().hear(0, note(0)).wait(SILENCE + 1).hear(SILENCE + 2, note(SILENCE + 2))
    assert known(run(feed.drain())) == [1, 2]


def test_ticks_alone_are_not_flushed(run: Any) -> None:
    feed = Feed().hear(0, running(0)).hear(10, tick(stamp(10))).wait(5000).end_the_window()
    assert known(run(feed.drain())) == [1]


def test_a_final_too_soon_after_a_flush_comes_two_seconds_later(run: Any) -> None:
    feed = Feed().hear(0, running(0)).hear(1, poll(final(), at=stamp(1)))
    feed.hear(2.9, note(2.9)).hear(3.1, note(3.1)).drain()
    assert known(run(feed)) == [1, 3, 4]


def test_a_steady_feed_is_flushed_at_its_multiples_alone(run: Any) -> None:
    feed = Feed()
    for minute in range(13):
        feed.hear(minute * 60, running(minute * 60))
    assert known(run(feed.drain())) == [1, 4, 7, 10, 13]


def test_the_end_of_the_window_flushes_what_waits_and_what_comes_after_it(run: Any) -> None:
    feed = Feed().hear(0, running(0)).hear(10, running(10)).end_the_window()
    feed.hear(20, running(20)).hear(30, running(30)).drain()
    assert known(run(feed)) == [1, 2, 3, 4]


def test_a_drain_flushes_what_waits(run: Any) -> None:
    assert known(run(Feed().hear(0, running(0)).hear(10, running(10)).drain())) == [1, 2]


@pytest.mark.parametrize("seed", range(4))
def test_doubles_and_disorder_end_with_the_plain_fold(run: Any, seed: int) -> None:
    night, random = histories.Night(seed), Random(seed)
    opens = slate_window(parse_date(night.day))[0].timestamp()
    feed, at = Feed(opens), 0.0
    for bag in histories.deal(night.lines, random):
        at += random.choice((0.5, 1, 3, 60, SILENCE + 1))
        feed.hear(at, *bag)
    folder = run(feed.drain())
    slate, _ = fold(night.lines, night.day)
    for document in published(slate).documents:
        path = document.targets[0].path
        assert public(folder)[path] == document.body, path


class Cell:
    """A state cell in memory."""

    def __init__(self, value: bytes | None = None) -> None:
        self.value = value

    def read(self) -> bytes | None:
        return self.value

    def write(self, value: bytes) -> None:
        self.value = value


class Bag:
    """A bag of state in memory."""

    def __init__(self, values: Iterable[bytes]) -> None:
        self.values = list(values)

    def read(self) -> list[bytes]:
        return self.values

    def clear(self) -> None:
        self.values = []


class Alarm:
    """A timer that never fires by itself."""

    def clear(self) -> None:
        pass


def fire(step: Any, name: str, **cells: Any) -> list[bytes]:
    """What a timer's method makes, given the cells that it asks for."""
    method = getattr(step, name)
    asked = inspect.signature(method).parameters
    return list(method(**{cell: value for cell, value in cells.items() if cell in asked}))


@pytest.mark.parametrize("timers", [("at_silence", "at_end"), ("at_end", "at_silence")])
def test_timers_that_fire_twice_or_late_flush_once(timers: tuple[str, str]) -> None:
    step = FoldSlate(FoldSettings("run", INTERVAL, None, backed_up=True))
    (event,), _ = split(running(10))
    clock = Cell(msgspec.msgpack.encode(FlushClock(INTERVAL, end_is_set=True, wake_at=START)))
    events, slate, alarm = Bag([msgspec.msgpack.encode(event)]), Cell(), Alarm()
    made = [
        fire(step, name, key=DAY, events=events, slate=slate, clock=clock, silence=alarm)
        for name in (*timers, *timers, *timers)
    ]
    assert [len(one) for one in made] == [1, 0, 0, 0, 0, 0]
    flushed = msgspec.msgpack.decode(made[0][0], type=Flush)
    assert flushed.snapshot.events == (event.line,)
    after = msgspec.msgpack.decode(clock.value or b"", type=FlushClock)
    assert (after.end_is_set, after.wake_at) == (False, None)
    assert after.last_flush == event.polled_at
    assert after.flush == flushed.record.name


def test_the_timer_waits_an_interval_and_its_grace() -> None:
    clock = FlushClock(INTERVAL)
    assert clock.wake(1000.0) == 1195.0
    assert clock.wake_at == 1195.0


def test_a_timer_that_is_set_is_not_put_off() -> None:
    clock = FlushClock(INTERVAL)
    clock.wake(1000.0)
    assert clock.wake(1100.0) is None
    assert clock.wake_at == 1000.0 + SILENCE


def test_what_was_asked_for_comes_earlier_and_only_earlier() -> None:
    clock = FlushClock(INTERVAL)
    clock.wake(1000.0)
    clock.asked = True
    soon = 1100.0 + COALESCE.total_seconds()
    assert clock.wake(1100.0) == soon
    assert clock.wake(1101.0) is None
    assert clock.wake_at == soon


def test_a_timer_that_fired_or_was_cleared_can_be_set_again() -> None:
    clock = FlushClock(INTERVAL)
    clock.wake(1000.0)
    clock.wake_at = None
    assert clock.wake(2000.0) == 2000.0 + SILENCE


def test_a_rehearsal_waits_less_by_its_speed() -> None:
    assert FlushClock(INTERVAL).wake(1000.0, 60.0) == 1000.0 + SILENCE / 60
    assert FlushClock(INTERVAL, asked=True).wake(1000.0, 4.0) == 1000.5


def test_the_timer_outlives_the_encoding_of_its_clock() -> None:
    clock = FlushClock(INTERVAL)
    clock.wake(1000.0)
    again = msgspec.msgpack.decode(msgspec.msgpack.encode(clock), type=FlushClock)
    assert again.wake(1001.0) is None
