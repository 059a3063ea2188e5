"""Private objects are written once: in a folder, and in a bucket."""

from __future__ import annotations

import random
import threading
from pathlib import Path

import pytest

from publishing.adapters import places
from publishing.adapters.private import (
    PrivateBucket,
    PrivateFolder,
    PrivateStore,
    read_all,
)
from publishing.store import Unavailable
from tests.publishing.fake_bucket import FakeBucket
from tests.publishing.faults import Fault, Faults
from tests.publishing.turnstile import FreeRun


@pytest.fixture(params=["bucket", "folder"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> PrivateStore:
    if request.param == "folder":
        return PrivateFolder(tmp_path / "private")
    return PrivateBucket(FakeBucket().client(), "public", "private")


def test_an_object_is_added_once_and_never_changed(store: PrivateStore) -> None:
    assert store.add("2026-02-11/b.gz", b"first")
    assert not store.add("2026-02-11/b.gz", b"second")
    assert list(read_all(store, "2026-02-11")) == [("2026-02-11/b.gz", b"first")]


def test_read_gives_one_prefix_by_ascending_path(store: PrivateStore) -> None:
    for name in ("d/10.gz", "d/9.gz", "d/deep/1.gz", "d-other/1.gz", "e/1.gz"):
        store.add(name, name.encode())
    found = [path for path, _ in read_all(store, "d")]
    assert found == ["d/10.gz", "d/9.gz", "d/deep/1.gz"]
    assert store.names("nothing") == []


def test_threads_that_add_the_same_object_leave_one(tmp_path: Path) -> None:
    results, problems = list[bool](), list[BaseException]()
    store = PrivateFolder(tmp_path)
    gate = threading.Barrier(8)

    def add(number: int) -> None:
        try:
            for name in range(25):
                gate.wait(timeout=60)
                results.append(store.add(f"d/{name}", bytes([number]) * 10_000))
        except BaseException as problem:
            problems.append(problem)
            gate.abort()

    threads = [threading.Thread(target=add, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert problems == []
    assert results.count(True) == 25
    assert all(len(set(body)) == 1 and len(body) == 10_000 for _, body in read_all(store, "d"))
    assert list(tmp_path.rglob(".*")) == []


def test_a_folder_hides_unfinished_files_and_keeps_to_itself(tmp_path: Path) -> None:
    store = PrivateFolder(tmp_path / "private")
    store.add("d/1.gz", b"1")
    (tmp_path / "private" / "d" / ".2.gz.99").write_bytes(b"half")
    assert [path for path, _ in read_all(store, "d")] == ["d/1.gz"]
    for path in ("../x", "/etc/x"):
        with pytest.raises(ValueError, match="leaves the folder"):
            store.add(path, b"")
        with pytest.raises(ValueError, match="leaves the folder"):
            store.get(path)


def test_a_bucket_is_asked_once_and_only_for_a_new_object() -> None:
    bucket = FakeBucket()
    store = PrivateBucket(bucket.client(), bucket.name, "/private/")
    store.add("d/1.gz", b"1")
    (request,) = bucket.requests
    assert (request.path, request.query["ifGenerationMatch"]) == ("private/d/1.gz", "0")


def test_an_answer_that_is_lost_leaves_one_object(monkeypatch: pytest.MonkeyPatch) -> None:
    bucket = FakeBucket()
    fates = iter([Fault.LOST])
    faults = Faults(FreeRun(), random.Random(1))
    monkeypatch.setattr(faults, "draw", lambda *_, **__: next(fates, Fault.NONE))
    store = PrivateBucket(bucket.client(faults=faults), bucket.name, "")
    with pytest.raises(Unavailable):
        store.add("d/1.gz", b"1")
    assert not store.add("d/1.gz", b"1")
    assert len(bucket.record.generations) == 1


def test_places(tmp_path: Path) -> None:
    assert places.is_bucket("gs://b/v1")
    assert not places.is_bucket(str(tmp_path))
    assert places.bucket_and_prefix("gs://b/v1/x") == ("b", "v1/x")
    assert places.bucket_and_prefix("gs://b") == ("b", "")
    for place in ("gs://", "gs:///v1", "b/v1"):
        with pytest.raises(ValueError, match="is not a bucket"):
            places.bucket_and_prefix(place)
    assert isinstance(places.private_store(str(tmp_path)), PrivateFolder)
