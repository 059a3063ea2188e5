"""BigQuery as its own clients speak to it: the same rows as from the same Parquet."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import google.cloud.bigquery as bigquery
import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import publishing.batch_rows
import publishing.news_rows  # noqa: F401 - the row types of all tables
from demo import source
from demo import warehouse as simulated
from demo.season import NIGHT
from publishing.adapters.bigquery import BigQueryWarehouse, bigquery_warehouse
from publishing.adapters.bigquery_clients import Emulator, connected
from publishing.adapters.parquet import ParquetWarehouse
from publishing.adapters.warehouses import BatchWarehouse, Warehouse
from publishing.live.events import Rejection
from publishing.reads import Read
from publishing.rows import (
    LIVE_OPTIONAL_TABLES,
    LIVE_TABLES,
    Prediction,
    RegisteredPlayer,
    Row,
    ScheduledGame,
    SourcePlayer,
)
from publishing.store import Unavailable
from tests.bigquery_server import bigquery_server, variables
from tests.bigquery_tables import Tables
from tests.publishing.short_line import short_line

pytestmark = pytest.mark.integration

SEASON = "whole-season"
SEED = 7
EVERY_DATE = None
NO_GAMES = date(2025, 7, 4)
DATES = (EVERY_DATE, NIGHT, date(2025, 11, 14), NO_GAMES)
EARLIER, LATER = (datetime(2025, 12, day, 20, 30, tzinfo=UTC) for day in (6, 8))
BATCH_TABLES = sorted(
    (
        row_type
        for row_type in Row.__subclasses__()
        if row_type.__module__.startswith("publishing.") and row_type is not SourcePlayer
    ),
    key=lambda row_type: row_type.table,
)
"""Every table that a batch run may read."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("season")
    simulated.build(source.simulated(SEED), found)
    return found


@pytest.fixture(scope="module")
def emulator(folder: Path) -> Iterator[Emulator]:
    with bigquery_server() as found:
        Tables(found, SEASON).load_folder(folder)
        yield found


@pytest.fixture
def tables(emulator: Emulator, request: pytest.FixtureRequest) -> Tables:
    """A project of the test's own."""
    return Tables(emulator, f"{request.node.name.replace('_', '-')[:24]}-project")


def _counted(warehouse: Warehouse, row_type: type[Row], day: date | None = None) -> Counter[bytes]:
    """The rows as bytes, rejections too, and how many there are of each."""
    return Counter(msgspec.json.encode(row) for row in warehouse.rows(row_type, day))


def read_of(row_type: type[Row]) -> Read:
    """All columns of the weeks before the night, as of three weeks before it."""
    dated = row_type.date_column is not None
    first, last = (date(2025, 11, 14), NIGHT) if dated else (None, None)
    return Read(row_type, row_type.__struct_fields__, first, last, (), EARLIER)


def _read(warehouse: BatchWarehouse, read: Read) -> Counter[bytes]:
    """The rows of every part of a read as bytes; each fits its type."""
    rows = [row for part in warehouse.parts(read) for row in warehouse.part_rows(part)]
    assert all(isinstance(row, read.row_type) for row in rows)
    return Counter(map(msgspec.json.encode, rows))


def test_a_whole_season_has_no_problems(emulator: Emulator) -> None:
    warehouse = bigquery_warehouse(SEASON, emulator)
    assert warehouse.problems(LIVE_TABLES, LIVE_OPTIONAL_TABLES) == []
    assert all(map(warehouse.has, (*LIVE_TABLES, *LIVE_OPTIONAL_TABLES)))


@pytest.mark.parametrize("row_type", BATCH_TABLES)
def test_a_batch_run_reads_the_same_rows_as_from_parquet(
    emulator: Emulator, folder: Path, row_type: type[Row]
) -> None:
    """Its columns, its dates and what was there by the as-of, also of a table without dates."""
    read = read_of(row_type)
    here = _read(bigquery_warehouse(SEASON, emulator), read)
    assert here == _read(ParquetWarehouse(folder), read)
    assert here.total() > 0
    later = _read(bigquery_warehouse(SEASON, emulator), replace(read, as_of=LATER))
    assert (later.total() > here.total()) == bool(row_type.stamps)


def test_a_batch_run_has_no_problems(emulator: Emulator, folder: Path) -> None:
    reads = [read_of(row_type) for row_type in BATCH_TABLES]
    for warehouse in (bigquery_warehouse(SEASON, emulator), ParquetWarehouse(folder)):
        assert warehouse.read_problems(reads) == []


