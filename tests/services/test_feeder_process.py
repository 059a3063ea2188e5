"""The real feeder as a process: a simulated night from a served recording into Pub/Sub."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

import google.cloud.pubsub_v1 as pubsub_v1
import grpc
import orjson
import pytest
from google.api_core import exceptions as google_errors
from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport
from google.pubsub_v1.services.subscriber.transports import SubscriberGrpcTransport

from demo import night, source, warehouse
from demo.balldontlie import Behaviour, Fault, Trouble, serving
from demo.recording import Recording
from demo.season import NIGHT, season
from publishing.adapters.clock import Clock, rehearsal
from publishing.calendar import interval_start
from publishing.live.board import board
from publishing.live.events import split
from publishing.live.feeding import STARTS_BEFORE, due, next_multiple
from publishing.live.memory import Memory
from publishing.live.slate import Slate
from publishing.services.feeding.messages import PACKED_FROM
from tests.servers import pubsub_server
from tests.services.fed import Sent, opened

pytestmark = pytest.mark.integration

SEED = 7
POLL_SECONDS = 120
SPEED = 1500
START_SECONDS = 8.0
LIMIT_SECONDS = 90.0
KEY = "sk-secret-1234"
TOPIC = "projects/courtside-test/topics/feeder"
SUBSCRIPTION = "projects/courtside-test/subscriptions/feeder"
ROOT = Path(__file__).parents[2]
BEGIN = min(fixture.tip_off for fixture in season(SEED).on(NIGHT)) - STARTS_BEFORE
MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo's warehouse and its night, a poll every two minutes."""
    folder = tmp_path_factory.mktemp("simulated")
    warehouse.build(source.simulated(SEED), folder / "warehouse", NIGHT)
    night.write(folder / "night.jsonl.gz", SEED, NIGHT, every_seconds=POLL_SECONDS)
    return folder


@pytest.fixture(scope="module")
def emulator() -> Iterator[str]:
    with pubsub_server() as address:
        yield address


@dataclass
class Feed:
    """The subscription's messages, in the order of the feeder's own numbers."""

    subscriber: pubsub_v1.SubscriberClient
    sent: list[Sent] = field(default_factory=list)

    def pull(self) -> int:
        """Takes what is there; how many messages came."""
        try:
            answer = self.subscriber.pull(
                subscription=SUBSCRIPTION, max_messages=500, timeout=2, retry=None
            )
        except google_errors.DeadlineExceeded:
            return 0
        received = answer.received_messages
        if received:
            ack_ids = [one.ack_id for one in received]
            self.subscriber.acknowledge(subscription=SUBSCRIPTION, ack_ids=ack_ids)
        for message in (one.message for one in received):
            event = orjson.loads(opened(message.data))
            self.sent.append(Sent(event, dict(message.attributes), message.data))
        self.sent.sort(key=lambda sent: int(sent.event["event_id"].rpartition("-")[2]))
        return len(received)

    def of(self, *kinds: str) -> list[Sent]:
        return [one for one in self.sent if one.kind in kinds]

    def poll_ticks(self) -> list[datetime]:
        """The poll ticks: every one from the first to the last exactly once."""
        ticks = [interval_start(sent.polled_at, POLL_SECONDS) for sent in self.of("poll")]
        assert ticks == due(ticks[0] - MINUTE, ticks[-1], POLL_SECONDS)
        return ticks


@pytest.fixture
def feed(emulator: str) -> Iterator[Feed]:
    """A topic with a subscription, both without a message."""
    channel = grpc.insecure_channel(emulator, options=[("grpc.max_receive_message_length", -1)])
    publisher = pubsub_v1.PublisherClient(transport=PublisherGrpcTransport(channel=channel))
    subscriber = pubsub_v1.SubscriberClient(transport=SubscriberGrpcTransport(channel=channel))
    publisher.create_topic(name=TOPIC)
    subscriber.create_subscription(name=SUBSCRIPTION, topic=TOPIC, ack_deadline_seconds=600)
    yield Feed(subscriber)
    subscriber.delete_subscription(subscription=SUBSCRIPTION)
    publisher.delete_topic(topic=TOPIC)


