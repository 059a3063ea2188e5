"""What a job needs of its options on a service, and a live night anywhere."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from apache_beam.options.pipeline_options import GoogleCloudOptions

from pipelines import local_pubsub
from publishing.adapters.pubsub import pubsub_path


def streaming_problems(given: argparse.Namespace, subscription: str, local: bool) -> list[str]:
    """A sentence for each option with which no live night can be read from Pub/Sub."""
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
        names = ("output", "archive", "dead_letters", "dead_letter_bodies")
        found += workers_problems({name: getattr(given, name) for name in names}, given.journal)
    trouble = local_pubsub.problem() if local else None
    return [*found, trouble] if trouble else found


def workers_problems(places: Mapping[str, str | None], journal: str | None) -> list[str]:
    """A sentence for each place, by the name of its option, that a service's workers lack."""
    found = [
        f"--{name} is a local folder: workers of a service share none, write gs://BUCKET/…"
        for name, place in places.items()
        if place and not place.startswith(("gs://", "pubsub:"))
    ]
    if journal:
        found.append("--journal is a local file: workers of a service share none")
    return found


def service_problems(cloud: GoogleCloudOptions) -> list[str]:
    """A sentence for each of Dataflow's own options that is missing."""
    # Without these Beam ends with a stack trace, or looks for a bucket of its own for minutes.
    found = []
    if not cloud.project:
        found.append("--project is needed on Dataflow")
    if not cloud.temp_location and not cloud.staging_location:
        found.append("--temp_location is needed on Dataflow: write gs://BUCKET/tmp")
    return found
