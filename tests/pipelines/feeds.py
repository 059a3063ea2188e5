"""The live job as a process of its own, at a feed on a Pub/Sub emulator."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import grpc
import orjson
from google.pubsub_v1 import PublisherClient, SubscriberClient
from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport
from google.pubsub_v1.services.subscriber.transports import SubscriberGrpcTransport

from demo.season import NIGHT
from tests.pipelines.runs import Run

ROOT = Path(__file__).parents[2]
WAIT_SECONDS = 60.0
DRAIN_SECONDS = 10.0
BEGINS = "2025-12-27T23:30:00Z"


class Feed:
    """A topic and its subscription on an emulator, with names of their own."""

    def __init__(self, host: str) -> None:
        self.host = host
        name = f"feed-{uuid.uuid4().hex[:8]}"
        self.topic = f"projects/nba-test/topics/{name}"
        self.subscription = f"projects/nba-test/subscriptions/{name}"
        channel = grpc.insecure_channel(host)
        self.topics = PublisherClient(transport=PublisherGrpcTransport(channel=channel))
        self.subscriptions = SubscriberClient(transport=SubscriberGrpcTransport(channel=channel))
        self.letters = 0

    def create(self) -> Feed:
        self.topics.create_topic(name=self.topic)
        return self.subscribe()

    def subscribe(self) -> Feed:
        self.subscriptions.create_subscription(name=self.subscription, topic=self.topic)
        return self

    def publish(self, lines: Iterable[bytes]) -> None:
        """Each line as a message; its event id, if it has one, beside it."""
        messages = []
        for line in lines:
            event_id = orjson.loads(line).get("event_id")
            attributes = {"event_id": event_id} if event_id else {}
            messages.append({"data": line, "attributes": attributes})
        for start in range(0, len(messages), 500):
            part = messages[start : start + 500]
            self.topics.publish(request={"topic": self.topic, "messages": part})

    def mark(self) -> int:
        """Publishes what becomes a dead letter once it is read; how many there are then."""
        self.letters += 1
        data = f"no event {self.letters}".encode()
        self.topics.publish(request={"topic": self.topic, "messages": [{"data": data}]})
        return self.letters


@dataclass
class Job:
    """The live job as a process of its own."""

    process: subprocess.Popen[bytes]
    run: Run

    @property
    def seconds(self) -> float:
        """How long it has kept a processor busy."""
        stat = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")

    def errors(self) -> str:
        return (self.run.folder / "stderr").read_text()

    def wait(self, condition: Callable[[], bool]) -> None:
        ends = time.monotonic() + WAIT_SECONDS
        while not condition():
            assert self.process.poll() is None, self.errors()
            assert time.monotonic() < ends, self.errors()
            time.sleep(0.02)

    def reads(self, feed: Feed) -> None:
        """Returns when all that was published is read."""
        letters = feed.mark()
        self.wait(lambda: len(self.run.letters()) >= letters)

    def load(self, seconds: float = 3.0) -> float:
        """The share of a processor that it takes while nothing happens."""
        before = self.seconds
        time.sleep(seconds)
        return (self.seconds - before) / seconds

    def drain(self) -> dict[str, int]:
        """Ends it as a service manager does and returns the numbers of its report."""
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(DRAIN_SECONDS) == 0, self.errors()
        said = (self.run.folder / "stdout").read_text()
        found = re.findall(r"([\d,]+) (folded|seen before|to the dead letters|failed)", said)
        return {word: int(number.replace(",", "")) for number, word in found}


@contextmanager
def job(feed: Feed, folder: Path) -> Iterator[Job]:
    """The job on that feed; for it, the night begins now."""
    run = Run(folder)
    command = [
        *(sys.executable, "-m", "pipelines.live", f"--source=pubsub:{feed.subscription}"),
        *(f"--output={run.output}", f"--archive={run.archive}"),
        *(f"--dead_letters={run.dead_letters}", f"--clock={BEGINS}@{time.time()}"),
    ]
    with (folder / "stdout").open("wb") as out, (folder / "stderr").open("wb") as errors:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | {"PUBSUB_EMULATOR_HOST": feed.host},
            stdout=out,
            stderr=errors,
        )
        try:
            yield Job(process, run)
        finally:
            process.kill()
            process.wait()


def polls(count: int, start: int = 0, pad: int = 0) -> list[bytes]:
    """Answers of the source without games, four seconds apart, each with its id."""
    begins = datetime.fromisoformat(BEGINS)
    return [
        orjson.dumps(
            {
                "polled_at": begins + number * timedelta(seconds=4),
                "event_id": f"poll-{number}",
                "game_date": NIGHT,
                "payload": {"data": [], "padding": "x" * pad},
            }
        )
        for number in range(start, start + count)
    ]
