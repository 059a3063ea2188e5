"""A batch run without Beam, from its checked options to its end."""

from __future__ import annotations

from datetime import UTC, datetime

from pipelines.export_config import ExportConfig
from publishing.run import Run
from publishing.run_record import RunRecord
from publishing.services.ending import EndSettings, end_run
from publishing.services.exporting.here import ExportPlaces, run_here


def run_inline(config: ExportConfig, run: Run, started: datetime) -> RunRecord:
    """Runs to the end in this process, writes the record, says so, and returns it."""
    places = ExportPlaces(
        config.warehouse,
        config.output,
        config.dead_letters,
        config.dead_letter_bodies,
        config.manifest,
        config.journal,
    )
    record = run_here(run, places, started)
    end_run(end_settings(config), record, datetime.now(UTC))
    return record


def end_settings(config: ExportConfig) -> EndSettings:
    """What is done when the run has ended."""
    return EndSettings(config.state, config.claim, config.completion, config.output)
