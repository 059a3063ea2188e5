"""Private objects change by generation: the same in a folder and in a bucket."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from publishing.adapters.objects import (
    LONGEST_PART,
    LONGEST_PATH,
    Held,
    ObjectBucket,
    ObjectFolder,
    ObjectStore,
    checked_path,
    object_store,
)
from publishing.store import Changed, Throttled, Unavailable
from tests.publishing.fake_bucket import FakeBucket
from tests.publishing.faults import Fault, Faults
from tests.publishing.turnstile import FreeRun

PATH = "claims/2026-02-11.json"
ODD = (
    *("", ".", "..", "../x", "a/../../x", "/etc/passwd", "a//b", "a/", "/a", "./a", "a/./b"),
    *("a/...", "a b", "a\\b", "a\0b", "a\nb", "a\n", "~", "a+held", "+lock", "é", "a%2Fb", "a:b"),
    *("a" * (LONGEST_PART + 1), "/".join(["a" * 100] * 8) + "/a"),
)


@pytest.fixture(params=["bucket", "folder"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    if request.param == "folder":
        return ObjectFolder(tmp_path / "state")
    return ObjectBucket(FakeBucket().client(), "public", "/state/")


def test_an_object_is_read_as_it_was_written(store: ObjectStore) -> None:
    assert store.read(PATH) is None
    bodies = (b"{}", b"", b"1\n2\n", bytes(range(256)) * 100)
    generations = [0]
    for body in bodies:
        generations.append(store.write(PATH, body, generations[-1]))
        assert store.read(PATH) == Held(body, generations[-1])
    assert generations == sorted(set(generations))


def test_generation_0_only_creates(store: ObjectStore) -> None:
    first = store.write(PATH, b"first", 0)
    with pytest.raises(Changed):
        store.write(PATH, b"second", 0)
    assert store.read(PATH) == Held(b"first", first)


def test_a_stale_write_or_deletion_changes_nothing(store: ObjectStore) -> None:
    first = store.write(PATH, b"first", 0)
    second = store.write(PATH, b"second", first)
    for stale in (0, first, second + 1):
        with pytest.raises(Changed):
            store.write(PATH, b"stale", stale)
        with pytest.raises(Changed):
            store.delete(PATH, stale)
    assert store.read(PATH) == Held(b"second", second)


def test_what_is_deleted_is_gone_and_is_not_written_over(store: ObjectStore) -> None:
    first = store.write(PATH, b"first", 0)
    store.delete(PATH, first)
    assert store.read(PATH) is None
    assert store.names("") == []
    store.delete(PATH, first)
    store.delete("claims/never.json", 0)
    with pytest.raises(Changed):
        store.write(PATH, b"second", first)


def test_a_generation_never_comes_twice(store: ObjectStore) -> None:
    first = store.write(PATH, b"first", 0)
    store.delete(PATH, first)
    again = store.write(PATH, b"again", 0)
    assert again > first
    with pytest.raises(Changed):
        store.write(PATH, b"late", first)
    with pytest.raises(Changed):
        store.delete(PATH, first)
    assert store.read(PATH) == Held(b"again", again)


def test_names_are_those_below_a_folder_ascending(store: ObjectStore) -> None:
    for path in ("d/10", "d/9", "d/deep/1", "d-other/1", "e", "d/.hidden", "d", "d/9/1"):
        store.write(path, path.encode(), 0)
    assert store.names("d") == ["d/.hidden", "d/10", "d/9", "d/9/1", "d/deep/1"]
    assert store.names("d/deep") == ["d/deep/1"]
    assert store.names("nothing") == []
    assert store.names("") == sorted([*store.names("d"), "d", "d-other/1", "e"])


@pytest.mark.parametrize("path", ODD)
def test_odd_paths_are_refused(store: ObjectStore, path: str) -> None:
    for call in (
        lambda: store.read(path),
        lambda: store.write(path, b"", 0),
        lambda: store.delete(path, 0),
    ):
        with pytest.raises(ValueError, match="path"):
            call()
    if path:
        with pytest.raises(ValueError, match="path"):
            store.names(path)


@given(some.text() | some.text(alphabet="./\\a~+%\0"))
def test_no_text_leads_out_of_a_folder(text: str) -> None:
    root = Path("/state/of/courtside")
    try:
        path = checked_path(text)
    except ValueError:
        return
    file = (root / path).resolve()
    assert file.is_relative_to(root)
    assert file.relative_to(root).as_posix() == path


def test_the_longest_path_is_kept(store: ObjectStore) -> None:
    path = "/".join(["a" * (LONGEST_PART - 1)] * (LONGEST_PATH // LONGEST_PART))
    store.write(path, b"1", 0)
    assert store.names("") == [path]


def test_a_bucket_is_asked_once_for_each_call() -> None:
    bucket = FakeBucket()
    store = ObjectBucket(bucket.client(), bucket.name, "/state/")
    first = store.write(PATH, b"1", 0)
    store.read(PATH)
    second = store.write(PATH, b"2", first)
    store.delete(PATH, second)
    asked = [(one.kind, one.path, one.query.get("ifGenerationMatch")) for one in bucket.requests]
    assert asked == [
        ("upload", f"state/{PATH}", "0"),
        ("media", f"state/{PATH}", None),
        ("upload", f"state/{PATH}", str(first)),
        ("delete", f"state/{PATH}", str(second)),
    ]
    assert {one.cache_control for one in bucket.record.generations} == {"no-store"}
    assert all(one.timeout for one in bucket.requests)


@pytest.mark.parametrize("call", ["read", "write", "delete", "names"])
def test_a_bucket_that_is_busy_or_away_is_asked_by_the_caller_again(
    monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    faults = Faults(FreeRun(), random.Random(1))
    fates = iter([Fault.THROTTLED, Fault.AWAY])
    monkeypatch.setattr(faults, "draw", lambda *_, **__: next(fates, Fault.NONE))
    bucket = FakeBucket()
    store = ObjectBucket(bucket.client(faults=faults), bucket.name, "state")
    calls: dict[str, Callable[[], object]] = {
        "read": lambda: store.read(PATH),
        "write": lambda: store.write(PATH, b"1", 0),
        "delete": lambda: store.delete(PATH, 1),
        "names": lambda: store.names(""),
    }
    with pytest.raises(Throttled):
        calls[call]()
    with pytest.raises(Unavailable):
        calls[call]()
    assert len(bucket.requests) == 2
    calls[call]()


def test_a_place_is_a_folder_or_a_bucket(tmp_path: Path) -> None:
    assert isinstance(object_store(str(tmp_path)), ObjectFolder)
    with pytest.raises(ValueError, match="is not a bucket"):
        object_store("gs://")
