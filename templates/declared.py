"""What the code declares, for Terraform: `infrastructure/declared.json`, by `make contract`.

Topics, scheduler jobs and datasets are each declared once in the code. A test fails when the
file is stale, so that nothing is lost or changed by hand unseen (`live.md` 10, incident 45).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

from publishing.exports import EXPORTS
from publishing.operating.schedules import JOBS, Call, Job, Message
from publishing.operating.topics import (
    DEAD_LETTERS,
    EXPORT_COMPLETE,
    LIVE_BOXSCORES,
    MOST_DELIVERIES,
    TOPICS,
    Topic,
)
from publishing.rows import LIVE_OPTIONAL_TABLES, LIVE_TABLES, Row
from publishing.services.answering.snapshot import TABLES

FILE = Path(__file__).parent / "infrastructure" / "declared.json"

Reader = Literal["trigger", "live", "anyone", "person"]

_PULLED: dict[str, Reader] = {
    LIVE_BOXSCORES: "live",
    EXPORT_COMPLETE: "anyone",
    DEAD_LETTERS: "person",
}


def declared() -> dict[str, Any]:
    """The topics with who reads them, the scheduler jobs, and the datasets that are read.

    Those of `datasets_of_reports` are what the API reads.
    """
    return {
        "most_deliveries": MOST_DELIVERIES,
        "topics": [_topic(one) for one in TOPICS],
        "jobs": [_job(one) for one in JOBS],
        "datasets": _datasets(_read()),
        "datasets_of_reports": _datasets(TABLES),
    }


def text() -> str:
    """The file's text."""
    return json.dumps(declared(), indent=2) + "\n"


def stale() -> bool:
    """Whether the file is not what the code declares."""
    return not FILE.exists() or FILE.read_text() != text()


def write() -> bool:
    """Brings the file up to date; whether it changed."""
    changed = stale()
    FILE.write_text(text())
    return changed


def _topic(topic: Topic) -> dict[str, Any]:
    reader = "trigger" if topic.pushed_to else _PULLED.get(topic.name)
    return {
        "name": topic.name,
        "purpose": topic.purpose,
        "ours": topic.ours,
        "pushed_to": topic.pushed_to,
        "read_by": reader,
    }


def _job(job: Job) -> dict[str, Any]:
    sends = job.sends
    message = sends if isinstance(sends, Message) else None
    call = sends if isinstance(sends, Call) else None
    return {
        "name": job.name,
        "cron": job.cron,
        "zone": job.zone,
        "purpose": job.purpose,
        "topic": message and message.topic,
        "service": call and call.service,
        "path": call and call.path,
        "body": sends.body,
    }


def _read() -> set[type[Row]]:
    rows = {*LIVE_TABLES, *LIVE_OPTIONAL_TABLES}
    return rows | {one.row_type for export in EXPORTS for one in export.inputs}


def _datasets(rows: Iterable[type[Row]]) -> list[str]:
    return sorted({row.table.partition(".")[0] for row in rows})


if __name__ == "__main__":
    if write():
        print(FILE.name)
