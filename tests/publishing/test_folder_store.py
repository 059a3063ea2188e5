"""The folder store: whole files, one writer at a time, and nothing outside its root."""

from __future__ import annotations

import json
import multiprocessing
import threading
from pathlib import Path

import pytest

from publishing.adapters.folder import FolderStore
from publishing.documents import CONTENT_TYPE, CacheClass
from publishing.store import Changed, Stamp, Stored, Unavailable
from tests.publishing.builders import version
from tests.publishing.faults import Crash
from tests.publishing.faulty_folder import die_at_rename, mortal_renames

LIVE = CacheClass.LIVE
PATH = "live/latest.json"


def stamp(minute: int = 0) -> Stamp:
    return Stamp(version(minute=minute), "digest", 3, "snapshot", {"live_data": version()})


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "public")


def test_write_look_read_list(store: FolderStore) -> None:
    assert store.look(PATH) is None
    assert store.read(PATH) is None
    assert store.list("live/") == {}
    first = store.write(PATH, b"{}", LIVE, stamp(), 0)
    assert first == Stored(1, stamp(), LIVE.header, CONTENT_TYPE)
    second = store.write(PATH, b"[]", CacheClass.SETTLED, stamp(1), 1)
    store.write("status.json", b"{}", LIVE, stamp(), 0)
    store.write("live/deep/er.json", b"{}", LIVE, stamp(), 0)
    assert store.look(PATH) == second
    assert store.read(PATH) == (b"[]", second)
    assert store.list("live/").keys() == {PATH, "live/deep/er.json"}
    assert store.list("").keys() == {PATH, "live/deep/er.json", "status.json"}
    assert store.list("live/")[PATH] == second


@pytest.mark.parametrize("generation", [0, 1, 3])
def test_another_generation_changes_nothing(store: FolderStore, generation: int) -> None:
    for minute in range(2):
        store.write(PATH, b"%d" % minute, LIVE, stamp(minute), minute)
    with pytest.raises(Changed):
        store.write(PATH, b"x", LIVE, stamp(9), generation)
    assert store.read(PATH) == (b"1", Stored(2, stamp(1), LIVE.header, CONTENT_TYPE))


def test_the_metadata_lies_beside_the_file(store: FolderStore) -> None:
    store.write(PATH, b"{}", LIVE, stamp(), 0)
    beside = json.loads((store.root / f"{PATH}.meta").read_text())
    assert beside["cache_control"] == "public, max-age=30"
    assert beside["content_type"] == "application/json; charset=utf-8"
    assert beside["metadata"]["courtside-version"] == str(version())
    names = {file.name for file in (store.root / "live").iterdir()}
    assert names == {"latest.json", "latest.json.meta"}


def test_a_reader_never_sees_half_a_file(store: FolderStore) -> None:
    bodies = {bytes([65 + number]) * (50_000 * (number + 1)) for number in range(4)}
    ordered = sorted(bodies)
    store.write(PATH, ordered[0], LIVE, stamp(), 0)
    done, problems, seen = threading.Event(), list[str](), set[bytes]()

    def read() -> None:
        while not done.is_set():
            body = (store.root / PATH).read_bytes()
            found = store.read(PATH)
            assert found is not None
            seen.update({body, found[0]})
            if found[1].stamp.digest != "digest":
                problems.append("the metadata is not that of the body")

    reader = threading.Thread(target=read)
    reader.start()
    for generation in range(1, 150):
        store.write(PATH, ordered[generation % 4], LIVE, stamp(), generation)
    done.set()
    reader.join(timeout=60)
    assert seen <= bodies
    assert problems == []


def increment(root: Path, times: int) -> None:
    store = FolderStore(root)
    for _ in range(times):
        while True:
            found = store.read("count.json")
            value, generation = (int(found[0]), found[1].generation) if found else (0, 0)
            try:
                store.write("count.json", b"%d" % (value + 1), LIVE, stamp(), generation)
                break
            except Changed:
                continue


