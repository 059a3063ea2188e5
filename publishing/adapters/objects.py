"""Private objects that change, each change conditional on the generation that was seen."""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, Protocol

import google.cloud.storage as storage
from google.api_core import exceptions as google_errors

from publishing.adapters.bucket import REQUEST_SECONDS, translated
from publishing.adapters.places import _client, bucket_and_prefix, is_bucket
from publishing.store import Changed, Unavailable

LONGEST_PATH = 800
"""Characters of a path; a bucket takes 1024 bytes with its prefix."""

LONGEST_PART = 200
"""Characters of one part of a path; a file's name may have 255 bytes."""

_PART = re.compile(r"[A-Za-z0-9._=-]+")

# No part of a path has a plus sign, so that these name nothing else.
_HELD = "+held"
_LOCK = "+lock"
_NEXT = "+next"


class Held(NamedTuple):
    """An object as it was read. Generations of one path only grow."""

    body: bytes
    generation: int


class ObjectStore(Protocol):
    """Private objects by path. Every call may raise Throttled or Unavailable.

    ValueError for a path that `checked_path` refuses.
    """

    def read(self, path: str) -> Held | None:
        """The object, whole; None when there is none."""

    def write(self, path: str, body: bytes, generation: int) -> int:
        """Replaces the object that is at `generation` and returns the new one; else Changed.

        Generation 0 stands for no object. After Unavailable it may have been written.
        """

    def delete(self, path: str, generation: int) -> None:
        """Deletes the object that is at `generation`, else Changed; nothing when it is gone."""

    def names(self, folder: str) -> list[str]:
        """The paths of all objects in `folder` and below, ascending; "" is everything."""


