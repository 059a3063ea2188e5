"""Where a batch run reads, writes, keeps and says what: checked before anything is asked of it."""

from __future__ import annotations

import argparse

from pipelines.private import place_problems
from pipelines.streaming import workers_problems
from publishing.adapters.objects import checked_path
from publishing.adapters.pubsub import pubsub_path
from publishing.adapters.warehouses import warehouse_at


def wrong_places(given: argparse.Namespace) -> list[str]:
    """A sentence for each place that is none, or is public and should not be."""
    problems = []
    if not given.warehouse:
        problems.append("--warehouse is needed: write bigquery:PROJECT or parquet:DIR")
    else:
        try:
            warehouse_at(given.warehouse)
        except ValueError as problem:
            problems.append(f"--warehouse: {problem}")
    if not given.output:
        problems.append("--output is needed: write a folder, or gs://BUCKET/v1")
    names = ("dead_letters", "dead_letter_bodies", "manifest", "journal", "state")
    problems += place_problems(given.output, {name: getattr(given, name) for name in names})
    return problems + _wrong_end(given)


def _wrong_end(given: argparse.Namespace) -> list[str]:
    problems = []
    if given.claim is not None:
        try:
            checked_path(given.claim)
        except ValueError:
            problems.append(
                f"--claim {given.claim!r} is no path below --state: "
                "write letters, digits, . _ = and -, with / between them"
            )
        if not given.state:
            problems.append("--claim is a path below --state: say where that is")
    if given.completion is not None:
        try:
            pubsub_path(given.completion, "topics")
        except ValueError as problem:
            problems.append(f"--completion: {problem}")
    return problems


def wrong_places_of_a_service(given: argparse.Namespace) -> list[str]:
    """A sentence for each place that the workers of a service do not have."""
    names = ("output", "dead_letters", "dead_letter_bodies", "manifest", "state")
    found = workers_problems({name: getattr(given, name) for name in names}, given.journal)
    if given.warehouse and given.warehouse.startswith("parquet:"):
        found.append("--warehouse is a local folder: on a service write bigquery:PROJECT")
    return found