def test_no_increment_of_three_processes_is_lost(store: FolderStore) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=increment, args=(store.root, 40)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(timeout=60)
        assert process.exitcode == 0
    found = store.read("count.json")
    assert found is not None
    assert (found[0], found[1].generation) == (b"120", 120)


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"generation": "x"}', b"\xff\xfe"])
def test_damaged_metadata_is_that_of_a_foreign_file(store: FolderStore, damage: bytes) -> None:
    store.write(PATH, b"{}", LIVE, stamp(), 0)
    (store.root / f"{PATH}.meta").write_bytes(damage)
    assert store.read(PATH) == (b"{}", Stored(1, Stamp(), None, None))
    assert store.write(PATH, b"[]", LIVE, stamp(1), 1).generation == 2
    assert store.look(PATH) == Stored(2, stamp(1), LIVE.header, CONTENT_TYPE)


def test_a_foreign_file_may_be_replaced_once_seen(store: FolderStore) -> None:
    (store.root / "live").mkdir()
    (store.root / PATH).write_text("by hand")
    assert store.look(PATH) == Stored(1, Stamp(), None, None)
    with pytest.raises(Changed):
        store.write(PATH, b"{}", LIVE, stamp(), 0)
    assert store.write(PATH, b"{}", LIVE, stamp(), 1).generation == 2


def test_a_file_changed_by_hand_keeps_its_version_but_not_its_content(store: FolderStore) -> None:
    written = store.write(PATH, b"{}", LIVE, stamp(5), 0)
    (store.root / PATH).write_text("by hand")
    found = store.look(PATH)
    assert found is not None
    assert found.stamp.version == written.stamp.version
    assert (found.stamp.digest, found.stamp.sequence) == ("", -1)


@pytest.mark.parametrize("older", [True, False])
@pytest.mark.parametrize(("rename", "expected"), [(0, b"old"), (1, b"new")])
def test_a_writer_that_dies_leaves_all_or_nothing(
    store: FolderStore, older: bool, rename: int, expected: bytes
) -> None:
    if older:
        store.write(PATH, b"old", LIVE, stamp(), 0)
    with mortal_renames(), die_at_rename(rename), pytest.raises(Crash):
        store.write(PATH, b"new", LIVE, stamp(1), int(older))
    after = FolderStore(store.root)
    found = after.read(PATH)
    if expected == b"old" and not older:
        assert found is None
        assert after.write(PATH, b"newer", LIVE, stamp(2), 0).generation == 1
        return
    assert found is not None
    assert found[0] == expected == (store.root / PATH).read_bytes()
    assert found[1].stamp == stamp(rename)
    assert after.list("live/") == {PATH: found[1]}
    after.write(PATH, b"newer", LIVE, stamp(2), found[1].generation)
    assert (store.root / PATH).read_bytes() == b"newer"


@pytest.mark.parametrize("path", ["../x.json", "live/../../x.json", "/etc/x.json", "link/x.json"])
def test_paths_that_leave_the_folder_are_refused(
    store: FolderStore, tmp_path: Path, path: str
) -> None:
    (tmp_path / "outside").mkdir()
    (store.root / "link").symlink_to(tmp_path / "outside")
    for call in (store.look, store.read, store.list):
        with pytest.raises(ValueError, match="leaves the output folder"):
            call(path)
    with pytest.raises(ValueError, match="leaves the output folder"):
        store.write(path, b"{}", LIVE, stamp(), 0)
    assert [file.name for file in (tmp_path / "outside").iterdir()] == []
    assert not (tmp_path / "x.json").exists()


def test_what_the_disk_refuses_is_unavailable(store: FolderStore) -> None:
    store.write("live", b"{}", LIVE, stamp(), 0)
    assert store.look(PATH) is None
    with pytest.raises(Unavailable):
        store.write(PATH, b"{}", LIVE, stamp(), 0)
    (store.root / "folder.json").mkdir()
    with pytest.raises(Unavailable):
        store.read("folder.json")
