"""What a published flush makes known of its night, to a topic: documents first, then this."""

from __future__ import annotations

import functools
import logging
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass

import apache_beam as beam
import msgspec
from apache_beam.metrics.metric import Metrics

from publishing.adapters.pubsub import Topic
from publishing.live.events import Rejection
from publishing.operating.messages import LiveEvent
from publishing.patience import Timing, insist
from publishing.store import Unavailable

log = logging.getLogger("courtside.announce")

STAGE = "announce"
"""The stage of dead letters that are events which no topic took."""

PATIENCE_SECONDS = 15.0
"""How long a flush's events wait for their topic: the next flush says them again."""

_EVENTS = msgspec.msgpack.Decoder(tuple[LiveEvent, ...])


@dataclass(frozen=True)
class AnnounceSettings:
    """The topic, `projects/P/topics/T`, if anybody is to be told, and the patience with it."""

    topic: str | None
    patience_seconds: float = PATIENCE_SECONDS


_SAID: set[tuple[str, str, str]] = set()
_KEPT: set[tuple[str, str, str]] = set()


@functools.cache
def _topic(path: str) -> Topic:
    return Topic(path)


@beam.typehints.with_input_types(bytes)
@beam.typehints.with_output_types(bytes)
class Announce(beam.DoFn):
    """A flush's encoded events to the topic; yields an encoded rejection for each not taken.

    In a process a run says each event once, and keeps one letter of it; a restarted job says all
    again, which its receiver knows by the ids (I-9). It never fails the job.
    Counter `live/announced`.
    """

    def __init__(self, settings: AnnounceSettings) -> None:
        self.settings = settings
        self.announced = Metrics.counter("live", "announced")

    def process(self, element: bytes) -> Iterator[bytes]:
        topic = self.settings.topic
        if topic is None:
            return
        timing = Timing(time.monotonic, time.sleep, self.settings.patience_seconds)
        deadline = timing.deadline()
        for event in _EVENTS.decode(element):
            known = (topic, event.run_id, event.event_id)
            if known in _SAID:
                continue
            body = msgspec.json.encode(event)
            send = functools.partial(_topic(topic).publish, body, {"event_id": event.event_id})
            try:
                insist(send, timing, deadline, random.Random())
            except Unavailable as problem:
                log.warning("not announced event_id=%s reason=%s", event.event_id, problem)
                if known not in _KEPT:
                    _KEPT.add(known)
                    reason = f"{event.event_id} was not announced: {problem}"
                    yield msgspec.msgpack.encode(Rejection(STAGE, reason, body))
                continue
            _SAID.add(known)
            self.announced.inc()
            log.info("announced event_id=%s as_of=%s", event.event_id, event.as_of)
