"""The streaming job: the events of a live night to live scores, live grading and status.

python -m pipelines.live --source replay:FILE.jsonl.gz --warehouse parquet:DIR --output DIR
"""

from __future__ import annotations

import logging
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import apache_beam as beam
from apache_beam.transforms.window import GlobalWindows

from pipelines.config import BadOptions, LiveConfig, live_options
from pipelines.options import live_help
from publishing.adapters.parquet import ParquetWarehouse
from publishing.adapters.places import problem_of
from publishing.adapters.replay import ReplayUnreadable, check
from publishing.rows import LIVE_OPTIONAL_TABLES, LIVE_TABLES
from transforms.live import DEAD, FoldSettings, FoldSlate, SplitByGameDate
from transforms.publish import KeepDeadLetter, PublishSettings, PublishSnapshot
from transforms.replay import PaceSnapshots, ReadReplay, ReplaySettings
from transforms.windows import GameDayWindows


def preflight(config: LiveConfig) -> list[str]:
    """Everything that would stop the job later, one sentence each; nothing when it can start."""
    problems = ParquetWarehouse(Path(config.warehouse)).problems(LIVE_TABLES, LIVE_OPTIONAL_TABLES)
    try:
        check(Path(config.replay_file))
    except ReplayUnreadable as problem:
        problems.append(str(problem))
    journal = str(Path(config.journal).parent) if config.journal else None
    places = [config.output, config.dead_letters, config.archive, journal]
    found = [problem_of(place) for place in places if place]
    return problems + [problem for problem in found if problem]


def build(pipeline: beam.Pipeline, config: LiveConfig) -> None:
    """Adds the job's steps; their labels are part of its contract with a running job."""
    night = ReplaySettings(
        config.replay_file,
        config.warehouse,
        config.champion_system,
        config.flush_interval_seconds,
    )
    read = (
        pipeline
        | "Night" >> beam.Impulse()
        | "ReadReplay" >> beam.ParDo(ReadReplay(night)).with_outputs(DEAD, main="lines")
    )
    split = read.lines | "SplitByGameDate" >> beam.ParDo(SplitByGameDate()).with_outputs(
        DEAD, main="events"
    )
    settings = FoldSettings(config.flush_interval_seconds, config.archive)
    snapshots = (
        split.events
        | "GameDays" >> beam.WindowInto(GameDayWindows())
        | "FoldSlate" >> beam.ParDo(FoldSlate(settings))
    )
    if config.speed is not None:
        snapshots |= "PaceSnapshots" >> beam.ParDo(PaceSnapshots(config.speed))
    places = PublishSettings(config.output, config.archive, config.journal)
    published = snapshots | "Publish" >> beam.ParDo(PublishSnapshot(places)).with_outputs(
        DEAD, main="snapshots"
    )
    failed = published[DEAD] | "FailedAnyTime" >> beam.WindowInto(GlobalWindows())
    _ = (
        (read[DEAD], split[DEAD], failed)
        | "AllDeadLetters" >> beam.Flatten()
        | "KeepDeadLetters" >> beam.ParDo(KeepDeadLetter(config.dead_letters))
    )


def run(argv: Sequence[str]) -> dict[str, int]:
    """Runs the job to its end and returns its counters; BadOptions when it cannot start."""
    options, config = live_options(argv)
    problems = preflight(config)
    if problems:
        raise BadOptions(problems)
    pipeline = beam.Pipeline(options=options)
    build(pipeline, config)
    result = pipeline.run()
    result.wait_until_finish()
    return _counters(result)


def _counters(result: Any) -> dict[str, int]:
    counters: Counter[str] = Counter()
    for counter in result.metrics().query()["counters"]:
        metric = counter.key.metric
        counters[f"{metric.namespace}/{metric.name}"] += counter.result
    return dict(counters)


def report(counters: Mapping[str, int]) -> str:
    """What the job did, in three lines."""
    count = {name: f"{value:,}" for name, value in counters.items()}
    return (
        f"events     {count.get('live/events_folded', 0)} folded, "
        f"{count.get('live/duplicates', 0)} seen before, "
        f"{count.get('dead_letters/kept', 0)} to the dead letters, "
        f"{count.get('live/restored', 0)} restored from the archive\n"
        f"flushes    {count.get('live/flushes', 0)}\n"
        f"documents  {count.get('publish/written', 0)} written, "
        f"{count.get('publish/unchanged', 0)} unchanged, "
        f"{count.get('publish/refused', 0)} refused, "
        f"{count.get('publish/failed', 0)} failed, "
        f"{counters.get('publish/bytes', 0) / 1e6:,.1f} MB"
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Exit code 0 when everything was published, 1 when not, 2 when the job could not start."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    argv = sys.argv[1:] if argv is None else argv
    if {"-h", "--help"} & set(argv):
        print(live_help())
        return 0
    try:
        counters = run(argv)
    except BadOptions as bad:
        for problem in bad.problems:
            print(f"error: {problem}", file=sys.stderr)
        return 2
    print(report(counters))
    return 1 if counters.get("publish/failed") else 0


if __name__ == "__main__":
    sys.exit(main())
