"""Public documents as whoever only reads them sees them: whole, and nothing is left behind."""

from __future__ import annotations

import os
import threading
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from publishing.adapters.folder import FolderStore
from publishing.adapters.published import PublishedBucket, PublishedFolder, published_at
from publishing.documents import CacheClass, Version, digest
from publishing.store import Changed, Stamp, Stored, Unavailable
from tests.publishing.fake_bucket import FakeBucket

PATH = "live/2026-01-14.json"
STAMP = Stamp(Version(date(2026, 1, 14), datetime(2026, 1, 14, 23, tzinfo=UTC)), digest(b"1"))


def write(store: FolderStore, body: bytes, generation: int) -> Stored:
    return store.write(PATH, body, CacheClass.LIVE, STAMP, generation)


def test_a_folder_is_read_as_its_writer_would(tmp_path: Path) -> None:
    published, store = PublishedFolder(tmp_path), FolderStore(tmp_path)
    assert published.read(PATH) is None
    write(store, b'{"a": 1}', 0)
    assert published.read(PATH) == store.read(PATH)
    (tmp_path / "status.json").write_bytes(b"{}")
    assert published.read("status.json") == store.read("status.json")
    (tmp_path / PATH).write_bytes(b'{"by": "hand"}')
    assert published.read(PATH) == store.read(PATH)


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    assert published_at(str(tmp_path / "none")).read(PATH) is None
    assert not (tmp_path / "none").exists()


def test_between_two_renames_the_new_document_is_there(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    write(store, b"old", 0)
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    write(store, b"new", 1)
    file = tmp_path / PATH
    # The writer died after its first rename.
    file.rename(file.with_name(f".{file.name}.next"))
    file.write_bytes(before[file])
    seen = sorted((str(one), one.stat().st_mtime_ns) for one in tmp_path.rglob("*"))
    found = PublishedFolder(tmp_path).read(PATH)
    assert found is not None
    assert found[0] == b"new"
    assert found[1].generation == 2
    # Whoever only reads finishes nothing.
    assert sorted((str(one), one.stat().st_mtime_ns) for one in tmp_path.rglob("*")) == seen


def test_beside_a_writer_every_document_is_whole(tmp_path: Path) -> None:
    store, published, stop = FolderStore(tmp_path), PublishedFolder(tmp_path), threading.Event()
    write(store, b"0" * 1000, 0)

    def writes() -> None:
        number = 1
        while not stop.is_set():
            write(store, str(number % 10).encode() * (1000 + number), number)
            number += 1

    writer = threading.Thread(target=writes)
    writer.start()
    try:
        generations = []
        for _ in range(500):
            found = published.read(PATH)
            assert found is not None
            body, stored = found
            assert len(set(body)) == 1
            # A body of one writing never has the words of another.
            if stored.stamp.digest:
                assert len(body) == 999 + stored.generation
            generations.append(stored.generation)
    finally:
        stop.set()
        writer.join()
    assert generations == sorted(generations)
    assert generations[-1] > 1


def test_what_may_not_be_read_is_trouble(tmp_path: Path) -> None:
    (tmp_path / PATH).mkdir(parents=True)
    with pytest.raises(Unavailable):
        PublishedFolder(tmp_path).read(PATH)
    if os.geteuid():
        (tmp_path / "status.json").write_bytes(b"{}")
        (tmp_path / "status.json").chmod(0)
        with pytest.raises(Unavailable):
            PublishedFolder(tmp_path).read("status.json")


@pytest.mark.parametrize("path", ["../secret.json", "live/../../secret.json", "/etc/passwd"])
def test_a_path_that_leads_out_has_no_document(path: str, tmp_path: Path) -> None:
    (tmp_path / "secret.json").write_bytes(b"{}")
    (tmp_path / "public").mkdir()
    assert PublishedFolder(tmp_path / "public").read(path) is None


def test_a_bucket_is_read_and_never_written() -> None:
    bucket = FakeBucket(prefix="v1/")
    published = PublishedBucket(bucket.store("reader"))
    assert published.read(PATH) is None
    bucket.store().write(PATH, b'{"a": 1}', CacheClass.LIVE, STAMP, 0)
    found = published.read(PATH)
    assert found is not None
    assert found[0] == b'{"a": 1}'
    assert (found[1].cache_control, found[1].stamp) == (CacheClass.LIVE.header, STAMP)


class Changing:
    """A store whose object is replaced between two requests, so many times."""

    def __init__(self, times: int) -> None:
        self.times = times

    def read(self, _: str) -> tuple[bytes, Stored] | None:
        self.times -= 1
        if self.times >= 0:
            raise Changed("it")
        return b"{}", Stored(1, Stamp(), None, None)


def test_an_object_that_is_being_replaced_is_read_again() -> None:
    found = PublishedBucket(Changing(2)).read(PATH)  # type: ignore[arg-type]
    assert found is not None
    assert found[0] == b"{}"
    with pytest.raises(Unavailable):
        PublishedBucket(Changing(3)).read(PATH)  # type: ignore[arg-type]
