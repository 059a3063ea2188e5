"""The one way in which anything becomes public (D4-D8, idea 7).

For each object: look at what is public, decide, and upload in one request that only succeeds
when nobody came between. Whoever finishes last, a newer version is never replaced by an older.
"""

from __future__ import annotations

import random
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol, TypeVar

from publishing.decisions import Decision, Outcome, decide, newer_sections
from publishing.documents import Composed, Document, Section, Target, Version, digest
from publishing.patience import Timing, insist
from publishing.store import Changed, Stamp, Store, Stored, Unavailable

CONCURRENCY = 32

T = TypeVar("T")
R = TypeVar("R")
Compose = Callable[[bytes | None, Mapping[str, Version], tuple[Section, ...]], bytes]
_Way = tuple[Document, tuple[Target, ...]]
"""A document and the targets that it has not been written to yet."""


class Journal(Protocol):
    """Takes every decision, in the order in which it was made."""

    def record(self, outcome: Outcome) -> None:
        """Appends one decision."""


@dataclass
class Publisher:
    """Publishes to one store, from many threads; remembers what it saw there.

    What it remembers may be old: then the upload finds out, and it looks again.
    """

    store: Store
    timing: Timing
    journal: Journal | None = None
    concurrency: int = CONCURRENCY
    random: random.Random = field(default_factory=random.Random)
    _seen: dict[str, Stored | None] = field(default_factory=dict, repr=False)
    _listed: set[str] = field(default_factory=set, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def publish(self, documents: Sequence[Document]) -> list[Outcome]:
        """Publishes every target of every document; dated objects before pointers.

        A pointer of several documents moves once, for the newest of them. It is left alone
        when the store failed its document's dated object.
        """
        deadline = self.timing.deadline()
        looked = self._list((target.path for one in documents for target in one.targets), deadline)
        outcomes: list[Outcome] = []
        waiting: list[_Way] = [(document, document.targets) for document in documents]
        while waiting:
            # A dated object that stalls must not spend the pointers' time (I-12).
            deadline = self.timing.deadline()
            queues: defaultdict[str, list[_Way]] = defaultdict(list)
            for document, targets in waiting:
                queues[targets[0].path].append((document, targets))
            turn = partial(self._publish_in_turn, looked=looked, deadline=deadline)
            results = [result for found in self._all(turn, queues.values()) for result in found]
            outcomes.extend(outcome for _, outcome in results)
            waiting = [
                (document, targets[1:])
                for (document, targets), outcome in results
                if len(targets) > 1 and outcome.decision is not None
            ]
        return outcomes

    def listed(self, prefix: str) -> list[str]:
        """The public paths under a prefix, in order; Unavailable when the store does not say."""
        return sorted(self._insist(partial(self.store.list, prefix), self.timing.deadline()))

    def publish_sections(self, composed: Composed, compose: Compose) -> Outcome:
        """Replaces this writer's sections of a composed document, and no other's (D32)."""
        path, deadline, attempted = composed.target.path, self.timing.deadline(), False
        version = max(section.version for section in composed.sections)

        def outcome(decision: Decision | None, reason: str, size: int = 0) -> Outcome:
            made = Outcome(path, str(version), composed.snapshot_id, decision, reason, size)
            return self._recorded(made)

        while True:
            try:
                found = self._insist(partial(self.store.read, path), deadline)
                body, current = found if found else (None, None)
                public = current.stamp if current else Stamp()
                if attempted and public.snapshot_id == composed.snapshot_id:
                    return outcome("written", "the answer was lost", len(body or b""))
                sections = newer_sections(
                    composed.sections, public.sections, public.section_sequences
                )
                if not sections:
                    return outcome(*_not_newer(composed.sections, public))
                versions = public.sections | {one.name: one.version for one in sections}
                sequences = public.section_sequences | {one.name: one.sequence for one in sections}
                version = max(versions.values())
                merged = compose(body, versions, sections)
                stamp = Stamp(
                    version,
                    digest(merged),
                    composed.sequence,
                    composed.snapshot_id,
                    versions,
                    sequences,
                )
                attempted = True
                self._write(composed.target, merged, stamp, current, deadline)
                return outcome("written", ", ".join(one.name for one in sections), len(merged))
            except Changed:
                continue
            except Unavailable as problem:
                return outcome(None, str(problem))

    def _all(self, work: Callable[[T], R], items: Iterable[T]) -> list[R]:
        """`work` on every item, as many at a time as this publisher may."""
        if self.concurrency == 1:
            return [work(item) for item in items]
        with ThreadPoolExecutor(self.concurrency) as pool:
            return [job.result() for job in [pool.submit(work, item) for item in items]]

    def _publish_in_turn(
        self, queue: list[_Way], looked: set[str], deadline: float
    ) -> list[tuple[_Way, Outcome]]:
        """Each document of `queue` to its next target, which is one path for all.

        The newest goes first, and before it those that may take a pointer over.
        """

        def rank(way: _Way) -> tuple[bool, Version, int]:
            document, targets = way
            return targets[0].moves, document.version, document.sequence

        return [
            (way, self._publish_target(way[0], way[1][0], way[1][0].path in looked, deadline))
            for way in sorted(queue, key=rank, reverse=True)
        ]

    def _publish_target(
        self, document: Document, target: Target, looked: bool, deadline: float
    ) -> Outcome:
        path, attempted = target.path, False
        stamp = Stamp(
            document.version,
            document.digest,
            document.sequence,
            document.snapshot_id,
            lacks=document.lacks,
        )

        def outcome(decision: Decision | None, reason: str, size: int = 0) -> Outcome:
            version = str(document.version)
            made = Outcome(path, version, document.snapshot_id, decision, reason, size)
            return self._recorded(made)

        while True:
            try:
                looked = looked or path not in self._seen
                current = self._current(path, deadline)
                if attempted and current is not None and current.stamp == stamp:
                    return outcome("written", "the answer was lost", len(document.body))
                decision, reason = decide(target, document, current)
                if decision != "written":
                    if looked:
                        return outcome(decision, reason)
                    # What was public in an earlier call may be gone: only a look can tell.
                    self._seen.pop(path, None)
                    continue
                attempted = True
                self._seen[path] = self._write(target, document.body, stamp, current, deadline)
                return outcome("written", reason, len(document.body))
            except Changed:
                self._seen.pop(path, None)
            except Unavailable as problem:
                self._seen.pop(path, None)
                return outcome(None, str(problem))

    def _current(self, path: str, deadline: float) -> Stored | None:
        try:
            return self._seen[path]
        except KeyError:
            found = self._insist(partial(self.store.look, path), deadline)
            self._seen[path] = found
            return found

    def _write(
        self, target: Target, body: bytes, stamp: Stamp, current: Stored | None, deadline: float
    ) -> Stored:
        generation = current.generation if current else 0
        upload = partial(self.store.write, target.path, body, target.cache, stamp, generation)
        return self._insist(upload, deadline)

    def _list(self, paths: Iterable[str], deadline: float) -> set[str]:
        """Looks at each folder of `paths` once in the life of this publisher.

        Returns the paths that it looked at now.
        """
        looked: set[str] = set()
        by_prefix: defaultdict[str, list[str]] = defaultdict(list)
        for path in paths:
            folder, slash, _ = path.rpartition("/")
            if slash and folder + slash not in self._listed:
                by_prefix[folder + slash].append(path)
        for prefix, wanted in by_prefix.items():
            try:
                found = self._insist(partial(self.store.list, prefix), deadline)
            except Unavailable:
                # Each object is then looked at by itself, inside the same budget.
                continue
            self._seen.update({path: found.get(path) for path in {*wanted, *found}})
            self._listed.add(prefix)
            looked.update(wanted)
        return looked

    def _insist(self, request: Callable[[], T], deadline: float) -> T:
        return insist(request, self.timing, deadline, self.random)

    def _recorded(self, outcome: Outcome) -> Outcome:
        if self.journal is not None and outcome.decision is not None:
            with self._lock:
                self.journal.record(outcome)
        return outcome


def _not_newer(sections: tuple[Section, ...], public: Stamp) -> tuple[Decision, str]:
    if all(public.sections[section.name] == section.version for section in sections):
        return "unchanged", "these sections are public"
    return "refused", "the public sections are newer"
