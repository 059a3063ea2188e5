"""When an export is made: the schedules of the seed's table and the events of the pipeline (D13).

Each export names its occasions; what a schedule sends is made from that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from publishing.calendar import EASTERN, PACIFIC

Zone = Literal["America/New_York", "America/Los_Angeles"]

_EASTERN: Zone = "America/New_York"
_PACIFIC: Zone = "America/Los_Angeles"
assert (EASTERN.key, PACIFIC.key) == (_EASTERN, _PACIFIC)


@dataclass(frozen=True, slots=True)
class Schedule:
    """A time at which exports are made: five cron fields, on the wall clock of `zone`.

    `about` is the date that they are made for. With `even_weeks` only even ISO weeks count
    (bi-weekly, D13); the schedule fires every week, and what it sends is skipped in the others.
    """

    name: str
    cron: str
    zone: Zone
    about: Literal["today", "yesterday"]
    words: str
    even_weeks: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens upstream or in a live night, after which exports are made."""

    name: str
    words: str


Occasion = Schedule | Event

DAILY_RESULTS = Schedule("phase6-daily-results", "0 5 * * *", _PACIFIC, "yesterday", "5 AM PT")
AFTER_GRADING = Schedule(
    "phase6-after-grading", "30 11 * * *", _EASTERN, "yesterday", "11:30 AM ET, after the grading"
)
TONIGHT_MORNING = Schedule(
    "phase6-tonight-picks-morning", "0 11 * * *", _EASTERN, "today", "11 AM ET"
)
TONIGHT_PICKS = Schedule("phase6-tonight-picks", "0 13 * * *", _EASTERN, "today", "1 PM ET")
TONIGHT_PREGAME = Schedule(
    "phase6-tonight-picks-pregame", "0 17 * * *", _EASTERN, "today", "5 PM ET"
)
HOURLY_TONIGHT = Schedule(
    "phase6-hourly-tonight",
    "30 6-23 * * *",
    _EASTERN,
    "today",
    "half past, 6 AM-11 PM ET",
)
HOURLY_TRENDS = Schedule(
    "phase6-hourly-trends", "0 6-23 * * *", _EASTERN, "today", "hourly, 6 AM-11 PM ET"
)
WEEKLY_MONDAY = Schedule("trends-weekly-mon", "0 6 * * 1", _EASTERN, "today", "Monday 6 AM ET")
EVEN_MONDAYS = Schedule(
    "trends-biweekly-mon",
    "0 6 * * 1",
    _EASTERN,
    "today",
    "Monday 6 AM ET of even ISO weeks",
    even_weeks=True,
)
WEEKLY_WEDNESDAY = Schedule(
    "trends-weekly-wed", "0 8 * * 3", _EASTERN, "today", "Wednesday 8 AM ET"
)
MONTHLY = Schedule("trends-monthly", "0 6 1 * *", _EASTERN, "today", "the 1st of a month, 6 AM ET")
PLAYER_PROFILES = Schedule(
    "phase6-player-profiles", "0 6 * * 0", _EASTERN, "today", "Sunday 6 AM ET"
)

PREDICTED = Event("predictions-complete", "when predictions were made")
STARTED = Event("slate-started", "when the first game begins")
GAME_FINAL = Event("game-final", "when a game ends")
SETTLED = Event("slate-settled", "after the last game")

BEFORE_THE_GAMES = (TONIGHT_MORNING, TONIGHT_PICKS, TONIGHT_PREGAME)

SCHEDULED: tuple[Schedule, ...] = (
    DAILY_RESULTS,
    AFTER_GRADING,
    TONIGHT_MORNING,
    TONIGHT_PICKS,
    TONIGHT_PREGAME,
    HOURLY_TONIGHT,
    HOURLY_TRENDS,
    WEEKLY_MONDAY,
    EVEN_MONDAYS,
    WEEKLY_WEDNESDAY,
    MONTHLY,
    PLAYER_PROFILES,
)
"""The schedules that make exports."""

NIGHTLY: tuple[Event, ...] = (STARTED, GAME_FINAL, SETTLED)
"""What the live job says of a night."""


def words_of(cadence: tuple[Occasion, ...]) -> str:
    """When an export is made, in words."""
    return "; ".join(occasion.words for occasion in cadence) or "on demand"
