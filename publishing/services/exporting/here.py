"""A batch run in this process, from its places to its record."""

from __future__ import annotations

import platform
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from publishing.adapters.dead_letters import dead_letters_at
from publishing.adapters.journal import JournalFile
from publishing.adapters.places import concurrency, public_store
from publishing.adapters.run_records import keep_record
from publishing.adapters.warehouses import warehouse_at
from publishing.patience import BUDGET_SECONDS, Timing
from publishing.publisher import Publisher
from publishing.run import Run
from publishing.run_record import RunRecord, record_of
from publishing.services.exporting.inline import Inline


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
) -> RunRecord:
    """Runs to the end, keeps the record and returns it; Unavailable when it was not kept."""
    publisher = Publisher(
        public_store(places.output),
        Timing(time.monotonic, time.sleep, BUDGET_SECONDS),
        JournalFile(Path(places.journal)) if places.journal else None,
        concurrency(places.output),
        random.Random(),
    )
    letters = dead_letters_at(places.dead_letters, places.dead_letter_bodies)
    facts = Inline(run, warehouse_at(places.warehouse), publisher, letters)()
    record = record_of(run, facts, started, now(), dict(versions("inline")))
    keep_record(record, places.manifest)
    return record


def versions(engine: str) -> tuple[tuple[str, str], ...]:
    """What a run ran on, for its record."""
    return (
        ("apache-beam", version("apache-beam")),
        ("courtside", version("courtside")),
        ("engine", engine),
        ("python", platform.python_version()),
    )
