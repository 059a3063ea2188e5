"""All services as real processes between Pub/Sub and a bucket, for one test."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from publishing.operating.topics import (
    EXPORT_COMPLETE,
    EXPORT_TRIGGER,
    LIVE_EVENTS,
    PREDICTIONS_COMPLETE,
)
from tests.night.feed import captured
from tests.night.stage import PROJECT, Stage, until
from tests.operating.postman import AUDIENCE, CALLER, Postman, token

PUSHED = {
    PREDICTIONS_COMPLETE: "/messages/predictions-complete",
    EXPORT_TRIGGER: "/messages/export-trigger",
    LIVE_EVENTS: "/messages/live-events",
}


def topic(name: str) -> str:
    """The full name of a topic of a stage."""
    return f"projects/{PROJECT}/topics/{name}"


@dataclass
class Floor:
    """One stage with topics, a trigger, and postmen that bring it what is published."""

    stage: Stage
    certs: str
    warehouse: Path
    clock: str
    postmen: list[tuple[Postman, threading.Thread]] = field(default_factory=list)
    ports: dict[str, int] = field(default_factory=dict)

    def name(self, what: str) -> str:
        """A topic's name on this stage alone."""
        return topic(f"{self.stage.name}-{what}")

    def prepare(self) -> None:
        """The topics, a subscription of each, and the bucket."""
        self.stage.prepare()
        publisher, subscriber = self.stage.publisher(), self.stage.subscriber()
        for what in (*PUSHED, EXPORT_COMPLETE):
            publisher.create_topic(name=self.name(what))
            subscriber.create_subscription(
                name=self.stage.subscription(what), topic=self.name(what), ack_deadline_seconds=600
            )
        (self.jobs / "commands.json").parent.mkdir(parents=True, exist_ok=True)
        export = [sys.executable, "-m", "pipelines.template", "--engine=inline"]
        commands = dict.fromkeys(("daily", "tonight", "trends", "players", "backfill"), export)
        commands |= {one: [sys.executable, "-c", "pass"] for one in ("live", "feeder")}
        (self.jobs / "commands.json").write_text(json.dumps(commands))

    @property
    def jobs(self) -> Path:
        """Where launched jobs are."""
        return self.stage.folder / "jobs"

    @property
    def state(self) -> str:
        """The private place."""
        return f"gs://{self.stage.bucket}/state"

    def arguments(self, audience: str = AUDIENCE) -> list[str]:
        """What every service is told."""
        return [
            f"--state={self.state}",
            f"--output=gs://{self.stage.bucket}/v1",
            f"--warehouse=parquet:{self.warehouse}",
            f"--launcher=processes:{self.jobs}",
            f"--archive=gs://{self.stage.bucket}/archive",
            f"--live_subscription={self.stage.subscription('live')}",
            f"--live_topic={self.stage.topic}",
            f"--dead_letters={self.stage.folder / 'dead'}",
            f"--trigger_topic={self.name(EXPORT_TRIGGER)}",
            f"--audience={audience}",
            f"--callers={CALLER}",
            f"--certs_url={self.certs}",
            f"--archive=gs://{self.stage.bucket}/archive",
            f"--live_subscription={self.stage.subscription('live')}",
            f"--live_topic={self.stage.topic}",
            "--host=127.0.0.1",
            "--port=0",
            f"--clock={self.clock}",
        ]

    def trigger(self, name: str = "trigger", *more: str) -> subprocess.Popen[bytes]:
        """A trigger that listens."""
        return self.service(name, "trigger", f"--completion={self.name(EXPORT_COMPLETE)}", *more)

    def service(self, name: str, command: str, *more: str) -> subprocess.Popen[bytes]:
        """A service that listens, under a name of its own."""
        log = self.stage.folder / f"{len(self.stage.processes)}.log"
        process = self.stage.start("publishing.cli", command, *self.arguments(), *more)
        found: list[str] = []

        def listens() -> bool:
            assert process.poll() is None, log.read_text()
            found[:] = re.findall(r"listening address=\S+ port=(\d+)", log.read_text())
            return bool(found)

        until(f"{name} listens\n{log}", listens, 60)
        self.ports[name] = int(found[0])
        return process

    def url(self, path: str, name: str = "trigger") -> str:
        """An address of a service."""
        return f"http://127.0.0.1:{self.ports[name]}{path}"

    def deliver(
        self, what: str, name: str = "trigger", copies: int = 1, subscription: str = ""
    ) -> Postman:
        """A postman between a topic and a trigger, who works until the floor ends.

        He takes from the topic's own subscription, or from another one of it.
        """
        path = PUSHED[what]
        postman = Postman(
            self.stage.subscriber(),
            subscription or self.stage.subscription(what),
            lambda: self.url(path, name),
            copies,
        )
        thread = threading.Thread(target=postman.run, daemon=True)
        thread.start()
        self.postmen.append((postman, thread))
        return postman

    def call(self, path: str, name: str = "trigger", body: bytes = b"{}") -> dict[str, Any]:
        """A signed call, as a schedule makes it; its answer."""
        headers = {"Authorization": f"Bearer {token()}"}
        answer = requests.post(self.url(path, name), data=body, headers=headers, timeout=120)
        found: dict[str, Any] = answer.json() | {"code": answer.status_code}
        return found

    def send(self, what: str, body: object) -> str:
        """Publishes a message; bytes as they are."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return str(self.stage.publisher().publish(self.name(what), data).result(30))

    def completions(self) -> list[dict[str, Any]]:
        """The completion messages that have not been taken yet."""
        return [json.loads(message.data) for message in captured(self.stage, EXPORT_COMPLETE)]

    def letters(self) -> list[dict[str, Any]]:
        """The dead letters that were kept."""
        return [json.loads(file.read_bytes()) for file in self.stage.folder.glob("dead/*/*.json")]

    def end(self) -> None:
        """Ends the postmen and the processes."""
        for postman, _ in self.postmen:
            postman.stop()
        for _, thread in self.postmen:
            thread.join(30)
        for file in self.jobs.glob("jobs/*.json"):
            found = json.loads(file.read_bytes())
            with suppress(OSError):
                signal.pidfd_send_signal(os.pidfd_open(int(found["pid"])), signal.SIGKILL)
        self.stage.end()


@contextmanager
def floor(stage: Stage, certs: str, warehouse: Path, clock: str) -> Iterator[Floor]:
    """The floor, ready; everything on it ends with the block."""
    made = Floor(stage, certs, warehouse, clock)
    made.prepare()
    try:
        yield made
    finally:
        made.end()
