"""Rows that no table should have, one way to be wrong each, planted so that they would win."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

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
from publishing.calendar import parse_instant
from publishing.rows import BoxScoreRow, Prediction, RegisteredPlayer, Row, ScheduledGame
from tests.pipelines.small_games import AFTER, DAY
from tests.pipelines.small_league import CHAMPION, small_league
from tests.pipelines.small_warehouse import place_of, schema_of

Wrong = dict[str, Any]
"""The columns of a rubbish row that differ from a good one's."""

LONG = "x" * 300

NOBODY: tuple[Wrong, ...] = (
    {"player_lookup": None},
    {"player_lookup": "../../secret"},
    {"player_lookup": ""},
    {"player_lookup": "Two Words"},
    {"player_lookup": LONG},
)
"""Players that cannot be: each would become a path."""

NOWHERE: tuple[Wrong, ...] = (
    {"game_id": None},
    {"game_id": "0029999999"},
    {"game_id": f"{DAY:%Y%m%d}_XXX_BOS"},
    {"game_id": "../game"},
    {"game_id": LONG},
)
"""Games that nothing knows."""

WILD = (1e300, -1e300, 2_000_000.0, 1e-300)
"""Numbers that are none of a league."""

RUBBISH: dict[type[Row], tuple[Wrong, ...]] = {
    BoxScoreRow: (
        *NOBODY,
        {"game_id": None},
        {"team_abbr": None},
        {"points": -3},
        {"points": 2_000_000},
        {"fg_attempts": -1},
        *({"minutes_played": number} for number in (*WILD, -0.5)),
        {"over_under_result": LONG},
    ),
    CompositeFactors: (
        *NOBODY,
        {"fatigue_score": -1},
        {"fatigue_score": 10**15},
        {"fatigue_context_json": "x" * 20_000},
    ),
    DailyPerformance: (
        {"system_id": None},
        {"system_id": LONG},
        {"correct_count": -4},
        {"predictions_count": 10**12},
        *({"mae": number} for number in WILD),
    ),
    Features: (
        *NOBODY,
        *NOWHERE,
        {"features": [1e300] * 20},
        {"features": [-2e6] * 20},
        {"days_rest": -1},
        {"feature_quality_score": 1e12},
    ),
    GameContext: (
        *NOBODY,
        {"team_abbr": None},
        {"opponent_team_abbr": LONG},
        {"days_rest": -9},
        *(one | {"home_game": None} for one in NOWHERE),
    ),
    Grading: (
        *NOBODY,
        *NOWHERE,
        {"actual_points": -20},
        {"actual_points": 10**9},
        *({"line_value": number} for number in (*WILD, -24.5)),
        *({"predicted_points": number} for number in WILD),
        {"recommendation": LONG},
    ),
    InjuryReport: (
        *NOBODY[1:],
        {"report_hour": -7},
        {"reason": "x" * 20_000},
        {"injury_status": LONG},
    ),
    PointsProp: (
        *NOBODY,
        {"odds_american": 10**15},
        *({"points_line": number} for number in (*WILD, -1.5)),
        {"bet_side": LONG},
    ),
    Prediction: (
        *NOBODY,
        *NOWHERE,
        {"is_active": None},
        *({"current_points_line": number} for number in (*WILD, -0.5)),
        *({"predicted_points": number} for number in WILD),
        {"confidence_score": -1.0},
        {"recommendation": LONG},
    ),
    RegisteredPlayer: (*NOBODY[:3], {"player_name": "y" * 5_000}),
    ScheduledGame: (
        {"game_id": None},
        {"home_team_tricode": None},
        {"home_team_score": -1},
        {"game_date_est": datetime(1, 1, 1, tzinfo=UTC)},
        {"game_date_est": datetime(9999, 12, 31, 23, tzinfo=UTC)},
        {"game_status_text": LONG},
    ),
    TeamDefense: (
        {"team_abbr": None},
        {"team_abbr": LONG},
        {"opponent_points_per_game": -101.5},
        *({"opponent_points_per_game": number} for number in WILD),
    ),
}

_STAMPS = ("created_at", "processed_at", "graded_at", "computed_at", "updated_at")


def rubbish_rows(row_type: type[Row]) -> list[dict[str, Any]]:
    """A row for each way to be wrong: the newest of the date's, or of all."""
    row = read_row(row_type)
    newest = {name: parse_instant(AFTER) for name in _STAMPS if name in row}
    version = {"prediction_version": 9} if row_type is Prediction else {}
    return [row | newest | version | wrong for wrong in RUBBISH[row_type]]


def read_row(row_type: type[Row]) -> dict[str, Any]:
    """A row of the date that the run reads; of a table without dates the last one."""
    column = row_type.date_column
    rows = small_league()[row_type]
    read = (
        row
        for row in reversed(rows)
        if (column is None or row[column] == DAY)
        and row.get("system_id", CHAMPION) == CHAMPION
        and row.get("is_best_line", True)
    )
    return next(read)


def plant(folder: Path, row_type: type[Row], bad: list[dict[str, Any]], copies: int = 6) -> None:
    """The table with the bad rows among the good ones; numbers are floats, as rubbish is.

    The good ones stand there several times, so that the bad ones are few.
    """
    good = small_league()[row_type]
    half = len(good) // 2
    write_floats(folder, row_type, [*good[:half], *bad, *good[half:], *good * (copies - 1)])


def write_floats(folder: Path, row_type: type[Row], rows: list[dict[str, Any]]) -> None:
    """The table with every number that is not whole as a float."""
    folder.mkdir(parents=True, exist_ok=True)
    schema = pa.schema(
        [
            pa.field(field.name, pa.float64() if pa.types.is_decimal(field.type) else field.type)
            for field in schema_of(row_type)
        ]
    )
    table = pa.Table.from_pylist([_floats(row) for row in rows], schema)
    pq.write_table(table, place_of(row_type, folder))


def write_texts(folder: Path, row_type: type[Row], column: str, rows: list[dict[str, Any]]) -> None:
    """The table with one column as text, whatever its values are."""
    schema = schema_of(row_type)
    place = schema.get_field_index(column)
    schema = schema.set(place, pa.field(column, pa.string()))
    said = [row | {column: None if row.get(column) is None else str(row[column])} for row in rows]
    pq.write_table(pa.Table.from_pylist(said, schema), place_of(row_type, folder))


def _floats(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: float(value) if isinstance(value, Decimal) else value for name, value in row.items()
    }
