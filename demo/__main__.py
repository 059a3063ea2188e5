"""`make demo`: a simulated day and its night through both jobs into a folder, and what came out.

python -m demo [--season SEED] [--speed N|max] [--output DIR]
"""

from __future__ import annotations

import argparse
import logging
import shutil
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from demo import day, night, warehouse
from demo.season import NIGHT
from demo.source import simulated
from demo.watch import Watch, summary
from pipelines import live


def main(argv: Sequence[str] | None = None) -> int:
    """Makes the season and the night, runs the job, prints the summary; the job's exit code."""
    parser = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    parser.add_argument("--season", type=int, default=7, help="seed of the simulated season")
    parser.add_argument("--speed", default="max", help="times faster than life, or max")
    parser.add_argument("--output", type=Path, default=Path("out"), help="the public folder")
    given = parser.parse_args(argv)
    output: Path = given.output
    private = output.with_name(f"{output.name}-private")
    for folder in (output, private):
        shutil.rmtree(folder, ignore_errors=True)
    print(f"Courtside demo: a simulated NBA night, {NIGHT:%A %d %B %Y}, seed {given.season}.\n")
    began = time.monotonic()
    prepare(private, given.season, NIGHT)
    print("\nThe day through the batch job: the evening before, then tonight …", flush=True)
    records = day.publish(output, private, NIGHT)
    print("\nThe night through the streaming job (a line per quarter of an hour and per final):\n")
    watch = Watch()
    logger = logging.getLogger("courtside.publish")
    logger.addHandler(watch)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    code = live.main(
        [
            f"--source=replay:{private / 'night.jsonl.gz'}",
            f"--warehouse=parquet:{private / 'warehouse'}",
            f"--output={output}",
            f"--archive={private / 'archive'}",
            f"--dead_letters={private / 'dead-letters'}",
            f"--journal={private / 'journal.jsonl'}",
            f"--speed={given.speed}",
        ]
    )
    if code == 0:
        print(summary(output, private, NIGHT))
        print(day.summary(records))
    print(
        f"\nDone in {time.monotonic() - began:.0f} s. "
        f"Look at {output}/tonight/all-players.json and {output}/live/latest.json."
    )
    return code


def prepare(private: Path, seed: int, game_date: date) -> None:
    """Writes the warehouse and the recorded night of a simulated season, and says so."""
    source = simulated(seed)
    tables = warehouse.build(source, private / "warehouse")
    rows = sum(tables.values())
    print(f"  season   {len(tables)} warehouse tables, {rows:,} rows   {private}/warehouse")
    polls, _ = night.write(private / "night.jsonl.gz", seed, game_date)
    print(f"  night    {polls:,} polls of the box-score source   {private}/night.jsonl.gz")


if __name__ == "__main__":
    sys.exit(main())
