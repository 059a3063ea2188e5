"""A folder as a store of public objects: atomic renames, and the metadata beside each file."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zlib import crc32

import msgspec

from publishing.documents import CONTENT_TYPE, CacheClass
from publishing.store import Changed, Stamp, Stored, Unavailable

_META = ".meta"
_LOCK = ".lock"

_LOOKS = 5
"""How often whoever holds no lock looks at an object that is just being replaced."""


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
        self._files: dict[str, Path] = {}

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
        found = self.read(path)
        return found[1] if found else None

    def read(self, path: str) -> tuple[bytes, Stored] | None:
        """See `Store.read`."""
        file = self._file(path)
        with self._locked():
            return _read(file)

    def write(
        self, path: str, body: bytes, cache: CacheClass, stamp: Stamp, generation: int
    ) -> Stored:
        """See `Store.write`. Renaming the metadata is what counts; see `_finish`."""
        file = self._file(path)
        with self._locked():
            if _generation(file) != generation:
                raise Changed(path)
            file.parent.mkdir(parents=True, exist_ok=True)
            meta = _Meta(generation + 1, cache.header, CONTENT_TYPE, crc32(body), stamp.metadata())
            _next(file).write_bytes(body)
            beside = _beside(file)
            _next(beside).write_bytes(msgspec.json.encode(meta))
            _next(beside).replace(beside)
            _next(file).replace(file)
            return Stored(meta.generation, stamp, meta.cache_control, meta.content_type)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            with (self.root / _LOCK).open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                yield
        except OSError as problem:
            raise Unavailable(f"{problem.filename}: {problem.strerror}") from problem

    def _file(self, path: str) -> Path:
        file = self._files.get(path)
        if file is None:
            file = (self.root / path).resolve()
            if not file.is_relative_to(self.root):
                raise ValueError(f"{path!r} leaves the output folder")
            self._files[path] = file
        return file


def found_beside(file: Path) -> tuple[bytes, Stored] | None:
    """What `FolderStore.read` finds, without its lock: nothing is written or finished."""
    for _ in range(_LOOKS):
        meta, body = _meta(file), _body(file)
        if meta is None or (body is not None and crc32(body) == meta.checksum):
            break
        # A writer is between its two renames, or has just been.
        ahead = _body(_next(file))
        if ahead is not None and crc32(ahead) == meta.checksum:
            body = ahead
            break
    return None if body is None else (body, _stored(meta, body))


def _generation(file: Path) -> int:
    """As `_read` finds it; a body that is replaced need not be read."""
    meta = _meta(file)
    if meta is not None and file.is_file():
        return meta.generation
    found = _read(file)
    return found[1].generation if found else 0


def _meta(file: Path) -> _Meta | None:
    try:
        return msgspec.json.decode(_beside(file).read_bytes(), type=_Meta)
    except (FileNotFoundError, NotADirectoryError, msgspec.DecodeError):
        return None


def _read(file: Path) -> tuple[bytes, Stored] | None:
    meta, body = _meta(file), _body(file)
    if meta is not None and (body is None or crc32(body) != meta.checksum):
        body = _finish(file, meta) or body
    return None if body is None else (body, _stored(meta, body))


def _body(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _finish(file: Path, meta: _Meta) -> bytes | None:
    """The body of a writer that died between its two renames, now in its place."""
    body = _body(_next(file))
    if body is None or crc32(body) != meta.checksum:
        return None
    _next(file).replace(file)
    return body


def _stored(meta: _Meta | None, body: bytes) -> Stored:
    if meta is None:
        # A file that somebody else put here: it has no version, so ours may replace it.
        return Stored(1, Stamp(), None, None)
    stamp = Stamp.of(meta.metadata)
    if meta.checksum != crc32(body):
        # Somebody changed the file by hand: the version stands, the content does not.
        stamp = msgspec.structs.replace(stamp, digest="", sequence=-1)
    return Stored(meta.generation, stamp, meta.cache_control, meta.content_type)


def _beside(file: Path) -> Path:
    return file.with_name(file.name + _META)


def _next(file: Path) -> Path:
    # Only the holder of the lock writes, so that one name is enough.
    return file.with_name(f".{file.name}.next")
