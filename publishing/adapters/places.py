"""From a place as a user writes it, `gs://BUCKET/PREFIX` or a folder, to what stands there."""

from __future__ import annotations

import functools
from pathlib import Path

import google.cloud.storage as storage

from publishing.adapters.bucket import BucketStore
from publishing.adapters.folder import FolderStore
from publishing.adapters.private import PrivateBucket, PrivateFolder, PrivateStore
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


def public_store(place: str) -> Store:
    """The store of public objects at `place`."""
    if is_bucket(place):
        return BucketStore(_client(), *bucket_and_prefix(place))
    return FolderStore(Path(place))


def private_store(place: str) -> PrivateStore:
    """The store of private, immutable objects at `place`."""
    if is_bucket(place):
        return PrivateBucket(_client(), *bucket_and_prefix(place))
    return PrivateFolder(Path(place))


@functools.cache
def _client() -> storage.Client:
    return storage.Client()
