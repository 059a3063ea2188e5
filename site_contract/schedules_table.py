"""`docs/schedules.md`, made from the schedules as they are declared: `make contract` writes it."""

from __future__ import annotations

import json
from pathlib import Path

from publishing.operating.schedules import JOBS, Job, Message

FILE = Path(__file__).parents[1] / "docs" / "schedules.md"

_HEAD = """# Schedules

Made by `make contract` from `publishing/occasions.py` and `publishing/operating/schedules.py`.
They are deployed as Cloud Scheduler jobs from the same declarations; `courtside schedules` says
when each is due. The five fields of cron are on the wall clock of the zone. `trends-biweekly-mon`
fires every week and counts in even ISO weeks.

| job | cron | zone | sends | for |
|---|---|---|---|---|
"""


def text() -> str:
    """The whole file."""
    return _HEAD + "".join(f"| {' | '.join(_cells(job))} |\n" for job in JOBS)


def stale() -> bool:
    """Whether the file is not that of the declarations."""
    return not FILE.is_file() or FILE.read_text() != text()


def write() -> bool:
    """Brings the file up to date; whether it changed."""
    changed = stale()
    FILE.write_text(text())
    return changed


def _cells(job: Job) -> tuple[str, ...]:
    if isinstance(job.sends, Message):
        sends = f"`{json.dumps(job.sends.body)}` to `{job.sends.topic}`"
    else:
        sends = f"a signed call of `{job.sends.service}{job.sends.path}`"
    return f"`{job.name}`", f"`{job.cron}`", job.zone, sends, job.purpose
