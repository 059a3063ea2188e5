"""The real folder store behind faults; it logs every generation as it is on the disk."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar
from unittest import mock

import orjson

from publishing.adapters.folder import FolderStore
from publishing.documents import CacheClass
from publishing.store import Changed, Stamp, Store, Stored, Throttled, Unavailable
from tests.publishing.faults import Crash, Fault, Faults
from tests.publishing.record import Generation, Record

T = TypeVar("T")

_renames = threading.local()
_rename = Path.replace


@contextmanager
def mortal_renames() -> Iterator[None]:
    """Lets a thread die at the rename that it chose with `die_at_rename`."""

    def replace(self: Path, target: Path) -> Path:
        left = getattr(_renames, "left", None)
        if left is not None:
            if left == 0:
                raise Crash("between two renames")
            _renames.left = left - 1
        return _rename(self, target)

    with mock.patch.object(Path, "replace", replace):
        yield


@contextmanager
def die_at_rename(number: int) -> Iterator[None]:
    _renames.left = number
    try:
        yield
    finally:
        _renames.left = None


class FaultyFolder(Store):
    """One publisher's way to the folder."""

    def __init__(self, root: Path, record: Record, writer: str, faults: Faults) -> None:
        self._store = FolderStore(root)
        self._record = record
        self._writer = writer
        self._faults = faults

    def list(self, prefix: str) -> dict[str, Stored]:
        return self._answer(lambda: self._logged(lambda: self._store.list(prefix)))

    def look(self, path: str) -> Stored | None:
        return self._answer(lambda: self._logged(lambda: self._store.look(path)))

    def read(self, path: str) -> tuple[bytes, Stored] | None:
        return self._answer(lambda: self._logged(lambda: self._store.read(path)))

    def write(
        self, path: str, body: bytes, cache: CacheClass, stamp: Stamp, generation: int
    ) -> Stored:
        def write(answered: bool = True) -> Stored:
            def write_and_log() -> Stored:
                try:
                    return self._store.write(path, body, cache, stamp, generation)
                finally:
                    self._log(path, body, answered)

            return self._logged(write_and_log)

        return self._answer(write, lambda: write(answered=False))

    def _logged(self, work: Callable[[], T]) -> T:
        # Nobody sees a write before it is in the log.
        with self._record.lock:
            return work()

    def _log(self, path: str, body: bytes, answered: bool) -> None:
        """A line for what the metadata says now, if that is new."""
        beside = self._store.root / f"{path}.meta"
        if not beside.exists():
            return
        found = orjson.loads(beside.read_bytes())
        earlier = self._record.of(path)
        if earlier and earlier[-1].generation == found["generation"]:
            return
        self._record.generations.append(
            Generation(
                self._record.tick(),
                path,
                found["generation"],
                self._writer,
                body,
                found["content_type"],
                found["cache_control"],
                found["metadata"],
                answered,
            )
        )

    def _answer(
        self, perform: Callable[[], T], unanswered: Callable[[], object] | None = None
    ) -> T:
        faults = self._faults
        effect = unanswered or (lambda: None)
        match faults.draw(self._writer, writes=unanswered is not None):
            case Fault.CONFLICT:
                raise Changed("somebody came between")
            case Fault.THROTTLED:
                wait = faults.retry_after()
                raise Throttled("busy", wait) if wait else Throttled("busy")
            case Fault.AWAY:
                raise Unavailable("away")
            case Fault.LOST:
                effect()
                raise Unavailable("the answer is lost")
            case Fault.STALLED | Fault.STALLED_THEN_DONE as fault:
                if fault is Fault.STALLED_THEN_DONE:
                    effect()
                faults.timeline.sleep(30)
                raise Unavailable("stalled")
            case Fault.STALLED_THEN_LATE:
                faults.late.append(lambda: _if_unchanged(effect))
                faults.timeline.sleep(30)
                raise Unavailable("stalled")
            case Fault.CRASH_BETWEEN:
                with die_at_rename(faults.generator.randrange(2)):
                    try:
                        effect()
                    except Crash:
                        faults.dead.add(self._writer)
                        raise
                faults.crash(self._writer)
            case Fault.CRASH_AFTER:
                effect()
                faults.crash(self._writer)
            case _:
                pass
        return perform()


def _if_unchanged(effect: Callable[[], object]) -> None:
    with suppress(Changed):
        effect()
