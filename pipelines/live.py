"""The streaming job: the events of a live night to live scores, live grading and status.

python -m pipelines.live --source replay:FILE.jsonl.gz --warehouse parquet:DIR --output DIR
python -m pipelines.live --source pubsub:projects/P/subscriptions/S --output gs://BUCKET/v1 …
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from pathlib import Path

import apache_beam as beam
from apache_beam.transforms.window import GlobalWindows

from pipelines.config import LiveConfig, live_options
from pipelines.feed import feed
from pipelines.live_text import dry_run_text
from pipelines.options import LIVE
from pipelines.running import report, run_to_the_end
from publishing.adapters.archive import PATIENCE_SECONDS
from publishing.adapters.dead_letters import dead_letters_problem
from publishing.adapters.journal import journal_problem
from publishing.adapters.parquet import ParquetWarehouse
from publishing.adapters.places import problem_of
from publishing.adapters.pubsub import Subscription, Topic
from publishing.adapters.replay import ReplayUnreadable, check
from publishing.bad_options import BadOptions
from publishing.patience import BUDGET_SECONDS
from publishing.rows import LIVE_OPTIONAL_TABLES, LIVE_TABLES
from transforms.announce import Announce, AnnounceSettings
from transforms.live import FoldSettings, FoldSlate
from transforms.publish import EVENTS, KeepDeadLetter, PublishSettings, PublishSnapshot
from transforms.replay import PaceSnapshots
from transforms.split import DEAD, SplitByGameDate
from transforms.windows import GameDayWindows


def preflight(config: LiveConfig) -> list[str]:
    """Everything that would stop the job later, one sentence each, in the order of the options;
    nothing when it can start.
    """
    found: list[str | None] = []
    if config.subscription is not None:
        found.append(Subscription(config.subscription).problem())
    if config.replay_file is not None:
        try:
            check(Path(config.replay_file))
        except ReplayUnreadable as problem:
            found.append(str(problem))
    if config.warehouse is not None:
        warehouse = ParquetWarehouse(Path(config.warehouse))
        found += warehouse.problems(LIVE_TABLES, LIVE_OPTIONAL_TABLES)
    found.append(problem_of(config.output))
    found += dead_letters_problem(config.dead_letters, config.dead_letter_bodies)
    if config.archive:
        found.append(problem_of(config.archive))
    if config.events is not None:
        found.append(Topic(config.events).problem())
    if config.journal:
        found.append(journal_problem(config.journal))
    return [problem for problem in found if problem]


def build(pipeline: beam.Pipeline, config: LiveConfig) -> None:
    """Adds the job's steps; their labels are part of its contract with a running job."""
    lines, unread = feed(pipeline, config)
    split = lines | "SplitByGameDate" >> beam.ParDo(SplitByGameDate(config.clock)).with_outputs(
        DEAD, main="events"
    )
    offset, speed = 0.0, 1.0
    if config.clock is not None:
        offset, speed = config.clock.offset.total_seconds(), config.clock.speed
    settings = FoldSettings(
        config.run_id,
        config.flush_interval_seconds,
        config.archive,
        backed_up=config.subscription is not None,
        speed=speed,
    )
    flushes = (
        split.events
        | "GameDays" >> beam.WindowInto(GameDayWindows(offset))
        | "FoldSlate" >> beam.ParDo(FoldSlate(settings))
    )
    if config.speed is not None:
        flushes |= "PaceSnapshots" >> beam.ParDo(PaceSnapshots(config.speed))
    if not config.local:
        # Only what is committed is published: a bundle that fails has published nothing.
        flushes |= "Commit" >> beam.Reshuffle()
    patience = BUDGET_SECONDS if config.subscription is None else PATIENCE_SECONDS
    places = PublishSettings(config.output, config.archive, config.journal, patience)
    published = flushes | "Publish" >> beam.ParDo(PublishSnapshot(places)).with_outputs(
        DEAD, EVENTS, main="flushes"
    )
    announce = Announce(AnnounceSettings(config.events))
    unsaid = published[EVENTS] | "Announce" >> beam.ParDo(announce)
    keep = KeepDeadLetter(config.dead_letters, config.dead_letter_bodies)
    failed = published[DEAD] | "FailedAnyTime" >> beam.WindowInto(GlobalWindows())
    unsaid |= "UnsaidAnyTime" >> beam.WindowInto(GlobalWindows())
    _ = (
        (*unread, split[DEAD], failed, unsaid)
        | "AllDeadLetters" >> beam.Flatten()
        | "KeepDeadLetters" >> beam.ParDo(keep)
    )


def run(argv: Sequence[str]) -> tuple[LiveConfig, dict[str, int]]:
    """Runs the job to its end; its counters. BadOptions when it cannot start.

    There are no counters of a dry run, nor on a service, where it returns when the job was
    submitted.
    """
    options, config = live_options(argv)
    problems = preflight(config)
    if problems:
        raise BadOptions(problems)
    try:
        pipeline = beam.Pipeline(options=options)
    except ValueError as problem:
        # What Beam finds wrong is a line each, below a heading.
        raise BadOptions(str(problem).splitlines()[1:] or [str(problem)]) from problem
    if config.dry_run:
        return config, {}
    build(pipeline, config)
    return config, run_to_the_end(pipeline, config)


def main(argv: Sequence[str] | None = None) -> int:
    """Exit code 0 when everything was published, 1 when not, 2 when the job could not start."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    argv = sys.argv[1:] if argv is None else argv
    if {"-h", "--help"} & set(argv):
        print(LIVE.help())
        return 0
    try:
        config, counters = run(argv)
    except BadOptions as bad:
        for problem in bad.problems:
            print(f"error: {problem}", file=sys.stderr)
        return 2
    if config.dry_run:
        print(dry_run_text(config))
        return 0
    print(report(counters) if counters else "The job was submitted.")
    return 1 if counters.get("publish/failed") else 0


if __name__ == "__main__":
    sys.exit(main())