class ObjectFolder:
    """Implements `ObjectStore` in a folder; safe for several processes on one machine.

    A file holds its generation and its body, so that one rename changes both. The lock file
    holds the last generation that was given out: none comes twice, also after a deletion.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    def read(self, path: str) -> Held | None:
        """See `ObjectStore.read`."""
        file = self._file(path)
        with _translated(path):
            return _read(file)

    def write(self, path: str, body: bytes, generation: int) -> int:
        """See `ObjectStore.write`: on the disk when it returns."""
        file = self._file(path)
        with _translated(path), self._locked() as lock:
            if _generation(file) != generation:
                raise Changed(path)
            new = max(_last(lock), generation) + 1
            # The number first: a crash from here on costs one number and no object.
            os.pwrite(lock, b"%020d" % new, 0)
            file.parent.mkdir(parents=True, exist_ok=True)
            temporary = self.root / _NEXT
            with temporary.open("wb") as unfinished:
                unfinished.write(b"%d\n" % new + body)
                unfinished.flush()
                os.fsync(lock)
                os.fsync(unfinished.fileno())
            temporary.replace(file)
            _sync(file.parent)
            return new

    def delete(self, path: str, generation: int) -> None:
        """See `ObjectStore.delete`."""
        file = self._file(path)
        with _translated(path), self._locked():
            current = _generation(file)
            if current not in (0, generation):
                raise Changed(path)
            if current:
                file.unlink()
                _sync(file.parent)

    def names(self, folder: str) -> list[str]:
        """See `ObjectStore.names`."""
        top = self._inside(checked_path(folder)) if folder else self.root
        with _translated(folder):
            return sorted(
                file.relative_to(self.root).as_posix().removesuffix(_HELD)
                for file in top.rglob("*" + _HELD)
            )

    def _file(self, path: str) -> Path:
        return self._inside(checked_path(path) + _HELD)

    def _inside(self, name: str) -> Path:
        file = self.root / name
        if not file.resolve().is_relative_to(self.root):
            raise ValueError(f"{name!r} leaves the folder {self.root}: there is a link in it")
        return file

    @contextmanager
    def _locked(self) -> Iterator[int]:
        self.root.mkdir(parents=True, exist_ok=True)
        lock = os.open(self.root / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield lock
        finally:
            os.close(lock)


class ObjectBucket:
    """Implements `ObjectStore` under `gs://bucket/prefix`, one request each.

    Retries are the caller's.
    """

    def __init__(self, client: storage.Client, bucket: str, prefix: str) -> None:
        self._client = client
        self._bucket = client.bucket(bucket)
        self._prefix = prefix.strip("/") + "/" if prefix.strip("/") else ""

    def read(self, path: str) -> Held | None:
        """See `ObjectStore.read`: the answer's headers name the generation of its body."""
        blob = self._blob(path)

        def request() -> Held | None:
            try:
                body: bytes = blob.download_as_bytes(timeout=REQUEST_SECONDS, retry=None)
            except google_errors.NotFound:
                return None
            return Held(body, int(blob.generation))

        return translated(request)

    def write(self, path: str, body: bytes, generation: int) -> int:
        """See `ObjectStore.write`."""
        blob = self._blob(path)
        blob.cache_control = "no-store"

        def request() -> int:
            blob.upload_from_string(
                body,
                content_type="application/json",
                if_generation_match=generation,
                timeout=REQUEST_SECONDS,
                retry=None,
            )
            return int(blob.generation)

        return translated(request)

    def delete(self, path: str, generation: int) -> None:
        """See `ObjectStore.delete`."""
        blob = self._blob(path)

        def request() -> None:
            try:
                blob.delete(if_generation_match=generation, timeout=REQUEST_SECONDS, retry=None)
            except google_errors.NotFound:
                return

        translated(request)

    def names(self, folder: str) -> list[str]:
        """See `ObjectStore.names`: one request per thousand objects."""
        prefix = self._prefix + (checked_path(folder) + "/" if folder else "")

        def request() -> list[str]:
            blobs = self._client.list_blobs(
                self._bucket,
                prefix=prefix,
                fields="items(name),nextPageToken",
                timeout=REQUEST_SECONDS,
                retry=None,
            )
            # The console makes an object `folder/` for each folder that is made in it.
            return [
                blob.name.removeprefix(self._prefix)
                for blob in blobs
                if not blob.name.endswith("/")
            ]

        return translated(request)

    def _blob(self, path: str) -> storage.Blob:
        return self._bucket.blob(self._prefix + checked_path(path))


def object_store(place: str) -> ObjectStore:
    """The private objects at a folder or `gs://BUCKET/PREFIX`; ValueError without a bucket."""
    if is_bucket(place):
        bucket, prefix = bucket_and_prefix(place)
        return ObjectBucket(_client(), bucket, prefix)
    return ObjectFolder(Path(place))


def checked_path(path: str) -> str:
    """The path when it is one; ValueError for any that could lead elsewhere.

    A path is parts of `A-Z a-z 0-9 . _ = -`, not of dots alone, joined by single slashes.
    """
    parts = path.split("/")
    if len(path) > LONGEST_PATH or any(len(part) > LONGEST_PART for part in parts):
        raise ValueError(f"the path {path[:80]!r}… is too long: {len(path)} characters")
    if not all(_PART.fullmatch(part) and part.strip(".") for part in parts):
        raise ValueError(f"{path!r} is not the path of an object")
    return path


def _read(file: Path) -> Held | None:
    try:
        content = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    number, _, body = content.partition(b"\n")
    return Held(body, _number(number, file))


def _generation(file: Path) -> int:
    found = _read(file)
    return found.generation if found else 0


def _last(lock: int) -> int:
    content = os.pread(lock, 100, 0)
    return _number(content, Path(_LOCK)) if content else 0


def _number(text: bytes, file: Path) -> int:
    if not text.isdigit():
        raise Unavailable(f"{file} was changed by hand: it does not begin with its generation")
    return int(text)


def _sync(folder: Path) -> None:
    """Puts a rename on the disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


@contextmanager
def _translated(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise Unavailable(f"{path}: {problem.strerror}") from problem
