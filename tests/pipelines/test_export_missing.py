"""Tables, columns and rows that are missing: said before the start, or waited for (D6, D29)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from publishing.batch_rows import DailyPerformance, Features, GameContext, Grading, TeamDefense
from publishing.rows import BoxScoreRow, Prediction, RegisteredPlayer, Row, ScheduledGame
from tests.pipelines.export_runs import ENGINES, Export
from tests.pipelines.kept import ONLY, PATHS, TABLES, broken_run, good_run, of_exports
from tests.pipelines.small_games import AFTER, BETWEEN, DAY
from tests.pipelines.small_league import Rows, small_league
from tests.pipelines.small_warehouse import NOT_READ, place_of, write

OF_SLATES = {*PATHS} - {"system_performance"}

WAIT: dict[type[Row], set[str]] = {
    ScheduledGame: OF_SLATES,
    Prediction: {"predictions", "tonight_all_players", "tonight_player"},
    GameContext: {"tonight_all_players", "tonight_player"},
    Grading: {"results", "best_bets"},
    Features: {"best_bets"},
    BoxScoreRow: {"tonight_trend_plays"},
    DailyPerformance: {"system_performance"},
}
"""The exports of a graded date that wait for a table; the others are made without it."""

OF_ALL_DATES = (BoxScoreRow, DailyPerformance, RegisteredPlayer, TeamDefense)
"""Tables that are read back to their beginning: without rows means without any."""


def without(rows: Rows, *row_types: type[Row]) -> Rows:
    """The rows, with none of these tables for `DAY`."""
    found = dict(rows)
    for row_type in row_types:
        column = row_type.date_column
        found[row_type] = [
            row
            for row in rows[row_type]
            if row_type not in OF_ALL_DATES and column and row[column] != DAY
        ]
    return found


@pytest.mark.parametrize("row_type", TABLES)
def test_a_table_without_rows_for_the_date_empties_nothing(
    row_type: type[Row], small_warehouse: Path, batch: Export, tmp_path: Path
) -> None:
    good = good_run(batch, small_warehouse)
    code = broken_run(batch, write(without(small_league(), row_type), tmp_path / "rows"))
    record, waiting = batch.record(), WAIT.get(row_type, set())
    assert code == 0
    assert {one.export for one in record.waiting} == waiting
    assert {one.game_date for one in record.waiting} <= {str(DAY)}
    assert all(row_type.table in one.reason for one in record.waiting)
    assert record.status == ("partial" if waiting else "success")
    after = batch.documents()
    assert after.keys() == good.keys()
    for name in waiting:
        assert of_exports(after, name) == of_exports(good, name)
    # Rows that only a schedule could identify are kept for those who look for them.
    reasons = {letter["reason"].partition(": ")[2] for letter in batch.letters()}
    unknown = {"its game is not in the schedule"} if row_type is ScheduledGame else set()
    assert reasons == unknown


@pytest.mark.parametrize("engine", ENGINES)
def test_games_and_nothing_else(
    engine: str,
    small_warehouse: Path,
    batch: Export,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A date whose other sources have not arrived waits for them, and is made when they have."""
    rows = without(small_league(), *(one for one in TABLES if one is not ScheduledGame))
    asked = (ONLY, f"--engine={engine}", f"--as_of={AFTER}")
    early = batch.go(write(rows, tmp_path / "early"), *asked)
    assert batch.document(f"tonight/{DAY}.json")["total_players"] == 0
    assert len(batch.document(f"tonight/{DAY}.json")["games"]) == 3
    assert batch.document(f"results/{DAY}.json")["summary"]["total_predictions"] == 0
    record = batch.record()
    assert record.status == "partial"
    assert {one.export for one in record.waiting} == {*PATHS}
    said = capsys.readouterr().out
    assert f"waiting: results of {DAY}: no row of {Grading.table} for {DAY}" in said
    # The same version: what lacked something gives way to what does not.
    late = batch.go(small_warehouse, *asked)
    assert batch.record().status == "success"
    assert {path for path in early if early[path] == late[path]} == set()
    assert batch.document(f"tonight/{DAY}.json")["total_players"] == 12


@pytest.mark.parametrize("engine", ENGINES)
def test_a_date_without_games_is_healthy(engine: str, small_warehouse: Path, batch: Export) -> None:
    """Empty documents, and nothing to wait for (I-16)."""
    documents = batch.go(
        small_warehouse,
        f"--engine={engine}",
        f"--date={BETWEEN}",
        "--as_of=2026-01-15T20:00:00Z",
        "--only=results,best-bets,predictions,tonight,tonight-players",
    )
    record = batch.record()
    assert (record.status, record.waiting, record.failures) == ("success", [], [])
    assert {path for path in documents if str(BETWEEN) in path} == {
        f"{folder}/{BETWEEN}.json" for folder in ("results", "best-bets", "predictions", "tonight")
    }
    assert batch.document("tonight/all-players.json")["games"] == []


