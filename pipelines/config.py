"""From a job's command line to plain values: everything that is wrong is said at once."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from apache_beam.options.pipeline_options import (
    GoogleCloudOptions,
    PipelineOptions,
    SetupOptions,
    StandardOptions,
)

from pipelines import local_pubsub
from pipelines.options import LiveOptions, unknown_options
from pipelines.private import beside, place_problems
from publishing.adapters.clock import Clock, rehearsal
from publishing.adapters.places import is_bucket
from publishing.adapters.pubsub import pubsub_path

LOCAL_RUNNERS = (None, "DirectRunner", "FnApiRunner", "BundleBasedDirectRunner")

_SOURCES = "write replay:FILE.jsonl[.gz] or pubsub:projects/P/subscriptions/S"


@dataclass(frozen=True, slots=True)
class LiveConfig:
    """The live job's options, checked. Places are as the user wrote them.

    Either `replay_file` and `warehouse` are given, or `subscription`. `local` says that a
    runner of this machine runs it.
    """

    run_id: str
    local: bool
    replay_file: str | None
    speed: float | None
    warehouse: str | None
    subscription: str | None
    clock: Clock | None
    output: str
    dead_letters: str
    archive: str | None
    journal: str | None
    flush_interval_seconds: int
    champion_system: str


class BadOptions(Exception):
    """The options cannot be used; `problems` holds one sentence each."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


def live_options(argv: Sequence[str]) -> tuple[PipelineOptions, LiveConfig]:
    """Beam's options and the job's own; BadOptions with everything that is wrong."""
    problems = unknown_options(argv)
    options = PipelineOptions(list(argv))
    given = options.view_as(LiveOptions)
    standard = options.view_as(StandardOptions)
    local = standard.runner in LOCAL_RUNNERS
    kind, _, source = (given.source or "").partition(":")
    replayed, streamed = kind == "replay" and bool(source), kind == "pubsub" and bool(source)
    if not given.source:
        problems.append(f"--source is missing: {_SOURCES}")
    elif not replayed and not streamed:
        problems.append(f"--source {given.source!r} is not known: {_SOURCES}")
    if streamed:
        problems += _streaming_problems(given, source, local)
    warehouse_kind, _, warehouse = (given.warehouse or "").partition(":")
    if not streamed and (warehouse_kind != "parquet" or not warehouse):
        problems.append("--warehouse is needed: write parquet:DIR")
    if not given.output:
        problems.append("--output is needed: write a folder, or gs://BUCKET/v1")
    if standard.runner == "DataflowRunner":
        problems += _service_problems(options.view_as(GoogleCloudOptions))
    problems += place_problems(given)
    if given.flush_interval_seconds < 1:
        problems.append("--flush_interval_seconds must be at least 1")
    clock = _clock(given.clock, streamed, problems)
    speed = _speed(given.speed, problems)
    if problems:
        raise BadOptions(problems)
    standard.streaming = streamed
    setup = options.view_as(SetupOptions)
    if setup.save_main_session is None:
        # All that a worker needs is in packages; Beam would ship this module's session besides.
        setup.save_main_session = False
    if local:
        # Beam's DirectRunner looks for a downloaded runner first; these are the ones that are here.
        standard.runner = "BundleBasedDirectRunner" if streamed else "FnApiRunner"
    return options, LiveConfig(
        run_id=given.run_id or uuid.uuid4().hex[:12],
        local=local,
        replay_file=source if replayed else None,
        speed=speed,
        warehouse=warehouse if replayed else None,
        subscription=source if streamed else None,
        clock=clock,
        output=given.output,
        dead_letters=given.dead_letters or beside(given.output),
        archive=given.archive,
        journal=given.journal,
        flush_interval_seconds=given.flush_interval_seconds,
        champion_system=given.champion_system,
    )


def _streaming_problems(given: LiveOptions, subscription: str, local: bool) -> list[str]:
    found = []
    try:
        pubsub_path(subscription, "subscriptions")
    except ValueError as problem:
        found.append(f"--source: {problem}")
    if not given.archive:
        found.append("--archive is needed for a live night: write gs://BUCKET/archive or a folder")
    if given.speed != "max":
        found.append("--speed is a replay's: a live night has its own pace")
    if not local:
        found += _workers_problems(given)
    trouble = local_pubsub.problem() if local else None
    return [*found, trouble] if trouble else found


def _workers_problems(given: LiveOptions) -> list[str]:
    found = [
        f"--{name} is a local folder: workers of a service share none, write gs://BUCKET/…"
        for name in ("output", "archive", "dead_letters")
        if (place := getattr(given, name)) and not is_bucket(place)
    ]
    if given.journal:
        found.append("--journal is a local file: workers of a service share none")
    return found


def _service_problems(cloud: GoogleCloudOptions) -> list[str]:
    # Without these Beam ends with a stack trace, or looks for a bucket of its own for minutes.
    found = []
    if not cloud.project:
        found.append("--project is needed on Dataflow")
    if not cloud.temp_location and not cloud.staging_location:
        found.append("--temp_location is needed on Dataflow: write gs://BUCKET/tmp")
    return found


def _clock(text: str | None, streamed: bool, problems: list[str]) -> Clock | None:
    if text is None:
        return None
    if not streamed:
        problems.append("--clock is a rehearsal's from Pub/Sub: a replay has --speed")
    try:
        return rehearsal(text)
    except ValueError as problem:
        problems.append(f"--clock: {problem}")
    return None


def _speed(text: str, problems: list[str]) -> float | None:
    if text == "max":
        return None
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not 0 < speed < float("inf"):
        problems.append(f"--speed {text!r} is not known: write a number above 0, or max")
    return speed
