"""Jobs and executions as Cloud Run answers with them, as far as a launcher looks at them.

Cloud Run knows no names of executions: ours is the variable `COURTSIDE_JOB`.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from publishing.adapters.jobs import Running, State

NAME_VARIABLE = "COURTSIDE_JOB"


class Variable(msgspec.Struct, frozen=True):
    """A variable of the environment."""

    name: str
    value: str = ""


class Container(msgspec.Struct, frozen=True):
    """What a container is run with."""

    args: tuple[str, ...] = ()
    env: tuple[Variable, ...] = ()


class Tasks(msgspec.Struct, frozen=True):
    """The containers of every task."""

    containers: tuple[Container, ...] = ()


class Condition(msgspec.Struct, frozen=True, rename="camel"):
    """Why an execution is as it is."""

    execution_reason: str = ""
    last_transition_time: datetime | None = None


class Execution(msgspec.Struct, frozen=True, rename="camel"):
    """One run of the job, as far as it is of interest."""

    name: str
    create_time: datetime
    start_time: datetime | None = None
    completion_time: datetime | None = None
    running_count: int = 0
    succeeded_count: int = 0
    failed_count: int = 0
    cancelled_count: int = 0
    template: Tasks = Tasks()
    conditions: tuple[Condition, ...] = ()

    @property
    def job(self) -> str | None:
        """The name of ours that it was started under."""
        variables = (one for box in self.template.containers for one in box.env)
        return next((one.value for one in variables if one.name == NAME_VARIABLE), None)

    @property
    def age(self) -> tuple[datetime, str]:
        """What orders executions: the older one is less."""
        return self.create_time, self.name

    def as_running(self, name: str) -> Running:
        """What it is in our words; a cancelled one is done, for that is how a feeder is drained."""
        ending = [one for one in self.conditions if one.execution_reason.startswith("CANCELL")]
        cancelled = bool(self.cancelled_count or ending)
        if self.completion_time is not None:
            succeeded = cancelled or (self.succeeded_count > 0 and not self.failed_count)
            state: State = "done" if succeeded else "failed"
            return Running(name, state, self.completion_time)
        if cancelled:
            return Running(name, "draining", ending[0].last_transition_time if ending else None)
        if self.running_count:
            return Running(name, "running", self.start_time or self.create_time)
        return Running(name, "starting", self.create_time)


class Page(msgspec.Struct, frozen=True, rename="camel"):
    """Some of the executions; an empty token ends them."""

    executions: tuple[Execution, ...] = ()
    next_page_token: str = ""


class Template(msgspec.Struct, frozen=True):
    """What executions are made from."""

    template: Tasks = Tasks()


class Job(msgspec.Struct, frozen=True):
    """The job that executions are of."""

    template: Template = Template()


class Operation(msgspec.Struct, frozen=True):
    """The answer to a run: the execution that began."""

    metadata: Execution
