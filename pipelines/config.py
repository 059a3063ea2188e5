"""From a job's command line to plain values: everything that is wrong is said at once."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from apache_beam.options.pipeline_options import (
    GoogleCloudOptions,
    PipelineOptions,
    SetupOptions,
    StandardOptions,
    TestOptions,
)

from pipelines.beam_options import stray_words, unknown_options
from pipelines.declared import count
from pipelines.options import LIVE
from pipelines.private import beside, place_problems
from pipelines.streaming import service_problems, streaming_problems
from publishing.adapters.clock import Clock, rehearsal
from publishing.adapters.pubsub import pubsub_path
from publishing.bad_options import BadOptions

LOCAL_RUNNERS = (None, "DirectRunner", "FnApiRunner", "BundleBasedDirectRunner")

A_DAY = 86_400

_SOURCES = "write replay:FILE.jsonl[.gz] or pubsub:projects/P/subscriptions/S"

_SUBSCRIPTION = re.compile(r"projects/[^/]+/subscriptions/[^/]+")
"""A subscription as a service names it."""


@dataclass(frozen=True, slots=True)
class LiveConfig:
    """The live job's options, checked. Places are as the user wrote them.

    Either `replay_file` and `warehouse` are given, or `subscription`. `local` says that a
    runner of this machine runs it. Without `events` nobody is told what happens in the night.
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
    dead_letter_bodies: str | None
    archive: str | None
    events: str | None
    journal: str | None
    flush_interval_seconds: int
    champion_system: str
    dry_run: bool


def live_options(argv: Sequence[str]) -> tuple[PipelineOptions, LiveConfig]:
    """Beam's options and the job's own; BadOptions with everything that is wrong."""
    try:
        given, rest = LIVE.parsed(argv)
    except ValueError as problem:
        raise BadOptions([str(problem)]) from None
    problems = unknown_options(argv, LIVE.flags) + stray_words(rest)
    options = PipelineOptions(rest)
    standard = options.view_as(StandardOptions)
    local = standard.runner in LOCAL_RUNNERS
    kind, _, source = (given.source or "").partition(":")
    if _SUBSCRIPTION.fullmatch(given.source or ""):
        kind, source = "pubsub", given.source
    replayed, streamed = kind == "replay" and bool(source), kind == "pubsub" and bool(source)
    if not given.source:
        problems.append(f"--source is missing: {_SOURCES}")
    elif not replayed and not streamed:
        problems.append(f"--source {given.source!r} is not known: {_SOURCES}")
    if streamed:
        problems += streaming_problems(given, source, local)
    warehouse_kind, _, warehouse = (given.warehouse or "").partition(":")
    if not streamed and (warehouse_kind != "parquet" or not warehouse):
        problems.append("--warehouse is needed: write parquet:DIR")
    if not given.output:
        problems.append("--output is needed: write a folder, or gs://BUCKET/v1")
    if standard.runner == "DataflowRunner":
        problems += service_problems(options.view_as(GoogleCloudOptions))
    problems += _topic_problems(given.events)
    names = ("dead_letters", "dead_letter_bodies", "archive", "journal")
    problems += place_problems(given.output, {name: getattr(given, name) for name in names})
    interval = count(given.flush_interval_seconds, A_DAY)
    if interval is None:
        problems.append(f"--flush_interval_seconds must be at least 1 and at most {A_DAY}")
    clock = _clock(given.clock, streamed, problems)
    speed = _speed(given.speed, problems)
    if problems or interval is None:
        raise BadOptions(problems)
    standard.streaming = streamed
    setup = options.view_as(SetupOptions)
    if setup.save_main_session is None:
        # All that a worker needs is in packages; Beam would ship this module's session besides.
        setup.save_main_session = False
    # Beam's own dry run translates and asks no service: what a dry run of ours needs too.
    options.view_as(TestOptions).dry_run = given.dry_run
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
        dead_letter_bodies=given.dead_letter_bodies,
        archive=given.archive,
        events=given.events,
        journal=given.journal,
        flush_interval_seconds=interval,
        champion_system=given.champion_system,
        dry_run=given.dry_run,
    )


def _topic_problems(text: str | None) -> list[str]:
    try:
        if text is not None:
            pubsub_path(text, "topics")
    except ValueError as problem:
        return [f"--events: {problem}"]
    return []


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
