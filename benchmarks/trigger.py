"""From phase 5's message to the last document and the completion message, through real processes.

    python -m benchmarks.trigger [--repeats N]

The trigger stands between Pub/Sub and a bucket's wire; each repeat begins with an empty bucket and
a new process. It needs the servers that `make emulators` makes, and ends everything that it starts.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from benchmarks.full_slate import FullSlate
from demo import source, warehouse
from demo.season import NIGHT
from publishing.operating.topics import EXPORT_COMPLETE, EXPORT_TRIGGER, PREDICTIONS_COMPLETE
from tests.night.feed import captured
from tests.night.stage import MakeStage, stages, until
from tests.operating.floor import Floor, floor
from tests.operating.phase5 import predictions_complete
from tests.operating.postman import keys

GOAL_SECONDS = 60.0
SEED = 7

_STAMP = r"^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}) .*"
_CLAIMED = re.compile(_STAMP + r"claim key=", re.M)
_MADE = re.compile(_STAMP + r"step=players documents=", re.M)


@dataclass(frozen=True)
class Passage:
    """One batch's way, in Unix seconds; `started` is how long the process took to listen."""

    started: float
    published: float
    claimed: float
    made: float
    first: float
    last: float
    completed: float
    documents: int
    size: int

    @property
    def steps(self) -> dict[str, float]:
        """Seconds of each step, in their order."""
        return {
            "orchestrated and claimed": self.claimed - self.published,
            "rows read": self.made - self.claimed,
            "to the first document": self.first - self.made,
            "to the last document": self.last - self.first,
            "to the completion": self.completed - self.last,
        }

    @property
    def seconds(self) -> float:
        """From phase 5's message to the completion."""
        return self.completed - self.published


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the table. Exit code 1 when the goal is missed, 2 when a server is missing."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.trigger", description=__doc__)
    parser.add_argument("--repeats", type=int, default=3)
    given = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        warehouse.build(source.simulated(SEED), folder / "season", NIGHT)
        FullSlate(folder / "full")
        tables = {"the demo's season": folder / "season", "a full slate": folder / "full"}
        try:
            with keys() as certs, stages(folder) as make:
                found = {
                    name: [_passage(make, certs, rows, number) for number in range(given.repeats)]
                    for name, rows in tables.items()
                }
        except (pytest.skip.Exception, pytest.fail.Exception) as problem:
            print(f"error: {problem}", file=sys.stderr)
            return 2
    for name, passages in found.items():
        _print(name, passages)
    worst = max(one.seconds for passages in found.values() for one in passages)
    good = worst <= GOAL_SECONDS
    print(f"\nworst {worst:.1f} s, goal {GOAL_SECONDS:.0f} s: {'kept' if good else 'MISSED'}")
    return 0 if good else 1


def _passage(make: MakeStage, certs: str, rows: Path, number: int) -> Passage:
    clock = f"{NIGHT}T18:00:00Z@{time.time():.3f}"
    with floor(make(f"trigger-{rows.name}-{number}"), certs, rows, clock) as made:
        before = time.time()
        made.trigger()
        started = time.time() - before
        made.deliver(PREDICTIONS_COMPLETE)
        made.deliver(EXPORT_TRIGGER)
        published = time.time()
        made.send(PREDICTIONS_COMPLETE, predictions_complete())
        completed: list[float] = []

        def ended() -> bool:
            messages = captured(made.stage, EXPORT_COMPLETE)
            completed.extend(message.publish_time.timestamp() for message in messages)
            return bool(completed)

        until("the completion", ended)
        return _read(made, started, published, completed[0])


def _read(made: Floor, started: float, published: float, completed: float) -> Passage:
    """What the log and the wire saw."""
    uploads = made.stage.wire.public()
    said = made.stage.logs()
    return Passage(
        started,
        published,
        _first(_CLAIMED, said),
        _first(_MADE, said),
        min(seen.at for seen in uploads),
        max(seen.at for seen in uploads),
        completed,
        len(uploads),
        sum(len(seen.upload.body) for seen in uploads),
    )


def _first(line: re.Pattern[str], said: str) -> float:
    found = line.search(said)
    assert found is not None, f"no line {line.pattern} in the log"
    # The log shows the machine's own time, as the wire does.
    return datetime.strptime(found[1], "%Y-%m-%d %H:%M:%S,%f").timestamp()  # noqa: DTZ007


def _print(name: str, passages: list[Passage]) -> None:
    first = passages[0]
    print(f"\n{name}: {first.documents} documents, {first.size:,} bytes, {len(passages)} repeats")
    whole = statistics.median(one.seconds for one in passages)
    for step in first.steps:
        seconds = statistics.median(one.steps[step] for one in passages)
        print(f"  {step:28} {seconds:6.2f} s  {seconds / whole:5.0%}")
    print(f"  {'message to completion':28} {whole:6.2f} s   100%")
    start = statistics.median(one.started for one in passages)
    print(f"  {'a new process listens after':28} {start:6.2f} s")


if __name__ == "__main__":
    raise SystemExit(main())
