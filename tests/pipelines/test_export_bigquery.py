"""A batch run over BigQuery's own clients: the documents of the same Parquet, read once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from google.cloud.bigquery_storage_v1 import BigQueryReadClient, types

from publishing.batch_rows import Grading, PointsProp, TeamDefense
from publishing.exports import EXPORTS
from publishing.rows import BoxScoreRow, Prediction, RegisteredPlayer, ScheduledGame
from tests.bigquery_server import bigquery_server, variables
from tests.bigquery_tables import Tables
from tests.pipelines.export_runs import ENGINES, Export
from tests.pipelines.kept import ONLY, TABLES
from transforms import tables as reading

pytestmark = pytest.mark.integration

PROJECT = "whole-season"
ASKED = ("--date=2025-12-14", "--as_of=2025-12-15T16:00:00Z")

COLUMNS = {
    ScheduledGame.table: {"game_id", "game_date", "game_status", "is_all_star", "processed_at"},
    Prediction.table: {"player_lookup", "system_id", "line_source", "is_active", "created_at"},
    RegisteredPlayer.table: {"player_lookup", "player_name", "season", "last_game_date"},
    TeamDefense.table: {"team_abbr", "analysis_date", "opponent_points_per_game"},
}
"""Some of the columns that are asked for."""

NEVER = {
    ScheduledGame.table: {"season_year", "is_regular_season", "is_playoffs"},
    BoxScoreRow.table: {"win_flag", "universal_player_id", "player_full_name"},
    Prediction.table: {"has_prop_line"},
}
"""Some that the tables have and no export of a date uses."""

ROWS = {
    ScheduledGame.table: "game_date BETWEEN DATE '1946-01-01' AND DATE '2025-12-28'",
    Prediction.table: (
        "game_date BETWEEN DATE '2025-12-14' AND DATE '2025-12-14' "
        'AND system_id = "catboost_v9" '
        "AND (created_at IS NULL OR created_at <= "
        "TIMESTAMP '2025-12-15 16:00:00.000000+00:00')"
    ),
    Grading.table: (
        "game_date BETWEEN DATE '1946-01-01' AND DATE '2025-12-14' "
        'AND system_id = "catboost_v9" '
        "AND (graded_at IS NULL OR graded_at <= "
        "TIMESTAMP '2025-12-15 16:00:00.000000+00:00')"
    ),
    RegisteredPlayer.table: "",
}
"""What is asked for of a table."""


class Sessions:
    """The read sessions that a run opened, and those whose rows it asked for."""

    def __init__(self) -> None:
        self.opened: dict[str, tuple[str, set[str], str]] = {}
        self.read_from: set[str] = set()

    def watch(self, patch: pytest.MonkeyPatch) -> None:
        """Writes down every session and every stream that is read."""
        create: Any = BigQueryReadClient.create_read_session
        read_rows: Any = BigQueryReadClient.read_rows

        def watched(client: BigQueryReadClient, **request: Any) -> types.ReadSession:
            wanted = request["read_session"]
            name = ".".join(re.findall(r"datasets/(.+)/tables/(.+)", wanted.table)[0])
            options = wanted.read_options
            session: types.ReadSession = create(client, **request)
            fields = {*options.selected_fields}
            self.opened[session.name] = (name, fields, options.row_restriction)
            return session

        def watched_rows(client: BigQueryReadClient, stream: str, *more: Any, **how: Any) -> Any:
            self.read_from.add(stream.partition("/streams/")[0])
            return read_rows(client, stream, *more, **how)

        patch.setattr(BigQueryReadClient, "create_read_session", watched)
        patch.setattr(BigQueryReadClient, "read_rows", watched_rows)

    def read(self) -> dict[str, tuple[set[str], str]]:
        """Columns and rows by table, of the sessions that were read: one a table."""
        found = [self.opened[name] for name in self.read_from]
        assert len({table for table, *_ in found}) == len(found)
        # The others only asked whether they may: for no other column, and one a table.
        asked = [one for name, one in self.opened.items() if name not in self.read_from]
        assert len({table for table, *_ in asked}) == len(asked)
        read = {table: (columns, rows) for table, columns, rows in found}
        assert all(columns == read[table][0] for table, columns, _ in asked)
        return read


@pytest.fixture(scope="module")
def emulator(written: Path) -> Iterator[Any]:
    """The simulated season in an emulator, which the environment names."""
    with bigquery_server() as found, pytest.MonkeyPatch.context() as patch:
        Tables(found, PROJECT).load_folder(written)
        for name, value in variables(found).items():
            patch.setenv(name, value)
        # A warehouse of an earlier test may be of another emulator.
        reading._warehouse.cache_clear()
        yield found
        reading._warehouse.cache_clear()


@pytest.mark.parametrize("engine", ENGINES)
def test_the_documents_are_those_of_the_same_parquet(
    engine: str,
    emulator: Any,
    written: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain, run, sessions = Export(tmp_path / "parquet"), Export(tmp_path / "run"), Sessions()
    expected = plain.go(written, "--engine=inline", "--only=all", *ASKED)
    sessions.watch(monkeypatch)
    assert run.go(f"bigquery:{PROJECT}", f"--engine={engine}", "--only=all", *ASKED) == expected
    assert run.headers() == plain.headers()
    record = run.record()
    assert record.status == "success"
    assert record.documents == plain.record().documents
    assert {one.export for one in record.documents} == {export.name for export in EXPORTS}
    # Every table once, and of it what is declared.
    read = sessions.read()
    assert read.keys() == {source.table for source in record.sources}
    for table, columns in COLUMNS.items():
        assert columns <= read[table][0]
    for table, columns in NEVER.items():
        assert columns.isdisjoint(read[table][0])
    rows = {source.table: source.rows for source in record.sources}
    assert rows == {source.table: source.rows for source in plain.record().sources}


@pytest.mark.parametrize("engine", ENGINES)
def test_columns_and_rows_are_cut_in_bigquery(
    engine: str, emulator: Any, batch: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    sessions = Sessions()
    sessions.watch(monkeypatch)
    batch.go(f"bigquery:{PROJECT}", f"--engine={engine}", ONLY, *ASKED)
    read = sessions.read()
    assert read.keys() == {row_type.table for row_type in TABLES}
    for table, restriction in ROWS.items():
        assert read[table][1] == restriction
    assert "is_best_line = TRUE" in read[PointsProp.table][1]
    for row_type in TABLES:
        assert read[row_type.table][0] <= set(row_type.__struct_fields__)
        if row_type.date_column:
            first, last = re.findall(r"DATE '(\S+?)'", read[row_type.table][1])[:2]
            assert first <= last
            # The schedule tells also to which date a game was moved.
            assert last == ("2025-12-28" if row_type is ScheduledGame else "2025-12-14")


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_missing_is_named_before_the_start(
    engine: str,
    emulator: Any,
    written: Path,
    batch: Export,
    capsys: pytest.CaptureFixture[str],
) -> None:
    project = f"missing-things-{engine}"
    tables = Tables(emulator, project)
    gone = (Grading, RegisteredPlayer)
    for row_type in TABLES:
        rows = pq.read_table(written / f"{row_type.table}.parquet").slice(0, 3)
        if row_type is PointsProp:
            rows = rows.drop_columns(["odds_american", "is_best_line"])
        if row_type is TeamDefense:
            rows = rows.drop_columns(["team_abbr"])
        if row_type not in gone:
            tables.load(row_type.table, rows)
    assert batch.main(f"bigquery:{project}", f"--engine={engine}", ONLY, *ASKED) == 1
    said = capsys.readouterr()
    lines = sorted(said.err.splitlines())
    place = f"in project {project}"
    assert [re.split(": (?:load it.*CREATE TABLE|ALTER TABLE)", line)[0] for line in lines] == [
        f"error: table {TeamDefense.table} lacks team_abbr {place}",
        f"error: table {Grading.table} is missing {place}",
        f"error: table {PointsProp.table} lacks odds_american, is_best_line {place}",
        f"error: table {RegisteredPlayer.table} is missing {place}",
    ]
    assert lines[0].endswith("ADD COLUMN team_abbr STRING")
    assert lines[2].endswith("ADD COLUMN odds_american INT64, ADD COLUMN is_best_line BOOL")
    assert said.out == ""
    assert not batch.folder.exists()
