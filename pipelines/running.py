"""Runs a built pipeline where it is to run, and ends it when it is asked to end."""

from __future__ import annotations

import signal
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import Future, wait
from typing import Any, TypeVar

import apache_beam as beam

from pipelines import local_pubsub
from pipelines.config import LiveConfig

_LOOK_SECONDS = 0.2

T = TypeVar("T")


def run_to_the_end(pipeline: beam.Pipeline, config: LiveConfig) -> dict[str, int]:
    """Runs it and returns its counters; a local stream ends with a drain on SIGTERM or SIGINT."""
    if config.subscription is None:
        result = pipeline.run()
        result.wait_until_finish()
        return _counters(result)
    if not config.local:
        pipeline.run()
        return {}
    local_pubsub.install()
    result = pipeline.run()
    _drain_on_signal()
    # Waiting in the runner would keep the signals from being handled.
    in_a_thread(result.wait_until_finish)
    return _counters(result)


def in_a_thread(work: Callable[[], T]) -> T:
    """What `work` returns or raises; meanwhile signals are handled here, and never inside it.

    A KeyboardInterrupt leaves it running: the thread ends with the process.
    """
    ended: Future[T] = Future()
    threading.Thread(target=_into, args=(ended, work), daemon=True).start()
    while not wait([ended], _LOOK_SECONDS).done:
        pass
    return ended.result()


def _into(ended: Future[T], work: Callable[[], T]) -> None:
    try:
        ended.set_result(work())
    except BaseException as problem:
        ended.set_exception(problem)


def _drain_on_signal() -> None:
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: local_pubsub.draining.set())


def _counters(result: Any) -> dict[str, int]:
    counters: Counter[str] = Counter()
    for counter in result.metrics().query()["counters"]:
        metric = counter.key.metric
        counters[f"{metric.namespace}/{metric.name}"] += counter.result
    return dict(counters)


def report(counters: Mapping[str, int]) -> str:
    """What the job did, in three lines."""
    count = {name: f"{value:,}" for name, value in counters.items()}
    return (
        f"events     {count.get('live/events_folded', 0)} folded, "
        f"{count.get('live/duplicates', 0)} seen before, "
        f"{count.get('dead_letters/kept', 0)} to the dead letters, "
        f"{count.get('live/restored', 0)} restored from the archive\n"
        f"flushes    {count.get('live/flushes', 0)}\n"
        f"documents  {count.get('publish/written', 0)} written, "
        f"{count.get('publish/unchanged', 0)} unchanged, "
        f"{count.get('publish/refused', 0)} refused, "
        f"{count.get('publish/failed', 0)} failed, "
        f"{counters.get('publish/bytes', 0) / 1e6:,.1f} MB"
    )
