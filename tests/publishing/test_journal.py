"""The journal's lines: what they say, in which order, from several processes."""

from __future__ import annotations

import json
import multiprocessing
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from publishing.adapters.folder import FolderStore
from publishing.adapters.journal import JournalFile
from publishing.decisions import Outcome
from publishing.publisher import Publisher
from publishing.store import Unavailable
from tests.publishing.builders import compose, composed, document, section, targets, version
from tests.publishing.memory_store import Clock, MemoryStore

KEYS = ["path", "version", "snapshot_id", "decision", "reason", "bytes"]


def lines(path: Path) -> list[dict[str, Any]]:
    text = path.read_text()
    assert text == "" or text.endswith("\n")
    return [json.loads(line) for line in text.splitlines()]


def test_a_line_for_every_decision(tmp_path: Path) -> None:
    file = tmp_path / "new" / "journal.jsonl"
    store = MemoryStore()
    publisher = Publisher(store, Clock().timing(), JournalFile(file))
    page = document(*targets("live"), snapshot_id="s1")
    publisher.publish([page])
    publisher.publish([page])
    publisher.publish_sections(composed(section("live_data"), snapshot_id="s2"), compose)
    found = lines(file)
    assert all(list(line) == KEYS for line in found)
    assert found[0] == {
        "path": "live/2026-02-10.json",
        "version": str(version()),
        "snapshot_id": "s1",
        "decision": "written",
        "reason": "new",
        "bytes": len(page.body),
    }
    assert [line["decision"] for line in found] == [*["written"] * 2, *["unchanged"] * 2, "written"]
    assert [line["bytes"] for line in found[2:4]] == [0, 0]


def test_a_store_that_failed_is_no_decision(tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    store = MemoryStore(always=Unavailable("away"))
    Publisher(store, Clock().timing(), JournalFile(file)).publish([document(*targets("live"))])
    assert lines(file) == []


def publish(folder: Path, first: int) -> None:
    store, journal = FolderStore(folder / "public"), JournalFile(folder / "journal.jsonl")
    publisher = Publisher(store, Clock().timing(), journal, concurrency=4)
    for minute in range(first, 60, 3):
        publisher.publish(
            [
                document(*targets(family), minute=minute, value=minute, snapshot_id=f"s{minute}")
                for family in ("live", "live-grading")
            ]
        )


@pytest.mark.parametrize("processes", [1, 3])
def test_processes_share_a_journal(tmp_path: Path, processes: int) -> None:
    context = multiprocessing.get_context("spawn")
    started = [
        context.Process(target=publish, args=(tmp_path, number)) for number in range(processes)
    ]
    for process in started:
        process.start()
    for process in started:
        process.join(timeout=60)
        assert process.exitcode == 0
    found = lines(tmp_path / "journal.jsonl")
    assert len(found) == processes * 20 * 4
    written = defaultdict(set)
    for line in found:
        if line["decision"] == "written":
            written[line["path"]].add(line["version"])
    newest = str(version(minute=57 + processes - 1))
    for path, versions in written.items():
        assert max(versions) == newest, path
        assert len(versions) <= len(found)


def test_versions_of_a_path_ascend_in_one_publishers_journal(tmp_path: Path) -> None:
    publish(tmp_path, 0)
    by_path = defaultdict(list)
    for line in lines(tmp_path / "journal.jsonl"):
        by_path[line["path"]].append(line["version"])
    assert len(by_path) == 4
    assert all(versions == sorted(versions) for versions in by_path.values())


def test_many_writers_never_mix_their_lines(tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    journals = [JournalFile(file) for _ in range(3)]
    for number in range(300):
        journals[number % 3].record(Outcome(f"{number}.json", "v", "s", "written", "x" * 200, 1))
    assert [line["path"] for line in lines(file)] == [f"{number}.json" for number in range(300)]
