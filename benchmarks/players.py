"""What all players' profiles cost in one run, of one season's players and of ten seasons'.

    python -m benchmarks.players [--seasons 1,10] [--player_games FILE [--lines FILE] --date D]

Without a file of real games it simulates a season. Earlier seasons are the same games of other
players, so that ten seasons have ten times as many. Read the ratios, not the digits.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import msgspec
import pyarrow.parquet as pq

from benchmarks.batch import MOST_GROWTH, MOST_OF_INLINE, Bench, print_cost, print_ratio
from benchmarks.batch_child import Cost
from benchmarks.seasons import write_seasons
from demo import source, warehouse
from demo.season import NIGHT
from publishing.calendar import days_before
from publishing.run_record import RunRecord


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.players", description=__doc__)
    parser.add_argument("--seasons", default="1,10")
    parser.add_argument("--player_games", type=Path)
    parser.add_argument("--lines", type=Path)
    parser.add_argument("--date", type=date.fromisoformat, default=days_before(NIGHT, 1))
    parser.add_argument("--repeats", type=int, default=2)
    given = parser.parse_args(argv)
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with tempfile.TemporaryDirectory(dir=memory) as scratch:
        folder = Path(scratch)
        made_from = (
            source.real(given.player_games, given.lines)
            if given.player_games
            else source.simulated(7)
        )
        warehouse.build(made_from, folder / "warehouse")
        bench = Bench(folder, given.date, given.repeats, "players")
        print(f"all profiles and their index as of {given.date}")
        per_profile: dict[str, list[float]] = {}
        for count in map(int, given.seasons.split(",")):
            for engine, cost in _seasons(bench, folder / "warehouse", count).items():
                per_profile.setdefault(engine, []).append(cost.cpu_seconds / cost.documents)
        print("\nCPU s of a profile, most against fewest season(s)")
        for engine, seconds in per_profile.items():
            print_ratio(engine, seconds[-1] / seconds[0], MOST_GROWTH)
    return 0


def _seasons(bench: Bench, source_tables: Path, count: int) -> dict[str, Cost]:
    tables = bench.folder / f"seasons-{count}"
    rows = write_seasons(source_tables, tables, bench.day, count, same_players=False)
    print(f"\n{count} season(s), {rows:,} rows        CPU s   clock s   peak MB")
    costs = {engine: bench.cost(engine, tables) for engine in ("inline", "beam")}
    for engine, cost in costs.items():
        print_cost(f"{engine}, all profiles", cost)
    ratio = costs["beam"].cpu_seconds / costs["inline"].cpu_seconds
    print_ratio("beam / inline", ratio, MOST_OF_INLINE)
    for engine in costs:
        record = _record(bench, engine, tables)
        # A table that is read once gives no row twice.
        twice = [
            one.table
            for one in record.sources
            if one.rows > pq.read_metadata(tables / f"{one.table}.parquet").num_rows
        ]
        said = "each table read once" if not twice else f"READ TWICE: {', '.join(twice)}"
        print(f"  {engine}: {sum(one.rows for one in record.sources):,} rows, {said}")
    return costs


def _record(bench: Bench, engine: str, tables: Path) -> RunRecord:
    output = bench.output(engine, tables)
    file = output.parent / f"{output.name}-private" / "record.json"
    return msgspec.json.decode(file.read_bytes(), type=RunRecord)


if __name__ == "__main__":
    raise SystemExit(main())
