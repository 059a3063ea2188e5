"""A folder as a store of public objects: atomic renames, and the metadata beside each file."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zlib import crc32

import msgspec

from publishing.documents import CONTENT_TYPE, CacheClass
from publishing.store import Changed, Stamp, Stored, Unavailable

_META = ".meta"
_LOCK = ".lock"


class _Meta(msgspec.Struct):
    generation: int
    cache_control: str
    content_type: str
    checksum: int
    metadata: dict[str, str]


class FolderStore:
    """Implements `Store`; safe for several processes on one machine."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.root.mkdir(parents=True, exist_ok=True)

    def list(self, prefix: str) -> dict[str, Stored]:
        """See `Store.list`."""
        folder = self._file(prefix + "x").parent
        found = {}
        for meta in sorted(folder.rglob("*" + _META)):
            path = meta.relative_to(self.root).as_posix().removesuffix(_META)
            stored = self.look(path)
            if stored is not None:
                found[path] = stored
        return found

    def look(self, path: str) -> Stored | None:
        """See `Store.look`."""
        file = self._file(path)
        try:
            return _stored(_read_meta(file), file.read_bytes())
        except FileNotFoundError:
            return None

    def read(self, path: str) -> tuple[bytes, Stored] | None:
        """See `Store.read`."""
        file = self._file(path)
        with self._locked():
            try:
                body = file.read_bytes()
            except FileNotFoundError:
                return None
            return body, _stored(_read_meta(file), body)

    def write(
        self, path: str, body: bytes, cache: CacheClass, stamp: Stamp, generation: int
    ) -> Stored:
        """See `Store.write`. The metadata is renamed first: a crash leaves no older version."""
        file = self._file(path)
        try:
            with self._locked():
                current = self.look(path)
                if (current.generation if current else 0) != generation:
                    raise Changed(path)
                file.parent.mkdir(parents=True, exist_ok=True)
                meta = _Meta(
                    generation + 1, cache.header, CONTENT_TYPE, crc32(body), stamp.metadata()
                )
                _replace(file.with_name(file.name + _META), msgspec.json.encode(meta))
                _replace(file, body)
                return _stored(meta, body)
        except OSError as problem:
            raise Unavailable(f"{file}: {problem.strerror}") from problem

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with (self.root / _LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _file(self, path: str) -> Path:
        file = (self.root / path).resolve()
        if not file.is_relative_to(self.root):
            raise ValueError(f"{path!r} leaves the output folder")
        return file


def _read_meta(file: Path) -> _Meta | None:
    try:
        return msgspec.json.decode(file.with_name(file.name + _META).read_bytes(), type=_Meta)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def _stored(meta: _Meta | None, body: bytes) -> Stored:
    if meta is None:
        # A file that somebody else put here: it has no version, so ours may replace it.
        return Stored(1, Stamp(), None, None)
    stamp = Stamp.of(meta.metadata)
    if meta.checksum != crc32(body):
        # A writer died between the two renames: the version stands, the content does not.
        stamp = msgspec.structs.replace(stamp, digest="", sequence=-1)
    return Stored(meta.generation, stamp, meta.cache_control, meta.content_type)


def _replace(file: Path, body: bytes) -> None:
    temporary = file.with_name(f".{file.name}.{os.getpid()}")
    temporary.write_bytes(body)
    temporary.replace(file)
