"""Snapshots to the public store: archive first, then dated documents, pointers, status."""

from __future__ import annotations

import functools
import logging
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apache_beam as beam
import msgspec
import orjson
from apache_beam import pvalue
from apache_beam.metrics.metric import Metrics

from publishing.adapters.archive import PATIENCE_SECONDS, archive_at
from publishing.adapters.dead_letters import DeadLetters, dead_letters_at
from publishing.adapters.journal import JournalFile
from publishing.adapters.places import concurrency, public_store
from publishing.decisions import Outcome
from publishing.live.events import Rejection
from publishing.live.flush_record import Flush
from publishing.live.status import compose
from publishing.operating.announcing import live_events
from publishing.patience import BUDGET_SECONDS, Timing, insist
from publishing.publisher import Publisher
from transforms.split import DEAD

log = logging.getLogger("courtside.publish")

EVENTS = "events"
"""The output of what published flushes make known."""

_FLUSH = msgspec.msgpack.Decoder(Flush)
_REJECTION = msgspec.msgpack.Decoder(Rejection)


@dataclass(frozen=True)
class PublishSettings:
    """Where documents go, and the archive and the journal if there are any.

    A store that is away is waited for: a live night's last flush has none after it.
    """

    output: str
    archive: str | None
    journal: str | None
    patience_seconds: float = BUDGET_SECONDS


@functools.cache
def _publisher(settings: PublishSettings) -> Publisher:
    # Local runners set a DoFn up once per bundle; clients and listings must live longer.
    journal = JournalFile(Path(settings.journal)) if settings.journal else None
    timing = Timing(time.monotonic, time.sleep, settings.patience_seconds)
    return Publisher(
        public_store(settings.output),
        timing,
        journal,
        concurrency(settings.output),
        random.Random(),
    )


@functools.cache
def _dead_letters(place: str, bodies: str | None) -> DeadLetters:
    return dead_letters_at(place, bodies)


@beam.typehints.with_input_types(bytes)
@beam.typehints.with_output_types(bytes)
class PublishSnapshot(beam.DoFn):
    """Encoded flushes to the archive and the public store; yields their names.

    The archive comes first, so that what is public can always be had again (D34). Documents
    that the store would not take go to the dead letters; the next flush carries newer ones. What
    the flush makes known of its night comes after its documents, and not without them.
    Counters `publish/…`: `written`, `unchanged`, `refused`, `failed`, `bytes`.
    """

    def __init__(self, settings: PublishSettings) -> None:
        self.settings = settings
        self.bytes = Metrics.counter("publish", "bytes")
        self.decisions = {
            word: Metrics.counter("publish", word)
            for word in ("written", "unchanged", "refused", "failed")
        }

    def process(self, element: bytes) -> Iterator[Any]:
        flush = _FLUSH.decode(element)
        snapshot = flush.snapshot
        if self.settings.archive is not None:
            archive_at(self.settings.archive).keep(flush.record, snapshot.events)
        publisher = _publisher(self.settings)
        outcomes = publisher.publish(snapshot.documents)
        public = all(outcome.decision is not None for outcome in outcomes)
        outcomes.append(publisher.publish_sections(snapshot.status, _compose))
        self._count(flush, outcomes)
        for outcome in outcomes:
            if outcome.decision is None:
                reason = f"{outcome.path} of {outcome.snapshot_id}: {outcome.reason}"
                rejection = Rejection("publish", reason, orjson.dumps(outcome))
                yield pvalue.TaggedOutput(DEAD, msgspec.msgpack.encode(rejection))
        if public and flush.happened:
            events = live_events(flush.record, flush.happened)
            yield pvalue.TaggedOutput(EVENTS, msgspec.msgpack.encode(events))
        yield flush.record.name.encode()

    def _count(self, flush: Flush, outcomes: list[Outcome]) -> None:
        words = Counter(outcome.decision or "failed" for outcome in outcomes)
        for word, number in words.items():
            self.decisions[word].inc(number)
        self.bytes.inc(sum(outcome.bytes for outcome in outcomes))
        log.info(
            "flush run_id=%s snapshot_id=%s %s",
            flush.record.run_id,
            flush.snapshot.snapshot_id,
            " ".join(f"{word}={number}" for word, number in sorted(words.items())),
            extra={"snapshot": flush.snapshot},
        )


def _compose(*parts: Any) -> bytes:
    return msgspec.json.encode(compose(*parts))


@beam.typehints.with_input_types(bytes)
class KeepDeadLetter(beam.DoFn):
    """Encoded rejections to the dead letters; yields their ids.

    Their place is waited for when it is away: nothing is lost. Counter `dead_letters/kept`.
    """

    def __init__(self, place: str, bodies: str | None = None) -> None:
        self.place = place
        self.bodies = bodies
        self.kept = Metrics.counter("dead_letters", "kept")

    def process(self, element: bytes) -> Iterator[str]:
        rejection = _REJECTION.decode(element)
        letters = _dead_letters(self.place, self.bodies)
        timing = Timing(time.monotonic, time.sleep, PATIENCE_SECONDS)
        letter = insist(lambda: letters.add(rejection), timing, timing.deadline(), random.Random())
        self.kept.inc()
        log.info("dead_letter id=%s stage=%s reason=%s", letter, rejection.stage, rejection.reason)
        yield letter
