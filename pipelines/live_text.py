"""What a person is told of the live job before it runs, with `--dry_run`."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.config import LiveConfig
from publishing.families import FAMILIES
from publishing.job_types import STREAMED
from publishing.rows import LIVE_OPTIONAL_TABLES, LIVE_TABLES


def dry_run_text(config: LiveConfig) -> str:
    """What the job would read, write and archive."""
    return "\n".join(_dry_run(config))


def _dry_run(config: LiveConfig) -> Iterator[str]:
    yield f"A dry run: nothing is written. Run {config.run_id}, {config.champion_system}."
    if config.subscription is not None:
        yield f"\nReads {config.subscription}, an event a message, to the end of the job."
    else:
        yield f"\nReads {config.replay_file}, and from parquet:{config.warehouse}:"
        for table in LIVE_TABLES:
            yield f"  {table.table}"
        for table in LIVE_OPTIONAL_TABLES:
            yield f"  {table.table}, where it is there"
    yield f"\nWrites to {config.output}, every {config.flush_interval_seconds} s of event time:"
    for family in FAMILIES:
        if family.name in (*STREAMED, "status"):
            yield from (f"  {path}" for path in family.paths)
    if config.archive is None:
        yield "\nArchives nothing."
    else:
        yield f"\nArchives to {config.archive}, and restores from it."
    if config.events is not None:
        yield f"Says what happens in the night to {config.events}."
    bodies = f", bodies to {config.dead_letter_bodies}" if config.dead_letter_bodies else ""
    yield f"What does not fit goes to {config.dead_letters}{bodies}."
    if config.journal is not None:
        yield f"Decisions go to {config.journal}."
