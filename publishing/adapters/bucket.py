"""A Google bucket as a store of public objects: conditional, single-request uploads (D4, D5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import google.cloud.storage as storage
import requests
from google.api_core import exceptions as google_errors
from google.auth import exceptions as auth_errors
from google.cloud.storage import exceptions as storage_errors

from publishing.adapters.retry_after import seconds_to_wait
from publishing.documents import CONTENT_TYPE, CacheClass
from publishing.store import Changed, Stamp, Store, Stored, Throttled, Unavailable

REQUEST_SECONDS = 10.0
"""One request's limit: a stalled one is given up, looked at again and repeated."""

LONGEST_PATIENCE_SECONDS = 30.0

_LISTED = "items(name,generation,metadata,cacheControl,contentType),nextPageToken"

T = TypeVar("T")


class BucketStore(Store):
    """Implements `Store` over `gs://bucket/prefix`; retries are the publisher's."""

    def __init__(self, client: storage.Client, bucket: str, prefix: str) -> None:
        self._client = client
        self._bucket = client.bucket(bucket)
        self._prefix = prefix.strip("/") + "/" if prefix.strip("/") else ""

    def list(self, prefix: str) -> dict[str, Stored]:
        """See `Store.list`: one request per thousand objects."""

        def request() -> dict[str, Stored]:
            blobs = self._client.list_blobs(
                self._bucket,
                prefix=self._prefix + prefix,
                fields=_LISTED,
                timeout=REQUEST_SECONDS,
                retry=None,
            )
            return {blob.name.removeprefix(self._prefix): _stored(blob) for blob in blobs}

        return translated(request)

    def look(self, path: str) -> Stored | None:
        """See `Store.look`."""

        def request() -> Stored | None:
            blob = self._bucket.get_blob(self._prefix + path, timeout=REQUEST_SECONDS, retry=None)
            return _stored(blob) if blob is not None else None

        return translated(request)

    def read(self, path: str) -> tuple[bytes, Stored] | None:
        """See `Store.read`; Changed when the object is replaced between its two requests."""
        stored = self.look(path)
        if stored is None:
            return None

        def request() -> bytes:
            blob = self._bucket.blob(self._prefix + path)
            try:
                body: bytes = blob.download_as_bytes(
                    if_generation_match=stored.generation, timeout=REQUEST_SECONDS, retry=None
                )
            except google_errors.NotFound as problem:
                raise Changed(str(problem)) from problem
            return body

        return translated(request), stored

    def write(
        self, path: str, body: bytes, cache: CacheClass, stamp: Stamp, generation: int
    ) -> Stored:
        """See `Store.write`: body, headers and metadata in one multipart request."""

        def request() -> Stored:
            blob = self._bucket.blob(self._prefix + path)
            blob.cache_control = cache.header
            blob.metadata = stamp.metadata()
            blob.upload_from_string(
                body,
                content_type=CONTENT_TYPE,
                if_generation_match=generation,
                timeout=REQUEST_SECONDS,
                retry=None,
            )
            return Stored(int(blob.generation), stamp, cache.header, CONTENT_TYPE)

        return translated(request)


def _stored(blob: Any) -> Stored:
    return Stored(
        int(blob.generation), Stamp.of(blob.metadata), blob.cache_control, blob.content_type
    )


def translated(request: Callable[[], T]) -> T:
    """The request's answer, its errors in the store's words.

    A missing right or a missing bucket stays an error: no patience helps against it.
    """
    try:
        return request()
    except google_errors.PreconditionFailed as problem:
        raise Changed(str(problem)) from problem
    except google_errors.TooManyRequests as problem:
        raise Throttled(str(problem), _retry_after(problem)) from problem
    except (
        google_errors.ServerError,
        google_errors.RetryError,
        google_errors.Conflict,
        storage_errors.DataCorruption,
        requests.RequestException,
        auth_errors.TransportError,
        ConnectionError,
        TimeoutError,
    ) as problem:
        raise Unavailable(f"{type(problem).__name__}: {problem}") from problem
    except auth_errors.RefreshError as problem:
        if not problem.retryable:
            raise
        raise Unavailable(str(problem)) from problem
    except google_errors.GoogleAPICallError as problem:
        if problem.code != requests.codes.request_timeout:
            raise
        raise Unavailable(str(problem)) from problem


def _retry_after(problem: google_errors.TooManyRequests) -> float:
    response = getattr(problem, "response", None)
    asked = seconds_to_wait(response.headers) if response is not None else 0.0
    # A store that asks for no time gets a second; one that asks for an hour is asked sooner.
    return min(asked or 1.0, LONGEST_PATIENCE_SECONDS)
