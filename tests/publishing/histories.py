"""Histories: three publishers over one store, each with its own documents, order and faults."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from unittest import mock

from publishing import publisher as publisher_module
from publishing.documents import CacheClass, Composed, Document, Section
from publishing.patience import Timing
from publishing.publisher import Publisher
from publishing.store import Store
from tests.publishing import builders
from tests.publishing.fake_bucket import FakeBucket
from tests.publishing.faults import Crash, Faults
from tests.publishing.faulty_folder import FaultyFolder, mortal_renames
from tests.publishing.record import Call, Record
from tests.publishing.turnstile import FreeRun, Timeline, Turnstile

Protocol = Literal["bucket", "folder"]

PUBLISHERS = 3
_SECTIONS = (("live_data", "grading"), ("tonight_data", "predictions"), ("live_data",))
"""Each publisher's sections: the third is a second live job beside the first."""


@dataclass(frozen=True)
class Work:
    """One call: these documents, then these sections."""

    documents: tuple[Document, ...]
    composed: Composed | None


@dataclass
class History:
    """One history, wholly decided by its seed unless its threads run free."""

    seed: int
    protocol: Protocol
    root: Path
    free: bool = False
    record: Record = field(default_factory=Record)

    def __post_init__(self) -> None:
        self.generator = random.Random(self.seed)
        self.timeline: Timeline = FreeRun() if self.free else Turnstile(self.generator)
        self.faults = Faults(
            self.timeline, self.generator, self.generator.choice((0.0, 0.1, 0.2, 0.4))
        )
        self.bucket = FakeBucket(self.record, prefix="v1/")

    def run(self) -> Record:
        """Plays the history to its end; the last call is a healthy publisher's."""
        plans = [list(self._plan(writer)) for writer in range(PUBLISHERS)]
        with self._controlled():
            self.timeline.run_all([self._actor(number, plan) for number, plan in enumerate(plans)])
            self.faults.heal()
            final = self._final([work for plan in plans for work in plan])
            before = len(self.record.calls)
            self.timeline.run_all([self._actor(PUBLISHERS, [final])])
        self.record.finals = self.record.calls[before:]
        self.record.last_bodies = {path: self._body(path) for path in self.record.paths()}
        return self.record

    @contextmanager
    def _controlled(self) -> Iterator[None]:
        pools = mock.patch.object(publisher_module, "ThreadPoolExecutor", self.timeline.pool)
        with pools, mortal_renames():
            yield

    def _plan(self, writer: int) -> Iterator[Work]:
        days, draw = self.seed % 3 + 1, self.generator
        for call in range(draw.randint(2, 4)):
            documents = []
            for number in range(draw.choice((0, 1, 1, 2))):
                name = f"p{writer}-c{call}-d{number}"
                documents.append(self._document(draw.randrange(days), name))
            composed = None
            if draw.random() < 0.6:
                sections = tuple(
                    self._section(name, draw.randrange(days))
                    for name in _SECTIONS[writer]
                    if len(_SECTIONS[writer]) == 1 or draw.random() < 0.7
                )
                if sections:
                    composed = builders.composed(*sections, snapshot_id=f"p{writer}-c{call}-s")
            yield Work(tuple(documents), composed)

    def _document(self, day: int, snapshot_id: str) -> Document:
        draw = self.generator
        minute, sequence, moves = draw.randrange(6), draw.randrange(1, 4), draw.random() < 0.75
        # The same version and sequence are the same content (D9); others may be, too.
        value = (7 * day + 3 * minute + sequence * (minute % 2)) % 2
        if draw.random() < (0.8, 0.2)[self.seed % 2]:
            targets = builders.targets(
                "live", day, cache=CacheClass.LIVE, pointer=CacheClass.LIVE, moves=moves
            )
        else:
            settled = CacheClass.SETTLED if minute == 5 else CacheClass.TONIGHT
            targets = builders.targets(
                "results", day, cache=settled, pointer=CacheClass.TONIGHT, moves=moves
            )
        return builders.document(
            *targets,
            day=day,
            minute=minute,
            value=value,
            sequence=sequence,
            snapshot_id=snapshot_id,
        )

    def _section(self, name: str, day: int) -> Section:
        draw = self.generator
        minute = draw.randrange(6)
        return builders.section(name, day, minute, value=minute, moves=draw.random() < 0.8)

    def _actor(self, number: int, plan: list[Work]) -> Callable[[], None]:
        def act() -> None:
            todo, life = list(plan), 0
            while todo:
                writer = f"p{number}-life{life}"
                publisher = self._publisher(writer)
                try:
                    while todo:
                        self._call(publisher, writer, todo[0])
                        todo.pop(0)
                except Crash:
                    # A new process starts over, goes on with what is next, or never comes.
                    life += 1
                    if life > 3 or self.generator.random() < 0.2:
                        return
                    if self.generator.random() < 0.2:
                        todo.pop(0)

        return act

    def _publisher(self, writer: str) -> Publisher:
        timing = Timing(self.timeline.clock, self.timeline.sleep)
        return Publisher(
            self._store(writer),
            timing,
            concurrency=self.generator.randint(1, 4),
            random=random.Random(self.generator.random()),
        )

    def _store(self, writer: str) -> Store:
        if self.protocol == "bucket":
            return self.bucket.store(writer, self.faults)
        return FaultyFolder(self.root, self.record, writer, self.faults)

    def _call(self, publisher: Publisher, writer: str, work: Work) -> None:
        if work.documents:
            call = Call(writer, work.documents, None, self.record.tick())
            self.record.calls.append(call)
            call.outcomes = publisher.publish(work.documents)
            call.end = self.record.tick()
        if work.composed is not None:
            call = Call(writer, (), work.composed, self.record.tick())
            self.record.calls.append(call)
            call.outcomes = [publisher.publish_sections(work.composed, builders.compose)]
            call.end = self.record.tick()

    def _final(self, works: list[Work]) -> Work:
        """The newest document of every dated path, and the newest section of every name."""
        documents: dict[str, Document] = {}
        sections: dict[str, Section] = {}
        for work in works:
            for one in work.documents:
                path = one.targets[0].path
                if path not in documents or _rank(one) > _rank(documents[path]):
                    documents[path] = one
            for part in work.composed.sections if work.composed else ():
                if part.name not in sections or part.version > sections[part.name].version:
                    sections[part.name] = part
        composed = builders.composed(*sections.values(), snapshot_id="final") if sections else None
        return Work(tuple(documents.values()), composed)

    def _body(self, path: str) -> bytes:
        if self.protocol == "bucket":
            return self.bucket.objects["v1/" + path].body
        return (self.root / path).read_bytes()


def _rank(document: Document) -> tuple[object, ...]:
    return document.version.content_date, document.version.as_of, document.sequence
