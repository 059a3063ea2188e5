"""What a batch run leaves: documents in public, rejected rows as dead letters, its record."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import apache_beam as beam
import msgspec
from apache_beam.metrics.metric import Metrics
from apache_beam.transforms.window import GlobalWindow
from apache_beam.utils.windowed_value import WindowedValue

from publishing.adapters.dead_letters import TROUBLE
from publishing.adapters.run_records import decode_record, keep_record
from publishing.documents import Document
from publishing.live.events import Rejection
from publishing.run import Run
from publishing.run_record import (
    Fact,
    LackFact,
    LetterFact,
    document_facts,
    record_of,
)
from publishing.services.ending import EndSettings, end_run
from publishing.services.exporting.expiring import expire
from publishing.services.exporting.inline import AT_A_TIME, with_lacks
from publishing.stale import exports_that_expire
from transforms.exports import league_of
from transforms.publish import PublishSettings, _dead_letters, _publisher

log = logging.getLogger("courtside.export")

_encode = msgspec.msgpack.encode
_FACT = msgspec.msgpack.Decoder(Fact)
_NAMED = msgspec.msgpack.Decoder(tuple[str, Document])
_REJECTION = msgspec.msgpack.Decoder(Rejection)


@beam.typehints.with_output_types(bytes)
class PublishDocuments(beam.DoFn):
    """Encoded documents to the public store, many at a time; yields encoded facts.

    `lacking` are the encoded facts of the dates' sources, for the documents of players. `after`
    is only waited for: what is important is public first. Counters `publish/…`.
    """

    def __init__(self, settings: PublishSettings) -> None:
        self.settings = settings
        self.decisions = {
            word: Metrics.counter("publish", word)
            for word in ("written", "unchanged", "refused", "failed")
        }
        self._held: list[tuple[str, Document]] = []

    def start_bundle(self) -> None:
        self._held = []

    def process(
        self, element: bytes, lacking: Sequence[bytes] = (), after: object = None
    ) -> Iterator[bytes]:
        self._held += with_lacks([_NAMED.decode(element)], _reasons(lacking))
        if len(self._held) >= AT_A_TIME:
            yield from self._publish()

    def finish_bundle(self) -> Iterator[Any]:
        for fact in self._publish():
            yield WindowedValue(fact, GlobalWindow().max_timestamp(), (GlobalWindow(),))

    def _publish(self) -> Iterator[bytes]:
        held, self._held = self._held, []
        outcomes = _publisher(self.settings).publish([document for _, document in held])
        for outcome in outcomes:
            self.decisions[outcome.decision or "failed"].inc()
        for export in dict.fromkeys(name for name, _ in held):
            count = sum(name == export for name, _ in held)
            log.info("step=publish export=%s documents=%d", export, count)
        for fact in document_facts(held, outcomes):
            yield _encode(fact)


@beam.typehints.with_output_types(bytes)
class PublishStale(beam.DoFn):
    """After all documents of players: those of players who have none any more (D36).

    `facts` are the encoded ones of the whole run until here; yields encoded facts.
    """

    def __init__(self, run: Run, settings: PublishSettings) -> None:
        self.run = run
        self.settings = settings

    def process(
        self, element: bytes, chunks: Sequence[bytes], facts: Sequence[bytes]
    ) -> Iterator[bytes]:
        found = [_FACT.decode(encoded) for encoded in facts]
        publisher = _publisher(self.settings)
        for export in exports_that_expire(self.run, found):
            _, slates = league_of(self.run, tuple(sorted(chunks)))
            for fact in expire(publisher, export, found, slates, self.run):
                yield _encode(fact)


@beam.typehints.with_input_types(bytes)
@beam.typehints.with_output_types(bytes)
class KeepRejected(beam.DoFn):
    """Encoded rejections to the dead letters; yields encoded facts, also when one is not kept."""

    def __init__(self, place: str, bodies: str | None) -> None:
        self.place = place
        self.bodies = bodies
        self.kept = Metrics.counter("dead_letters", "kept")

    def process(self, element: bytes) -> Iterator[bytes]:
        rejection = _REJECTION.decode(element)
        problem = ""
        try:
            _dead_letters(self.place, self.bodies).add(rejection)
            self.kept.inc()
        except TROUBLE as trouble:
            problem = str(trouble)
        yield _encode(LetterFact(rejection.reason, problem))


@dataclass(frozen=True)
class RecordSettings:
    """Where the record goes, when the run began, and what it runs on."""

    place: str
    started: datetime
    versions: tuple[tuple[str, str], ...]


@beam.typehints.with_input_types(list[bytes])
@beam.typehints.with_output_types(bytes)
class WriteRecord(beam.DoFn):
    """All facts of a run to its record, the last step of the graph; yields the record."""

    def __init__(self, run: Run, settings: RecordSettings) -> None:
        self.run = run
        self.settings = settings

    def process(self, element: list[bytes]) -> Iterator[bytes]:
        facts = [_FACT.decode(encoded) for encoded in element]
        record = record_of(
            self.run,
            facts,
            self.settings.started,
            datetime.now(UTC),
            dict(self.settings.versions),
        )
        yield keep_record(record, self.settings.place)


@beam.typehints.with_input_types(bytes)
@beam.typehints.with_output_types(bytes)
class EndRun(beam.DoFn):
    """The record of a run that has ended: marks, gates, message, claim; yields the record.

    A bundle that is done twice says the same again.
    """

    def __init__(self, settings: EndSettings) -> None:
        self.settings = settings

    def process(self, element: bytes) -> Iterator[bytes]:
        end_run(self.settings, decode_record(element), datetime.now(UTC))
        yield element


def _reasons(lacking: Sequence[bytes]) -> dict[str, str]:
    facts = (_FACT.decode(encoded) for encoded in lacking)
    return {
        f"{fact.export}/{fact.game_date}": fact.reason
        for fact in facts
        if isinstance(fact, LackFact)
    }
