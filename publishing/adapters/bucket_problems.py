"""Why a bucket cannot be used: it is not there, or rights on it are missing (I-14)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import google.cloud.storage as storage
from google.api_core import exceptions as google_errors
from google.auth import exceptions as auth_errors

from publishing.adapters.granting import grant, member, trouble

Need = Literal["read", "write"]
"""What a caller does at a place: looks at what is there, or puts and replaces objects."""

REQUEST_SECONDS = 20.0

_RIGHTS: dict[Need, tuple[str, ...]] = {
    "read": ("storage.objects.get", "storage.objects.list"),
    # An object is replaced only with the right to delete it, also by an equal one.
    "write": ("storage.objects.create", "storage.objects.delete"),
}

_READER, _WRITER = "roles/storage.objectViewer", "roles/storage.objectUser"

_UNKNOWN_CALL = (
    google_errors.NotFound,
    google_errors.MethodNotAllowed,
    google_errors.MethodNotImplemented,
    google_errors.Forbidden,
)
"""What answers the question after rights where it is not understood, or may not be asked."""

_TROUBLE = (google_errors.GoogleAPIError, auth_errors.GoogleAuthError, OSError, ValueError)


def bucket_problem(
    connect: Callable[[], storage.Client], place: str, bucket: str, needs: tuple[Need, ...]
) -> str | None:
    """Why the needs cannot be met in the bucket of `place`, and the command that helps.

    None when they can. Nothing is written, and no object is read.
    """
    try:
        client = connect()
        missing = _missing(client, bucket, needs)
    except google_errors.NotFound:
        return (
            f"the bucket of {place} does not exist: "
            f"gcloud storage buckets create gs://{bucket} --location=LOCATION"
        )
    except _TROUBLE as problem:
        return f"{place} cannot be reached: {trouble(problem)}"
    if not missing:
        return None
    command = grant(
        f"gcloud storage buckets add-iam-policy-binding gs://{bucket}",
        member(client._credentials),
        _WRITER if "write" in needs else _READER,
    )
    return f"{place} may not be used without {', '.join(missing)}: {command}"


def _missing(client: storage.Client, bucket: str, needs: tuple[Need, ...]) -> list[str]:
    """The rights that are missing, as far as the server tells; NotFound without the bucket."""
    wanted = [right for need in _RIGHTS if need in needs for right in _RIGHTS[need]]
    try:
        held = client.bucket(bucket).test_iam_permissions(
            wanted, timeout=REQUEST_SECONDS, retry=None
        )
    except _UNKNOWN_CALL:
        # Another server than Google's may not know the call: a listing shows less, but it shows.
        return _refused(client, bucket, needs)
    return [right for right in wanted if right not in held]


def _refused(client: storage.Client, bucket: str, needs: tuple[Need, ...]) -> list[str]:
    try:
        listed = client.list_blobs(bucket, max_results=1, timeout=REQUEST_SECONDS, retry=None)
        next(iter(listed), None)
    except google_errors.Forbidden:
        # Whoever only writes need not list.
        return ["storage.objects.list"] if "read" in needs else []
    return []
