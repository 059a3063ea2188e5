"""A launcher in memory: each job takes its time to start and to end, and can be killed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from publishing.adapters.jobs import ACTIVE, Running, State, require_job
from tests.weeks.agenda import Agenda

STARTS_IN = {"feeder": timedelta(seconds=10)}
OTHERS_START_IN = timedelta(seconds=100)
DRAINS_IN = timedelta(seconds=8)


class Work(Protocol):
    """What a job does once it runs."""

    def begin(self) -> None:
        """It has started; it says itself when it has ended."""

    def end(self) -> None:
        """It is drained: the last of its work."""


@dataclass
class Job:
    """One start of a job. `word` is how it ended, once it has."""

    template: str
    name: str
    parameters: Mapping[str, str]
    launched_at: datetime
    runs_from: datetime
    work: Work | None = None
    drained_at: datetime | None = None
    ended_at: datetime | None = None
    word: State = "done"

    def state(self, now: datetime) -> tuple[State, datetime]:
        """Its state, and since when."""
        if self.ended_at is not None and now >= self.ended_at:
            return self.word, self.ended_at
        if self.drained_at is not None:
            return "draining", self.drained_at
        if now >= self.runs_from:
            return "running", self.runs_from
        return "starting", self.launched_at


@dataclass
class Jobs:
    """Implements `Launcher`. `make` is the work of a job."""

    agenda: Agenda
    make: Callable[[Job], Work]
    started: list[Job] = field(default_factory=list)

    def launch(self, template: str, name: str, parameters: Mapping[str, str]) -> bool:
        require_job(template, name, parameters)
        found = self.state(name)
        if found is not None and found.state in ACTIVE:
            return False
        now = self.agenda.now
        runs_from = now + STARTS_IN.get(template, OTHERS_START_IN)
        job = Job(template, name, dict(parameters), now, runs_from)
        self.started.append(job)
        self.agenda.at(runs_from, lambda: self._begin(job))
        return True

    def state(self, name: str) -> Running | None:
        job = self.newest(name)
        return Running(name, *job.state(self.agenda.now)) if job else None

    def drain(self, name: str) -> bool:
        job = self.newest(name)
        if job is None or job.state(self.agenda.now)[0] not in ("starting", "running"):
            return False
        job.drained_at = self.agenda.now
        if job.work is not None:
            job.work.end()
        job.ended_at = self.agenda.now + DRAINS_IN
        return True

    def problem(self, templates: Sequence[str]) -> list[str]:
        return []

    def newest(self, name: str) -> Job | None:
        """The newest start of a job."""
        return next((job for job in reversed(self.started) if job.name == name), None)

    def of(self, template: str) -> list[Job]:
        """Every start of a template."""
        return [job for job in self.started if job.template == template]

    def ended(self, job: Job, word: State) -> None:
        """A job has ended by itself."""
        if job.ended_at is None:
            job.ended_at, job.word = self.agenda.now, word

    def kill(self, name: str) -> None:
        """A job is gone without a word."""
        job = self.newest(name)
        assert job is not None, f"{name} was never started"
        assert job.ended_at is None, f"{name} does not run"
        job.ended_at, job.word = self.agenda.now, "gone"

    def _begin(self, job: Job) -> None:
        if job.ended_at is None:
            job.work = self.make(job)
            job.work.begin()
