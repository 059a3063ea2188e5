"""Beam's local streaming runner made fit for Pub/Sub: for one laptop and the tests, not Dataflow.

As Beam ships it, an idle subscription blocks the only worker for half a minute, timers fire
twice, the newest bundle goes first, counters stop after a bundle, and nothing can be drained.
It acknowledges what it reads at once: what was not flushed when the process is killed comes again
with the next poll of the feed.
"""

from __future__ import annotations

import collections
import logging
import threading
from typing import Any

import apache_beam
from apache_beam.runners.direct import direct_runner, executor, transform_evaluator
from apache_beam.runners.direct.util import TransformResult
from apache_beam.runners.worker import statesampler
from apache_beam.utils.counters import CounterFactory
from google.api_core import exceptions as google_errors

from publishing.adapters.pubsub import subscriber_client

log = logging.getLogger("courtside.local_pubsub")

VERSIONS = ("2.76.0", "2.77.0")
"""Of Beam, whose internals are known."""

# The emulator answers an empty pull about 0.95 s before the deadline: less is a busy loop.
_PULL_SECONDS = 1.1
_MESSAGES = 200

_AWAY = (
    google_errors.DeadlineExceeded,
    google_errors.ServiceUnavailable,
    google_errors.NotFound,
    google_errors.Unknown,
    google_errors.InternalServerError,
    google_errors.Cancelled,
    google_errors.ResourceExhausted,
)

draining = threading.Event()
"""Set it, and the reader ends: what was read is folded, the last timers fire, the job is done."""


def problem() -> str | None:
    """Why Pub/Sub cannot be read on this machine; None when it can."""
    if apache_beam.__version__ in VERSIONS:
        return None
    return (
        f"Beam {apache_beam.__version__} cannot read Pub/Sub locally here: "
        f"use {' or '.join(VERSIONS)}, or --runner=DataflowRunner"
    )


_installed: list[bool] = []


class _Empty:
    received_messages: tuple[Any, ...] = ()


class _Subscriber:
    """A subscriber whose pull is short, and answers nothing while the service is away."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._away = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def pull(self, subscription: str, **_: Any) -> Any:
        try:
            answer = self._client.pull(
                subscription=subscription,
                max_messages=_MESSAGES,
                timeout=_PULL_SECONDS,
                retry=None,
            )
        except _AWAY as problem:
            idle = isinstance(problem, google_errors.DeadlineExceeded)
            if not idle:
                if not self._away:
                    log.warning("subscription %s does not answer: %s", subscription, problem)
                # The wait keeps the worker from spinning; a drain ends it.
                draining.wait(_PULL_SECONDS)
            self._away = not idle
            return _Empty
        self._away = False
        return answer

    def acknowledge(self, **request: Any) -> None:
        try:
            self._client.acknowledge(**request)
        except _AWAY as problem:
            # They come again, and the fold knows them.
            log.warning("messages were not acknowledged: %s", problem)


def install() -> None:
    """Mends the runner; a second call changes nothing."""
    if _installed:
        return
    _installed.append(True)
    _mend_reader(transform_evaluator._PubSubReadEvaluator)
    _mend_timers(executor._ExecutorServiceParallelExecutor._MonitorTask)
    _mend_queue(executor._SerialEvaluationState)
    _mend_cancel(direct_runner.DirectPipelineResult)
    _mend_counters(executor.TransformExecutor)


def _mend_reader(evaluator: Any) -> None:
    finish = evaluator.finish_bundle
    clients: dict[Any, _Subscriber] = {}

    def get(_: Any, transform: Any) -> _Subscriber:
        if transform not in clients:
            clients[transform] = _Subscriber(subscriber_client())
        return clients[transform]

    def finish_bundle(self: Any) -> Any:
        if not draining.is_set():
            return finish(self)
        # No bundle to come and no hold: the watermark goes to the end of time.
        return TransformResult(self, [], [], None, {None: None})

    evaluator._get_subscriber_client = classmethod(get)
    evaluator.finish_bundle = finish_bundle


def _mend_timers(monitor: Any) -> None:
    fire = monitor._fire_timers

    def fire_when_idle(self: Any) -> bool:
        # A timer that fired is found again until its bundle commits.
        return False if self._is_executing() else bool(fire(self))

    monitor._fire_timers = fire_when_idle


class _FirstInFirstOut(collections.deque[Any]):
    def pop(self) -> Any:  # type: ignore[override]
        return self.popleft()


def _mend_queue(state: Any) -> None:
    begin = state.__init__

    def __init__(self: Any, *arguments: Any) -> None:  # noqa: N807
        begin(self, *arguments)
        self.serial_queue = _FirstInFirstOut()

    state.__init__ = __init__


def _mend_cancel(result: Any) -> None:
    cancel = result.cancel

    def cancel_and_wake(self: Any) -> None:
        cancel(self)
        update = executor._ExecutorServiceParallelExecutor._VisibleExecutorUpdate()
        self._executor._executor.visible_updates.offer(update)

    result.cancel = cancel_and_wake


def _mend_counters(of_bundle: Any) -> None:
    call = of_bundle.call

    def call_apart(self: Any, _: Any) -> None:
        # A sampler keeps the counters of the first bundle of a step: each bundle gets its own.
        sampler = statesampler.StateSampler("", CounterFactory())
        statesampler.set_current_tracker(sampler)
        call(self, sampler)

    of_bundle.call = call_apart
