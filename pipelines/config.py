"""From a job's command line to plain values: everything that is wrong is said at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from apache_beam.options.pipeline_options import PipelineOptions, StandardOptions

from pipelines.options import LiveOptions, unknown_options
from publishing.adapters.places import bucket_and_prefix, is_bucket, is_inside

LOCAL_RUNNERS = (None, "DirectRunner", "FnApiRunner")


@dataclass(frozen=True, slots=True)
class LiveConfig:
    """The live job's options, checked. Places are as the user wrote them."""

    replay_file: str
    speed: float | None
    warehouse: str
    output: str
    dead_letters: str
    archive: str | None
    journal: str | None
    flush_interval_seconds: int
    champion_system: str


class BadOptions(Exception):
    """The options cannot be used; `problems` holds one sentence each."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


def live_options(argv: Sequence[str]) -> tuple[PipelineOptions, LiveConfig]:
    """Beam's options and the job's own; BadOptions with everything that is wrong."""
    problems = unknown_options(argv)
    options = PipelineOptions(list(argv))
    given = options.view_as(LiveOptions)
    kind, _, file = (given.source or "").partition(":")
    if not given.source:
        problems.append("--source is missing: give replay:FILE.jsonl or replay:FILE.jsonl.gz")
    elif kind != "replay" or not file:
        problems.append(f"--source {given.source!r} is not known: write replay:FILE.jsonl[.gz]")
    warehouse_kind, _, warehouse = (given.warehouse or "").partition(":")
    if warehouse_kind != "parquet" or not warehouse:
        problems.append("--warehouse is needed: write parquet:DIR")
    if not given.output:
        problems.append("--output is needed: write a folder, or gs://BUCKET/v1")
    for place in (given.output, given.dead_letters, given.archive):
        if place and is_bucket(place):
            try:
                bucket_and_prefix(place)
            except ValueError as problem:
                problems.append(str(problem))
    for name in ("dead_letters", "archive", "journal"):
        private = getattr(given, name)
        if private and given.output and is_inside(private, given.output):
            problems.append(f"--{name} {private} would be public: it is inside {given.output}")
    if given.flush_interval_seconds < 1:
        problems.append("--flush_interval_seconds must be at least 1")
    speed = _speed(given.speed, problems)
    if problems:
        raise BadOptions(problems)
    standard = options.view_as(StandardOptions)
    if standard.runner in LOCAL_RUNNERS:
        # Beam's DirectRunner looks for a downloaded runner first; this is the one that is here.
        standard.runner = "FnApiRunner"
    return options, LiveConfig(
        replay_file=file,
        speed=speed,
        warehouse=warehouse,
        output=given.output,
        dead_letters=given.dead_letters or _beside(given.output),
        archive=given.archive,
        journal=given.journal,
        flush_interval_seconds=given.flush_interval_seconds,
        champion_system=given.champion_system,
    )


def _speed(text: str, problems: list[str]) -> float | None:
    if text == "max":
        return None
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not 0 < speed < float("inf"):
        problems.append(f"--speed {text!r} is not known: write a number above 0, or max")
    return speed


def _beside(output: str) -> str:
    """The default place of dead letters: never under the public prefix."""
    if is_bucket(output):
        return f"gs://{bucket_and_prefix(output)[0]}/dead-letters"
    folder = Path(output)
    return str(folder.with_name(f"{folder.name}-dead-letters"))
