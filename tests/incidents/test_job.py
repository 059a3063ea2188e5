"""Two incidents through the whole job, with its runner, its replay and its files."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from publishing.rows import LIVE_TABLES, RegisteredPlayer, Row
from tests.incidents.site import minutes
from tests.live.payloads import DAY, final, game, poll
from tests.live.warehouse_rows import planned, predicted
from tests.pipelines.runs import Night, Run, write

pytestmark = pytest.mark.slow

POLLS = [
    poll(game(time=f"Q3 {12 - number}:00"), at=at)
    for number, at in enumerate(minutes("2026-01-10T01:00:00+00:00", range(0, 33, 3)))
]
OVER = poll(final(), at="2026-01-10T02:00:00Z")


def recorded(folder: Path, *lines: bytes) -> Night:
    """A night of one game and one pick, with these lines."""
    rows: tuple[Row, ...] = (predicted(), planned(), RegisteredPlayer("annash", "Ann", "2025-26"))
    warehouse = folder / "warehouse"
    warehouse.mkdir(parents=True)
    for row in rows:
        values = {name: [value] for name, value in msgspec.structs.asdict(row).items()}
        pq.write_table(pa.table(values), warehouse / f"{row.table}.parquet")
    assert {type(row) for row in rows} == set(LIVE_TABLES)
    return Night(write(folder / "night.jsonl.gz", lines), warehouse, date.fromisoformat(DAY))


def status(run: Run) -> str:
    documents = run.documents()
    (row,) = json.loads(documents[f"live-grading/{DAY}.json"])["predictions"]
    return str(row["status"])


def test_incident_15_poison_does_not_end_the_job(tmp_path: Path) -> None:
    """Jan 18: one failing part and its retries; 48 of 57 predictions were graded (I-9)."""
    poison = [b"{", b'{"polled_at": "2026-01-10T01:10:00Z", "payload": {"data": 7}}']
    run = Run(tmp_path)
    run.go(recorded(tmp_path / "night", *POLLS, *poison, OVER))
    assert status(run) == "correct", "I-9: the night ended with the poison"
    assert len(run.letters()) == len(poison), "I-9: a line vanished without a word"


def test_incident_41_a_rerun_sets_nothing_back(tmp_path: Path) -> None:
    """Mar: 19 reruns in a day, each with another part of the night, each destroying (I-9)."""
    run = Run(tmp_path)
    run.go(recorded(tmp_path / "night", *POLLS, OVER))
    before = run.documents()
    run.go(recorded(tmp_path / "half", *POLLS[:5]), f"--archive={tmp_path / 'other-archive'}")
    assert run.documents() == before, "I-9: a rerun of half a night set the night back"
    again = Run(tmp_path / "again")
    again.folder.mkdir()
    again.go(recorded(tmp_path / "whole", *POLLS, OVER), f"--output={run.output}")
    assert run.documents() == before, "I-9: a second run of the night changed the night"