@dataclass
class Feeder:
    """The process, and what it says."""

    process: subprocess.Popen[str]
    errors: IO[str]

    def ended(self, seconds: float = LIMIT_SECONDS) -> tuple[int, str, str]:
        """Its exit code and all that it said, once it has ended."""
        output, _ = self.process.communicate(timeout=seconds)
        self.errors.seek(0)
        return self.process.returncode, output, self.errors.read()


@contextmanager
def feeder(emulator: str, *arguments: str) -> Iterator[Feeder]:
    """The feeder as a process of its own, ended by its own id."""
    with tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "publishing.cli", "feeder", f"--topic={TOPIC}", *arguments],
            cwd=ROOT,
            env={**os.environ, "PUBSUB_EMULATOR_HOST": emulator, "BDL_API_KEY": KEY},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        try:
            yield Feeder(process, errors)
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()


def clock_from(begin: datetime, speed: float = SPEED) -> tuple[str, Clock]:
    """A rehearsal that shows `begin` when a process that is started now is ready."""
    text = f"{begin:%Y-%m-%dT%H:%M:%SZ}@{time.time() + START_SECONDS:.3f}x{speed:g}"
    return text, rehearsal(text)


def folded(lines: list[bytes]) -> Slate:
    slate = Slate(NIGHT)
    for line in lines:
        for event in split(line)[0]:
            if event.game_date == NIGHT:
                slate.apply(event)
    return slate


@pytest.mark.slow
def test_a_whole_night(emulator: str, simulated: Path, feed: Feed, tmp_path: Path) -> None:
    recording = Recording.read(simulated / "night.jsonl.gz")
    text, clock = clock_from(BEGIN - 5 * MINUTE)
    troubles: list[tuple[int, Trouble]] = [(60, "502"), (100, "garbage"), (140, "401")]
    faults = [
        Fault(BEGIN + minute * MINUTE, BEGIN + (minute + 20) * MINUTE, trouble)
        for minute, trouble in troubles
    ]
    behaviour = Behaviour(recording, clock, KEY, page_size=3, faults=faults)
    with (
        serving(behaviour) as address,
        feeder(
            emulator,
            f"--source=bdl:{address}",
            f"--warehouse=parquet:{simulated / 'warehouse'}",
            f"--date={NIGHT}",
            f"--clock={text}",
            f"--poll_seconds={POLL_SECONDS}",
            "--tick_seconds=60",
            "--reference_seconds=600",
            f"--dead_letters={tmp_path / 'letters'}",
        ) as running,
    ):
        deadline = time.monotonic() + LIMIT_SECONDS
        while running.process.poll() is None and time.monotonic() < deadline:
            feed.pull()
        code, output, errors = running.ended(1)
    while feed.pull():
        pass
    assert code == 0, errors
    assert output.endswith("; every game is over\n")
    assert KEY not in output + errors

    # Every message is one event, with its head as attributes and the slate that is fed.
    ids = [sent.attributes["event_id"] for sent in feed.sent]
    assert len(set(ids)) == len(ids)
    for sent in feed.sent:
        assert sent.attributes["event_id"] == sent.event["event_id"]
        assert sent.attributes["kind"] == sent.event["kind"]
        assert datetime.fromisoformat(sent.attributes["polled_at"]) == sent.polled_at
        assert sent.attributes["game_date"] == sent.event["game_date"] == NIGHT.isoformat()
        assert (sent.body[:2] == b"\x1f\x8b") == (len(sent.line) > PACKED_FROM)
    assert any(len(sent.line) > PACKED_FROM for sent in feed.sent)

    # Every poll tick is there exactly once, with an answer or with its reason; every tick too.
    polls = feed.poll_ticks()
    assert polls[0] >= BEGIN
    reasons = {sent.event.get("reason") for sent in feed.of("poll") if not sent.event["payload"]}
    assert {
        "HTTP 502 from the source",
        "the answer is not JSON",
        "HTTP 401: the API key was refused",
    } <= reasons
    ticks = [sent.polled_at for sent in feed.of("tick")]
    assert ticks == due(next_multiple(polls[0], 60) - MINUTE, ticks[-1], 60)

    # The schedule comes first of all, and all are sent again and again.
    assert feed.sent[0].kind == "schedule"
    for kind in ("schedule", "predictions", "names"):
        times = [sent.polled_at for sent in feed.of(kind)]
        assert len(times) >= (polls[-1] - polls[0]) / timedelta(minutes=10) * 0.4
    assert not feed.of("official")

    # It ends with a tick, a quarter of an hour after the last final.
    slate, over_since = Slate(NIGHT), None
    for sent in feed.sent:
        for event in split(sent.body, sent.attributes)[0]:
            slate.apply(event)
        if over_since is None and board(slate, Memory()).over():
            over_since = sent.polled_at
    assert over_since is not None
    assert feed.sent[-1].kind == "tick"
    assert timedelta(0) <= ticks[-1] - over_since - 15 * MINUTE < MINUTE

    # What was fed is what was recorded.
    truth = folded(list(recording.lines))
    assert {key: (state.best.rank, state.best.game) for key, state in slate.games.items()} == {
        key: (state.best.rank, state.best.game) for key, state in truth.games.items()
    }
    assert len(truth.games) == 6
    letters = [orjson.loads(file.read_bytes()) for file in (tmp_path / "letters").rglob("*.json")]
    assert [(letter["stage"], letter["reason"]) for letter in letters] == [
        ("source", "the answer is not JSON")
    ]


