"""What the live job costs, in one run on one night: read the ratios, not the digits.

    python -m benchmarks.live [--night FILE.jsonl.gz] [--warehouse DIR]

Without a night it simulates one.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from benchmarks.slow_store import SlowStore, documents
from demo import night as simulated_night
from demo import source, warehouse
from demo.season import NIGHT
from pipelines import live
from publishing.adapters.parquet import ParquetWarehouse
from publishing.adapters.replay import Moment, moments
from publishing.live.events import split
from publishing.live.flush import FlushClock
from publishing.live.memory import Memory
from publishing.live.slate import Slate
from publishing.live.snapshot import snapshot
from publishing.patience import Timing
from publishing.publisher import Publisher

INTERVAL = 180
A_DAY = 86_400
REPEATS = 3


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.live", description=__doc__)
    parser.add_argument("--night", type=Path)
    parser.add_argument("--warehouse", type=Path)
    parser.add_argument("--memory_of", help=argparse.SUPPRESS)
    given = parser.parse_args(argv)
    # In memory where that can be: a disk that is asked to replace a file takes its time.
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with tempfile.TemporaryDirectory(dir=memory) as scratch:
        folder = Path(scratch)
        file, tables = given.night, given.warehouse
        if file is None or tables is None:
            file, tables = folder / "night.jsonl.gz", folder / "warehouse"
            simulated_night.write(file, 7, NIGHT)
            warehouse.build(source.simulated(7), tables, NIGHT)
        if given.memory_of:
            _run(file, tables, folder, INTERVAL)
            print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
            return 0
        _night(file, tables, folder)
        _stores()
    return 0


def _night(file: Path, tables: Path, folder: Path) -> None:
    lines = _read(file, tables)
    polls = sum(b'"payload"' in line and b'"kind"' not in line for line in lines)
    day = split(lines[0])[0][0].game_date
    size = sum(map(len, lines)) / 1e6
    print(f"night {day}: {polls:,} polls, {len(lines):,} events, {size:.1f} MB of JSON\n")
    fold = _best(lambda: _fold(lines, day))
    read = _best(lambda: _fold(_read(file, tables), day))
    flush = _best(lambda: _flush(lines, day))
    folded = _best(lambda: _run(file, tables, folder, A_DAY))
    published = _best(lambda: _run(file, tables, folder, INTERVAL))
    print("                                     seconds    polls/s    share of the fold")
    for name, seconds in (
        ("decode + fold", fold),
        ("decode + fold + every flush's documents", flush),
        ("read the night, decode + fold", read),
        ("the same through the runner", folded),
        ("and every flush published to a folder", published),
    ):
        print(f"{name:40} {seconds:6.2f} {polls / seconds:10,.0f} {fold / seconds:12.2f}")
    memory = subprocess.run(
        [
            *(sys.executable, "-m", "benchmarks.live", "--memory_of=run"),
            *(f"--night={file}", f"--warehouse={tables}"),
        ],
        check=True,
        capture_output=True,
        text=True,
    )
    print(f"\npeak memory of the whole job: {memory.stdout.split()[-1]} MB\n")


def _stores() -> None:
    print("flush to written, on a store with 50 ms of delay      seconds   uploads   listings")
    for count in (5, 500):
        store = SlowStore(delay_seconds=0.05)
        publisher = Publisher(store, Timing(time.monotonic, time.sleep))
        at = datetime(2025, 12, 28, tzinfo=UTC)
        for name, minutes, content in (
            ("new", 0, "first"),
            ("changed", 3, "second"),
            ("unchanged", 6, "second"),
        ):
            before = store.uploads, store.listings
            began = time.perf_counter()
            publisher.publish(documents(count, at + timedelta(minutes=minutes), content))
            seconds = time.perf_counter() - began
            uploads, listings = store.uploads - before[0], store.listings - before[1]
            print(f"{count:4} documents, {name:34} {seconds:10.2f} {uploads:9} {listings:10}")


def _read(file: Path, tables: Path) -> list[bytes]:
    found = moments(file, ParquetWarehouse(tables), "catboost_v9", INTERVAL)
    return [item.line for item in found if isinstance(item, Moment)]


def _fold(lines: list[bytes], day: date) -> None:
    slate = Slate(day)
    for line in lines:
        for event in split(line)[0]:
            if event.game_date == day:
                slate.apply(event)


def _flush(lines: list[bytes], day: date) -> None:
    slate, clock, memory = Slate(day), FlushClock(INTERVAL), Memory()
    for line in lines:
        for event in split(line)[0]:
            if event.game_date == day:
                slate.apply(event)
                if clock.observe(event):
                    snapshot(slate, (), INTERVAL, memory)
                    clock.flushed(event.polled_at)


def _run(file: Path, tables: Path, folder: Path, interval: int) -> None:
    """The whole job; with a day's interval only the finals are flushed."""
    run = folder / str(time.monotonic_ns())
    live.run(
        [
            f"--source=replay:{file}",
            f"--warehouse=parquet:{tables}",
            f"--output={run / 'out'}",
            f"--dead_letters={run / 'dead'}",
            f"--flush_interval_seconds={interval}",
        ]
    )


def _best(work: Callable[[], None]) -> float:
    """The least disturbed of a few runs, in seconds."""
    times = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


if __name__ == "__main__":
    sys.exit(main())
