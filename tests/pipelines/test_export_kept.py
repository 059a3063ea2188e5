"""Whatever table breaks or is empty: no document of any export is emptier than before (D6)."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from publishing.exports import EXPORTS
from publishing.exports.declaration import OfLeague
from publishing.league import LEAGUE_TABLES, League
from publishing.rows import Row, ScheduledGame
from tests.pipelines.export_runs import BEAM_IN_CHECK, Export
from tests.pipelines.kept import SOON, contents
from tests.pipelines.small_games import AFTER, DAY
from tests.pipelines.small_league import small_league
from tests.pipelines.small_warehouse import break_pages, place_of, write

TABLES = sorted(small_league(), key=lambda row_type: row_type.table)


def needing(row_type: type[Row]) -> set[str]:
    """The exports that declare a table; all need the schedule."""
    return {
        export.name
        for export in EXPORTS
        if row_type is ScheduledGame or any(one.row_type is row_type for one in export.inputs)
    }


def essential_to(row_type: type[Row]) -> set[str]:
    """The exports that say that they are nothing without a table's rows."""
    slate = League({}, datetime.fromisoformat(AFTER).astimezone(UTC), "catboost_v9").slate(DAY)
    return {export.name for export in EXPORTS if row_type in export.essential(slate)}


def good_run(run: Export, warehouse: Path) -> dict[str, bytes]:
    documents = run.go(warehouse, "--only=all", "--engine=inline", f"--as_of={AFTER}")
    assert run.record().status == "success"
    assert {document.export for document in run.record().documents} == {
        export.name for export in EXPORTS
    }
    return documents


def test_the_small_league_has_every_table() -> None:
    declared = {one.row_type for export in EXPORTS for one in export.inputs} | {ScheduledGame}
    assert declared <= {*TABLES}
    assert {*LEAGUE_TABLES} <= declared
    assert all(needing(row_type) for row_type in declared)


@pytest.mark.parametrize("engine", BEAM_IN_CHECK)
@pytest.mark.parametrize("row_type", TABLES)
def test_a_table_that_breaks_off_costs_its_exports_alone(
    row_type: type[Row], engine: str, small_warehouse: Path, tmp_path: Path, batch: Export
) -> None:
    good = good_run(batch, small_warehouse)
    rows = Path(shutil.copytree(small_warehouse, tmp_path / "rows"))
    break_pages(place_of(row_type, rows))
    batch.main(rows, "--only=all", f"--engine={engine}", f"--as_of={SOON}")
    record = batch.record()
    assert contents(batch.documents()) == contents(good)
    assert {failure.export for failure in record.failures} == needing(row_type)
    assert {failure.table for failure in record.failures} <= {row_type.table}
    made = {document.export for document in record.documents}
    assert made == {export.name for export in EXPORTS} - needing(row_type)


@pytest.mark.parametrize("row_type", TABLES)
def test_a_table_without_a_row_empties_nothing_that_needs_it(
    row_type: type[Row], small_warehouse: Path, tmp_path: Path, batch: Export
) -> None:
    good = good_run(batch, small_warehouse)
    by_export = {one.path: one.export for one in batch.record().documents}
    folder = write({**small_league(), row_type: []}, tmp_path / "rows")
    batch.main(folder, "--only=all", "--engine=inline", f"--as_of={SOON}")
    record = batch.record()
    assert record.failures == []
    waiting = {lack.export for lack in record.waiting}
    assert waiting >= essential_to(row_type)
    before, after = contents(good), contents(batch.documents())
    assert before.keys() <= after.keys()
    changed = {by_export[path] for path in before if before[path] != after[path]}
    assert changed.isdisjoint(waiting)
    # What is made of this table alone waits for its rows.
    alone = {
        export.name
        for export in EXPORTS
        if isinstance(export.made, OfLeague) and export.made.row_type is row_type
    }
    assert alone <= waiting