@pytest.mark.parametrize("day", DATES)
@pytest.mark.parametrize("row_type", [*LIVE_TABLES, *LIVE_OPTIONAL_TABLES])
def test_the_same_rows_as_from_parquet(
    emulator: Emulator, folder: Path, row_type: type[Row], day: date | None
) -> None:
    here = _counted(bigquery_warehouse(SEASON, emulator), row_type, day)
    assert here == _counted(ParquetWarehouse(folder), row_type, day)
    assert bool(here) == (day != NO_GAMES or row_type.date_column is None)


def test_several_streams_are_one_table(
    emulator: Emulator, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clients = connected(SEASON, emulator)
    single, counts = clients.reads.create_read_session, list[int]()

    def several(**request: Any) -> Any:
        session = single(**request | {"max_stream_count": 4})
        counts.append(len(session.streams))
        return session

    monkeypatch.setattr(clients.reads, "create_read_session", several)
    here = _counted(BigQueryWarehouse(SEASON, lambda: clients), Prediction)
    assert here == _counted(ParquetWarehouse(folder), Prediction)
    assert counts == [4]


def test_a_process_reads_the_emulator_that_its_environment_names(
    emulator: Emulator, folder: Path
) -> None:
    code = (
        "import sys; from publishing.adapters.warehouses import warehouse_at; "
        "from publishing.rows import ScheduledGame; "
        "print(len(list(warehouse_at(sys.argv[1]).rows(ScheduledGame))))"
    )
    counts = [
        subprocess.run(
            [sys.executable, "-c", code, place],
            env={**os.environ, **variables(emulator)},
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        ).stdout
        for place in (f"bigquery:{SEASON}", f"parquet:{folder}")
    ]
    assert counts[0] == counts[1] != "0\n"


def test_a_missing_table_and_a_missing_column(tables: Tables, folder: Path) -> None:
    schedule = pq.read_table(folder / f"{ScheduledGame.table}.parquet").slice(0, 5)
    schedule_name = ScheduledGame.table
    tables.load(schedule_name, schedule.drop_columns(["home_team_score", "processed_at"]))
    warehouse = tables.warehouse()
    found = warehouse.problems(LIVE_TABLES, LIVE_OPTIONAL_TABLES)
    assert [re.split(": load it.*CREATE|: ALTER", sentence)[0] for sentence in found] == [
        f"table nba_predictions.player_prop_predictions is missing in project {tables.project}",
        "table nba_raw.nbac_schedule lacks home_team_score, processed_at in "
        f"project {tables.project}",
        f"table nba_reference.nba_players_registry is missing in project {tables.project}",
    ]
    assert not warehouse.has(Prediction)
    assert list(warehouse.rows(Prediction)) == []
    # Each sentence ends with the statements that mend it; this server adds one column at a time.
    for sentence in found:
        for statement in sentence.rpartition(": ")[2].split("; "):
            first, *others = statement.split(", ADD COLUMN ")
            for one in (first, *(f"{first.partition(' ADD')[0]} ADD COLUMN {o}" for o in others)):
                tables.run(one)
    assert tables.warehouse().problems((Prediction, RegisteredPlayer)) == []
    assert list(tables.warehouse().rows(Prediction)) == []
    # This server's metadata do not hear of a column that was added; its statements do.
    tables.run(f"SELECT home_team_score, processed_at FROM `{tables.project}.{schedule_name}`")


def test_a_date_with_a_time_of_day_is_a_problem(tables: Tables, folder: Path) -> None:
    schedule = pq.read_table(folder / f"{ScheduledGame.table}.parquet").slice(0, 5)
    moments = schedule["game_date"].cast(pa.timestamp("us"))
    position = schedule.schema.get_field_index("game_date")
    tables.load(ScheduledGame.table, schedule.set_column(position, "game_date", moments))
    sentence = (
        "column game_date of table nba_raw.nbac_schedule is DATETIME, not a date: write it as DATE"
    )
    assert tables.warehouse().problems((ScheduledGame,)) == [sentence]
    with pytest.raises(Unavailable, match=sentence):
        list(tables.warehouse().rows(ScheduledGame, NIGHT))


def test_rubbish_is_the_same_rubbish_as_from_parquet(tables: Tables, tmp_path: Path) -> None:
    day, instant = date(2026, 1, 9), datetime(2026, 1, 10, 0, 30, tzinfo=UTC)
    rows = pa.table(
        {
            "processed_at": pa.array([instant] * 4).cast(pa.timestamp("us", "UTC")),
            "game_id": ["1", None, "3", "4"],
            "game_date": [day, day, day, None],
            "game_date_est": pa.array([instant] * 4).cast(pa.timestamp("us")),
            "game_status": ["three", "3", "3", "3"],
            "home_team_tricode": ["BOS", "BOS", "BO\x00S\ud7ff", "BOS"],
            "away_team_tricode": ["NYK"] * 4,
            "home_team_score": pa.array([101.0, 101.5, 1e300, None]),
            "away_team_score": pa.array([None] * 4, pa.int64()),
        }
    )
    pq.write_table(rows, tmp_path / f"{ScheduledGame.table}.parquet")
    tables.load(ScheduledGame.table, rows)
    for when in (None, day):
        here = Counter(tables.warehouse().rows(ScheduledGame, when))
        assert here == Counter(ParquetWarehouse(tmp_path).rows(ScheduledGame, when))
        assert any(isinstance(row, Rejection) for row in here)


def test_what_is_no_number_is_nothing(tables: Tables) -> None:
    tables.client.create_dataset("nba_raw")
    tables.run(
        f"CREATE TABLE `{tables.project}.{ScheduledGame.table}` AS SELECT '1' AS game_id, "
        "DATE '2026-01-09' AS game_date, DATETIME '2026-01-10 00:30:00' AS game_date_est, "
        "1 AS game_status, 'BOS' AS home_team_tricode, 'NYK' AS away_team_tricode, "
        "CAST('NaN' AS FLOAT64) AS home_team_score, CAST('-inf' AS FLOAT64) AS away_team_score, "
        "CAST(NULL AS TIMESTAMP) AS processed_at"
    )
    (game,) = tables.warehouse().rows(ScheduledGame, date(2026, 1, 9))
    assert isinstance(game, ScheduledGame)
    assert (game.home_team_score, game.away_team_score, game.processed_at) == (None, None, None)
    assert game.game_date_est == datetime(2026, 1, 10, 0, 30, tzinfo=UTC)


def test_a_view_is_no_table(tables: Tables, folder: Path) -> None:
    tables.load("nba_raw.games", pq.read_table(folder / f"{ScheduledGame.table}.parquet"))
    view = bigquery.Table(f"{tables.project}.{ScheduledGame.table}")
    view.view_query = f"SELECT * FROM `{tables.project}.nba_raw.games`"
    tables.make(view)
    (sentence,) = tables.warehouse().problems((ScheduledGame,))
    assert sentence.startswith(f"nba_raw.nbac_schedule in project {tables.project} is a view")
    with pytest.raises(Unavailable, match="is a view"):
        list(tables.warehouse().rows(ScheduledGame))


def test_a_server_that_goes_away_while_it_is_read() -> None:
    """Its line carries the first of five messages, and holds up the others: how much a server
    sends before it is asked depends on the machine.
    """
    with bigquery_server() as gone, short_line(gone.grpc, 12_000_000) as address:
        tables = Tables(replace(gone, grpc=address), "large-project")
        tables.client.create_dataset("nba_raw")
        tables.run(
            f"CREATE TABLE `{tables.project}.{ScheduledGame.table}` AS SELECT "
            "CAST(n AS STRING) AS game_id, REPEAT('X', 50) AS game_status_text, "
            "DATE '2026-01-09' AS game_date, CAST(NULL AS TIMESTAMP) AS game_date_est, "
            "1 AS game_status, 'BOS' AS home_team_tricode, 'NYK' AS away_team_tricode, "
            "NULL AS home_team_score, NULL AS away_team_score, "
            "CAST(NULL AS TIMESTAMP) AS processed_at "
            "FROM UNNEST(GENERATE_ARRAY(1, 300000)) AS n"
        )
        warehouse = tables.warehouse(patience_seconds=1)
        rows = warehouse.rows(ScheduledGame)
        assert isinstance(next(rows), ScheduledGame)
    with pytest.raises(Unavailable, match="cannot be reached for project large-project"):
        list(rows)
    with pytest.raises(Unavailable, match="cannot be reached"):
        warehouse.has(ScheduledGame)
    (sentence,) = warehouse.problems(LIVE_TABLES)
    assert sentence.startswith("BigQuery cannot be reached for project large-project: ")
