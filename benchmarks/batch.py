"""What a batch run costs beside a plain script, in one run: read the ratios, not the digits.

    python -m benchmarks.batch [--seasons 1,3,10] [--warehouse DIR --date D]

Without a warehouse it simulates a season. More seasons are the same rows a year, two years, …
earlier. Each run is a process of its own that has done another date before; its seconds are
those of the processor, with its children, and those of the clock, without imports.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import msgspec

from benchmarks.batch_child import ONLY, Cost, as_of
from benchmarks.batch_documents import unequal
from benchmarks.batch_groups import Group, groups
from benchmarks.seasons import write_seasons
from demo import source, warehouse
from demo.season import NIGHT
from publishing.calendar import days_before

REPEATS = 3
BACKFILL_DAYS = 30

MOST_OF_SCRIPT, MOST_OF_INLINE, MOST_OF_ONE_DATE = 3.0, 2.5, 5.0
MOST_GROWTH = 1.0
"""A season's seconds at the most seasons against those of the fewest."""


@dataclass(frozen=True)
class Bench:
    """Where the runs work, and what they are told."""

    folder: Path
    day: date
    repeats: int
    only: str = ONLY

    def cost(self, engine: str, tables: Path, first: date | None = None) -> Cost:
        """The least disturbed of a few runs."""
        asked = [f"--engine={engine}", f"--warehouse={tables}", f"--last={self.day}"]
        asked += [f"--first={first or self.day}", f"--only={self.only}"]
        asked += [f"--output={self.output(engine, tables, first)}"]
        command = [sys.executable, "-m", "benchmarks.batch_child", *asked]
        said = [
            subprocess.run(command, check=True, capture_output=True).stdout
            for _ in range(self.repeats)
        ]
        return min(
            (msgspec.json.decode(one.splitlines()[-1], type=Cost) for one in said),
            key=lambda cost: cost.cpu_seconds,
        )

    def output(self, engine: str, tables: Path, first: date | None = None) -> Path:
        """Where a run's documents are."""
        dates = "dates" if first else "date"
        return self.folder / f"{tables.name}-{engine}-{dates}"


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.batch", description=__doc__)
    parser.add_argument("--seasons", default="1,3,10")
    parser.add_argument("--warehouse", type=Path)
    parser.add_argument("--date", type=date.fromisoformat, default=days_before(NIGHT, 1))
    parser.add_argument("--repeats", type=int, default=REPEATS)
    given = parser.parse_args(argv)
    # In memory where that can be: a disk that is asked to replace a file takes its time.
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with tempfile.TemporaryDirectory(dir=memory) as scratch:
        folder = Path(scratch)
        tables = given.warehouse
        if tables is None:
            tables = folder / "warehouse"
            warehouse.build(source.simulated(7), tables)
        bench = Bench(folder, given.date, given.repeats)
        counts = [int(word) for word in given.seasons.split(",")]
        print(f"{ONLY}\nof {given.date}, as of {as_of(given.date):%Y-%m-%d %H:%M} UTC")
        costs = {count: _seasons(bench, tables, count) for count in counts}
        _growth(costs)
    return 0


def _seasons(bench: Bench, source_tables: Path, count: int) -> dict[str, Cost]:
    tables = bench.folder / f"seasons-{count}"
    rows = write_seasons(source_tables, tables, bench.day, count)
    print(f"\n{count} season(s), {rows:,} rows        CPU s   clock s   peak MB")
    costs = {}
    for engine in ("script", "inline", "beam"):
        costs[engine] = bench.cost(engine, tables)
        print_cost(f"{engine}, one date", costs[engine])
    first = bench.day - timedelta(BACKFILL_DAYS - 1)
    for engine in ("inline", "beam"):
        costs[f"{engine} dates"] = bench.cost(engine, tables, first)
        print_cost(f"{engine}, {BACKFILL_DAYS} dates", costs[f"{engine} dates"])
    script, inline, beam = (costs[engine].cpu_seconds for engine in ("script", "inline", "beam"))
    print_ratio("inline / script", inline / script, MOST_OF_SCRIPT)
    print_ratio("beam / inline", beam / inline, MOST_OF_INLINE)
    for engine in ("inline", "beam"):
        ratio = costs[f"{engine} dates"].cpu_seconds / costs[engine].cpu_seconds
        print_ratio(f"{engine}, {BACKFILL_DAYS} dates / one date", ratio, MOST_OF_ONE_DATE)
    ours = bench.output("inline", tables)
    for engine in ("script", "beam"):
        different = unequal(bench.output(engine, tables), ours, exact=engine == "beam")
        but = " but the words of sentences" if engine == "script" else ""
        said = "equal" + but if not different else f"NOT EQUAL: {', '.join(different[:5])}"
        print(f"  documents of {engine} and inline: {said}")
    for group in groups(tables, (bench.day,)):
        _print_group(group)
    return costs


def _growth(costs: dict[int, dict[str, Cost]]) -> None:
    if len(costs) < 2:
        return
    fewest, *_, most = counts = sorted(costs)
    steps = list(pairwise(counts))
    print("\nCPU s for a season more" + "".join(f"{f'{few} to {many}':>11}" for few, many in steps))
    for engine in ("script", "inline", "beam", "inline dates", "beam dates"):
        spent = {count: costs[count][engine].cpu_seconds for count in counts}
        more = [(spent[many] - spent[few]) / (many - few) for few, many in steps]
        print(f"  {engine:21}" + "".join(f"{seconds:11.3f}" for seconds in more))
    print(f"CPU s of a season, {most} against {fewest} season(s)")
    for engine in ("inline", "beam", "inline dates", "beam dates"):
        few, many = (costs[count][engine].cpu_seconds / count for count in (fewest, most))
        print_ratio(engine, many / few, MOST_GROWTH)


def print_cost(name: str, cost: Cost) -> None:
    """One run, in a line."""
    seconds = f"{cost.cpu_seconds:8.2f} {cost.clock_seconds:9.2f}"
    print(f"  {name:32} {seconds} {cost.peak_mb:9.0f}   {cost.documents} objects", flush=True)


def print_ratio(name: str, ratio: float, goal: float) -> None:
    """One ratio against its goal, in a line."""
    verdict = "reached" if ratio <= goal else "MISSED"
    print(f"  {name:32} {ratio:8.2f}   goal: <= {goal:g}   {verdict}")


def _print_group(group: Group) -> None:
    verdict = "reached" if group.share <= group.goal else "MISSED"
    print(
        f"  largest {group.name:24} {group.largest:>8,} of {group.total:,} bytes, "
        f"{group.share:.1%} ({group.key})   goal: <= {group.goal:.0%}   {verdict}"
    )


if __name__ == "__main__":
    sys.exit(main())
