"""Rubbish rows in every table: dead letters, a partial run, and nothing that becomes emptier."""

from __future__ import annotations

import base64
import math
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

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
from tests.pipelines.export_runs import BEAM_IN_CHECK, Export
from tests.pipelines.kept import TABLES, broken_run, contents, good_run
from tests.pipelines.rubbish import (
    RUBBISH,
    plant,
    read_row,
    rubbish_rows,
    write_floats,
    write_texts,
)
from tests.pipelines.small_league import small_league
from tests.pipelines.small_warehouse import place_of, write


def body_of(letter: dict[str, Any]) -> Any:
    """What was rejected: the row as it was read, the columns that the run reads."""
    text = letter["body"]
    if letter["body_encoding"] == "base64":
        return base64.b64decode(text)
    return orjson.loads(text)


def said(value: Any) -> Any:
    """A value as a letter's body has it."""
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f").rstrip("0").rstrip(".")
    return value.isoformat().replace("+00:00", "Z") if hasattr(value, "isoformat") else value


@pytest.mark.parametrize("engine", BEAM_IN_CHECK)
@pytest.mark.parametrize("row_type", TABLES)
def test_rubbish_among_the_rows_costs_nothing_but_itself(
    row_type: type[Row],
    engine: str,
    small_warehouse: Path,
    batch: Export,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    good = good_run(batch, small_warehouse)
    folder = write(small_league(), tmp_path / "rows")
    plant(folder, row_type, rubbish_rows(row_type))
    assert broken_run(batch, folder, f"--engine={engine}") == 0
    record, letters = batch.record(), batch.letters()
    assert batch.documents() == good
    assert (record.status, record.failures, record.waiting) == ("partial", [], [])
    assert record.dead_letters == len(letters) == len(RUBBISH[row_type])
    assert {letter["stage"] for letter in letters} == {"warehouse"}
    assert all(letter["reason"].startswith(f"{row_type.table}: ") for letter in letters)
    found = [_body(letter) for letter in letters]
    for wrong in RUBBISH[row_type]:
        column, value = next(iter(wrong.items()))
        assert any(_same(body.get(column), value) for body in found), wrong
    captured = capfd.readouterr()
    assert "Traceback" not in captured.err
    assert f"{len(letters)} row(s) went to the dead letters" in captured.out


def _body(letter: dict[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = orjson.loads(letter["body"])
    return body


def _same(found: Any, value: Any) -> bool:
    if isinstance(value, list):
        return bool(found) and _same(found[0], value[0])
    if isinstance(value, float):
        return found is not None and Decimal(str(found)) == Decimal(repr(value))
    return bool(found == said(value))


NUMBER_OF: dict[type[Row], str] = {
    BoxScoreRow: "points",
    CompositeFactors: "fatigue_score",
    DailyPerformance: "correct_count",
    Features: "days_rest",
    GameContext: "days_rest",
    Grading: "line_value",
    InjuryReport: "report_hour",
    PointsProp: "points_line",
    Prediction: "current_points_line",
    ScheduledGame: "game_status",
    TeamDefense: "opponent_points_per_game",
}


@pytest.mark.parametrize("row_type", NUMBER_OF)
def test_numbers_that_are_kept_as_text(
    row_type: type[Row], small_warehouse: Path, batch: Export, tmp_path: Path
) -> None:
    """A number is one in whatever type it is stored; what is none is a dead letter."""
    good = good_run(batch, small_warehouse)
    folder, column = write(small_league(), tmp_path / "rows"), NUMBER_OF[row_type]
    rows = small_league()[row_type]
    words = ("about 24", "24,5", "", "--", "1e999999", "0x18")
    bad = [read_row(row_type) | {column: word} for word in words]
    write_texts(folder, row_type, column, [*rows * 4, *bad])
    assert broken_run(batch, folder) == 0
    record = batch.record()
    assert batch.documents() == good
    assert (record.status, record.dead_letters, record.failures) == ("partial", len(bad), [])
    assert {body_of(letter)[column] for letter in batch.letters()} == set(words)


@pytest.mark.parametrize("row_type", TABLES)
def test_a_table_of_rubbish_alone_is_one_that_did_not_answer(
    row_type: type[Row],
    small_warehouse: Path,
    batch: Export,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Nothing is made of it, and all that needs it stays as it is (D6)."""
    good = good_run(batch, small_warehouse)
    folder = write(small_league(), tmp_path / "rows")
    rows = small_league()[row_type]
    if row_type is RegisteredPlayer:
        write_floats(folder, row_type, [row | {"player_name": None} for row in rows])
    else:
        column = NUMBER_OF[row_type]
        write_texts(folder, row_type, column, [row | {column: "none"} for row in rows])
    broken_run(batch, folder)
    record = batch.record()
    failed = {failure.export for failure in record.failures}
    assert failed
    assert contents(batch.documents()) == contents(good)
    assert {failure.table for failure in record.failures} == {row_type.table}
    assert all("rows do not fit" in failure.reason for failure in record.failures)
    assert record.status == ("partial" if record.documents else "failed")
    (source,) = (one for one in record.sources if one.table == row_type.table)
    assert source.problem
    assert source.rows == 0
    assert source.rejected == record.dead_letters > 0
    assert f"{row_type.table}: {source.problem}" in capsys.readouterr().out


def test_what_is_no_number_in_a_number_is_nothing(
    small_warehouse: Path, batch: Export, tmp_path: Path
) -> None:
    """NaN and infinities are null, in every column of every table (D8)."""
    for value, name in ((None, "null"), (math.nan, "nan"), (math.inf, "inf"), (-math.inf, "less")):
        folder = write(small_league(), tmp_path / name)
        for row_type, rows in small_league().items():
            floats = [key for key, one in rows[0].items() if isinstance(one, Decimal)]
            changed = [row | dict.fromkeys(floats, value) for row in rows[::2]]
            write_floats(folder, row_type, [*changed, *rows[1::2]])
    documents = {}
    for name in ("null", "nan", "inf", "less"):
        run = Export(tmp_path / f"run-{name}")
        assert broken_run(run, tmp_path / name) == 0
        documents[name] = run.documents()
        assert run.record().failures == []
    assert documents["nan"] == documents["inf"] == documents["less"] == documents["null"]


def test_a_text_that_is_no_text_is_kept_as_its_bytes(
    small_warehouse: Path, batch: Export, tmp_path: Path
) -> None:
    good = good_run(batch, small_warehouse)
    folder = write(small_league(), tmp_path / "rows")
    place = place_of(RegisteredPlayer, folder)
    table = pq.read_table(place)
    (row,) = table.slice(0, 1).to_pylist()
    broken = pa.Table.from_pylist(
        [row | {"player_name": b"\xff\xfeLatin \xe9"}],
        table.schema.set(1, pa.field("player_name", pa.binary())),
    )
    names = pa.chunked_array(
        [pa.Array.from_buffers(pa.string(), 1, broken["player_name"].chunk(0).buffers())]
    )
    pq.write_table(pa.concat_tables([table, broken.set_column(1, "player_name", names)]), place)
    assert broken_run(batch, folder) == 0
    assert batch.documents() == good
    (letter,) = batch.letters()
    assert letter["reason"].startswith(f"{RegisteredPlayer.table}: ")
    assert base64.b64decode(body_of(letter)["player_name"]) == b"\xff\xfeLatin \xe9"
