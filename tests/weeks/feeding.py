"""The feeder of a night, minute by minute: the real night over a scripted source."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import msgspec

from publishing.adapters.warehouses import WarehouseAway
from publishing.calendar import parse_date, slate_window
from publishing.live.events import Kind, Rejection
from publishing.live.feeding import Ending, Freshness, starts_at
from publishing.services.feeding.messages import Message
from publishing.services.feeding.night import Night
from publishing.services.feeding.reading import KINDS, Reading
from tests.weeks.agenda import MINUTE, Agenda
from tests.weeks.bus import Topic
from tests.weeks.jobs import Job, Jobs
from tests.weeks.source import Source
from tests.weeks.warehouse import TimedWarehouse

STEP_SECONDS = 60
GRACE = 15 * MINUTE
SENT_AGAIN = timedelta(minutes=30)
LOOKS_EVERY = 300


@dataclass
class FeederJob:
    """Polls and ticks every minute, and looks at the warehouse every five."""

    job: Job
    jobs: Jobs
    agenda: Agenda
    warehouse: TimedWarehouse
    source: Source
    topic: Topic
    polls: list[datetime] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)

    def begin(self) -> None:
        day = parse_date(self.job.parameters["date"])
        champion = self.job.parameters["champion_system"]
        self.reading = Reading(self.warehouse, day, champion, self.rejected.append)
        ending = Ending(slate_window(day)[1], GRACE, STEP_SECONDS)
        run = f"{len(self.jobs.started):04}"
        self.night = Night(day, run, ending, self._send, self.rejected.append)
        self.freshness = Freshness(SENT_AGAIN)
        try:
            self._open(day)
        except WarehouseAway:
            self.jobs.ended(self.job, "failed")

    def end(self) -> None:
        """Asked to end, it says nothing more."""

    def _open(self, day: date) -> None:
        now = self.agenda.now
        schedule = self.reading.schedule(now)
        if not schedule.games:
            self.jobs.ended(self.job, "done")
        elif now < (begins := starts_at(schedule, day)):
            self.agenda.at(min(begins, now + MINUTE), lambda: self._reopen(day))
        else:
            self._refer("schedule", schedule)
            self._step()

    def _reopen(self, day: date) -> None:
        if self._works():
            self._open(day)

    def _step(self) -> None:
        if not self._works():
            return
        now = self.agenda.now
        if not self.polls or int(now.timestamp()) // STEP_SECONDS * STEP_SECONDS % LOOKS_EVERY == 0:
            for kind in KINDS:
                self._look(kind)
        self._poll(now)
        tick = now.replace(second=0, microsecond=0)
        if self.night.is_last(tick):
            self.night.tick(now)
            self.jobs.ended(self.job, "done")
            return
        self.night.tick(now)
        self.agenda.at(tick + MINUTE, self._step)

    def _poll(self, now: datetime) -> None:
        self.polls.append(now)
        answer = self.source.answer(self.night.game_date)
        if answer is None:
            self.night.no_answer(now, self.source.silent or "")
        else:
            self.night.answer(now, answer)

    def _look(self, kind: Kind) -> None:
        if kind == "names" and not self.freshness.is_old(kind, self.agenda.now):
            return
        try:
            payload = self.reading.read(kind, self.agenda.now)
        except WarehouseAway:
            return
        if payload is not None:
            self._refer(kind, payload)

    def _refer(self, kind: Kind, payload: msgspec.Struct) -> None:
        now, content = self.agenda.now, msgspec.json.encode(payload)
        if self.freshness.is_due(kind, now, content):
            self.night.reference(kind, now, payload)
            self.freshness.note(kind, now, content)

    def _works(self) -> bool:
        return self.job.state(self.agenda.now)[0] == "running"

    def _send(self, message: Message) -> None:
        self.topic.publish(message.body, message.attributes)
