"""Every right that is given: who, what and on which resource, against a list written by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.templates.terraform import Body, Terraform

_WHERE = ("bucket", "topic", "subscription", "name", "secret_id", "service_account_id")

_DATASETS = ("nba_analytics", "nba_precompute", "nba_predictions", "nba_raw", "nba_reference")
_READS = {
    *(f"roles/bigquery.dataViewer on dataset {dataset}" for dataset in _DATASETS),
    "roles/bigquery.readSessionUser on the project",
}
_STARTS = {
    "roles/dataflow.developer on the project",
    "roles/iam.serviceAccountUser on google_service_account.jobs",
    "roles/run.jobsExecutorWithOverrides on google_cloud_run_v2_job.feeder",
    "roles/run.viewer on google_cloud_run_v2_job.feeder",
    "roles/storage.objectViewer on google_storage_bucket.artifacts",
}
_KEEPS = {
    "roles/storage.objectUser on google_storage_bucket.public",
    "roles/storage.objectUser on google_storage_bucket.private",
}


def _sends(*topics: str) -> set[str]:
    return {f'roles/pubsub.publisher on google_pubsub_topic.ours["{topic}"]' for topic in topics}


_READ_TOPICS = {
    "nba-phase5-predictions-complete": "pushed",
    "nba-phase6-export-trigger": "pushed",
    "nba-phase6-live-events": "pushed",
    "nba-live-boxscores": "feed",
    "nba-phase6-export-complete": "completions",
}

ALLOWED: dict[str, set[str]] = {
    "trigger": {
        *(_READS | _STARTS | _KEEPS),
        *_sends(
            "nba-phase6-export-trigger", "nba-phase6-export-complete", "nba-phase6-dead-letters"
        ),
    },
    "monitor": {
        *(_READS | _STARTS | _KEEPS),
        *_sends("nba-phase6-export-trigger", "nba-phase6-live-events", "nba-phase6-dead-letters"),
        "roles/secretmanager.secretAccessor on data.google_secret_manager_secret.alert_webhook",
    },
    "api": {*_READS, "roles/storage.objectViewer on google_storage_bucket.public"},
    "feeder": {
        *_READS,
        *_sends("nba-live-boxscores"),
        "roles/storage.objectUser on google_storage_bucket.private",
        "roles/secretmanager.secretAccessor on data.google_secret_manager_secret.bdl_api_key",
    },
    "jobs": {
        *(_READS | _KEEPS),
        *_sends("nba-phase6-export-complete", "nba-phase6-live-events", "nba-phase6-dead-letters"),
        "roles/storage.objectUser on google_storage_bucket.artifacts",
        "roles/dataflow.worker on the project",
        'roles/pubsub.subscriber on google_pubsub_subscription.feed["nba-live-boxscores"]',
        'roles/pubsub.viewer on google_pubsub_subscription.feed["nba-live-boxscores"]',
        "roles/artifactregistry.reader on the repository of the image",
    },
    "scheduler": {
        'roles/run.invoker on google_cloud_run_v2_service.service["trigger"]',
        'roles/run.invoker on google_cloud_run_v2_service.service["monitor"]',
    },
    "pusher": {'roles/run.invoker on google_cloud_run_v2_service.service["trigger"]'},
    "Pub/Sub": {
        "roles/iam.serviceAccountTokenCreator on google_service_account.pusher",
        *(
            f'roles/pubsub.publisher on google_pubsub_topic.dead["{topic}"]'
            for topic in _READ_TOPICS
        ),
        *(
            f'roles/pubsub.subscriber on google_pubsub_subscription.{kind}["{topic}"]'
            for topic, kind in _READ_TOPICS.items()
        ),
    },
    "allUsers": {
        "roles/storage.objectViewer on v1/ of google_storage_bucket.public",
        'roles/run.invoker on google_cloud_run_v2_service.service["api"]',
    },
}

ONLY_READING = {
    "roles/bigquery.dataViewer",
    "roles/bigquery.readSessionUser",
    "roles/storage.objectViewer",
}
"""Roles without a right to make, change or start anything but a read session."""


def granted(found: Terraform) -> set[tuple[str, str]]:
    """Who and what, for each right that the files give."""
    kinds = {at[1] for at in found.blocks if at[0] == "resource" and "_iam_" in at[1]}
    return {
        (_who(body["member"]), f"{body['role']} on {_where(kind, body)}")
        for kind in kinds
        for body in found.instances(kind).values()
    }


def problems_of_rights(found: Terraform) -> Iterator[str]:
    """Each right is one of the list, and each of the list is given."""
    given = granted(found)
    allowed = {(who, what) for who, rights in ALLOWED.items() for what in rights}
    yield from (f"{who} needs no {what}" for who, what in sorted(given - allowed))
    yield from (f"{who} lacks {what}" for who, what in sorted(allowed - given))
    for who, what in given:
        role, _, where = what.partition(" on ")
        if who == "api" and role not in ONLY_READING:
            yield f"the API may do more than read: {what}"
        if who == "api" and re.search(r"storage_bucket\.(?!public$)", where):
            yield f"the API reads what is not public: {what}"
        if re.match(r"roles/(owner|editor|viewer)\b", what):
            yield f"{who} has the whole project: {what}"


def _who(member: str) -> str:
    if found := re.fullmatch(r'serviceAccount:\$\{local\.emails(?:\.(\w+)|\["(\w+)"\])\}', member):
        return found[1] or found[2]
    return "Pub/Sub" if member == "serviceAccount:${local.pubsub_agent}" else member


def _where(kind: str, body: Body) -> str:
    if kind == "google_project_iam_member":
        return "the project"
    if kind == "google_bigquery_dataset_iam_member":
        return f"dataset {body['dataset_id']}"
    if kind == "google_artifact_registry_repository_iam_member":
        return "the repository of the image"
    if kind == "google_storage_managed_folder_iam_member":
        return "v1/ of google_storage_bucket.public"
    text = next(body[name] for name in _WHERE if name in body)
    return re.sub(r"^\$\{|(\[count\.index\])?\.(name|id|email)\}$", "", text)
