"""The command line of `courtside schedules`, from words to checked values."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from publishing.adapters.pubsub import pubsub_path
from publishing.operating.schedules import JOBS, Job, Message

PLACE_OF_JOBS = "us-west2"
"""Where the seed's scheduler jobs are (`live.md` 7)."""


@dataclass(frozen=True, slots=True)
class ScheduleOptions:
    """What was asked for, checked; `job` and `topic` are of `run`, `text` of `compare`."""

    command: Literal["list", "run", "compare"]
    as_json: bool = False
    job: Job | None = None
    topic: str = ""
    dry_run: bool = False
    text: bytes = b""


def schedule_options(argv: Sequence[str] | None) -> ScheduleOptions:
    """The options; SystemExit 2 with a sentence for wrong ones, 0 after `--help`."""
    parser = argparse.ArgumentParser(
        prog="courtside schedules",
        description="Lists the scheduler jobs that the code declares, each with its next time.",
        epilog="Exit code 0: done. 1: something differs, or was not sent. 2: wrong usage.",
        allow_abbrev=False,
    )
    parser.add_argument("--json", dest="as_json", action="store_true", help="A JSON line each.")
    commands = parser.add_subparsers(dest="command")
    running = commands.add_parser(
        "run",
        help="Sends the message of a job now.",
        description="Sends the message of a job now, as the scheduler does.",
        allow_abbrev=False,
    )
    running.add_argument("name", metavar="NAME")
    running.add_argument(
        "--topic", required=True, metavar="TOPIC", help="projects/P/topics/T, the job's topic."
    )
    running.add_argument("--dry_run", action="store_true", help="Says what it would send.")
    comparing = commands.add_parser(
        "compare",
        help="Says which deployed jobs are lost or changed.",
        description="Says which jobs are not deployed as the code declares them.",
        allow_abbrev=False,
    )
    comparing.add_argument(
        "file",
        metavar="FILE",
        help="What `gcloud scheduler jobs list --format=json` printed; - reads the input.",
    )
    given = parser.parse_args(argv)
    if given.command == "run":
        job = _job(running, given.name)
        return ScheduleOptions(
            "run", job=job, topic=_topic(running, job, given.topic), dry_run=given.dry_run
        )
    if given.command == "compare":
        return ScheduleOptions("compare", text=_read(comparing, given.file))
    return ScheduleOptions("list", as_json=given.as_json)


def _job(parser: argparse.ArgumentParser, name: str) -> Job:
    job = next((one for one in JOBS if one.name == name), None)
    if job is None:
        parser.error(f"{name!r} is no job: {', '.join(one.name for one in JOBS)} are")
    if not isinstance(job.sends, Message):
        parser.error(
            f"{name} is a signed call, which Cloud Scheduler makes: "
            f"gcloud scheduler jobs run {name} --location={PLACE_OF_JOBS}"
        )
    return job


def _topic(parser: argparse.ArgumentParser, job: Job, path: str) -> str:
    assert isinstance(job.sends, Message), "only jobs with messages come so far"
    try:
        found = pubsub_path(path, "topics")
    except ValueError as problem:
        parser.error(f"--topic: {problem}")
    if found.rpartition("/")[2] != job.sends.topic:
        parser.error(f"--topic: {job.name} sends to {job.sends.topic}, not to {found}")
    return found


def _read(parser: argparse.ArgumentParser, file: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as problem:
        parser.error(f"{file}: {problem.strerror}")
