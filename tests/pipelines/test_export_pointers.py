"""Paths without a date follow the newest date that has begun, and nothing else (D5, D11)."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from publishing.exports import EXPORTS
from tests.pipelines.export_runs import ENGINES, Export, decisions
from tests.pipelines.small_games import AFTER, BEFORE, BETWEEN, DAY, EVE, LATER

MADE = [export for export in EXPORTS if not export.when_named]
POINTERS = {path for export in MADE for path in export.pointers if "{" not in path}
DATED = {export.dated for export in MADE if export.dated}


def dated(day: object) -> set[str]:
    return {path.replace("{date}", str(day)) for path in DATED}


def is_dated(path: str) -> bool:
    return any(part in path for part in (str(EVE), str(DAY), str(LATER)))


def modified(run: Export) -> dict[str, int]:
    return {path: (run.output / path).stat().st_mtime_ns for path in run.documents()}


@pytest.mark.parametrize("engine", ENGINES)
def test_an_earlier_date_moves_no_pointer_back(
    engine: str, small_warehouse: Path, batch: Export
) -> None:
    asked = (f"--engine={engine}", f"--as_of={AFTER}")
    newest = batch.go(small_warehouse, *asked)
    both = batch.go(small_warehouse, *asked, f"--date={EVE}")
    assert both == newest | {path: both[path] for path in dated(EVE)}
    made = batch.record().documents
    assert {one.decision for one in made if is_dated(one.path)} == {"written"}
    pointers = [one for one in made if not is_dated(one.path)]
    assert {one.decision for one in pointers} == {"refused"}
    assert {one.path for one in pointers} >= POINTERS
    assert all(f"the public version {DAY}/" in one.reason for one in pointers)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_run_may_be_told_to_move_no_pointer(
    engine: str, small_warehouse: Path, batch: Export, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = (f"--engine={engine}", f"--as_of={AFTER}", "--update_latest=false")
    assert batch.go(small_warehouse, *asked).keys() == dated(DAY)
    without = {export.job_type for export in MADE if export.dated is None}
    skipped = {line.split()[0] for line in capsys.readouterr().err.splitlines()}
    assert skipped == without
    assert batch.main(small_warehouse, *asked, "--dry_run") == 0
    said = capsys.readouterr().out
    assert "results/{date}.json" in said
    assert not any(path in said for path in POINTERS)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_range_moves_each_pointer_once(engine: str, small_warehouse: Path, batch: Export) -> None:
    batch.go(
        small_warehouse,
        f"--engine={engine}",
        f"--as_of={AFTER}",
        f"--start_date={EVE}",
        f"--end_date={DAY}",
    )
    journal = [entry for entry in batch.journal() if not is_dated(entry["path"])]
    assert {entry["path"] for entry in journal} >= POINTERS
    assert set(Counter(entry["path"] for entry in journal).values()) == {1}
    assert {entry["version"][:10] for entry in journal} == {str(DAY)}
    # The dated object is public before the pointer that leads to it.
    paths = [entry["path"] for entry in batch.journal()]
    assert paths.index(f"tonight/{DAY}.json") < paths.index("tonight/all-players.json")
    assert {path for path in paths if is_dated(path)} == dated(EVE) | dated(DAY)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_date_that_has_not_begun_takes_no_pointer_over(
    engine: str, small_warehouse: Path, batch: Export
) -> None:
    asked = f"--engine={engine}"
    today = batch.go(small_warehouse, asked)
    ahead = batch.go(small_warehouse, asked, f"--date={LATER}")
    assert ahead == today | {path: ahead[path] for path in dated(LATER)}
    assert batch.document(f"tonight/{LATER}.json")["total_players"] == 12
    refused = {one.reason for one in batch.record().documents if one.decision == "refused"}
    assert f"{LATER} has not begun" in refused
    # Neither does it as the newest date of a range.
    batch.main(small_warehouse, asked, f"--start_date={DAY}", f"--end_date={LATER}")
    documents = batch.documents()
    assert documents == ahead | {path: documents[path] for path in dated(BETWEEN)}


def test_a_pointer_that_nobody_has_is_made_for_a_date_to_come(
    small_warehouse: Path, batch: Export
) -> None:
    documents = batch.go(small_warehouse, "--engine=inline", f"--date={LATER}")
    assert documents["tonight/all-players.json"] == documents[f"tonight/{LATER}.json"]
    # The date that has begun takes it, and keeps it.
    batch.go(small_warehouse, "--engine=inline", "--as_of=2026-01-14T22:31:00Z")
    assert batch.document("tonight/all-players.json")["game_date"] == str(LATER)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_second_run_over_the_same_rows_writes_nothing(
    engine: str, small_warehouse: Path, batch: Export
) -> None:
    asked = (f"--engine={engine}", "--only=results,tonight,tonight-players,performance")
    first, written = batch.go(small_warehouse, *asked), modified(batch)
    assert batch.go(small_warehouse, *asked) == first
    assert set(decisions(batch).values()) == {"unchanged"}
    # Neither does a later one that finds nothing new; what is public keeps its as-of (D7).
    assert batch.go(small_warehouse, *asked, "--as_of=2026-01-14T22:45:00Z") == first
    assert set(decisions(batch).values()) == {"unchanged"}
    assert modified(batch) == written


def test_an_older_as_of_changes_nothing(small_warehouse: Path, batch: Export) -> None:
    settled = batch.go(small_warehouse, "--engine=inline", f"--as_of={AFTER}")
    assert batch.go(small_warehouse, "--engine=inline", f"--as_of={BEFORE}") == settled
    assert set(decisions(batch).values()) == {"refused"}
