"""The monitor without a server: its rounds over what a test says that it sees."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast

from publishing.adapters.warehouses import warehouse_at
from publishing.operating.alerts import Alert
from publishing.operating.seen import Away, Job, Public, Seen
from publishing.rows import ScheduledGame
from publishing.services.monitoring.mending import Mending
from publishing.services.monitoring.round import Rounds
from publishing.services.nightly import NightJobs, NightPlaces
from publishing.services.observing import Looking
from publishing.services.serving.answers import Answer
from publishing.store import Unavailable
from tests.incidents.operated import CHAMPION, Operated
from tests.publishing.memory_store import Clock, MemoryStore
from tests.publishing.publishers import publisher

PLACES = NightPlaces(
    source="projects/p/subscriptions/s",
    archive="gs://private/archive",
    feed="projects/p/topics/f",
    events=None,
    output="gs://public/v1",
    warehouse="bigquery:p",
    dead_letters="gs://private/letters",
    dead_letter_bodies=None,
    champion=CHAMPION,
    flush_seconds=180,
)


class Channel:
    """A channel of alerts; one with a `trouble` delivers none."""

    place = "here"

    def __init__(self) -> None:
        self.alerts: list[Alert] = []
        self.trouble = ""

    def send(self, alert: Alert) -> None:
        if self.trouble:
            raise Unavailable(self.trouble)
        self.alerts.append(alert)

    def problem(self) -> str | None:
        return self.trouble or None

    @property
    def subjects(self) -> list[str]:
        return [one.subject for one in self.alerts]


@dataclass(frozen=True, kw_only=True)
class Eyes(Looking):
    """The monitor's eyes, before which a test puts the world."""

    showing: Callable[[], Seen]

    @property
    def seen(self) -> Seen:
        return self.showing()

    def schedule(self, now: datetime) -> tuple[ScheduledGame, ...] | Away:
        return self.seen.schedule

    def public(self, paths: Iterable[str]) -> dict[str, Public | Away]:
        return {path: self.seen.public[path] for path in paths if path in self.seen.public}

    def heard_at(self) -> datetime | None:
        return self.seen.live_heard_at

    def predictions(self, day: date, now: datetime) -> int | Away:
        return self.seen.predictions

    def official(self, day: date, schedule: object, now: datetime) -> frozenset[str] | Away:
        found = self.seen.official
        return found if isinstance(found, Away) else frozenset(found)

    def live_job(self, day: date | None) -> Job | Away | None:
        return self.seen.live_job if day is not None else None

    def feeder(self, day: date | None) -> Job | Away | None:
        return self.seen.feeder if day is not None else None


@dataclass
class Watched:
    """A monitor beside a trigger, with its own channel; it sends to the trigger's topic."""

    folder: Path
    seen: Seen
    warehouse: Path = Path("none")
    site: Operated | None = None
    store: MemoryStore = field(default_factory=MemoryStore)
    channel: Channel = field(default_factory=Channel)
    settled: list[date] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.operated = self.site or Operated(self.folder, self.warehouse)
        state, self.jobs, self.topic = (
            self.operated.state,
            self.operated.jobs,
            self.operated.triggers,
        )
        self._remember()
        jobs = NightJobs(self.jobs, PLACES)
        self.rounds = Rounds(
            looking=Eyes(
                warehouse=warehouse_at(f"parquet:{self.operated.warehouse}"),
                store=self.store,
                jobs=jobs,
                champion=CHAMPION,
                timing=Clock().timing(),
                showing=lambda: self.seen,
            ),
            mending=Mending(state, jobs, self.topic, self._settle, lambda: self.seen.now),
            state=state,
            publisher=publisher(self.store),
            channel=self.channel,
            flush_seconds=self.seen.flush_seconds,
            now=lambda: self.seen.now,
        )

    def round(self, seen: Seen | None = None) -> Answer:
        """One round, of what is seen now or of what was seen before."""
        self.seen = seen or self.seen
        return self.rounds.round()

    def status(self) -> dict[str, Any]:
        """The public status."""
        found: dict[str, Any] = json.loads(self.store.objects["status.json"][0])
        return found

    def service(self, name: str) -> dict[str, Any]:
        """A section of the public status."""
        found: dict[str, Any] = self.status()["services"][name]
        return found

    def _settle(self, day: date) -> str:
        self.settled.append(day)
        return "settled"

    def _remember(self) -> None:
        """Puts the marks, claims and gates of what is seen into the state."""
        state, seen = self.operated.state, self.seen
        for shelf, values in (
            (state.marks, seen.marks),
            (state.claims, seen.claims),
            (state.gates, seen.gates),
        ):
            for key, value in ({} if isinstance(values, Away) else values).items():
                cast("Any", shelf).change(key, lambda _, value=value: value)
