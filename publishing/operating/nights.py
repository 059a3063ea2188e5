"""Which night it is, for those who run jobs: from schedule rows and public documents (D11, I-3).

No clock decides: last night's slate is open after midnight until its last game is over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from publishing.operating import slates
from publishing.operating.seen import Away, Public
from publishing.operating.slates import Plan, grading_path, live_path
from publishing.rows import ScheduledGame

__all__ = [
    "BEST_BETS",
    "STATUS",
    "TONIGHT",
    "bodies_of",
    "newest_over",
    "open_slate",
    "paths_of",
    "paths_to_read",
]

STATUS = "status.json"
TONIGHT = "tonight/all-players.json"
BEST_BETS = "best-bets/latest.json"


def paths_to_read(rows: Iterable[ScheduledGame], now: datetime) -> tuple[str, ...]:
    """The public objects that tell of the night; of no slate without a schedule."""
    return paths_of(slates.plan(rows, now), now)


def paths_of(known: Plan, now: datetime) -> tuple[str, ...]:
    """The public objects that tell of the night, of a schedule that is known."""
    days = slates.near(known, now)
    dated = [path for day in days for path in (live_path(day), grading_path(day))]
    return (STATUS, TONIGHT, BEST_BETS, *dated)


def open_slate(
    rows: Iterable[ScheduledGame], public: Mapping[str, Public | Away], now: datetime
) -> date | None:
    """The date whose games are on, or begin within 30 minutes, and are not all over.

    `public` are documents by path; one that is away, or not there, says of no game that it is
    over.
    """
    return slates.open_slate(slates.plan(rows, now), bodies_of(public), now)


def newest_over(
    rows: Iterable[ScheduledGame], public: Mapping[str, Public | Away], now: datetime
) -> date | None:
    """The newest date whose games are over, or should be: its official rows are looked for."""
    return slates.newest_ended(slates.plan(rows, now), bodies_of(public), now)


def bodies_of(public: Mapping[str, Public | Away]) -> dict[str, bytes]:
    """The bytes of the documents that were read."""
    return {path: one.body for path, one in public.items() if isinstance(one, Public)}
