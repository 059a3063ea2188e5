"""Private objects that are written once and never changed: archive and dead letters."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import google.cloud.storage as storage
from google.api_core import exceptions as google_errors


class PrivateStore(Protocol):
    """Immutable objects by path."""

    def add(self, path: str, body: bytes) -> bool:
        """Writes an object that is not there yet; False when it was."""

    def read(self, prefix: str) -> Iterator[tuple[str, bytes]]:
        """Every object under `prefix`, by ascending path."""


class PrivateFolder:
    """Implements `PrivateStore` in a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    def add(self, path: str, body: bytes) -> bool:
        """See `PrivateStore.add`: whole or not at all."""
        file = self._file(path)
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
        return True

    def read(self, prefix: str) -> Iterator[tuple[str, bytes]]:
        """See `PrivateStore.read`."""
        folder = self._file(prefix)
        for file in sorted(folder.rglob("*"), key=Path.as_posix):
            if file.is_file() and not file.name.startswith("."):
                yield file.relative_to(self.root).as_posix(), file.read_bytes()

    def _file(self, path: str) -> Path:
        file = (self.root / path).resolve()
        if not file.is_relative_to(self.root):
            raise ValueError(f"{path!r} leaves the folder {self.root}")
        return file


class PrivateBucket:
    """Implements `PrivateStore` under `gs://bucket/prefix`."""

    def __init__(self, client: storage.Client, bucket: str, prefix: str) -> None:
        self._client = client
        self._bucket = client.bucket(bucket)
        self._prefix = prefix.strip("/") + "/" if prefix.strip("/") else ""

    def add(self, path: str, body: bytes) -> bool:
        """See `PrivateStore.add`: the upload only succeeds where nothing is."""
        blob = self._bucket.blob(self._prefix + path)
        try:
            blob.upload_from_string(body, content_type="application/gzip", if_generation_match=0)
        except google_errors.PreconditionFailed:
            return False
        return True

    def read(self, prefix: str) -> Iterator[tuple[str, bytes]]:
        """See `PrivateStore.read`; a bucket lists by ascending name."""
        for blob in self._client.list_blobs(self._bucket, prefix=self._prefix + prefix + "/"):
            yield blob.name.removeprefix(self._prefix), blob.download_as_bytes()
