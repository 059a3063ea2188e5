"""The local reader of Pub/Sub: a real process at an emulator that is idle, gone, back, or huge."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import apache_beam as beam
import orjson
import pytest
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.runners.direct import executor, transform_evaluator
from apache_beam.testing import test_stream
from apache_beam.transforms.timeutil import TimeDomain
from apache_beam.transforms.userstate import TimerSpec, on_timer
from apache_beam.utils.timestamp import Timestamp

from demo.season import NIGHT
from pipelines import live, local_pubsub
from publishing.adapters.parquet import ParquetWarehouse
from publishing.adapters.replay import Moment, moments
from tests.pipelines.feeds import ROOT, Feed, job, polls
from tests.pipelines.runs import Night, Run
from tests.servers import free_port, pubsub_server

RESTS = 0.15
"""Of a processor: a reader that rests takes 0.02, one that asks again and again 0.4 and more."""


ARGUMENTS = [
    "--source=pubsub:projects/nba-test/subscriptions/live",
    "--output=out",
    "--archive=kept",
]


def test_an_unknown_beam_is_a_sentence_and_is_left_as_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    installed: list[bool] = []
    monkeypatch.setattr(local_pubsub, "install", lambda: installed.append(True))
    monkeypatch.setattr("apache_beam.__version__", "3.1.0")
    finish = transform_evaluator._PubSubReadEvaluator.finish_bundle
    fire = executor._ExecutorServiceParallelExecutor._MonitorTask._fire_timers
    assert live.main(ARGUMENTS) == 2
    said = capsys.readouterr().err
    assert "error: Beam 3.1.0 cannot read Pub/Sub locally here: use 2.76.0 or 2.77.0" in said
    assert "Traceback" not in said
    assert installed == []
    assert transform_evaluator._PubSubReadEvaluator.finish_bundle is finish
    assert executor._ExecutorServiceParallelExecutor._MonitorTask._fire_timers is fire


RUNG: list[str] = []


class Alarm(beam.DoFn):
    """Sets a timer that is due at the first of five bundles, and notes each time that it fires."""

    TIMER = TimerSpec("timer", TimeDomain.REAL_TIME)

    def process(
        self,
        element: tuple[str, int],
        timer: Any = beam.DoFn.TimerParam(TIMER),  # noqa: B008
    ) -> None:
        if element[1] == 0:
            timer.set(Timestamp(1))

    @on_timer(TIMER)
    def ring(self, key: Any = beam.DoFn.KeyParam) -> None:
        RUNG.append(key)


def ring() -> None:
    """Twenty alarms on the mended runner, five bundles waiting for the step at once."""
    local_pubsub.install()
    pipeline: Any = beam.Pipeline(options=PipelineOptions(["--runner=BundleBasedDirectRunner"]))
    map_to: Any = beam.Map
    together: Any = beam.Flatten
    each: Any = beam.ParDo
    alarm: Any = Alarm
    stream: Any = test_stream.TestStream
    feed = stream().advance_processing_time(10)
    for number in range(20):
        feed.add_elements([f"key {number}"])
    keys = pipeline | feed.advance_watermark_to_infinity()
    branches = [
        keys
        | f"{way}" >> map_to(lambda key, way=way: (key, way)).with_output_types(tuple[str, int])
        for way in range(5)
    ]
    _ = branches | together() | each(alarm())
    pipeline.run().wait_until_finish()
    print(len(RUNG), len(set(RUNG)))


@pytest.mark.slow
def test_a_timer_fires_once_however_many_bundles_wait() -> None:
    # In a process of its own: what is mended stays mended.
    code = f"from {__name__} import ring; ring()"
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ended.stdout.split() == ["20", "20"]


@pytest.fixture(scope="module")
def emulator() -> Iterator[str]:
    with pubsub_server() as host:
        yield host


@pytest.mark.integration
def test_a_night_from_pubsub_ends_as_its_replay(
    emulator: str, simulated_night: Night, plain_run: Callable[[Night], Run], tmp_path: Path
) -> None:
    feed = Feed(emulator).create()
    warehouse = ParquetWarehouse(simulated_night.warehouse)
    lines = [
        item.line
        for item in moments(simulated_night.file, warehouse, "catboost_v9", 180)
        if isinstance(item, Moment)
    ]
    with job(feed, tmp_path) as running:
        feed.publish(lines)
        # Doubled, as Pub/Sub may.
        feed.publish(lines[:50])
        running.reads(feed)
        assert running.drain() == {
            "folded": len(lines),
            "seen before": 50,
            "to the dead letters": 1,
            "failed": 0,
        }
    expected = plain_run(simulated_night).documents()
    found = running.run.documents()
    assert sorted(found) == sorted(expected)
    # Only a tick that comes out of order could move status.json.
    for path in expected.keys() - {"status.json"}:
        assert found[path] == expected[path], path


@pytest.mark.integration
def test_every_message_is_counted_and_an_idle_reader_rests(emulator: str, tmp_path: Path) -> None:
    feed = Feed(emulator).create()
    with job(feed, tmp_path) as running:
        feed.publish(polls(3000))
        running.reads(feed)
        assert running.load() < RESTS
        # What came after the last multiple of the interval waits for the drain.
        feed.publish(polls(1, 3000))
        running.reads(feed)
        assert running.drain()["folded"] == 3001
    last = orjson.loads(polls(1, 3000)[0])["polled_at"]
    scores = orjson.loads(running.run.documents()[f"live/{NIGHT}.json"])
    assert scores["updated_at"][:19] == last[:19]


@pytest.mark.integration
def test_a_subscription_that_is_made_again_is_read_again(emulator: str, tmp_path: Path) -> None:
    feed = Feed(emulator).create()
    with job(feed, tmp_path) as running:
        feed.publish(polls(10))
        running.reads(feed)
        feed.subscriptions.delete_subscription(subscription=feed.subscription)
        running.wait(lambda: "does not answer" in running.errors())
        assert running.load() < RESTS
        feed.subscribe().publish(polls(10, 10))
        running.reads(feed)
        assert running.drain()["folded"] == 20
    # One warning when it went, none for every try.
    assert running.errors().count("does not answer") == 1


@pytest.mark.integration
def test_an_emulator_that_comes_back_is_read_again(tmp_path: Path) -> None:
    port = free_port()
    with ExitStack() as server:
        feed = Feed(server.enter_context(pubsub_server(port))).create()
        with job(feed, tmp_path) as running:
            feed.publish(polls(10))
            running.reads(feed)
            server.close()
            running.wait(lambda: "does not answer" in running.errors())
            assert running.load() < RESTS
            with pubsub_server(port):
                feed.create().publish(polls(10, 10))
                running.reads(feed)
            # Gone again: the job still ends, with all that it read.
            assert running.drain()["folded"] == 20


@pytest.mark.integration
def test_an_answer_may_be_larger_than_four_megabytes(emulator: str, tmp_path: Path) -> None:
    feed = Feed(emulator).create()
    # Published before the job begins: they come in one answer.
    for line in polls(4, pad=2_500_000):
        feed.publish([line])
    with job(feed, tmp_path) as running:
        running.reads(feed)
        assert running.drain()["folded"] == 4
