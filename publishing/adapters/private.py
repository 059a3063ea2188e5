"""Private objects that are written once and never changed: archive and dead letters."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import google.cloud.storage as storage
from google.api_core import exceptions as google_errors

from publishing.adapters.bucket import REQUEST_SECONDS, translated
from publishing.store import Changed, Unavailable


class PrivateStore(Protocol):
    """Immutable objects by path. Every call raises Throttled or Unavailable in trouble."""

    def add(self, path: str, body: bytes) -> bool:
        """Writes an object that is not there yet; False when it was."""

    def names(self, folder: str) -> list[str]:
        """The paths of all objects in `folder` and below, ascending."""

    def get(self, path: str) -> bytes | None:
        """An object's bytes; None when there is none."""


class PrivateFolder:
    """Implements `PrivateStore` in a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    def add(self, path: str, body: bytes) -> bool:
        """See `PrivateStore.add`: whole or not at all."""
        file = self._file(path)
        try:
            if file.exists():
                return False
            file.parent.mkdir(parents=True, exist_ok=True)
            temporary = file.with_name(f".{file.name}.{os.getpid()}.{threading.get_ident()}")
            temporary.write_bytes(body)
            try:
                os.link(temporary, file)
            except FileExistsError:
                return False
            finally:
                temporary.unlink()
        except OSError as problem:
            raise Unavailable(f"{file}: {problem.strerror}") from problem
        return True

    def names(self, folder: str) -> list[str]:
        """See `PrivateStore.names`."""
        return sorted(
            file.relative_to(self.root).as_posix()
            for file in self._file(folder).rglob("*")
            if not file.name.startswith(".") and file.is_file()
        )

    def get(self, path: str) -> bytes | None:
        """See `PrivateStore.get`."""
        try:
            return self._file(path).read_bytes()
        except (FileNotFoundError, IsADirectoryError):
            return None
        except OSError as problem:
            raise Unavailable(f"{path}: {problem.strerror}") from problem

    def _file(self, path: str) -> Path:
        file = (self.root / path).resolve()
        if not file.is_relative_to(self.root):
            raise ValueError(f"{path!r} leaves the folder {self.root}")
        return file


class PrivateBucket:
    """Implements `PrivateStore` under `gs://bucket/prefix`; retries are the caller's."""

    def __init__(self, client: storage.Client, bucket: str, prefix: str) -> None:
        self._client = client
        self._bucket = client.bucket(bucket)
        self._prefix = prefix.strip("/") + "/" if prefix.strip("/") else ""

    def add(self, path: str, body: bytes) -> bool:
        """See `PrivateStore.add`: the upload only succeeds where nothing is."""

        def request() -> bool:
            blob = self._bucket.blob(self._prefix + path)
            blob.upload_from_string(
                body,
                content_type=_content_type(path),
                if_generation_match=0,
                timeout=REQUEST_SECONDS,
                retry=None,
            )
            return True

        try:
            return translated(request)
        except Changed:
            return False

    def names(self, folder: str) -> list[str]:
        """See `PrivateStore.names`; a bucket lists by ascending name."""

        def request() -> list[str]:
            blobs = self._client.list_blobs(
                self._bucket,
                prefix=f"{self._prefix}{folder}/" if folder else self._prefix,
                fields="items(name),nextPageToken",
                timeout=REQUEST_SECONDS,
                retry=None,
            )
            return [blob.name.removeprefix(self._prefix) for blob in blobs]

        return translated(request)

    def get(self, path: str) -> bytes | None:
        """See `PrivateStore.get`."""

        def request() -> bytes | None:
            blob = self._bucket.blob(self._prefix + path)
            try:
                body: bytes = blob.download_as_bytes(timeout=REQUEST_SECONDS, retry=None)
            except google_errors.NotFound:
                return None
            return body

        return translated(request)


def read_all(store: PrivateStore, folder: str) -> Iterator[tuple[str, bytes]]:
    """Every object in `folder` and below with its bytes, by ascending path."""
    for path in store.names(folder):
        body = store.get(path)
        if body is not None:
            yield path, body


def _content_type(path: str) -> str:
    known = {".gz": "application/gzip", ".json": "application/json"}
    return known.get(Path(path).suffix, "application/octet-stream")
