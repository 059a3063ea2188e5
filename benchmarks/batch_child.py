"""One batch run in a process that has run before, and what it cost: a line of JSON."""

from __future__ import annotations

import argparse
import contextlib
import io
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec

from benchmarks import batch_script
from pipelines import export

ONLY = "results,performance,best-bets,predictions,tonight,tonight-players,tonight-trend-plays"
WARM_UP = timedelta(days=7)


class Cost(msgspec.Struct):
    """Seconds, the largest resident memory in MB, and the public objects."""

    cpu_seconds: float
    clock_seconds: float
    peak_mb: float
    documents: int


def as_of(day: date) -> datetime:
    """When the date is settled."""
    return datetime(day.year, day.month, day.day, 15, 30, tzinfo=UTC) + timedelta(days=1)


def main() -> int:
    """Runs twice: another date to warm up, then what is measured."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--engine", required=True)
    parser.add_argument("--warehouse", type=Path, required=True)
    parser.add_argument("--first", type=date.fromisoformat, required=True)
    parser.add_argument("--last", type=date.fromisoformat, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--only", default=ONLY)
    given = parser.parse_args()

    def run(first: date, last: date, output: Path) -> None:
        if given.engine == "script":
            batch_script.write(given.warehouse, output, last, as_of(last))
        else:
            _export(given.engine, given.warehouse, first, last, output, given.only)

    with tempfile.TemporaryDirectory(dir=given.output.parent) as scratch:
        earlier = given.last - WARM_UP
        run(earlier, earlier, Path(scratch) / "out")
    shutil.rmtree(given.output, ignore_errors=True)
    # From here on the largest memory is that of the measured run.
    Path("/proc/self/clear_refs").write_text("5")
    cost = _cost(lambda: run(given.first, given.last, given.output))
    cost.documents = sum(1 for _ in given.output.rglob("*.json"))
    print(msgspec.json.encode(cost).decode())
    return 0


def _export(engine: str, warehouse: Path, first: date, last: date, output: Path, only: str) -> None:
    private = output.parent / f"{output.name}-private"
    with contextlib.redirect_stdout(io.StringIO()):
        code = export.main(
            [
                f"--engine={engine}",
                f"--warehouse=parquet:{warehouse}",
                f"--output={output}",
                f"--manifest={private / 'record.json'}",
                f"--dead_letters={private / 'dead'}",
                f"--start_date={first}",
                f"--end_date={last}",
                f"--as_of={as_of(last).isoformat()}",
                f"--only={only}",
                "--run_id=benchmark",
            ]
        )
    assert code == 0, f"the run of {engine} failed"


def _cost(work: Callable[[], None]) -> Cost:
    cpu, clock = _cpu(), time.perf_counter()
    work()
    return Cost(_cpu() - cpu, time.perf_counter() - clock, _peak_mb(), 0)


def _cpu() -> float:
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in spent)


def _peak_mb() -> float:
    # The largest of `getrusage` is that of the parent when it was forked from a large one.
    status = Path("/proc/self/status").read_text().splitlines()
    [said] = [line for line in status if line.startswith("VmHWM:")]
    return int(said.split()[1]) / 1024


if __name__ == "__main__":
    sys.exit(main())
