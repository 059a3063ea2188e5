"""A recorded night as messages: paced, doubled, late."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
from google.api_core import exceptions as google_errors

from publishing.adapters.parquet import ParquetWarehouse
from publishing.adapters.replay import Moment, moments
from tests.night.stage import Stage
from tests.pipelines.runs import Night

INTERVAL = 180
_IN_FLIGHT = 64


def recorded(night: Night, interval_seconds: int = INTERVAL) -> list[Moment]:
    """The feed of a night: polls, reference events and ticks, in the order of their time."""
    warehouse = ParquetWarehouse(night.warehouse)
    found = []
    for item in moments(Path(night.file), warehouse, "catboost_v9", interval_seconds):
        assert isinstance(item, Moment)
        found.append(item)
    return found


def late(feed: Sequence[Moment], by: timedelta, seed: int) -> list[Moment]:
    """The feed in the order of arrival when every message is late by up to `by`."""
    chance = random.Random(seed)
    return sorted(feed, key=lambda moment: moment.polled_at + by * chance.random())


def doubled(feed: Sequence[Moment]) -> list[Moment]:
    """Every message twice, the second one a little later."""
    again = [*feed[10:], *feed[-10:]]
    return [moment for pair in zip(feed, again, strict=True) for moment in pair] + [*feed[:10]]


def send(stage: Stage, feed: Iterable[Moment], clock: Pace | None = None) -> None:
    """Publishes the messages in order, each at its time when there is a pace."""
    publisher = stage.publisher()
    waiting: list[Future[str]] = []
    for moment in feed:
        if clock is not None:
            clock.wait(moment.polled_at)
        waiting.append(publisher.publish(stage.topic, moment.line, **_attributes(moment.line)))
        if len(waiting) >= _IN_FLIGHT:
            waiting.pop(0).result(60)
    for sent in waiting:
        sent.result(60)


class Pace:
    """The clock of a rehearsal: as if it were `start` now, `speed` times faster than life."""

    def __init__(self, start: datetime, speed: float, begins_in: float = 0.0) -> None:
        self.start = start
        self.speed = speed
        self.epoch = time.time() + begins_in

    def __str__(self) -> str:
        return f"{self.start.isoformat()}@{self.epoch}x{self.speed}"

    def shifted(self, seconds: float) -> Pace:
        """The clock of somebody whose own is off by so many seconds of the night."""
        other = Pace(self.start + timedelta(seconds=seconds), self.speed)
        other.epoch = self.epoch
        return other

    def at(self, instant: datetime) -> float:
        """When it is that instant, in Unix seconds of life."""
        return self.epoch + (instant - self.start).total_seconds() / self.speed

    def wait(self, instant: datetime) -> None:
        """Waits until it is that instant."""
        time.sleep(max(0.0, self.at(instant) - time.time()))


def _attributes(line: bytes) -> dict[str, str]:
    event = orjson.loads(line)
    named = ("event_id", "kind", "polled_at", "game_date")
    return {name: str(event[name]) for name in named if event.get(name)}


def captured(stage: Stage, which: str) -> Iterator[Any]:
    """Every message that waits in a subscription, each once, until none comes."""
    subscriber, path = stage.subscriber(), stage.subscription(which)
    while True:
        request = {"subscription": path, "max_messages": 200}
        try:
            answer = subscriber.pull(request=request, timeout=3, retry=None)
        except google_errors.DeadlineExceeded:
            return
        if not answer.received_messages:
            return
        subscriber.acknowledge(
            subscription=path, ack_ids=[one.ack_id for one in answer.received_messages]
        )
        for received in answer.received_messages:
            yield received.message
