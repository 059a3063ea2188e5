"""Do the schedules fire? What is made on their behalf hides that they are gone (incident 45)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from publishing.occasions import SCHEDULED, Schedule
from publishing.operating.claims import Claim
from publishing.operating.findings import Finding
from publishing.operating.seen import Away, Seen

IN_A_ROW = 2
"""How many occasions may be made on behalf of a schedule until a person is told."""


class _Asked(msgspec.Struct):
    """What a claim of a request says of who asked; other claims say nothing."""

    batch: str = ""
    correlation_id: str = ""


def watch(seen: Seen) -> Iterator[Finding]:
    """The schedules whose newest occasions were all sent by the monitor."""
    if isinstance(seen.claims, Away):
        return
    asked = [one for claim in seen.claims.values() if (one := _asked(claim)) is not None]
    for schedule in SCHEDULED:
        fired = _fired(schedule, asked)
        newest = sorted(fired)[-IN_A_ROW:]
        if len(newest) == IN_A_ROW and not any(fired[occasion] for occasion in newest):
            yield Finding(
                f"silent-schedule/{schedule.name}",
                "error",
                "A schedule does not fire",
                f"The last {IN_A_ROW} occasions of {schedule.name} were made by the monitor: "
                "its job may be gone, paused, or not allowed to publish",
            )


def _fired(schedule: Schedule, asked: Iterable[_Asked]) -> dict[str, bool]:
    """Each occasion of a schedule that was asked for, and whether the schedule itself did."""
    occasion = re.compile(rf"({re.escape(schedule.name)}-\d{{8}}T\d{{4}}Z)(-\d+)?")
    found: dict[str, bool] = {}
    for one in asked:
        match = occasion.fullmatch(one.batch)
        if match is not None:
            # What the monitor asks for is called after the occasion.
            own = one.correlation_id != one.batch
            found[match[1]] = found.get(match[1], False) or own
    return found


def _asked(claim: Claim) -> _Asked | None:
    try:
        return msgspec.json.decode(claim.what, type=_Asked)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
