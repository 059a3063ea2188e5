"""The Parquet warehouse: the shapes in which other tools write the same rows."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from publishing.adapters.parquet import ParquetWarehouse
from publishing.live.events import Rejection
from publishing.rows import Prediction, ScheduledGame, SourcePlayer

DAY = date(2026, 1, 9)


def _schedule(**columns: Any) -> pa.Table:
    values: dict[str, Any] = {
        "game_id": ["0022500441", "0022500442"],
        "game_date": [DAY, DAY],
        "game_date_est": [datetime(2026, 1, 10, 0, 30)] * 2,  # noqa: DTZ001 - as pandas writes it
        "game_status": [3, 1],
        "home_team_tricode": ["BOS", "LAL"],
        "away_team_tricode": ["NYK", "DEN"],
        "home_team_score": [101, None],
        "away_team_score": [99, None],
        "processed_at": [datetime(2026, 1, 9, 12)] * 2,  # noqa: DTZ001
    }
    return pa.table(values | columns)


def _rows(table: pa.Table, folder: Path) -> list[ScheduledGame]:
    pq.write_table(table, folder / "nba_raw.nbac_schedule.parquet")
    found = list(ParquetWarehouse(folder).rows(ScheduledGame, DAY))
    assert not [row for row in found if isinstance(row, Rejection)]
    return [row for row in found if isinstance(row, ScheduledGame)]


def test_whole_numbers_stored_as_floats_are_whole(tmp_path: Path) -> None:
    floats = _schedule(
        game_status=pa.array([3.0, 1.0]),
        home_team_score=pa.array([101.0, float("nan")]),
        away_team_score=pa.array([Decimal(99), None], pa.decimal128(5, 1)),
    )
    first, second = _rows(floats, tmp_path)
    assert (first.game_status, first.home_team_score, first.away_team_score) == (3, 101, 99)
    assert (second.game_status, second.home_team_score, second.away_team_score) == (1, None, None)


def test_a_time_without_a_zone_is_utc(tmp_path: Path) -> None:
    first, _ = _rows(_schedule(), tmp_path)
    assert first.game_date_est == datetime(2026, 1, 10, 0, 30, tzinfo=UTC)


def test_parts_of_a_folder_may_hold_nulls_alone(tmp_path: Path) -> None:
    folder = tmp_path / "nba_raw.nbac_schedule.parquet"
    folder.mkdir()
    nothing = pa.nulls(2)
    pq.write_table(
        _schedule(home_team_score=nothing, away_team_score=nothing), folder / "0.parquet"
    )
    pq.write_table(_schedule(), folder / "1.parquet")
    warehouse = ParquetWarehouse(tmp_path)
    assert not warehouse.problems((ScheduledGame,))
    found = list(warehouse.rows(ScheduledGame, DAY))
    scores = [row.home_team_score for row in found if isinstance(row, ScheduledGame)]
    assert scores == [None, None, 101, None]


def test_a_row_that_does_not_fit_is_kept_with_its_reason(tmp_path: Path) -> None:
    pq.write_table(
        _schedule(game_status=["three", "1"]), tmp_path / "nba_raw.nbac_schedule.parquet"
    )
    found = list(ParquetWarehouse(tmp_path).rows(ScheduledGame, DAY))
    (rejection,) = [row for row in found if isinstance(row, Rejection)]
    assert "nba_raw.nbac_schedule" in rejection.reason
    assert b"three" in rejection.body


def test_a_table_that_is_not_there_has_no_rows(tmp_path: Path) -> None:
    warehouse = ParquetWarehouse(tmp_path)
    assert list(warehouse.rows(SourcePlayer)) == []
    assert [problem.split(":")[0] for problem in warehouse.problems((Prediction,))] == [
        "table nba_predictions.player_prop_predictions is missing"
    ]
