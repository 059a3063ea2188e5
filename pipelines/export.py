"""A batch run: the warehouse's rows to public documents, for a date or many.

python -m pipelines.export --warehouse parquet:DIR --output DIR --date 2025-12-27
python -m pipelines.export --warehouse bigquery:PROJECT --output gs://BUCKET/v1 --only tonight …
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

import apache_beam as beam

from pipelines.export_config import ExportConfig, export_options
from pipelines.export_inline import end_settings, run_inline
from pipelines.export_options import EXPORT
from pipelines.export_text import dry_run_text, record_text
from publishing.adapters.dead_letters import dead_letters_problem
from publishing.adapters.journal import journal_problem
from publishing.adapters.places import problem_of
from publishing.adapters.pubsub import Topic
from publishing.adapters.run_records import keep_record, read_record, record_problem
from publishing.adapters.warehouses import WarehouseAway, dates_of, dates_read, warehouse_at
from publishing.bad_options import BadOptions
from publishing.batch_rows import Grading
from publishing.calendar import league_date
from publishing.reads import Read
from publishing.run import Run
from publishing.run_record import RunRecord, record_of
from publishing.services.ending import end_run
from publishing.services.exporting.here import versions
from publishing.store import Unavailable
from transforms.batch import ExportRun
from transforms.publish import PublishSettings
from transforms.publish_batch import RecordSettings


def plan(config: ExportConfig) -> Run:
    """The run with its dates; BadOptions when the warehouse cannot say them."""
    if config.dates is not None:
        return config.run(config.dates)
    try:
        dates = dates_of(warehouse_at(config.warehouse), Grading, config.as_of)
    except WarehouseAway as problem:
        raise BadOptions([str(problem)]) from problem
    if not dates:
        raise BadOptions([f"{Grading.table} has no row by {config.as_of}: nothing to backfill"])
    return config.run(dates)


def preflight(config: ExportConfig) -> list[str]:
    """Everything that would stop the run later, one sentence each, in the order of the options;
    nothing when it can start. No row is read for it, so that no problem hides another.
    """
    found: list[str | None] = [*warehouse_at(config.warehouse).read_problems(_reads(config))]
    found += [problem_of(config.output), record_problem(config.manifest)]
    if config.journal:
        found.append(journal_problem(config.journal))
    found += dead_letters_problem(config.dead_letters, config.dead_letter_bodies)
    if config.state:
        found.append(problem_of(config.state))
    if config.completion:
        found.append(Topic(config.completion).problem())
    return [problem for problem in found if problem]


def _reads(config: ExportConfig) -> tuple[Read, ...]:
    """The tables and columns of the run, and those that say its dates when it is to find them."""
    if config.dates is not None:
        return config.run(config.dates).reads()
    # Whatever the dates are, the columns are the same.
    reads = config.run((league_date(config.as_of),)).reads()
    if any(read.row_type is Grading for read in reads):
        return reads
    return (*reads, dates_read(Grading, config.as_of))


def build(pipeline: beam.Pipeline, config: ExportConfig, run: Run, started: datetime) -> None:
    """Adds the run's steps."""
    _ = pipeline | "Export" >> ExportRun(
        run,
        config.warehouse,
        PublishSettings(config.output, None, config.journal),
        config.dead_letters,
        config.dead_letter_bodies,
        RecordSettings(config.manifest, started, versions(config.engine)),
        end_settings(config),
    )


def run(argv: Sequence[str]) -> tuple[ExportConfig, Run, RunRecord | None]:
    """Runs to the end; its record, or None when it was a dry run or was submitted to a service.

    BadOptions when it cannot start.
    """
    started = datetime.now(UTC)
    options, config = export_options(argv, started)
    problems = preflight(config)
    if problems:
        raise BadOptions(problems)
    this = plan(config)
    for sentence in config.skipped:
        print(sentence, file=sys.stderr)
    if config.dry_run:
        return config, this, None
    if not this.names:
        # Nothing to make is a run too, and recorded as one.
        done = record_of(this, (), started, datetime.now(UTC), dict(versions(config.engine)))
        keep_record(done, config.manifest)
        end_run(end_settings(config), done, datetime.now(UTC))
        return config, this, done
    if config.engine == "inline":
        return config, this, run_inline(config, this, started)
    try:
        pipeline = beam.Pipeline(options=options)
    except ValueError as problem:
        # What Beam finds wrong is a line each, below a heading.
        raise BadOptions(str(problem).splitlines()[1:] or [str(problem)]) from problem
    build(pipeline, config, this, started)
    if not config.local:
        pipeline.run()
        return config, this, None
    pipeline.run().wait_until_finish()
    return config, this, read_record(config.manifest)


def main(argv: Sequence[str] | None = None) -> int:
    """Exit codes of `live.md` 9: 1 when it could not start or one date failed, else 0."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    logging.getLogger("courtside.export").setLevel(logging.INFO)
    argv = sys.argv[1:] if argv is None else argv
    if {"-h", "--help"} & set(argv):
        print(EXPORT.help())
        return 0
    try:
        config, this, record = run(argv)
    except BadOptions as bad:
        for problem in bad.problems:
            print(f"error: {problem}", file=sys.stderr)
        return 1
    except Unavailable as problem:
        # The documents may be public, but nobody could know which.
        print(f"error: the end of the run could not be kept or said: {problem}", file=sys.stderr)
        return 1
    if config.dry_run:
        print(dry_run_text(config, this))
        return 0
    if record is None:
        print("The run was submitted.")
        return 0
    print(record_text(record, config.manifest))
    return 1 if record.status == "failed" and config.single else 0


if __name__ == "__main__":
    sys.exit(main())
