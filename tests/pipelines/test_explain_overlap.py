"""Two live jobs at once on one feed, one archive and one output: every document is explained."""

from __future__ import annotations

import random
import time
from collections import deque
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest

from publishing.adapters.archive import Archive
from publishing.adapters.parquet import ParquetWarehouse
from publishing.adapters.private import PrivateFolder
from publishing.adapters.replay import Moment, moments
from publishing.live.events import split
from publishing.live.flush_record import FlushRecord
from publishing.patience import Timing
from publishing.services.explaining.archived import Archived
from tests.pipelines.runs import Night, Run
from tests.pipelines.test_explain_night import (
    require_every_public_document_explained,
    require_flushes_made_again,
)
from transforms import live
from transforms.live import FoldSettings, FoldSlate
from transforms.publish import PublishSettings, PublishSnapshot

INTERVAL = 180


class Bag:
    def __init__(self) -> None:
        self.found: list[bytes] = []
        self.add = self.found.append
        self.clear = self.found.clear

    def read(self) -> list[bytes]:
        return list(self.found)


class Value:
    found: bytes | None = None

    def read(self) -> bytes | None:
        return self.found

    def write(self, found: bytes) -> None:
        self.found = found


class Timer:
    def set(self, _: object) -> None: ...

    def clear(self) -> None: ...


class Window:
    def max_timestamp(self) -> int:
        return 0


class Job:
    """The live job's own fold and publisher, a process of its own, moved step by step."""

    def __init__(self, run_id: str, run: Run) -> None:
        archive, output = str(run.archive), str(run.output)
        self.slates: dict[Any, Any] = {}
        self.fold = FoldSlate(FoldSettings(run_id, INTERVAL, archive))
        self.publisher = PublishSnapshot(
            PublishSettings(output, archive, str(run.folder / f"{run_id}.jsonl"))
        )
        self.state = {"events": Bag(), "slate": Value(), "clock": Value()}
        self.flushed: deque[bytes] = deque()

    def take(self, line: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
        """Folds an event; what it flushes waits to be published."""
        monkeypatch.setattr(live, "_SLATES", self.slates)
        timers = {"end": Timer(), "silence": Timer()}
        for event in split(line)[0]:
            element = event.game_date.isoformat(), msgspec.msgpack.encode(event)
            self.flushed.extend(self.fold.process(element, window=Window(), **self.state, **timers))

    def publish(self) -> bool:
        """Archives and publishes the oldest flush that waits; False when none does."""
        if not self.flushed:
            return False
        list(self.publisher.process(self.flushed.popleft()))
        return True


def steps(feed: list[Moment], jobs: list[Job], seed: int) -> Iterator[tuple[Job, bytes | None]]:
    """Each job gets the whole feed at its own pace, not quite in order, and publishes late."""
    chance = random.Random(seed)
    waiting = {}
    for job in jobs:
        late = sorted(enumerate(feed), key=lambda item: item[0] + chance.random() * 6)
        waiting[id(job)] = deque(moment.line for _, moment in late)
    while any(waiting.values()) or any(job.flushed for job in jobs):
        job = chance.choice(jobs)
        if job.flushed and chance.random() < 0.4:
            yield job, None
        elif waiting[id(job)]:
            for _ in range(chance.randint(1, 8)):
                if waiting[id(job)]:
                    yield job, waiting[id(job)].popleft()
        elif job.flushed:
            yield job, None


@pytest.fixture(scope="module")
def feed(simulated_night: Night) -> list[Moment]:
    """The first third of the night."""
    night = simulated_night
    warehouse = ParquetWarehouse(night.warehouse)
    found = [
        one
        for one in moments(night.file, warehouse, "catboost_v9", INTERVAL)
        if isinstance(one, Moment)
    ]
    return found[: len(found) // 3]


SEEDS = [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 12))]


@pytest.mark.parametrize("seed", SEEDS)
def test_two_runs_at_once(
    seed: int,
    feed: list[Moment],
    simulated_night: Night,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    night, run = simulated_night, Run(tmp_path)
    jobs = [Job("first", run), Job("second", run)]
    number = 0
    for job, line in steps(feed, jobs, seed):
        if line is not None:
            job.take(line, monkeypatch)
        elif job.publish():
            number += 1
            if number % 10 == 0:
                require_every_public_document_explained(run, capsys)
    require_every_public_document_explained(run, capsys)
    found = Archived(
        Archive(PrivateFolder(run.archive), Timing(time.monotonic, time.sleep)), night.day
    )
    by_run = {record.run_id for record in found.records.values()}
    assert by_run == {"first", "second"}
    assert any(record.joined for record in found.records.values())
    for record in found.records.values():
        attempt = found.again(record)
        if attempt.missing:
            # A record that another run wrote under the same name does not say what this one joined.
            assert not _is_of_one_run(record, found.records)
            made = attempt.made.documents if attempt.made else ()
            assert [one.digest for one in made] == [one.digest for one in record.documents]
        else:
            require_flushes_made_again(found, [record])


def _is_of_one_run(record: FlushRecord, records: Mapping[str, FlushRecord]) -> bool:
    """Whether every parent was recorded by the flush's own run."""
    at = record
    while at.parent is not None:
        at = records[at.parent]
        if at.run_id != record.run_id:
            return False
    return True
