"""The time of the night that is played."""

from __future__ import annotations

import logging
import time
from datetime import UTC, date, datetime, timedelta

import pytest

from demo.night_clock import NightClock
from publishing.documents import CacheClass, Composed, Target
from publishing.live.snapshot import Snapshot

BEFORE = datetime(2025, 12, 27, 18, tzinfo=UTC)
FLUSH = datetime(2025, 12, 28, 0, tzinfo=UTC)
A_SECOND = timedelta(seconds=1)


class Life:
    """A clock of life that the test moves."""

    def __init__(self) -> None:
        self.seconds = 1_700_000_000.0

    def time(self) -> float:
        return self.seconds


@pytest.fixture
def life(monkeypatch: pytest.MonkeyPatch) -> Life:
    found = Life()
    monkeypatch.setattr(time, "time", found.time)
    return found


def flush(clock: NightClock, as_of: datetime) -> None:
    status = Composed(Target("status.json", CacheClass.LIVE), (), 1, "s")
    snapshot = Snapshot("s", date(2025, 12, 27), as_of, (), status, ())
    clock.emit(logging.makeLogRecord({"snapshot": snapshot}))


def test_it_runs_from_the_first_flush_also_when_no_other_comes(life: Life) -> None:
    clock = NightClock(BEFORE, 60.0)
    assert clock.now() == BEFORE
    clock.emit(logging.makeLogRecord({}))
    assert clock.now() == BEFORE
    flush(clock, FLUSH)
    life.seconds += 30
    assert clock.now() == FLUSH + 30 * 60 * A_SECOND
    flush(clock, FLUSH + A_SECOND)
    assert clock.now() == FLUSH + 30 * 60 * A_SECOND


def test_at_full_speed_it_is_that_of_the_newest_flush(life: Life) -> None:
    clock = NightClock(BEFORE, None)
    for minutes in (0, 3, 6):
        flush(clock, FLUSH + timedelta(minutes=minutes))
        assert clock.now() == FLUSH + timedelta(minutes=minutes)


def test_a_night_that_is_over_goes_on_at_the_pace_of_life(life: Life) -> None:
    clock = NightClock(BEFORE, 60.0)
    flush(clock, FLUSH)
    life.seconds += 1
    clock.over()
    life.seconds += 10
    assert clock.now() == FLUSH + 70 * A_SECOND
