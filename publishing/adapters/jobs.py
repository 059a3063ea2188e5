"""What is asked of whoever starts, finds and ends jobs: Dataflow, or this machine (D13)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal, NamedTuple, Protocol

from publishing.operating.job_names import is_job_name

TEMPLATES = ("live", "daily", "tonight", "trends", "players", "backfill", "feeder")
"""What can be started; `feeder` is `courtside feeder`, all others are jobs of Beam."""

State = Literal["starting", "running", "draining", "done", "failed", "gone"]
ACTIVE: tuple[State, ...] = ("starting", "running", "draining")

_PARAMETER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Running(NamedTuple):
    """A job as it is now; `since` is when it came into this state, None where nobody knows.

    `gone` ended without a word: it was killed, or its machine was.
    """

    name: str
    state: State
    since: datetime | None


class Launcher(Protocol):
    """Starts, finds and ends jobs. Every call may raise `publishing.store.Unavailable`.

    Its text is a sentence. Names and parameters that cannot be are ValueError.
    """

    def launch(self, template: str, name: str, parameters: Mapping[str, str]) -> bool:
        """Starts a template's job; False when a job of that name is active (I-9)."""

    def state(self, name: str) -> Running | None:
        """The newest job of that name; None when there never was one."""

    def drain(self, name: str) -> bool:
        """Asks the job to take in no more and end; False when there is none active."""

    def problem(self, templates: Sequence[str]) -> list[str]:
        """Why the templates could not be launched, each with what mends it (I-14)."""


def require_job(template: str, name: str, parameters: Mapping[str, str]) -> None:
    """ValueError with a sentence where something that cannot be is asked for."""
    require_template(template)
    require_name(name)
    for parameter in parameters:
        if not _PARAMETER.fullmatch(parameter):
            raise ValueError(f"{parameter!r} is no name of a parameter: write letters, digits, _")


def require_template(template: str) -> None:
    """ValueError with a sentence when there is no such template."""
    if template not in TEMPLATES:
        raise ValueError(f"{template!r} is no template: {', '.join(TEMPLATES)} are")


def require_name(name: str) -> None:
    """ValueError with a sentence when no job can have that name."""
    if not is_job_name(name):
        raise ValueError(
            f"{name!r} is no name of a job: write up to 63 small letters, digits and dashes, "
            "a letter first and no dash last"
        )
