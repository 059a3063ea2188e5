"""Gradings and each system's days in numbers, against a second computation row by row."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from demo import gradings
from demo.season import NIGHT
from tests.demo.conftest import table

Row = dict[str, Any]

DAY = date(2025, 12, 1)
REAL = {"ACTUAL_PROP", "ODDS_API", "BETTINGPROS"}


def prediction(**other: object) -> Row:
    stamp = datetime(2025, 12, 1, 14, tzinfo=UTC)
    return {
        "player_lookup": "zuhari", "game_key": "20251201_ATL_BOS", "game_id": "0022500001",
        "game_date": DAY, "team": "ATL", "opp": "BOS", "system_id": "one",
        "prediction_version": 1, "predicted_points": 21.4, "confidence_score": 90,
        "recommendation": "OVER", "current_points_line": 19.0, "line_source": "ODDS_API",
        "has_prop_line": True, "is_active": True, "invalidation_reason": None,
        "created_at": stamp, **other,
    }  # fmt: skip


def graded(
    *predictions: Row, points: int | None = 23, minutes: float | None = 30.0, status: str = ""
) -> list[Row]:
    box = {"player_lookup": "zuhari", "game_key": "20251201_ATL_BOS"}
    appearances = pl.DataFrame(
        [{**box, "pts": points, "minutes": minutes}],
        schema_overrides={"pts": pl.Int64, "minutes": pl.Float64},
    )
    reports = pl.DataFrame(
        [{**box, "injury_status": status}] if status else [],
        schema={"player_lookup": pl.String, "game_key": pl.String, "injury_status": pl.String},
    )
    rows = pl.DataFrame(predictions, schema_overrides={"invalidation_reason": pl.String})
    return gradings.gradings(rows, appearances, reports).to_dicts()


def test_a_grading_says_what_became_of_a_prediction() -> None:
    (row,) = graded(prediction())
    assert (row["actual_points"], row["signed_error"], row["absolute_error"]) == (23, -1.6, 1.6)
    assert (row["prediction_correct"], row["is_voided"], row["void_reason"]) == (True, False, None)
    assert (row["within_3_points"], row["within_5_points"]) == (True, True)
    assert (row["confidence_score"], row["line_value"], row["minutes_played"]) == (0.9, 19.0, 30.0)
    assert row["game_id"] == "20251201_ATL_BOS"
    assert row["graded_at"] == datetime(2025, 12, 2, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    "other",
    [
        {"is_active": False},
        {"invalidation_reason": "game_postponed"},
        {"current_points_line": None},
        {"current_points_line": 20.0},
        {"line_source": "ESTIMATED_AVG"},
        {"line_source": "NO_PROP_LINE"},
        {"game_key": "20251201_DEN_LAL"},
    ],
)
def test_what_is_not_graded(other: Row) -> None:
    good = prediction(system_id="two")
    assert [row["system_id"] for row in graded(prediction(**other), good)] == ["two"]


@pytest.mark.parametrize(
    ("recommendation", "points", "correct"),
    [
        ("OVER", 20, True), ("OVER", 18, False), ("UNDER", 18, True), ("UNDER", 20, False),
        ("OVER", 19, None), ("UNDER", 19, None), ("PASS", 20, None), ("OVER", 0, False),
    ],
)  # fmt: skip
def test_a_push_and_a_pass_are_neither_correct_nor_wrong(
    recommendation: str, points: int, correct: bool | None
) -> None:
    (row,) = graded(prediction(recommendation=recommendation), points=points)
    assert (row["prediction_correct"], row["is_voided"]) == (correct, False)
    assert row["actual_points"] == points


@pytest.mark.parametrize(("points", "minutes"), [(None, None), (None, 3.0), (0, None), (0, 0.0)])
@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("out", "dnp_injury_confirmed"),
        ("questionable", "dnp_late_scratch"),
        ("", "dnp_unknown"),
    ],
)
def test_who_did_not_play_is_a_void(
    points: int | None, minutes: float | None, status: str, reason: str
) -> None:
    (row,) = graded(prediction(), points=points, minutes=minutes, status=status)
    assert (row["is_voided"], row["void_reason"]) == (True, reason)
    nothing = ("prediction_correct", "actual_points", "absolute_error", "within_3_points")
    assert [row[name] for name in nothing] == [None] * 4


def test_who_is_not_in_the_box_score_of_his_game_is_a_void() -> None:
    (row,) = graded(prediction(player_lookup="anasoren"))
    assert (row["is_voided"], row["void_reason"]) == (True, "dnp_unknown")
    assert (row["team_abbr"], row["opponent_team_abbr"]) == ("ATL", "BOS")


def test_of_several_versions_the_highest_counts_then_the_newest() -> None:
    later = datetime(2025, 12, 1, 15, tzinfo=UTC)
    for better in ({"prediction_version": 2}, {"created_at": later}):
        rows = graded(prediction(predicted_points=1.0), prediction(**better))
        assert [row["predicted_points"] for row in rows] == [21.4]


def clean(folder: Path) -> list[Row]:
    """The gradings without the older copies: the newest of each player, date and system."""
    rows = table(folder, "nba_predictions.prediction_accuracy").sort("graded_at")
    key = ["player_lookup", "game_date", "system_id"]
    return rows.unique(key, keep="last").to_dicts()


def expected_gradings(folder: Path, before: date) -> dict[tuple[object, ...], Row]:
    """What should have been graded, from the predictions and the box scores as they are stored."""
    box: dict[tuple[object, ...], Row] = {}
    scores = table(folder, "nba_analytics.player_game_summary").sort("processed_at")
    for row in scores.to_dicts():
        box[row["player_lookup"], row["game_date"]] = row
    played = {row["game_date"] for row in box.values()}
    schedule = table(folder, "nba_raw.nbac_schedule").to_dicts()
    postponed = {
        (row["game_date"], row["home_team_tricode"])
        for row in schedule
        if row["game_status_text"] == "Postponed"
    }
    assert len(postponed) <= 1
    found: dict[tuple[object, ...], Row] = {}
    predictions = table(folder, "nba_predictions.player_prop_predictions")
    for row in predictions.sort("prediction_version", "created_at").to_dicts():
        line = row["current_points_line"]
        active = row["is_active"] and row["invalidation_reason"] is None
        if not active or line is None or line == 20 or row["line_source"] not in REAL:
            continue
        if row["game_date"] >= before or row["game_date"] not in played:
            continue
        score = box.get((row["player_lookup"], row["game_date"]))
        points = score["points"] if score else None
        pick = row["recommendation"] in ("OVER", "UNDER") and points not in (None, line)
        error = None if points is None else row["predicted_points"] - points
        found[row["player_lookup"], row["game_date"], row["system_id"]] = {
            "is_voided": points is None,
            "actual_points": points,
            "predicted_points": row["predicted_points"],
            "line_value": line,
            "confidence_score": row["confidence_score"] / 100,
            "signed_error": error,
            "absolute_error": None if error is None else abs(error),
            "within_3_points": None if error is None else abs(error) <= 3,
            "within_5_points": None if error is None else abs(error) <= 5,
            "prediction_correct": (
                (points > line) == (row["recommendation"] == "OVER") if pick else None
            ),
        }
    return found


def check(folder: Path, before: date) -> list[Row]:
    expected = expected_gradings(folder, before)
    rows = clean(folder)
    assert len(rows) == len(expected) > 10_000
    for row in rows:
        wanted = expected[row["player_lookup"], row["game_date"], row["system_id"]]
        assert {name: row[name] for name in wanted} == wanted
    return rows


def test_gradings_of_the_simulation_are_those_of_its_own_tables(written: Path) -> None:
    rows = check(written, NIGHT)
    verdicts = {(row["is_voided"], row["prediction_correct"]) for row in rows}
    assert verdicts == {(True, None), (False, None), (False, True), (False, False)}


@pytest.mark.slow
def test_gradings_of_real_lines_are_those_of_their_own_tables(written_2024: Path) -> None:
    rows = check(written_2024, date(2024, 12, 31))
    assert {row["line_source"] for row in rows} == {"ODDS_API"}
    assert min(row["game_date"] for row in rows) == date(2024, 3, 2)


@pytest.mark.parametrize("folder", ["written", "written_2024"])
def test_daily_performance_is_counted_from_the_gradings(
    folder: str, request: pytest.FixtureRequest
) -> None:
    where: Path = request.getfixturevalue(folder)
    days: defaultdict[tuple[date, str], list[Row]] = defaultdict(list)
    for row in clean(where):
        days[row["game_date"], row["system_id"]].append(row)
    stored = table(where, "nba_predictions.system_daily_performance").to_dicts()
    assert {(row["game_date"], row["system_id"]) for row in stored} == days.keys()
    assert len(stored) == len(days)
    for row in stored:
        wanted = daily(days[row["game_date"], row["system_id"]])
        assert {name: row[name] for name in wanted} == wanted
        morning = datetime.combine(row["game_date"], datetime.min.time(), UTC)
        assert row["computed_at"] == morning + timedelta(days=1, hours=7)


def daily(rows: list[Row]) -> Row:
    overs, unders = (
        [row for row in rows if row["recommendation"] == side] for side in ("OVER", "UNDER")
    )
    sure = [row for row in rows if row["confidence_score"] >= Decimal("0.70")]
    errors = [row["signed_error"] for row in rows if row["signed_error"] is not None]
    picks = overs + unders
    return {
        "predictions_count": len(rows),
        "recommendations_count": len(picks),
        "correct_count": right(rows),
        "incorrect_count": sum(row["prediction_correct"] is False for row in rows),
        "pass_count": sum(row["recommendation"] == "PASS" for row in rows),
        "high_confidence_count": len(sure),
        "high_confidence_correct": right(sure),
        "win_rate": rounded(right(picks), len(picks), 3),
        "over_win_rate": rounded(right(overs), len(overs), 3),
        "under_win_rate": rounded(right(unders), len(unders), 3),
        "high_confidence_win_rate": rounded(right(sure), len(sure), 3),
        "within_3_pct": rounded(sum(row["within_3_points"] is True for row in rows), len(rows), 3),
        "within_5_pct": rounded(sum(row["within_5_points"] is True for row in rows), len(rows), 3),
        "avg_confidence": rounded(sum(row["confidence_score"] for row in rows), len(rows), 3),
        "mae": rounded(sum(map(abs, errors)), len(errors), 2),
        "avg_bias": rounded(sum(errors), len(errors), 2),
    }


def right(rows: list[Row]) -> int:
    return sum(row["prediction_correct"] is True for row in rows)


def rounded(part: Decimal | int, whole: int, places: int) -> Decimal | None:
    if not whole:
        return None
    exact = Fraction(part) / whole
    # Far more digits than any tie between two places needs.
    number = Decimal(exact.numerator) / Decimal(exact.denominator)
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
