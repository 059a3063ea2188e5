"""The trigger without a server: its handlers over folders, with topics and jobs in memory."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from publishing.adapters.dead_letters import dead_letters_at
from publishing.adapters.jobs import Running, State
from publishing.adapters.warehouses import warehouse_at
from publishing.calendar import parse_date, parse_instant
from publishing.operating.claims import LEASE, Claim
from publishing.operating.gates import Gate
from publishing.patience import Timing
from publishing.rows import Prediction
from publishing.run import Run
from publishing.run_record import RunRecord
from publishing.services.counting import count_of
from publishing.services.ending import Ending
from publishing.services.exporting.here import ExportPlaces, run_here
from publishing.services.serving.answers import Answer, Delivery
from publishing.services.state import state_of
from publishing.services.triggering.lanes import Lanes
from publishing.services.triggering.push import pushed
from publishing.services.triggering.trigger import Trigger
from publishing.services.triggering.work import Work
from publishing.store import Unavailable
from tests.pipelines.small_games import BEFORE, DAY
from tests.weeks.memory import Objects

PREDICTIONS, EXPORTS, LIVE = "predictions-complete", "export-trigger", "live-events"
"""The three kinds of messages, as the paths of the trigger end."""

CHAMPION = "catboost_v9"


class Topic:
    """A topic that keeps its messages; one that is `away` takes none."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.away = False

    def publish(self, data: bytes, attributes: Mapping[str, str]) -> str:
        if self.away:
            raise Unavailable("the topic is away")
        self.sent.append(data)
        return str(len(self.sent))

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(data) for data in self.sent]


class Jobs:
    """A launcher whose jobs run until a test ends them."""

    def __init__(self) -> None:
        self.launched: list[tuple[str, str, Mapping[str, str]]] = []
        self.drained: list[str] = []
        self.states: dict[str, State] = {}

    def launch(self, template: str, name: str, parameters: Mapping[str, str]) -> bool:
        if self.states.get(name) in ("starting", "running", "draining"):
            return False
        self.launched.append((template, name, dict(parameters)))
        self.states[name] = "running"
        return True

    def state(self, name: str) -> Running | None:
        state = self.states.get(name)
        return Running(name, state, None) if state else None

    def drain(self, name: str) -> bool:
        if self.states.get(name) != "running":
            return False
        self.drained.append(name)
        self.states[name] = "done"
        return True

    def problem(self, templates: Sequence[str]) -> list[str]:
        return []


@dataclass
class Operated:
    """One trigger; a second one over the same objects and topics is another instance.

    `run` makes a run in this process; without one the product does, of the warehouse's rows,
    after `before` has returned.
    `rows` is how many predictions a date has, or why nobody knows; else those of the warehouse.
    """

    folder: Path
    warehouse: Path
    now: datetime = field(default_factory=lambda: parse_instant(BEFORE))
    run: Callable[[Run], RunRecord] | None = None
    before: Callable[[Run], None] = lambda _: None
    rows: int | str | None = None
    patience_seconds: float = 0.1
    triggers: Topic = field(default_factory=Topic)
    completions: Topic = field(default_factory=Topic)
    jobs: Jobs = field(default_factory=Jobs)
    objects: Objects = field(default_factory=Objects)
    runs: list[Run] = field(default_factory=list)
    numbers: int = 0

    def __post_init__(self) -> None:
        timing = Timing(time.monotonic, time.sleep, 5.0)
        self.state = state_of(self.objects, timing)
        self.letters = dead_letters_at(str(self.folder / "letters"))
        self.work = Work(
            state=self.state,
            launcher=self.jobs,
            ending=Ending(self.state, self.completions, "gs://public/v1"),
            run_here=self._run_here,
            champion=CHAMPION,
            fixed={"warehouse": "w", "output": "o"},
            now=lambda: self.now,
            lease=LEASE,
            lanes=Lanes(self.patience_seconds),
        )
        self.trigger = Trigger(
            self.work, self.triggers, self.letters, self._count, lambda instant: instant
        )

    def send(
        self, kind: str, body: object, message_id: str = "", at: datetime | None = None
    ) -> Answer:
        """A push with the body, sent at `at` or now; an exception is what a server would hide."""
        self.numbers += 1
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = (at or self.now).isoformat().replace("+00:00", "Z")
        message = {
            "data": base64.b64encode(data).decode(),
            "messageId": message_id or str(self.numbers),
            "publishTime": sent,
        }
        handlers: dict[str, Callable[[Delivery], Answer]] = {
            PREDICTIONS: self.trigger.predictions_complete,
            EXPORTS: self.trigger.export_trigger,
            LIVE: self.trigger.live_event,
        }
        handle = pushed(handlers[kind], self.letters)
        return handle(json.dumps({"message": message}).encode())

    def pass_on(self, copies: int = 1) -> list[Answer]:
        """Delivers what was sent to the export trigger, each message so many times."""
        sent, self.triggers.sent = self.triggers.sent, []
        found = []
        for data in sent:
            self.numbers += 1
            found += [
                self.send(EXPORTS, data, message_id=f"m{self.numbers}") for _ in range(copies)
            ]
        return found

    def later(self, **more: float) -> None:
        """Lets time pass."""
        self.now += timedelta(**more)

    @property
    def kept(self) -> list[dict[str, Any]]:
        """The dead letters."""
        return [json.loads(file.read_bytes()) for file in self.folder.glob("letters/*/*.json")]

    @property
    def claims(self) -> dict[str, Claim]:
        return dict(self.state.claims.all(""))

    @property
    def gates(self) -> dict[str, Gate]:
        return dict(self.state.gates.all(""))

    @property
    def statuses(self) -> list[str]:
        """What the completion messages say."""
        return [one["status"] for one in self.completions.bodies]

    def public(self, path: str) -> dict[str, Any]:
        """A public document; empty when there is none."""
        file = self.folder / "out" / path
        return json.loads(file.read_bytes()) if file.exists() else {}

    def paths(self) -> list[str]:
        """What is public."""
        root = self.folder / "out"
        return sorted(file.relative_to(root).as_posix() for file in root.rglob("*.json"))

    def _run_here(self, run: Run) -> RunRecord:
        self.runs.append(run)
        self.before(run)
        if self.run is not None:
            return self.run(run)
        places = ExportPlaces(
            f"parquet:{self.warehouse}",
            str(self.folder / "out"),
            str(self.folder / "letters"),
            None,
            str(self.folder / "runs" / f"{run.run_id}.json"),
        )
        return run_here(run, places, self.now, lambda: self.now)

    def _count(self, day: str) -> int | str:
        if self.rows is not None:
            return self.rows
        rows = warehouse_at(f"parquet:{self.warehouse}")
        return count_of(rows, Prediction, parse_date(day), self.now)


def asked(*types: str, **changed: Any) -> dict[str, Any]:
    """A message to the export trigger."""
    return {"export_types": list(types), "target_date": DAY.isoformat(), **changed}


def predicted(**changed: Any) -> dict[str, Any]:
    """The message of phase 5, as its first producer writes it; None takes a key away."""
    message = {
        "processor_name": "PredictionCoordinator",
        "phase": "phase_5_predictions",
        "execution_id": "batch-1",
        "correlation_id": "c-1",
        "game_date": DAY.isoformat(),
        "status": "success",
        "record_count": 36,
        "records_failed": 0,
        "metadata": {"batch_id": "batch-1", "total_predictions": 36},
        **changed,
    }
    return {key: value for key, value in message.items() if value is not None}
