"""Tables that break in the middle: what is made of them is kept, everything else is published."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from publishing.adapters.parquet import ParquetWarehouse
from publishing.batch_rows import (
    CompositeFactors,
    DailyPerformance,
    Features,
    GameContext,
    Grading,
    InjuryReport,
    PointsProp,
    TeamDefense,
)
from publishing.rows import BoxScoreRow, Prediction, RegisteredPlayer, Row, ScheduledGame
from tests.pipelines.export_runs import BEAM_IN_CHECK, ENGINES, Export
from tests.pipelines.kept import PATHS, TABLES, broken_run, contents, good_run
from tests.pipelines.small_games import DAY
from tests.pipelines.small_warehouse import break_pages, place_of, table_of

TONIGHT = {"tonight_all_players", "tonight_player"}

NEED: dict[type[Row], set[str]] = {
    BoxScoreRow: {*TONIGHT, "best_bets", "tonight_trend_plays"},
    CompositeFactors: {*TONIGHT, "best_bets"},
    DailyPerformance: {"system_performance"},
    Features: {"results", "best_bets"},
    GameContext: TONIGHT,
    Grading: {"results", "best_bets"},
    InjuryReport: TONIGHT,
    PointsProp: {"tonight_all_players"},
    Prediction: {*TONIGHT, "best_bets", "predictions"},
    RegisteredPlayer: TONIGHT,
    ScheduledGame: {*PATHS} - {"system_performance"},
    TeamDefense: {"tonight_player"},
}
"""What can be made of no table that broke off: at least these."""


@pytest.fixture
def rows(small_warehouse: Path, tmp_path: Path) -> Path:
    """The small league, for this test to break."""
    return Path(shutil.copytree(small_warehouse, tmp_path / "rows"))


@pytest.mark.parametrize("engine", BEAM_IN_CHECK)
@pytest.mark.parametrize("row_type", TABLES)
def test_a_table_that_breaks_off_keeps_what_is_made_of_it(
    row_type: type[Row],
    engine: str,
    small_warehouse: Path,
    rows: Path,
    batch: Export,
    capfd: pytest.CaptureFixture[str],
) -> None:
    good = good_run(batch, small_warehouse)
    capfd.readouterr()
    break_pages(place_of(row_type, rows))
    broken_run(batch, rows, f"--engine={engine}")
    record = batch.record()
    assert contents(batch.documents()) == contents(good)
    assert {failure.table for failure in record.failures} == {row_type.table}
    assert {failure.game_date for failure in record.failures} == {str(DAY)}
    failed = {failure.export for failure in record.failures}
    assert failed >= NEED[row_type]
    made = {document.export for document in record.documents}
    assert failed.isdisjoint(made)
    assert failed | made == {*PATHS}
    assert record.status == ("partial" if made else "failed")
    assert record.dead_letters == 0
    captured = capfd.readouterr()
    assert "Traceback" not in captured.err
    assert captured.out.startswith(f"{record.status}: ")
    assert f"{row_type.table}: OSError" in captured.out


@pytest.mark.parametrize("engine", ENGINES)
def test_a_file_that_changes_while_it_is_read(
    engine: str, small_warehouse: Path, rows: Path, batch: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is cut off, or gone, between its footer and its rows."""
    good = good_run(batch, small_warehouse)
    parts = ParquetWarehouse.parts

    def breaking(warehouse: ParquetWarehouse, read: Any) -> Any:
        found = parts(warehouse, read)
        place = place_of(read.row_type, rows)
        if read.row_type is InjuryReport:
            os.truncate(place, 100)
        elif read.row_type is PointsProp:
            place.unlink()
        elif read.row_type is TeamDefense:
            (place.with_suffix(".old")).write_bytes(place.read_bytes())
            pq.write_table(table_of(read.row_type, []), place)
        return found

    monkeypatch.setattr(ParquetWarehouse, "parts", breaking)
    assert broken_run(batch, rows, f"--engine={engine}") == 0
    assert contents(batch.documents()) == contents(good)
    record = batch.record()
    assert record.status == "partial"
    assert {failure.export for failure in record.failures} == TONIGHT
    tables = {failure.table for failure in record.failures}
    assert {InjuryReport.table, PointsProp.table} <= tables


def test_a_file_without_its_end_stops_the_run_before_it_starts(
    rows: Path, batch: Export, capsys: pytest.CaptureFixture[str]
) -> None:
    for row_type in (InjuryReport, Grading):
        os.truncate(place_of(row_type, rows), 1_000)
    assert broken_run(batch, rows) == 1
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith(f"error: table {Grading.table} cannot be read: ")
    assert second.startswith(f"error: table {InjuryReport.table} cannot be read: ")
    assert not batch.folder.exists()


def test_files_of_a_table_that_do_not_go_together(
    rows: Path, batch: Export, capsys: pytest.CaptureFixture[str]
) -> None:
    place = place_of(RegisteredPlayer, rows)
    table = pq.read_table(place)
    place.unlink()
    place.mkdir()
    pq.write_table(table, place / "1.parquet")
    numbers = table.column("season").combine_chunks().dictionary_encode().indices
    pq.write_table(table.set_column(2, "season", numbers), place / "2.parquet")
    assert broken_run(batch, rows) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"error: table {RegisteredPlayer.table} cannot be read: ")
    assert said.count("\n") == 1


@pytest.mark.parametrize("engine", ENGINES)
def test_a_table_that_may_not_be_read_any_more(
    engine: str, small_warehouse: Path, batch: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = good_run(batch, small_warehouse)
    part_rows = ParquetWarehouse.part_rows

    def refused(warehouse: ParquetWarehouse, part: Any) -> Any:
        if part.read.row_type is Features:
            raise PermissionError(13, "Permission denied", part.name)
        return part_rows(warehouse, part)

    monkeypatch.setattr(ParquetWarehouse, "part_rows", refused)
    assert broken_run(batch, small_warehouse, f"--engine={engine}") == 0
    assert contents(batch.documents()) == contents(good)
    failures = batch.record().failures
    assert {failure.export for failure in failures} == {"results", "best_bets"}
    assert all("PermissionError" in failure.reason for failure in failures)


def test_a_table_that_may_not_be_read_at_all(
    small_warehouse: Path,
    batch: Export,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    dataset = ParquetWarehouse._dataset

    def refused(warehouse: ParquetWarehouse, row_type: type[Row]) -> Any:
        if row_type is Features:
            raise PermissionError(13, "Permission denied")
        return dataset(warehouse, row_type)

    monkeypatch.setattr(ParquetWarehouse, "_dataset", refused)
    assert broken_run(batch, small_warehouse) == 1
    said = "[Errno 13] Permission denied: grant reading it"
    sentence = f"error: table {Features.table} cannot be read: {said}\n"
    assert capsys.readouterr().err == sentence
    assert not batch.folder.exists()
