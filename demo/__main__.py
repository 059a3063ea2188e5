"""`make demo`: a simulated day and its night through both jobs into a folder, and what came out.

python -m demo [--season SEED] [--speed N|max] [--output DIR] [--port N] [--serve]
"""

from __future__ import annotations

import argparse
import logging
import math
import os
import shutil
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from demo import day, night, warehouse
from demo.night_clock import NightClock
from demo.season import NIGHT
from demo.serving import serving
from demo.source import simulated
from demo.watch import Watch, summary
from pipelines import live
from pipelines.running import in_a_thread
from publishing.calendar import parse_instant

WATCHABLE = "60"
"""The speed at which a night that stays up is played: a minute of it a second."""

INTERRUPTED = 130
"""The exit code when Ctrl-C came before the night was over."""

_LOOK_SECONDS = 0.2


def main(argv: Sequence[str] | None = None) -> int:
    """Makes the season and the night, runs the job, prints the summary; the job's exit code.

    After `INTERRUPTED` the job's thread is still in the midst of its work.
    """
    parser = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    parser.add_argument("--season", type=int, default=7, help="seed of the simulated season")
    parser.add_argument(
        "--speed", type=_speed, help=f"times faster than life, or max; {WATCHABLE} with --serve"
    )
    parser.add_argument("--output", type=Path, default=Path("out"), help="the public folder")
    parser.add_argument("--port", type=int, default=0, help="of the preview site, else a free one")
    parser.add_argument("--serve", action="store_true", help="keep the site up until Ctrl-C")
    given = parser.parse_args(argv)
    speed = given.speed or (WATCHABLE if given.serve else "max")
    output: Path = given.output
    before = parse_instant(f"{NIGHT}T{day.AFTERNOON}")
    clock = NightClock(before, None if speed == "max" else float(speed))
    code = INTERRUPTED
    try:
        with ExitStack() as stack:
            try:
                address = stack.enter_context(serving(output, given.port, clock.now))
            except OSError as problem:
                parser.error(f"--port {given.port}: {problem.strerror}")
            # Ctrl-C inside a step would be told by Beam as an error of that step.
            code = in_a_thread(lambda: play(output, given.season, speed, clock, address))
            if given.serve and code == 0:
                print(f"The preview site stays up at {address} until Ctrl-C.", flush=True)
                stay_up()
    except KeyboardInterrupt:
        print("\nEnded." if code == 0 else "\nEnded before the night was over.", flush=True)
    return code


def stay_up() -> None:
    """Waits until KeyboardInterrupt."""
    never = threading.Event()
    # Waiting without an end may keep a signal that came to another thread from being handled.
    while not never.wait(_LOOK_SECONDS):
        pass


def _speed(text: str) -> str:
    if text != "max" and not 0 < float(text) < math.inf:
        raise ValueError(text)
    return text


def play(output: Path, seed: int, speed: str, clock: NightClock, address: str) -> int:
    """Makes the day and the night of a season public in a folder; the live job's exit code."""
    private = output.with_name(f"{output.name}-private")
    for folder in (output, private):
        shutil.rmtree(folder, ignore_errors=True)
    print(f"Courtside demo: a simulated NBA night, {NIGHT:%A %d %B %Y}, seed {seed}.\n")
    began = time.monotonic()
    prepare(private, seed, NIGHT)
    print(
        "\nThe day through the batch job: the weeks and the evening before, then tonight …",
        flush=True,
    )
    records = day.publish(output, private, NIGHT)
    print(f"\nThe preview site, while the night runs: {address}", flush=True)
    print("\nThe night through the streaming job (a line per quarter of an hour and per final):\n")
    watch = Watch()
    logger = logging.getLogger("courtside.publish")
    logger.addHandler(watch)
    logger.addHandler(clock)
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
            f"--speed={speed}",
        ]
    )
    clock.over()
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
    exit_code = main()
    if exit_code == INTERRUPTED:
        os._exit(exit_code)  # Nothing waits for what the job's thread was doing.
    sys.exit(exit_code)
