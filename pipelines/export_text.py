"""What a person is told of a batch run: before it, with `--dry_run`, and after it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipelines.export_config import ExportConfig
from publishing.run import Run
from publishing.run_record import RunRecord

MOST_SENTENCES = 20
"""Failures that are shown one by one; the record has all."""


def dry_run_text(config: ExportConfig, run: Run) -> str:
    """What the run would read and write."""
    return "\n".join(_dry_run(config, run))


def record_text(record: RunRecord, place: str) -> str:
    """The run in a few lines: decisions, what each export made, and what went wrong."""
    return "\n".join(_record(record, place))


def _dry_run(config: ExportConfig, run: Run) -> Iterator[str]:
    span = f"{run.dates[0]}" if len(run.dates) == 1 else f"{run.dates[0]} to {run.newest}"
    yield f"A dry run: nothing is written. {len(run.dates)} date(s), {span}, as of {run.as_of}."
    yield f"\nReads from {config.warehouse}, each table once:"
    for read in run.reads():
        window = "every row" if read.first is None else f"{read.first} to {read.last}"
        values = ", ".join(f"{name} = {value}" for name, value in read.equals)
        rows = f"{window}{', ' + values if values else ''}"
        yield f"  {read.row_type.table:46} {rows}; {len(read.columns)} columns"
    yield f"\nWrites to {config.output}:"
    for export in run.exports:
        dates = len(run.dates_of(export))
        for path in export.paths:
            if path == export.dated:
                yield f"  {path:46} {export.job_type}, for {dates} date(s)"
            elif run.update_latest:
                yield f"  {path:46} {export.job_type}, the newest"


def _record(record: RunRecord, place: str) -> Iterator[str]:
    decided = ", ".join(f"{number} {word}" for word, number in record.decisions.items())
    rows = sum(source.rows for source in record.sources)
    yield (
        f"{record.status}: {decided or 'no document'} of {len(record.dates)} date(s), from "
        f"{rows:,} rows in {record.duration_seconds:.1f} s"
    )
    made = Counter(document.export for document in record.documents)
    for name in record.exports:
        size = sum(one.bytes for one in record.documents if one.export == name)
        yield f"  {name:22} {made[name]:>6,} objects {size:>12,} bytes"
    for lack in record.waiting:
        yield f"  waiting: {lack.export} of {lack.game_date}: {lack.reason}"
    for failure in record.failures[:MOST_SENTENCES]:
        whose = failure.player_lookup or failure.table or ""
        what = " ".join(word for word in (failure.export, failure.game_date, whose) if word)
        yield f"  failed: {what}: {failure.reason}"
    if len(record.failures) > MOST_SENTENCES:
        yield f"  and {len(record.failures) - MOST_SENTENCES} more failures"
    if record.dead_letters:
        yield f"  {record.dead_letters} row(s) went to the dead letters"
    yield f"The record: {place}"
