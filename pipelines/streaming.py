"""What a live night needs of its options, on this machine and on a service."""

from __future__ import annotations

from apache_beam.options.pipeline_options import GoogleCloudOptions

from pipelines import local_pubsub
from pipelines.options import LiveOptions
from publishing.adapters.pubsub import pubsub_path


def streaming_problems(given: LiveOptions, subscription: str, local: bool) -> list[str]:
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
        found += _workers_problems(given)
    trouble = local_pubsub.problem() if local else None
    return [*found, trouble] if trouble else found


def _workers_problems(given: LiveOptions) -> list[str]:
    found = [
        f"--{name} is a local folder: workers of a service share none, write gs://BUCKET/…"
        for name in ("output", "archive", "dead_letters", "dead_letter_bodies")
        if (place := getattr(given, name)) and not place.startswith(("gs://", "pubsub:"))
    ]
    if given.journal:
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
