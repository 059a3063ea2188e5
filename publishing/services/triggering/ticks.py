"""The ticks of Cloud Scheduler: the night's jobs run while a slate is open, and no longer (D13).

A tick changes nothing when all is as it should be, and does nothing in ignorance: when the
schedule does not answer, no job is started and none is ended.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from publishing.adapters.dead_letters import TROUBLE
from publishing.adapters.jobs import ACTIVE, Running
from publishing.calendar import empty_slate_begins, league_date
from publishing.live.feeding import starts_at
from publishing.operating import nights, slates
from publishing.operating.seen import Away
from publishing.operating.slates import Plan
from publishing.services.nightly import NightJobs
from publishing.services.observing import Looking
from publishing.services.serving.answers import Answer

UNDER_WAY = timedelta(minutes=1)
"""How long the last events of a feed may take: a job that drains takes no more of them."""


@dataclass(frozen=True, slots=True)
class Ticks:
    """`no_games` publishes the documents of a date without games, and says what it did."""

    looking: Looking
    jobs: NightJobs
    no_games: Callable[[date], str]
    now: Callable[[], datetime]

    def live(self) -> Answer:
        """Makes sure that the live job runs, that it ends, or that an empty day says so."""
        return self._ticked(self._live)

    def feeder(self) -> Answer:
        """Makes sure that the feeder runs; it ends by itself."""
        return self._ticked(self._feeder)

    def _ticked(self, tick: Callable[[Plan, dict[str, bytes], datetime], Answer]) -> Answer:
        now = self.now()
        schedule = self.looking.schedule(now)
        if isinstance(schedule, Away):
            return Answer("unavailable", schedule.reason)
        known = slates.plan(schedule, now)
        bodies = nights.bodies_of(self.looking.public(nights.paths_of(known, now)))
        try:
            return tick(known, bodies, now)
        except TROUBLE as problem:
            return Answer("unavailable", f"{type(problem).__name__}: {problem}")

    def _live(self, known: Plan, bodies: dict[str, bytes], now: datetime) -> Answer:
        said = "".join(
            self._drained(day, now)
            for day in slates.near(known, now)
            if now >= starts_at(known[day], day) and slates.over(known, day, bodies, now)
        )
        day = slates.open_slate(known, bodies, now)
        if day is not None:
            started = self.jobs.start_live(day)
            return Answer("done", f"{said}{day} is open: {'started' if started else 'it runs'}")
        today = league_date(now)
        played = slates.played(known[today]) if today in known else ()
        if not played and now >= empty_slate_begins(today):
            return Answer("done", f"{said}{today} has no games: {self.no_games(today)}")
        return Answer("done", f"{said}no slate is open")

    def _drained(self, day: date, now: datetime) -> str:
        """Ends the live job of a slate that is over, once what its feeder said has arrived."""
        live, feeder = self.jobs.live(day), self.jobs.feeder(day)
        if live is None or live.state not in ("starting", "running"):
            return ""
        if feeder is not None and (feeder.state in ACTIVE or _has_just_ended(feeder, now)):
            return f"{day} is over and still fed; "
        return f"{day} is over: drained; " if self.jobs.drain_live(day) else ""

    def _feeder(self, known: Plan, bodies: dict[str, bytes], now: datetime) -> Answer:
        day = slates.open_slate(known, bodies, now)
        if day is None:
            return Answer("done", "no slate is open")
        started = self.jobs.start_feeder(day)
        return Answer("done", f"{day} is open: {'started' if started else 'it runs'}")


def _has_just_ended(feeder: Running, now: datetime) -> bool:
    return feeder.since is not None and now < feeder.since + UNDER_WAY
