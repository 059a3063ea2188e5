"""From BigQuery's columns to rows: every type, every stream to its end, or an error."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from publishing.adapters.parquet import ParquetWarehouse
from publishing.live.events import Rejection
from publishing.rows import Prediction, RegisteredPlayer, Row, ScheduledGame
from publishing.store import Unavailable
from tests.publishing.fake_bigquery import PROJECT, FakeBigQuery, refusal

DAY = date(2026, 1, 9)
MORNING = datetime(2026, 1, 9, 12, tzinfo=UTC)
COLUMNS = {
    "game_id": "STRING",
    "game_date": "DATE",
    "game_date_est": "DATETIME",
    "game_status": "INTEGER",
    "home_team_tricode": "STRING",
    "away_team_tricode": "STRING",
    "home_team_score": "FLOAT",
    "away_team_score": "NUMERIC",
    "processed_at": "TIMESTAMP",
    "season_year": "INTEGER",
}
PREDICTION = {
    "player_lookup": "STRING",
    "game_id": "STRING",
    "game_date": "DATE",
    "system_id": "STRING",
    "predicted_points": "BIGNUMERIC",
    "confidence_score": "NUMERIC",
    "recommendation": "STRING",
    "current_points_line": "FLOAT",
    "is_active": "BOOLEAN",
    "created_at": "TIMESTAMP",
}


class Points(Row, frozen=True):
    table = "nba.points"

    predicted_points: Decimal | None


def _games(*ids: str, **columns: Any) -> pa.Table:
    """A schedule as the Storage Read API gives it: the columns in the table's order."""
    count = len(ids)
    values: dict[str, Any] = {
        "game_id": list(ids),
        "game_date": [DAY] * count,
        "game_date_est": pa.array([datetime(2026, 1, 10, 0, 30)] * count, pa.timestamp("us")),  # noqa: DTZ001
        "game_status": pa.array([3] * count, pa.int64()),
        "home_team_tricode": ["BOS"] * count,
        "away_team_tricode": ["NYK"] * count,
        "home_team_score": pa.array([101.0] * count, pa.float64()),
        "away_team_score": pa.array([Decimal(99)] * count, pa.decimal128(38, 9)),
        "processed_at": pa.array([MORNING] * count, pa.timestamp("us", "UTC")),
    }
    return pa.table(values | columns)


def _with(*streams: pa.Table) -> FakeBigQuery:
    fake = FakeBigQuery()
    fake.add(ScheduledGame.table, COLUMNS, *streams)
    return fake


def _ids(fake: FakeBigQuery, patience_seconds: float = 5.0) -> list[str]:
    rows = fake.warehouse(patience_seconds).rows(ScheduledGame, DAY)
    return [row.game_id for row in rows if isinstance(row, ScheduledGame)]


def test_numbers_and_times_of_every_type() -> None:
    games = _games(
        "1",
        "2",
        home_team_score=pa.array([101.0, float("nan")]),
        away_team_score=pa.array([Decimal(99), None], pa.decimal128(38, 9)),
        processed_at=pa.array([None, None], pa.timestamp("us", "UTC")),
    )
    first, second = _with(games).warehouse().rows(ScheduledGame, DAY)
    assert isinstance(first, ScheduledGame)
    assert isinstance(second, ScheduledGame)
    assert (first.home_team_score, first.away_team_score) == (101, 99)
    assert (second.home_team_score, second.away_team_score) == (None, None)
    assert first.game_date_est == datetime(2026, 1, 10, 0, 30, tzinfo=UTC)
    assert first.processed_at is None


def test_a_number_is_the_same_bytes_whatever_its_scale(tmp_path: Path) -> None:
    def predictions(points: pa.DataType, confidence: pa.DataType) -> pa.Table:
        return pa.table(
            {
                "player_lookup": ["jalenbrunson"],
                "game_id": ["0022500441"],
                "game_date": [DAY],
                "system_id": ["catboost_v9"],
                "predicted_points": pa.array([Decimal("27.50")], points),
                "confidence_score": pa.array([Decimal(90)], confidence),
                "recommendation": ["OVER"],
                "current_points_line": pa.array([26.0], pa.float64()),
                "is_active": [True],
                "created_at": pa.array([MORNING], pa.timestamp("us", "UTC")),
            }
        )

    fake = FakeBigQuery()
    stored = predictions(pa.decimal256(76, 38), pa.decimal128(38, 9))
    fake.add(Prediction.table, PREDICTION, stored)
    pq.write_table(
        predictions(pa.decimal128(5, 2), pa.decimal128(5, 1)),
        tmp_path / f"{Prediction.table}.parquet",
    )
    (here,) = fake.warehouse().rows(Prediction, DAY)
    (there,) = ParquetWarehouse(tmp_path).rows(Prediction, DAY)
    assert isinstance(here, Prediction)
    assert (str(here.predicted_points), str(here.confidence_score)) == ("27.5", "90")
    assert msgspec.json.encode(here) == msgspec.json.encode(there)


