"""The trigger's real handlers over folders, with a clock, topics and jobs that a test holds."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from publishing.adapters.dead_letters import dead_letters_at
from publishing.operating.claims import LEASE, Claim
from publishing.patience import Timing
from publishing.run import Run
from publishing.run_record import Fact, RunRecord, record_of
from publishing.services.ending import Ending
from publishing.services.serving.answers import Answer, Delivery
from publishing.services.state import State, state_at
from publishing.services.triggering.lanes import Lanes
from publishing.services.triggering.trigger import Trigger
from publishing.services.triggering.work import Work
from publishing.store import Unavailable

DAY = "2026-01-14"
NOW = datetime(2026, 1, 14, 22, 30, tzinfo=UTC)


@dataclass
class Outbox:
    """A topic; `away` refuses so many messages."""

    happened: list[str]
    word: str
    away: int = 0
    bodies: list[bytes] = field(default_factory=list)

    def publish(self, data: bytes, attributes: dict[str, str]) -> str:
        """See `Sender.publish`."""
        if self.away:
            self.away -= 1
            raise Unavailable("the topic is away")
        self.happened.append(self.word)
        self.bodies.append(data)
        return str(len(self.bodies))

    def messages(self) -> list[dict[str, Any]]:
        """What was sent, parsed."""
        return [json.loads(body) for body in self.bodies]


@dataclass
class Desk:
    """One trigger. `happened` has the runs, jobs and messages in their order.

    `make` is what a run does; by default it makes nothing and is recorded.
    """

    folder: Path
    now: datetime = NOW
    rows: int | str = 448
    lane_patience: float = 5.0
    lease: timedelta = LEASE
    launches_away: int = 0
    make: Callable[[Run], RunRecord] | None = None
    happened: list[str] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    jobs: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.completions = Outbox(self.happened, "completion")
        self.triggers = Outbox(self.happened, "trigger")
        self.state: State = state_at(str(self.folder / "state"), self.timing())
        self.letters = dead_letters_at(str(self.folder / "dead"))
        self.trigger = self.another()

    def timing(self) -> Timing:
        """No patience: a place that is away is away at once."""
        return Timing(lambda: 0.0, lambda _: None, 0.0)

    def another(self) -> Trigger:
        """A trigger over the same places, as another process has it."""
        work = Work(
            state=self.state,
            launcher=self,
            ending=Ending(self.state, self.completions, str(self.folder / "out")),
            run_here=self._run,
            champion="catboost_v9",
            fixed={"output": str(self.folder / "out"), "state": str(self.folder / "state")},
            now=lambda: self.now,
            lease=self.lease,
            lanes=Lanes(self.lane_patience),
        )
        return Trigger(work, self.triggers, self.letters, lambda _: self.rows, lambda at: at)

    def launch(self, template: str, name: str, parameters: dict[str, str]) -> bool:
        """See `Launcher.launch`; an answer that is lost says nothing of the job."""
        if self.launches_away:
            self.launches_away -= 1
            raise Unavailable("no answer")
        self.happened.append("job")
        self.jobs.append((template, name, parameters))
        return True

    def exports(self, body: object, message_id: str = "m", at: datetime | None = None) -> Answer:
        """A delivery to the export trigger."""
        return self.trigger.export_trigger(self.delivery(body, message_id, at))

    def predictions(self, body: object, message_id: str = "p") -> Answer:
        """A delivery of phase 5."""
        return self.trigger.predictions_complete(self.delivery(body, message_id))

    def delivery(self, body: object, message_id: str = "m", at: datetime | None = None) -> Delivery:
        """A delivery of bytes, or of JSON, that was published at an instant."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return Delivery(data, message_id, (at or self.now).timestamp())

    def claims(self) -> list[Claim]:
        """The claims, by ascending key."""
        return [claim for _, claim in self.state.claims.all()]

    def kept(self) -> list[dict[str, Any]]:
        """The dead letters."""
        return [json.loads(file.read_bytes()) for file in self.folder.glob("dead/*/*.json")]

    def passes(self, time: timedelta = LEASE) -> None:
        """Time goes by."""
        self.now += time

    def _run(self, run: Run) -> RunRecord:
        with self.lock:
            self.runs.append(run)
        record = self.make(run) if self.make else recorded(run)
        self.happened.append("run")
        return record


def recorded(run: Run, *facts: Fact) -> RunRecord:
    """The record of a run."""
    at = run.as_of + timedelta(seconds=2)
    return record_of(run, facts, run.as_of, at, {})


def tonight(**changed: object) -> dict[str, Any]:
    """A message that is made in the process."""
    return {"export_types": ["tonight"], "target_date": DAY, "upstream_batch_id": "b", **changed}


def batch(**changed: object) -> dict[str, Any]:
    """A message of phase 5."""
    facts = {"batch_id": "b", "total_predictions": 448, "completion_percentage": 100.0}
    return {"game_date": DAY, "status": "success", "metadata": facts, **changed}


def copied(record: RunRecord, **changed: Any) -> RunRecord:
    """A record with other values."""
    return msgspec.structs.replace(record, **changed)
