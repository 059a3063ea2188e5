"""The bucket and Pub/Sub go away in mid-night, and come back."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from datetime import timedelta

import pytest

from publishing.adapters.replay import Moment
from publishing.calendar import format_instant
from tests.night.feed import Pace, send
from tests.night.judge import ends_with, judge
from tests.night.stage import MakeStage, Stage, until
from tests.servers import free_port, pubsub_server

pytestmark = pytest.mark.integration

SPEED = 60.0
OUTAGE = timedelta(minutes=5)
BEFORE_AND_AFTER = timedelta(minutes=9)
LATEST = "live/latest.json"


def _middle(feed: Sequence[Moment]) -> list[Moment]:
    """The part of the night around the outage, which is played at `SPEED`."""
    begins = feed[len(feed) // 2].polled_at
    ends = begins + BEFORE_AND_AFTER * 2 + OUTAGE
    return [moment for moment in feed if begins <= moment.polled_at < ends]


def test_the_bucket_is_away_for_five_minutes(
    stage: Stage, feed: list[Moment], expected: dict[str, bytes]
) -> None:
    middle = _middle(feed)
    pace = Pace(middle[0].polled_at, SPEED, begins_in=8)
    stage.job(str(pace))
    send(stage, [moment for moment in feed if moment.polled_at < pace.start])
    sending = threading.Thread(target=send, args=(stage, middle, pace))
    sending.start()
    pace.wait(pace.start + BEFORE_AND_AFTER)
    assert stage.wire.public()
    public_before = stage.as_of(LATEST)
    stage.wire.fault = 503
    pace.wait(pace.start + BEFORE_AND_AFTER + OUTAGE)
    stage.wire.fault = None
    back = time.time()
    # What was missed is public again in less time than it was missing.
    wanted = format_instant(pace.start + BEFORE_AND_AFTER + OUTAGE - timedelta(minutes=3))
    until("what was missed is public", lambda: stage.as_of(LATEST) >= wanted)
    assert time.time() - back <= OUTAGE.total_seconds() / SPEED
    sending.join()
    send(stage, [moment for moment in feed if moment.polled_at > middle[-1].polled_at])
    ends_with(stage, expected)
    assert public_before
    assert stage.wire.refusals
    judge(stage.wire)


def test_the_bucket_is_busy_in_bursts(
    stage: Stage, feed: list[Moment], expected: dict[str, bytes]
) -> None:
    stage.job(str(Pace(feed[0].polled_at, 1000)))
    third = len(feed) // 3
    for part in (feed[:third], feed[third : 2 * third], feed[2 * third :]):
        stage.wire.busy = 4
        send(stage, part)
        until("the burst is over", lambda: not stage.wire.busy)
    ends_with(stage, expected)
    assert stage.wire.refusals == 12
    judge(stage.wire)


def test_pubsub_is_restarted_and_forgets(
    new_stage: MakeStage, feed: list[Moment], expected: dict[str, bytes]
) -> None:
    port = free_port()
    with pubsub_server(port) as address:
        stage = new_stage("restarted", address)
        stage.prepare("live")
        stage.job(str(Pace(feed[0].polled_at, 1000)))
        half = len(feed) // 2
        send(stage, feed[:half])
        instant = format_instant(feed[half - 20].polled_at)
        until("half the night is public", lambda: stage.as_of(LATEST) >= instant)
    with pubsub_server(port):
        stage.prepare("live")
        # What the reader had acknowledged and not yet published comes again with the feed.
        send(stage, feed[half - 30 :])
        ends_with(stage, expected)
        judge(stage.wire)