def test_sigterm_ends_it_in_mid_night(emulator: str, simulated: Path, feed: Feed) -> None:
    recording = Recording.read(simulated / "night.jsonl.gz")
    text, clock = clock_from(BEGIN + 60 * MINUTE, speed=600)
    with (
        serving(Behaviour(recording, clock)) as address,
        feeder(
            emulator,
            f"--source=bdl:{address}",
            f"--warehouse=parquet:{simulated / 'warehouse'}",
            f"--date={NIGHT}",
            f"--clock={text}",
            f"--poll_seconds={POLL_SECONDS}",
        ) as running,
    ):
        deadline = time.monotonic() + LIMIT_SECONDS
        while len(feed.of("poll")) < 5 and time.monotonic() < deadline:
            feed.pull()
        running.process.send_signal(signal.SIGTERM)
        code, output, errors = running.ended(30)
    while feed.pull():
        pass
    assert code == 0, errors
    polls = feed.poll_ticks()
    assert f"{NIGHT}: {len(polls)} polls (" in output
    assert output.endswith("; stopped by SIGTERM\n")


def test_what_is_missing_is_said_before_the_start(emulator: str, tmp_path: Path) -> None:
    arguments = (f"--warehouse=parquet:{tmp_path}", f"--date={NIGHT}", "--source=bdl:http://[::1]")
    with feeder(emulator, *arguments, "--clock=2025-12-27T23:00:00Z") as running:
        code, output, errors = running.ended()
    assert (code, output) == (2, "")
    said = errors.splitlines()
    assert all(line.startswith("error: ") for line in said)
    assert sum("is missing" in line for line in said) == 3
    assert f"the topic {TOPIC} does not exist" in said[-1]


def test_a_date_without_games(emulator: str, simulated: Path, feed: Feed) -> None:
    with feeder(
        emulator,
        "--source=bdl:http://127.0.0.1:9",
        f"--warehouse=parquet:{simulated / 'warehouse'}",
        "--date=2025-12-24",
        "--clock=2025-12-24T17:00:00Z",
    ) as running:
        code, output, errors = running.ended()
    assert (code, errors) == (0, "")
    assert output == "2025-12-24 has no league games: there is nothing to feed\n"
    assert feed.pull() == 0
