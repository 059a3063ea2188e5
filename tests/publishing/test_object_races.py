"""A folder of objects under many processes, and under processes that die at any line."""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from publishing.adapters import objects
from publishing.adapters.objects import Held, ObjectFolder
from publishing.adapters.shelf import Shelf
from publishing.patience import Timing
from publishing.store import Changed, Unavailable

PATH = "claims/a.json"
PROCESSES, STEPS = 8, 20
DIED, MOST_LINES = 9, 200


def count_on(root: Path) -> None:
    """Twenty compare-and-swap increments by the store's own verbs, and by the shelf."""
    store = ObjectFolder(root)
    for _ in range(STEPS):
        while True:
            found = store.read(PATH) or Held(b"0", 0)
            try:
                store.write(PATH, b"%d" % (int(found.body) + 1), found.generation)
                break
            except Changed:
                continue
    shelf = Shelf(store, "counts", int, Timing(time.monotonic, time.sleep))
    for _ in range(STEPS):
        shelf.change("a", lambda before: (before or 0) + 1)


def test_no_increment_of_eight_processes_is_lost(tmp_path: Path) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    processes = [context.Process(target=count_on, args=(tmp_path,)) for _ in range(PROCESSES)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(timeout=60)
        assert process.exitcode == 0
    found = ObjectFolder(tmp_path).read(PATH)
    assert found is not None
    assert found.body == b"%d" % (PROCESSES * STEPS)
    shelf = Shelf(ObjectFolder(tmp_path), "counts", int, Timing(time.monotonic, time.sleep))
    assert shelf.get("a") == PROCESSES * STEPS


def dies_at_line(number: int, work: Callable[[], object]) -> bool:
    """Does the work in a process that ends before its `number`th line of the folder's code.

    Whether it came so far.
    """
    child = os.fork()
    if child == 0:
        left = [number]

        def trace(frame: FrameType, event: str, _: Any) -> Any:
            if frame.f_code.co_filename != objects.__file__:
                return None
            if event == "line":
                if left[0] == 0:
                    os._exit(DIED)
                left[0] -= 1
            return trace

        sys.settrace(trace)
        work()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, DIED)
    return code == DIED


@pytest.mark.parametrize("before", [None, b"before" * 10_000])
def test_a_write_that_dies_at_any_line_is_whole_or_not_at_all(
    tmp_path: Path, before: bytes | None
) -> None:
    after = b"after" * 10_000
    seen = set()
    for number in range(MOST_LINES):
        store = ObjectFolder(tmp_path / str(number))
        first = store.write(PATH, before, 0) if before is not None else 0
        died = dies_at_line(number, lambda s=store, g=first: s.write(PATH, after, g))  # type: ignore[misc]
        found = store.read(PATH)
        seen.add(found.body if found else None)
        assert found in (None if before is None else Held(before, first), Held(after, first + 1))
        assert store.names("") == ([PATH] if found else [])
        # The next writer goes on from there, and no generation comes twice.
        at = found.generation if found else 0
        again = store.write(PATH, b"again", at)
        assert again > first + (1 if found and found.body == after else 0)
        assert store.read(PATH) == Held(b"again", again)
        with pytest.raises(Changed):
            store.write(PATH, b"stale", at)
        if not died:
            break
    assert not died
    assert number > 20
    assert seen == {before, after}


def test_a_deletion_that_dies_at_any_line_is_whole_or_not_at_all(tmp_path: Path) -> None:
    seen = set()
    for number in range(MOST_LINES):
        store = ObjectFolder(tmp_path / str(number))
        first = store.write(PATH, b"before", 0)
        died = dies_at_line(number, lambda s=store, g=first: s.delete(PATH, g))  # type: ignore[misc]
        found = store.read(PATH)
        seen.add(found)
        assert found in (None, Held(b"before", first))
        assert store.write(PATH, b"again", found.generation if found else 0) > first
        if not died:
            break
    assert not died
    assert seen == {None, Held(b"before", 1)}


def test_what_was_changed_by_hand_is_said(tmp_path: Path) -> None:
    store = ObjectFolder(tmp_path)
    store.write(PATH, b"{}", 0)
    (tmp_path / f"{PATH}+held").write_bytes(b'{"by": "hand"}\n')
    for call in (lambda: store.read(PATH), lambda: store.write(PATH, b"", 1)):
        with pytest.raises(Unavailable, match="changed by hand"):
            call()
    (tmp_path / "+lock").write_bytes(b"x")
    with pytest.raises(Unavailable, match="changed by hand"):
        store.write("claims/b.json", b"", 0)


def test_a_link_leads_nowhere_else(tmp_path: Path) -> None:
    root, other = tmp_path / "state", tmp_path / "other"
    root.mkdir()
    other.mkdir()
    (root / "claims").symlink_to(other)
    store = ObjectFolder(root)
    for call in (
        lambda: store.read(PATH),
        lambda: store.write(PATH, b"", 0),
        lambda: store.names("claims"),
    ):
        with pytest.raises(ValueError, match="leaves the folder"):
            call()
    assert list(other.iterdir()) == []


def test_a_folder_that_cannot_be_written_to_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    store = ObjectFolder(tmp_path / "file" / "state")
    with pytest.raises(Unavailable, match=r"claims/a\.json"):
        store.write(PATH, b"", 0)
    assert store.read(PATH) is None


def two_renames(patch: pytest.MonkeyPatch) -> None:
    """Puts the new generation into the file before its new body."""
    replace = Path.replace

    def halves(self: Path, target: Path) -> Path:
        whole = self.read_bytes()
        self.write_bytes(whole.partition(b"\n")[0] + b"\n")
        replace(self, target)
        objects._sync(target.parent)
        self.write_bytes(whole)
        return replace(self, target)

    patch.setattr(Path, "replace", halves)


def forgets_numbers(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(objects, "_last", lambda lock: 0)


def test_half_a_write_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    two_renames(monkeypatch)
    with pytest.raises(AssertionError, match=r"assert Held\(body=b'', generation=1\) in"):
        test_a_write_that_dies_at_any_line_is_whole_or_not_at_all(tmp_path, None)


def test_a_number_that_comes_twice_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgets_numbers(monkeypatch)
    with pytest.raises(AssertionError, match=r"assert 1 > 1"):
        test_a_deletion_that_dies_at_any_line_is_whole_or_not_at_all(tmp_path)
