"""A launched export: its parameters through the real parsers, its run in this process."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.export import plan
from pipelines.export_config import export_options
from pipelines.export_inline import end_settings
from pipelines.template import arguments
from publishing.services.ending import end_run
from publishing.services.exporting.here import ExportPlaces, run_here
from publishing.services.outside import Outside
from tests.weeks.agenda import Agenda
from tests.weeks.jobs import Job, Jobs


@dataclass
class ExportJob:
    """What a template's job does."""

    job: Job
    jobs: Jobs
    agenda: Agenda
    outside: Outside

    def begin(self) -> None:
        words = [f"--{name}={value}" for name, value in self.job.parameters.items()]
        _, argv = arguments(words)
        now = self.agenda.now
        _, config = export_options([*argv, "--engine=inline"], now)
        places = ExportPlaces(
            config.warehouse,
            config.output,
            config.dead_letters,
            config.dead_letter_bodies,
            config.manifest,
        )
        record = run_here(plan(config), places, now, lambda: self.agenda.now, self.outside)
        end_run(end_settings(config), record, self.agenda.now, self.outside)
        self.jobs.ended(self.job, "done")

    def end(self) -> None:
        raise AssertionError("nobody drains an export")