def test_a_number_of_any_length_is_exact() -> None:
    exact = Decimal("12345678901234567890.00000000000000000000000000000000000001")
    stored = pa.table({"predicted_points": pa.array([exact], pa.decimal256(76, 38))})
    fake = FakeBigQuery()
    fake.add(Points.table, {"predicted_points": "BIGNUMERIC"}, stored)
    assert list(fake.warehouse().rows(Points)) == [Points(exact)]


def test_a_row_that_does_not_fit_is_rejected_with_the_same_words(tmp_path: Path) -> None:
    games = _games("1", "2", game_status=["three", "2"], home_team_tricode=[None, "BOS"])
    pq.write_table(games, tmp_path / f"{ScheduledGame.table}.parquet")
    shuffled = games.select(list(reversed(games.column_names)))
    fake = FakeBigQuery()
    fake.add(ScheduledGame.table, {**COLUMNS, "game_status": "STRING"}, shuffled)
    here = list(fake.warehouse().rows(ScheduledGame, DAY))
    assert Counter(here) == Counter(ParquetWarehouse(tmp_path).rows(ScheduledGame, DAY))
    (rejection,) = [row for row in here if isinstance(row, Rejection)]
    assert "nba_raw.nbac_schedule" in rejection.reason
    assert b"three" in rejection.body


def test_only_the_columns_and_the_date_are_asked_for() -> None:
    fake = _with(_games("1"))
    fake.add(RegisteredPlayer.table, {"player_lookup": "STRING"})
    list(fake.warehouse().rows(ScheduledGame, DAY))
    list(fake.warehouse().rows(ScheduledGame))
    list(fake.warehouse().rows(RegisteredPlayer, DAY))
    first, second, third = fake.sessions
    assert first == {
        "parent": f"projects/{PROJECT}",
        "table": f"projects/{PROJECT}/datasets/nba_raw/tables/nbac_schedule",
        "fields": [name for name in COLUMNS if name != "season_year"],
        "restriction": "game_date = DATE '2026-01-09'",
    }
    assert (second["restriction"], third["restriction"]) == ("", "")


def test_every_stream_is_read_to_its_end() -> None:
    fake = _with(_games("1", "2"), _games(), _games("3"), _games("4", "5", "6"))
    fake.batch_rows = 2
    assert sorted(_ids(fake)) == ["1", "2", "3", "4", "5", "6"]


def test_a_table_without_streams_is_empty() -> None:
    assert _ids(_with()) == []


def test_a_table_that_is_not_there_has_no_rows() -> None:
    warehouse = FakeBigQuery().warehouse()
    assert not warehouse.has(ScheduledGame)
    assert list(warehouse.rows(ScheduledGame, DAY)) == []


@pytest.mark.parametrize(
    "problem",
    [
        refusal("ServiceUnavailable", "gone"),
        refusal("DeadlineExceeded", "the stream was held open for long enough"),
        refusal("InternalServerError", "an error that no reader expects"),
    ],
)
@pytest.mark.parametrize("call", ["get_table", "create_read_session", "read_rows", "next_rows"])
def test_after_an_error_it_goes_on_where_it_stopped(call: str, problem: Exception) -> None:
    fake = _with(_games("1", "2", "3"), _games("4"))
    fake.batch_rows = 2
    fake.fail(call, problem)
    assert _ids(fake) == ["1", "2", "3", "4"]
    reopened = [offset for _, offset in fake.opened]
    assert reopened == ([0, 2, 0] if call == "next_rows" else [0, 0])


def test_a_stream_that_stays_broken_never_looks_whole() -> None:
    fake = _with(_games("1", "2", "3"))
    fake.batch_rows = 2
    fake.fail("next_rows", refusal("ServiceUnavailable", "gone"))
    rows = fake.warehouse(patience_seconds=0.1).rows(ScheduledGame, DAY)
    seen = [next(rows), next(rows)]
    fake.fail("read_rows", *[refusal("ServiceUnavailable", "gone")] * 100)
    with pytest.raises(Unavailable, match=f"cannot be reached for project {PROJECT}"):
        next(rows)
    assert len(seen) == 2


def test_a_stream_that_may_not_be_read_is_given_up_at_once() -> None:
    fake = _with(_games("1", "2", "3"))
    fake.batch_rows = 2
    fake.fail("next_rows", refusal("FailedPrecondition", "the session has expired"))
    with pytest.raises(Unavailable, match=r"nbac_schedule .* cannot be read: .*has expired"):
        _ids(fake)
    assert len(fake.opened) == 1


def test_a_batch_that_is_no_arrow_is_an_error() -> None:
    fake = _with(_games("1"))
    fake.schema = b"rubbish"
    with pytest.raises(Unavailable, match=r"nbac_schedule .* cannot be read: ArrowInvalid"):
        _ids(fake)
