"""A batch run in this process, from its places to its record."""

from __future__ import annotations

import platform
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from publishing.adapters.journal import JournalFile
from publishing.adapters.places import concurrency
from publishing.patience import BUDGET_SECONDS
from publishing.publisher import Publisher
from publishing.run import Run
from publishing.run_record import RunRecord, record_of
from publishing.services.exporting.inline import Inline
from publishing.services.outside import LIFE, Outside
from publishing.services.release import installed, release


@dataclass(frozen=True, slots=True)
class ExportPlaces:
    """Where a run reads and writes, as a user writes it; `manifest` is the record's place."""

    warehouse: str
    output: str
    dead_letters: str
    dead_letter_bodies: str | None
    manifest: str
    journal: str | None = None


def run_here(
    run: Run,
    places: ExportPlaces,
    started: datetime,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    outside: Outside = LIFE,
) -> RunRecord:
    """Runs to the end, keeps the record and returns it; Unavailable when it was not kept."""
    publisher = Publisher(
        outside.public(places.output),
        outside.timing(BUDGET_SECONDS),
        JournalFile(Path(places.journal)) if places.journal else None,
        concurrency(places.output),
        random.Random(),
    )
    letters = outside.letters(places.dead_letters, places.dead_letter_bodies)
    facts = Inline(run, outside.warehouse(places.warehouse), publisher, letters)()
    record = record_of(run, facts, started, now(), dict(versions("inline")))
    outside.keep_record(record, places.manifest)
    return record


def versions(engine: str) -> tuple[tuple[str, str], ...]:
    """What a run ran on, for its record."""
    return (
        ("apache-beam", installed("apache-beam")),
        ("courtside", release()),
        ("engine", engine),
        ("python", platform.python_version()),
    )
