"""From a place as a user writes it, `gs://BUCKET/PREFIX` or a folder, to what stands there."""

from __future__ import annotations

import functools
import os
from pathlib import Path

import google.cloud.storage as storage
from requests.adapters import HTTPAdapter

from publishing.adapters.bucket import BucketStore
from publishing.adapters.bucket_problems import Need, bucket_problem
from publishing.adapters.folder import FolderStore
from publishing.adapters.private import PrivateBucket, PrivateFolder, PrivateStore
from publishing.publisher import CONCURRENCY
from publishing.store import Store


def is_bucket(place: str) -> bool:
    """Whether the place is in a bucket."""
    return place.startswith("gs://")


def bucket_and_prefix(place: str) -> tuple[str, str]:
    """`gs://b/v1` as `("b", "v1")`; ValueError without a bucket name."""
    bucket, _, prefix = place.removeprefix("gs://").partition("/")
    if not is_bucket(place) or not bucket:
        raise ValueError(f"{place!r} is not a bucket: write gs://BUCKET/PREFIX")
    return bucket, prefix


def is_inside(place: str, other: str) -> bool:
    """Whether what is at `place` would be under `other`."""
    if is_bucket(place) or is_bucket(other):
        return f"{place.rstrip('/')}/".startswith(f"{other.rstrip('/')}/")
    return Path(place).resolve().is_relative_to(Path(other).resolve())


def public_store(place: str) -> Store:
    """The store of public objects at `place`."""
    if is_bucket(place):
        return BucketStore(_client(), *bucket_and_prefix(place))
    return FolderStore(Path(place))


def concurrency(place: str) -> int:
    """How many objects to publish at a time: a folder takes one after the other."""
    return CONCURRENCY if is_bucket(place) else 1


def private_store(place: str) -> PrivateStore:
    """The store of private, immutable objects at `place`."""
    if is_bucket(place):
        return PrivateBucket(_client(), *bucket_and_prefix(place))
    return PrivateFolder(Path(place))


def problem_of(place: str, needs: tuple[Need, ...] = ("read", "write")) -> str | None:
    """Why the needs cannot be met at `place`, and what to do; None when they can.

    A bucket is asked for its rights. A folder that is only read must be there.
    """
    if is_bucket(place):
        bucket, _ = bucket_and_prefix(place)
        return bucket_problem(_client, place, bucket, needs)
    folder = Path(place).absolute()
    if "write" not in needs:
        return _unread(place, folder)
    try:
        # Nothing is made yet: a run that is refused leaves nothing behind.
        above = next(one for one in (folder, *folder.parents) if os.path.lexists(one))
    except OSError as problem:
        return f"the folder {place} cannot be made: {problem.strerror}, write another one"
    if not above.is_dir():
        return f"the folder {place} cannot be made: {above} is no folder, write another one"
    if not os.access(above, os.W_OK | os.X_OK):
        return f"the folder {place} cannot be written to: chmod u+wx {above}"
    return _unread(place, folder) if "read" in needs and above == folder else None


def _unread(place: str, folder: Path) -> str | None:
    if not os.path.lexists(folder) or not folder.is_dir():
        return f"the folder {place} does not exist: write one that does"
    if not os.access(folder, os.R_OK | os.X_OK):
        return f"the folder {place} cannot be read: chmod u+rx {folder}"
    return None


@functools.cache
def _client() -> storage.Client:
    # Else the client reads the bucket's own metadata, a right that nothing here needs.
    os.environ.setdefault("DISABLE_GCS_PYTHON_CLIENT_OTEL_BUCKET_METADATA", "true")
    client = storage.Client()
    # The client's own pool keeps ten connections: the others would be made anew each time.
    client._http.mount("https://", HTTPAdapter(pool_maxsize=CONCURRENCY))
    return client