def test_a_schedule_that_is_behind_is_no_date_without_games(
    small_warehouse: Path, batch: Export, tmp_path: Path
) -> None:
    """Others know of games: the schedule has not answered "none" (D6)."""
    good = good_run(batch, small_warehouse)
    rows = without(small_league(), ScheduledGame)
    # The others name the date's games by the league's ids, which nothing knows now.
    for row_type in (GameContext, Prediction, Grading, Features):
        rows[row_type] = [
            row | {"game_id": "0022500999", "home_game": None} if row["game_date"] == DAY else row
            for row in rows[row_type]
        ]
    assert broken_run(batch, write(rows, tmp_path / "rows")) == 0
    kept = of_exports(batch.documents(), *OF_SLATES)
    assert kept == of_exports(good, *OF_SLATES)
    reasons = {one.reason for one in batch.record().waiting}
    assert reasons == {f"no row of {ScheduledGame.table} for {DAY}"}


@pytest.mark.parametrize("row_type", TABLES)
def test_a_missing_table_stops_the_run_before_it_starts(
    row_type: type[Row],
    small_warehouse: Path,
    batch: Export,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = Path(shutil.copytree(small_warehouse, tmp_path / "rows"))
    gone = place_of(row_type, folder)
    gone.unlink()
    assert broken_run(batch, folder) == 1
    said = capsys.readouterr()
    assert said.err == f"error: table {row_type.table} is missing: no {gone}: write it there\n"
    assert said.out == ""
    assert not batch.folder.exists()


@pytest.mark.parametrize("more", [["--engine=inline"], ["--engine=beam"], ["--dry_run"]])
def test_all_that_is_missing_is_said_at_once(
    more: list[str],
    batch: Export,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Every table and every column, whatever else is wrong."""
    folder = write(small_league(), tmp_path / "rows")
    gone, lack = TABLES[::2], TABLES[1::2]
    sentences = [
        f"error: table {one.table} is missing: no {place_of(one, folder)}: write it there"
        for one in gone
    ]
    for row_type in gone:
        place_of(row_type, folder).unlink()
    for row_type in lack:
        place = place_of(row_type, folder)
        table = pq.read_table(place)
        dropped = [
            name
            for name in ("player_lookup", "game_id", "odds_american", "system_id", "team_abbr")
            if name in table.column_names and name not in row_type.optional
        ]
        assert dropped
        pq.write_table(table.drop_columns(dropped), place)
        in_order = ", ".join(name for name in row_type.__struct_fields__ if name in dropped)
        sentences.append(
            f"error: table {row_type.table} lacks {in_order} in {place}: write it with them"
        )
    (tmp_path / "file").write_bytes(b"")
    blocked = tmp_path / "file" / "below"
    more = [*more, f"--output={blocked}", f"--dead_letters={tmp_path / 'file'}"]
    assert broken_run(batch, folder, *more) == 1
    said = capsys.readouterr()
    sentences += [
        f"error: the folder {place} cannot be made: {tmp_path / 'file'} is no folder, "
        "write another one"
        for place in (blocked, tmp_path / "file")
    ]
    assert sorted(said.err.splitlines()) == sorted(sentences)
    assert said.out == ""
    assert not batch.folder.exists()


def test_a_column_that_nobody_reads_or_that_is_optional_may_be_missing(
    small_warehouse: Path, batch: Export, tmp_path: Path
) -> None:
    good = good_run(batch, small_warehouse)
    folder = write(small_league(), tmp_path / "rows")
    tables = {row_type: pq.read_table(place_of(row_type, folder)) for row_type in TABLES}
    for row_type, table in tables.items():
        pq.write_table(table.drop_columns([NOT_READ]), place_of(row_type, folder))
    assert broken_run(batch, folder) == 0
    assert batch.documents() == good
    for row_type, table in tables.items():
        optional = sorted(row_type.optional.intersection(table.column_names))
        pq.write_table(table.drop_columns(optional), place_of(row_type, folder))
    assert broken_run(batch, folder) == 0
    assert batch.documents().keys() == good.keys()
    assert batch.record().failures == []


@pytest.mark.parametrize("word", ["no-such-folder", "file"])
def test_a_warehouse_that_is_none(
    word: str, batch: Export, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert broken_run(batch, tmp_path / word) == 1
    sentence = f"error: the warehouse folder {tmp_path / word} does not exist: write another one\n"
    assert capsys.readouterr().err == sentence
    assert not batch.folder.exists()
