"""Runs of the live job on a replayed night, and what they left behind."""

from __future__ import annotations

import gzip
import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson

from pipelines import live
from tests.schemas import published


@dataclass(frozen=True)
class Night:
    """A recorded night: its polls, its warehouse and its date."""

    file: Path
    warehouse: Path
    day: date

    def lines(self) -> list[bytes]:
        """The lines of the file, without line ends."""
        return gzip.decompress(self.file.read_bytes()).splitlines()


@dataclass(frozen=True)
class Run:
    """Where one run writes: public documents, journal, archive, dead letters."""

    folder: Path

    @property
    def output(self) -> Path:
        return self.folder / "out"

    @property
    def archive(self) -> Path:
        return self.folder / "archive"

    @property
    def dead_letters(self) -> Path:
        return self.folder / "dead"

    def arguments(self, night: Night, *more: str, file: Path | None = None) -> list[str]:
        """The job's command line for this run."""
        return [
            f"--source=replay:{file or night.file}",
            f"--warehouse=parquet:{night.warehouse}",
            f"--output={self.output}",
            f"--archive={self.archive}",
            f"--dead_letters={self.dead_letters}",
            f"--journal={self.folder / 'journal.jsonl'}",
            *more,
        ]

    def go(self, night: Night, *more: str, file: Path | None = None) -> dict[str, int]:
        """Runs the job here and returns its counters."""
        _, counters = live.run(self.arguments(night, *more, file=file))
        return counters

    def documents(self) -> dict[str, bytes]:
        """The public documents by path, each valid against its schema."""
        return published(self.output)

    def journal(self) -> list[dict[str, Any]]:
        """The journal's entries."""
        text = (self.folder / "journal.jsonl").read_bytes()
        return [orjson.loads(line) for line in text.splitlines()]

    def flushes(self) -> list[str]:
        """The snapshots that were published, in order, each once."""
        return list(dict.fromkeys(entry["snapshot_id"] for entry in self.journal()))

    def letters(self) -> list[dict[str, Any]]:
        """The dead letters."""
        return [orjson.loads(file.read_bytes()) for file in self.dead_letters.rglob("*.json")]

    def archived(self) -> Iterator[dict[str, Any]]:
        """The archived events, in the order of the flushes."""
        for file in sorted(self.archive.rglob("*.jsonl.gz")):
            for line in gzip.decompress(file.read_bytes()).splitlines():
                yield orjson.loads(line)


def shuffled(lines: Sequence[bytes], by: timedelta, seed: int) -> list[bytes]:
    """The lines as they arrive when each is late by up to `by`."""
    chance = random.Random(seed)

    def arrival(line: bytes) -> datetime:
        polled = datetime.fromisoformat(orjson.loads(line)["polled_at"])
        return polled + by * chance.random()

    return sorted(lines, key=arrival)


def write(path: Path, lines: Sequence[bytes]) -> Path:
    """Writes a replay file and returns its path."""
    path.write_bytes(gzip.compress(b"\n".join(lines) + b"\n", 1))
    return path


def kill_when_written(command: list[str], run: Run, lines: int) -> None:
    """Starts the job and kills it without warning once its journal has that many lines."""
    journal = run.folder / "journal.jsonl"
    root = Path(__file__).parents[2]
    process = subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 120
        while not journal.exists() or journal.read_bytes().count(b"\n") < lines:
            assert process.poll() is None, "the job ended before it could be killed"
            assert time.monotonic() < deadline
            time.sleep(0.005)
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
