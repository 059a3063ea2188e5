"""A batch run without Beam, from its checked options to its record."""

from __future__ import annotations

import random
import time
from datetime import UTC, datetime
from pathlib import Path

from pipelines.export_config import ExportConfig
from pipelines.export_text import versions
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


def run_inline(config: ExportConfig, run: Run, started: datetime) -> RunRecord:
    """Runs to the end in this process, writes the record and returns it."""
    publisher = Publisher(
        public_store(config.output),
        Timing(time.monotonic, time.sleep, BUDGET_SECONDS),
        JournalFile(Path(config.journal)) if config.journal else None,
        concurrency(config.output),
        random.Random(),
    )
    letters = dead_letters_at(config.dead_letters, config.dead_letter_bodies)
    facts = Inline(run, warehouse_at(config.warehouse), publisher, letters)()
    record = record_of(run, facts, started, datetime.now(UTC), dict(versions(config.engine)))
    keep_record(record, config.manifest)
    return record
