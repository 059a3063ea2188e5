"""What happened in a history: every generation as the store saw it, every call as it ended."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from publishing.decisions import Outcome
from publishing.documents import Composed, Document, Target


@dataclass
class Generation:
    """One state of an object. `answered` says whether its writer was told."""

    at: int
    path: str
    generation: int
    writer: str
    body: bytes
    content_type: str | None
    cache_control: str | None
    metadata: Mapping[str, str]
    answered: bool = True

    @property
    def snapshot_id(self) -> str:
        return self.metadata.get("courtside-snapshot", "")


@dataclass
class Call:
    """One call of a publisher; without outcomes when the publisher died in it."""

    writer: str
    documents: Sequence[Document]
    composed: Composed | None
    start: int
    end: int | None = None
    outcomes: Sequence[Outcome] | None = None

    def targets(self) -> Iterator[tuple[Document, Target]]:
        for document in self.documents:
            for target in document.targets:
                yield document, target


@dataclass
class Record:
    """The log of one history; `tick` numbers what happens in it."""

    generations: list[Generation] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    finals: list[Call] = field(default_factory=list)
    last_bodies: dict[str, bytes] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _ticks: Iterator[int] = field(default_factory=itertools.count)

    def tick(self) -> int:
        return next(self._ticks)

    def of(self, path: str) -> list[Generation]:
        return [one for one in self.generations if one.path == path]

    def paths(self) -> list[str]:
        return list(dict.fromkeys(one.path for one in self.generations))
