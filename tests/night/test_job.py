"""The live job as a process between Pub/Sub and a bucket, while things go wrong.

Whatever happens, nothing public goes back, and the night ends with the bytes of its replay.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Sequence
from datetime import timedelta

import pytest

from publishing.adapters.replay import Moment
from publishing.calendar import format_instant
from tests.night.feed import Pace, doubled, late, send
from tests.night.judge import ends_with, judge
from tests.night.stage import Stage, drain, until

pytestmark = pytest.mark.integration

LATEST = "live/latest.json"


def _reached(stage: Stage, feed: Sequence[Moment], share: float) -> None:
    """Waits until a share of the night is public."""
    instant = format_instant(feed[int(share * len(feed))].polled_at)
    until(f"{instant} is public\n{stage.logs()}", lambda: stage.as_of(LATEST) >= instant)


def test_the_night_ends_with_the_bytes_of_its_replay(
    stage: Stage, feed: list[Moment], expected: dict[str, bytes]
) -> None:
    job = stage.job(str(Pace(feed[0].polled_at, 1000)))
    send(stage, feed)
    ends_with(stage, expected)
    assert drain(job) == 0, stage.logs()
    assert stage.documents() == expected
    judge(stage.wire)


def test_every_message_comes_twice(
    stage: Stage, feed: list[Moment], expected: dict[str, bytes]
) -> None:
    stage.job(str(Pace(feed[0].polled_at, 1000)))
    send(stage, doubled(feed))
    ends_with(stage, expected)
    judge(stage.wire)


def test_messages_are_late_by_up_to_ten_minutes(
    stage: Stage, feed: list[Moment], expected: dict[str, bytes]
) -> None:
    stage.job(str(Pace(feed[0].polled_at, 1000)))
    send(stage, late(feed, timedelta(minutes=10), seed=3))
    ends_with(stage, expected)
    judge(stage.wire)


def test_the_job_is_killed_three_times(
    stage: Stage, feed: list[Moment], expected: dict[str, bytes]
) -> None:
    pace = Pace(feed[0].polled_at, 1500, begins_in=5)
    job = stage.job(str(pace))
    sending = threading.Thread(target=send, args=(stage, feed, pace))
    sending.start()
    for share in (0.25, 0.5, 0.75):
        _reached(stage, feed, share)
        job.send_signal(signal.SIGKILL)
        job.wait()
        job = stage.job(str(pace))
    sending.join()
    ends_with(stage, expected)
    judge(stage.wire)


@pytest.mark.parametrize("shared", [True, False], ids=["one-subscription", "two-subscriptions"])
def test_two_jobs_overlap(
    stage: Stage, feed: list[Moment], expected: dict[str, bytes], shared: bool
) -> None:
    stage.prepare("second")
    pace = Pace(feed[0].polled_at, 1500, begins_in=5)
    first = stage.job(str(pace))
    sending = threading.Thread(target=send, args=(stage, feed, pace))
    sending.start()
    _reached(stage, feed, 0.3)
    stage.job(str(pace), subscription="live" if shared else "second")
    _reached(stage, feed, 0.7)
    assert drain(first) == 0, stage.logs()
    sending.join()
    ends_with(stage, expected)
    judge(stage.wire)


def test_a_drain_in_the_middle_of_the_night(
    stage: Stage, feed: list[Moment], expected: dict[str, bytes]
) -> None:
    clock = str(Pace(feed[0].polled_at, 1000))
    half = len(feed) // 2
    first = stage.job(clock)
    send(stage, feed[:half])
    _reached(stage, feed, 0.4)
    assert drain(first) == 0, stage.logs()
    send(stage, feed[half:])
    second = stage.job(clock)
    ends_with(stage, expected)
    assert drain(second) == 0, stage.logs()
    judge(stage.wire)
