"""A stage for whole nights: Pub/Sub, a bucket behind a wire, and jobs as real processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import google.cloud.pubsub_v1 as pubsub_v1
import google.cloud.storage as gcs
import grpc
from google.auth.credentials import AnonymousCredentials
from google.pubsub_v1.services.subscriber.transports import SubscriberGrpcTransport

from tests.night.wire import Wire, wire
from tests.servers import gcs_server, pubsub_server

PROJECT = "courtside-test"
ROOT = Path(__file__).parents[2]
LIMIT_SECONDS = 120.0


class MakeStage(Protocol):
    """Makes a stage by its name, with Pub/Sub at an address of its own or with the common one."""

    def __call__(self, name: str, pubsub_address: str | None = None) -> Stage:
        """The stage."""


@dataclass
class Stage:
    """One night's parts: a topic, its subscriptions, a bucket and what goes over its wire."""

    name: str
    folder: Path
    pubsub: str
    storage: str
    wire: Wire
    upstream: str
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def topic(self) -> str:
        return f"projects/{PROJECT}/topics/{self.name}"

    @property
    def bucket(self) -> str:
        return self.name

    def subscription(self, which: str) -> str:
        return f"projects/{PROJECT}/subscriptions/{self.name}-{which}"

    def prepare(self, *subscriptions: str) -> None:
        """Makes the topic, its subscriptions and the bucket; what is there stays."""
        publisher = self.publisher()
        if self.topic not in [one.name for one in publisher.list_topics(project=_path())]:
            publisher.create_topic(name=self.topic)
        subscriber = self.subscriber()
        for which in subscriptions:
            subscriber.create_subscription(
                name=self.subscription(which), topic=self.topic, ack_deadline_seconds=600
            )
        client = self.client()
        if not client.bucket(self.bucket).exists():
            client.create_bucket(self.bucket)

    def publisher(self) -> pubsub_v1.PublisherClient:
        """A client of the emulator that sends at once and keeps the order of one publisher."""
        return pubsub_v1.PublisherClient(
            pubsub_v1.types.BatchSettings(max_messages=1),
            transport=pubsub_v1.PublisherClient.get_transport_class("grpc")(
                channel=grpc.insecure_channel(self.pubsub)
            ),
        )

    def subscriber(self) -> pubsub_v1.SubscriberClient:
        """A client of the emulator that takes answers of any size."""
        options = [("grpc.max_receive_message_length", -1)]
        channel = grpc.insecure_channel(self.pubsub, options=options)
        return pubsub_v1.SubscriberClient(transport=SubscriberGrpcTransport(channel=channel))

    def client(self) -> gcs.Client:
        """A client of the bucket, past the wire."""
        return gcs.Client(
            project=PROJECT,
            credentials=AnonymousCredentials(),  # type: ignore[no-untyped-call]
            client_options={"api_endpoint": self.upstream},
        )

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """A process of ours on this stage; its output goes to a file in the folder."""
        log = (self.folder / f"{len(self.processes)}.log").open("wb")
        environment = os.environ | {
            "PUBSUB_EMULATOR_HOST": self.pubsub,
            "STORAGE_EMULATOR_HOST": self.storage,
        }
        process = subprocess.Popen(
            [sys.executable, "-m", *command], env=environment, cwd=ROOT, stdout=log, stderr=log
        )
        self.processes.append(process)
        return process

    def job(self, clock: str, *more: str, subscription: str = "live") -> subprocess.Popen[bytes]:
        """The streaming job on this stage."""
        return self.start(
            "pipelines.live",
            f"--source=pubsub:{self.subscription(subscription)}",
            f"--output=gs://{self.bucket}/v1",
            f"--archive=gs://{self.bucket}/archive",
            f"--dead_letters={self.folder / 'dead'}",
            f"--journal={self.folder / 'journal.jsonl'}",
            f"--clock={clock}",
            *more,
        )

    def documents(self) -> dict[str, bytes]:
        """The public objects as they are, by path."""
        blobs = self.client().list_blobs(self.bucket, prefix="v1/")
        return {blob.name.removeprefix("v1/"): blob.download_as_bytes() for blob in blobs}

    def as_of(self, path: str) -> str:
        """The as-of of a public object as its metadata has it; empty when there is none."""
        blob = self.client().bucket(self.bucket).get_blob(f"v1/{path}")
        metadata: dict[str, Any] = (blob.metadata if blob else None) or {}
        return str(metadata.get("courtside-version", "/")).partition("/")[2]

    def end(self) -> None:
        """Ends the processes that are still there."""
        for process in self.processes:
            if process.poll() is None:
                process.kill()
                process.wait()

    def logs(self) -> str:
        """What the processes said."""
        return "\n".join(file.read_text() for file in sorted(self.folder.glob("*.log")))


def until(what: str, done: Callable[[], bool], seconds: float = LIMIT_SECONDS) -> None:
    """Returns when `done` says so; fails with the words of `what` when it takes too long."""
    ends = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < ends, f"not within {seconds:.0f} s: {what}"
        time.sleep(0.2)


def drain(process: subprocess.Popen[bytes]) -> int:
    """Asks a job to end as a deployment does, and returns its exit code."""
    process.send_signal(signal.SIGTERM)
    return process.wait(LIMIT_SECONDS)


@contextmanager
def stages(folder: Path) -> Iterator[MakeStage]:
    """Servers for several nights; yields what makes a stage of its own for one."""
    with ExitStack() as stack:
        pubsub: list[str] = []
        made: list[Stage] = []

        def stage(name: str, pubsub_address: str | None = None) -> Stage:
            if pubsub_address is None and not pubsub:
                pubsub.append(stack.enter_context(pubsub_server()))
            address_of_pubsub = pubsub_address or pubsub[0]
            server = stack.enter_context(gcs_server())
            address, seen = stack.enter_context(wire(server))
            (folder / name).mkdir()
            made.append(Stage(name, folder / name, address_of_pubsub, address, seen, server))
            return made[-1]

        try:
            yield stage
        finally:
            for one in made:
                one.end()


def _path() -> str:
    return f"projects/{PROJECT}"
