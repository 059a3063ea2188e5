"""A week of the whole site on one clock: schedules, messages, services, jobs, rows and games.

Everything is the product's own but what surrounds it: clock, stores, Pub/Sub, Cloud Scheduler,
the launcher, the warehouse and the box-score source are in memory.
"""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest

import transforms.announce
import transforms.live
import transforms.publish
from publishing.adapters.alerting import Channel
from publishing.adapters.archive import Archive
from publishing.adapters.dead_letters import DeadLetters
from publishing.live.flush import FLUSH_SECONDS
from publishing.operating import judging
from publishing.operating.alerts import Alert
from publishing.operating.findings import Finding
from publishing.operating.schedules import JOBS, Call, Message, times
from publishing.operating.schedules import Job as ScheduledJob
from publishing.operating.topics import (
    EXPORT_COMPLETE,
    EXPORT_TRIGGER,
    LIVE_BOXSCORES,
    LIVE_EVENTS,
    PREDICTIONS_COMPLETE,
    TOPICS,
)
from publishing.patience import Timing
from publishing.run_record import RunRecord
from publishing.services.monitor import rounds_of
from publishing.services.monitoring import round as rounding
from publishing.services.monitoring.options import MonitorOptions
from publishing.services.nightly import NightPlaces
from publishing.services.outside import Outside
from publishing.services.serving.answers import Answer
from publishing.services.serving.options import ServiceOptions
from publishing.services.trigger import ticks_of, trigger_of
from publishing.services.triggering.options import TriggerOptions
from publishing.services.triggering.push import pushed
from publishing.store import Unavailable
from tests.weeks.agenda import MINUTE, Agenda, Hands
from tests.weeks.bus import Bus, Sent, Topic
from tests.weeks.exporting import ExportJob
from tests.weeks.feeding import FeederJob
from tests.weeks.games import Game
from tests.weeks.jobs import Job, Jobs, Work
from tests.weeks.live_job import LiveJob
from tests.weeks.memory import Objects, Private, Public
from tests.weeks.rows import clockworks, rows_of
from tests.weeks.source import Source
from tests.weeks.warehouse import TimedWarehouse

CHAMPION = "catboost_v9"

_NUMBERS = itertools.count(1)


class Alerts:
    """Implements `Channel`: keeps what a person was told, or takes nothing while it is down."""

    place = "memory"

    def __init__(self) -> None:
        self.down = False
        self.told: list[Alert] = []

    def send(self, alert: Alert) -> None:
        if self.down:
            raise Unavailable("the channel is down")
        self.told.append(alert)

    def problem(self) -> str | None:
        return "the channel is down" if self.down else None


@dataclass(frozen=True)
class Looked:
    """One round of the monitor: when, what it found, and the status that it left public."""

    at: datetime
    findings: tuple[Finding, ...]
    status: Any


