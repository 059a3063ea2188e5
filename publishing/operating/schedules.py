"""Every schedule, declared once: the ten of the seed and what the cadences need (D13)."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cronsim import CronSim

from publishing.calendar import days_before, iso_week, league_date
from publishing.exports import EXPORTS
from publishing.exports.declaration import Export
from publishing.occasions import PLAYER_PROFILES, SCHEDULED, Schedule, Zone
from publishing.operating.topics import EXPORT_TRIGGER, GRADING_TRIGGER

ON_TIME = timedelta(minutes=10)
"""How long after its time a schedule's message still belongs to that time."""

MIN_GAMES = 5
"""Games that a player needs for a profile (`live.md` 6.5)."""


_A_DAY = timedelta(days=1)

_RAREST_DAYS = 366
"""A schedule has a time in every year."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message to a topic."""

    topic: str
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """A signed POST to one of our services."""

    service: str
    path: str
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Job:
    """One scheduler job: five cron fields on the wall clock of a zone, and what it sends."""

    name: str
    cron: str
    zone: Zone
    sends: Message | Call
    purpose: str


def exports_of(occasion: Schedule) -> tuple[Export, ...]:
    """The exports that are made on an occasion."""
    return tuple(export for export in EXPORTS if occasion in export.cadence)


def body_of(schedule: Schedule) -> dict[str, Any]:
    """What a schedule sends to the export trigger."""
    if schedule == PLAYER_PROFILES:
        return {"players": True, "min_games": MIN_GAMES, "trigger_source": schedule.name}
    return {
        "export_types": list(dict.fromkeys(one.job_type for one in exports_of(schedule))),
        "target_date": schedule.about,
        "update_latest": True,
        "trigger_source": schedule.name,
    }


def _tick(name: str, cron: str, service: str, path: str, purpose: str) -> Job:
    return Job(name, cron, "America/New_York", Call(service, path, {}), purpose)


_LIVE = "make sure that the live job runs while a slate is open, and drains after it"
_FEEDER = "make sure that the feeder runs while a slate is open"
_MONITOR = "one round of the freshness monitor"

JOBS: tuple[Job, ...] = (
    *(
        Job(
            one.name,
            one.cron,
            one.zone,
            Message(EXPORT_TRIGGER, body_of(one)),
            ", ".join(dict.fromkeys(export.job_type for export in exports_of(one))),
        )
        for one in SCHEDULED
    ),
    Job(
        "grading-daily",
        "0 11 * * *",
        "America/New_York",
        Message(
            GRADING_TRIGGER,
            {"target_date": "yesterday", "trigger_source": "scheduler", "run_aggregation": True},
        ),
        "ask the phase before for yesterday's gradings",
    ),
    _tick("live-export-evening", "*/3 16-23 * * *", "trigger", "/ticks/live", _LIVE),
    _tick("live-export-late-night", "*/3 0-1 * * *", "trigger", "/ticks/live", _LIVE),
    # Matinees, and nights that are longer than the seed's windows (D11, I-3).
    _tick("live-export-day", "*/3 2-15 * * *", "trigger", "/ticks/live", _LIVE),
    _tick("bdl-live-boxscores-evening", "*/3 16-23 * * *", "trigger", "/ticks/feeder", _FEEDER),
    _tick("bdl-live-boxscores-late", "*/3 0-1 * * *", "trigger", "/ticks/feeder", _FEEDER),
    _tick("bdl-live-boxscores-day", "*/3 2-15 * * *", "trigger", "/ticks/feeder", _FEEDER),
    _tick("live-freshness-monitor", "*/5 16-23,0-1 * * *", "monitor", "/rounds", _MONITOR),
    # The monitor's sections of the status are kept around the clock (D32, A18).
    _tick("live-freshness-monitor-day", "*/5 2-15 * * *", "monitor", "/rounds", _MONITOR),
)


def times(cron: str, zone: str, after: datetime, until: datetime) -> Iterator[datetime]:
    """When it is time, in UTC: later than `after`, not later than `until`, ascending."""
    day, last = (at.astimezone(ZoneInfo(zone)).date() for at in (after, until))
    while day <= last:
        yield from (instant for instant in _of_date(cron, zone, day) if after < instant <= until)
        day += _A_DAY


def last_time(schedule: Schedule, now: datetime) -> datetime:
    """The newest time of a schedule that is not later than `now`, in UTC; even weeks only."""
    today = now.astimezone(ZoneInfo(schedule.zone)).date()
    for days in range(_RAREST_DAYS):
        for instant in reversed(_of_date(schedule.cron, schedule.zone, days_before(today, days))):
            if instant <= now and holds(schedule, instant):
                return instant
    raise ValueError(f"{schedule.name} has no time before {now}")


@functools.lru_cache(maxsize=8192)
def _of_date(cron: str, zone: str, day: date) -> tuple[datetime, ...]:
    """Its times on one date of a wall clock, in UTC: the monitor asks for them in every round."""
    midnight = datetime.combine(day, time(), ZoneInfo(zone))
    found: list[datetime] = []
    for at in CronSim(cron, midnight - timedelta(minutes=1)):
        if at.date() != day:
            return tuple(found)
        found.append(at.astimezone(UTC))
    raise ValueError(f"{cron} has no time after {day}")


def holds(schedule: Schedule, instant: datetime) -> bool:
    """Whether the schedule counts in the week of an instant (D13: bi-weekly is even ISO weeks)."""
    return not schedule.even_weeks or iso_week(league_date(instant)) % 2 == 0


def occasion_id(schedule: Schedule, due: datetime) -> str:
    """The name of one occasion: what makes the message of a schedule the same one again."""
    return f"{schedule.name}-{due.astimezone(UTC):%Y%m%dT%H%MZ}"