@dataclass
class World:
    """See above. `chance` doubles every message and lets things happen in any order.

    `fires` says whether a job of Cloud Scheduler is there at one of its times.
    """

    games: list[Game]
    start: datetime
    patch: pytest.MonkeyPatch
    predicted: dict[date, datetime] = field(default_factory=dict)
    chance: random.Random | None = None
    fires: Callable[[ScheduledJob, datetime], bool] = lambda *_: True
    rounds: list[Looked] = field(default_factory=list)
    records: list[RunRecord] = field(default_factory=list)
    calls: list[tuple[datetime, str, Answer]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.place = f"/nowhere/week-{next(_NUMBERS)}"
        self.agenda = Agenda(self.start, self.chance)
        self.bus = Bus(self.agenda, self.chance)
        now = self._now
        self.public, self.archive, self.letters = Public(now), Private(), Private()
        self.warehouse = TimedWarehouse(now, rows_of(self.games, self.predicted))
        self.source = Source(self.games, now)
        self.alerts = Alerts()
        self.jobs = Jobs(self.agenda, self._work)
        self.outside = Outside(
            objects={f"{self.place}/state": Objects()}.__getitem__,
            public={f"{self.place}/v1": self.public}.__getitem__,
            private={f"{self.place}/archive": self.archive}.__getitem__,
            topic=lambda path: Topic(self.bus, path),
            warehouse=lambda _: self.warehouse,
            letters=lambda *_: DeadLetters(self.letters),
            keep_record=lambda record, _: self.records.append(record),
            clock=self.agenda.seconds,
            sleep=self.agenda.sleep,
        )
        self._feed: list[Sent] = []
        self._beam()
        self._services()

    def _now(self) -> datetime:
        return self.agenda.now

    def _topic(self, name: str) -> str:
        return f"projects/week{self.place.rpartition('-')[2]:>05}/topics/{name}".replace(" ", "0")

    def _beam(self) -> None:
        """The live job's steps open their places here."""
        timing = Timing(self.agenda.seconds, self.agenda.sleep, 60.0)
        archive = Archive(self.archive, timing)
        for module in (transforms.live, transforms.publish):
            self.patch.setattr(module, "archive_at", lambda _: archive)
        self.patch.setattr(transforms.publish, "public_store", lambda _: self.public)
        self.patch.setattr(transforms.announce, "_topic", lambda path: Topic(self.bus, path))

    def _services(self) -> None:
        subscription = self._topic("x").replace("topics/x", "subscriptions/live")
        night = NightPlaces(
            source=subscription,
            archive=f"{self.place}/archive",
            feed=self._topic(LIVE_BOXSCORES),
            events=self._topic(LIVE_EVENTS),
            output=f"{self.place}/v1",
            warehouse="parquet:/nowhere",
            dead_letters=f"{self.place}/letters",
            dead_letter_bodies=None,
            champion=CHAMPION,
            flush_seconds=FLUSH_SECONDS,
        )
        service = ServiceOptions(
            state=f"{self.place}/state",
            output=night.output,
            warehouse_place=night.warehouse,
            warehouse=self.warehouse,
            launcher=self.jobs,
            dead_letters=night.dead_letters,
            dead_letter_bodies=None,
            trigger_topic=self._topic(EXPORT_TRIGGER),
            champion=CHAMPION,
            audience="https://trigger.example",
            callers=frozenset({"pusher@example"}),
            certs_url="https://certs.example",
            host="127.0.0.1",
            port=0,
            clock=Hands(self.agenda),
            dry_run=False,
        )
        options = TriggerOptions(
            service,
            night,
            self._topic(EXPORT_COMPLETE),
            timedelta(seconds=60),
            timedelta(seconds=20),
        )
        trigger = trigger_of(options, self.outside)
        ticks = ticks_of(options, self.outside)
        channel: Channel = self.alerts
        monitor = rounds_of(MonitorOptions(service, night, channel, False), self.outside)
        self.state = monitor.state
        handlers = {
            "/messages/predictions-complete": trigger.predictions_complete,
            "/messages/export-trigger": trigger.export_trigger,
            "/messages/live-events": trigger.live_event,
        }
        for topic in TOPICS:
            if topic.pushed_to is not None:
                self.bus.pushed[topic.name] = pushed(
                    handlers[topic.pushed_to], trigger.dead_letters
                )
        self.bus.pulled[LIVE_BOXSCORES] = self._fed
        self._called = {
            "/ticks/live": ticks.live,
            "/ticks/feeder": ticks.feeder,
            "/rounds": monitor.round,
        }
        self._noting_findings()

    def _noting_findings(self) -> None:
        """Each judgement of a round is taken down: the second one is what its status says."""
        judge = judging.judge
        self._found: tuple[Finding, ...] = ()

        def noted(seen: Any) -> Any:
            judgement = judge(seen)
            self._found = judgement.findings
            return judgement

        self.patch.setattr(rounding, "judge", noted)

    def _work(self, job: Job) -> Work:
        match job.template:
            case "live":
                found = LiveJob(job, self.jobs, self.agenda)
                self.agenda.after(0, self._hand_over)
                return found
            case "feeder":
                topic = Topic(self.bus, job.parameters["topic"])
                return FeederJob(job, self.jobs, self.agenda, self.warehouse, self.source, topic)
            case _:
                return ExportJob(job, self.jobs, self.agenda, self.outside)

    def _fed(self, message: Sent) -> None:
        """A message waits in the subscription until a live job takes it."""
        self._feed.append(message)
        self._hand_over()

    def _hand_over(self) -> None:
        for job in self.jobs.of("live"):
            if job.state(self.agenda.now)[0] == "running" and isinstance(job.work, LiveJob):
                waiting, self._feed = self._feed, []
                for message in waiting:
                    job.work.take(message)
                return

    def first_publication(self) -> None:
        """Everything is exported once, as whoever opens the site does."""
        daily = ["results", "performance", "best-bets", "predictions", "tonight", "tonight-players"]
        tonight = ["best-bets", "predictions", "tonight", "tonight-players", "streaks"]
        trends = [
            *("trends-hot-cold", "trends-bounce-back", "tonight-trend-plays", "trends-team"),
            *("trends-what-matters", "trends-quick-hits", "trends-deep-dive"),
        ]
        for types, day in ((daily, "yesterday"), (tonight, "today"), (trends, "today")):
            body = {"export_types": types, "target_date": day, "trigger_source": "opening"}
            self.send(EXPORT_TRIGGER, body)
        self.send(EXPORT_TRIGGER, {"players": True, "trigger_source": "opening"})

    def send(self, topic: str, body: object) -> None:
        """Somebody publishes a message."""
        self.bus.publish(topic, json.dumps(body).encode(), {})

    def plan(self, until: datetime) -> None:
        """Cloud Scheduler and phase 5, up to an instant."""
        for job in JOBS:
            for instant in times(job.cron, job.zone, self.start, until):
                if self.fires(job, instant):
                    self.agenda.at(instant, lambda job=job: self._fire(job))  # type: ignore[misc]
        for works in clockworks(self.games, self.predicted):
            at = works.predicted_at + MINUTE
            if self.start < at <= until:
                body = _predictions_complete(works.day, len(works.games))
                self.agenda.at(at, lambda body=body: self.send(PREDICTIONS_COMPLETE, body))  # type: ignore[misc]

    def run(self, until: datetime) -> None:
        """Lets the site be, up to an instant."""
        self.agenda.run(until)

    def _fire(self, job: ScheduledJob) -> None:
        match job.sends:
            case Message(topic, body):
                self.send(topic, body)
            case Call(_, path, _):
                self.call(path)

    def call(self, path: str) -> Answer:
        """A signed call of a service."""
        answer = self._called[path]()
        self.calls.append((self.agenda.now, path, answer))
        if path == "/rounds":
            status = json.loads(self.public.objects["status.json"].body)
            self.rounds.append(Looked(self.agenda.now, self._found, status))
        return answer

    def findings(self) -> list[str]:
        """The keys of everything that was found, each once, in the order of the first round."""
        keys = (finding.key for one in self.rounds for finding in one.findings)
        return list(dict.fromkeys(keys))


def opened(
    games: Iterable[Game], start: datetime, until: datetime, patch: pytest.MonkeyPatch, **more: Any
) -> World:
    """A world whose site has just been opened: all was exported once; the rest is planned."""
    world = World(list(games), start, patch, **more)
    world.first_publication()
    world.run(start + 4 * MINUTE)
    world.plan(until)
    return world


def _predictions_complete(day: date, games: int) -> dict[str, Any]:
    """The message of phase 5 (producer A, `live.md` 6.2)."""
    made = 12 * games
    return {
        "processor_name": "PredictionCoordinator",
        "phase": "phase_5_predictions",
        "execution_id": f"batch_{day}",
        "correlation_id": f"c-{day}",
        "game_date": day.isoformat(),
        "output_table": "player_prop_predictions",
        "output_dataset": "nba_predictions",
        "status": "success",
        "record_count": made,
        "records_failed": 0,
        "timestamp": f"{day}T17:01:00+00:00",
        "duration_seconds": 12.5,
        "trigger_source": "automatic",
        "metadata": {
            "batch_id": f"batch_{day}",
            "expected_players": made,
            "completed_players": made,
            "total_predictions": made,
            "completion_percentage": 100.0,
        },
    }
