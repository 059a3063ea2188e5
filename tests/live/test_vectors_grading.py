"""Acceptance vectors 13 to 17 of `live.md` 12, the tables of 3.4 and 3.6, and D14 to D16."""

from __future__ import annotations

import pytest

from tests.live.graded import OVER_NOW, grade, row
from tests.live.payloads import (
    Json,
    final,
    game,
    pick,
    poll,
    predictions,
    schedule,
    scheduled,
)
from tests.live.published import publish

TOP = "updated_at game_date summary predictions".split()
SUMMARY = (
    "total_predictions graded pending correct incorrect trending_correct trending_incorrect "
    "win_rate avg_error games_in_progress games_final"
).split()
ROW = (
    "player_lookup player_name team home_team away_team game_status period time_remaining "
    "predicted line recommendation confidence has_line line_source actual minutes error "
    "margin_vs_line status result decided pace"
).split()
NOT_BEGUN: Json = {"status": "7:00 pm ET", "period": 0, "time": None}


def test_vector_13_the_suites_vectors() -> None:
    won = grade(30, OVER_NOW, line="25.5")
    assert (won["status"], won["margin_vs_line"], won["result"]) == ("correct", 4.5, "WIN")
    assert grade(22, line="20.5")["status"] == "trending_correct"
    assert grade(10, line="25.5")["status"] == "trending_incorrect"


@pytest.mark.parametrize(
    ("recommendation", "points", "status"),
    [
        ("OVER", 11, "trending_correct"),
        ("OVER", 10, "in_progress"),
        ("OVER", 5, "in_progress"),
        ("OVER", 4, "trending_incorrect"),
        ("OVER", 0, "trending_incorrect"),
        ("UNDER", 9, "trending_correct"),
        ("UNDER", 0, "trending_correct"),
        ("UNDER", 10, "in_progress"),
        ("UNDER", 15, "in_progress"),
        ("UNDER", 16, "trending_incorrect"),
    ],
)
def test_vector_13_in_progress_against_a_line_of_10(
    recommendation: str, points: int, status: str
) -> None:
    found = grade(points, line="10", recommendation=recommendation)
    assert (found["status"], found["margin_vs_line"]) == (status, points - 10)


@pytest.mark.parametrize(
    ("recommendation", "points", "status", "result"),
    [
        ("OVER", 11, "correct", "WIN"),
        ("OVER", 9, "incorrect", "LOSS"),
        ("OVER", 10, "graded", "PUSH"),
        ("UNDER", 9, "correct", "WIN"),
        ("UNDER", 11, "incorrect", "LOSS"),
        ("UNDER", 10, "graded", "PUSH"),
        ("PASS", 11, "graded", "PASS"),
        ("NO_LINE", 11, "graded", "PASS"),
        (None, 11, "graded", "PASS"),
    ],
)
def test_vector_13_final_against_a_line_of_10(
    recommendation: str | None, points: int, status: str, result: str
) -> None:
    found = grade(points, OVER_NOW, line="10", recommendation=recommendation)
    assert (found["status"], found["result"], found["decided"]) == (status, result, True)
    assert found["margin_vs_line"] == points - 10


@pytest.mark.parametrize("recommendation", ["OVER", "UNDER", "PASS", "NO_LINE"])
def test_vector_13_without_a_line(recommendation: str) -> None:
    fields = {"line": None, "recommendation": recommendation, "has_line": False}
    for state, status in ((OVER_NOW, "graded"), ({}, "in_progress"), (NOT_BEGUN, "pending")):
        found = grade(4, state, **fields)
        assert (found["status"], found["result"]) == (status, "PASS")
        assert (found["line"], found["margin_vs_line"]) == (None, None)


@pytest.mark.parametrize("recommendation", ["PASS", "NO_LINE"])
def test_d16_a_pass_with_a_line_has_a_margin_and_no_verdict(recommendation: str) -> None:
    running = grade(4, line="9.5", recommendation=recommendation)
    assert (running["status"], running["margin_vs_line"]) == ("in_progress", -5.5)
    assert grade(4, OVER_NOW, recommendation=recommendation)["status"] == "graded"


def test_vector_13_a_line_of_zero_is_a_line() -> None:
    found = grade(0, OVER_NOW, line="0", recommendation="OVER")
    assert (found["line"], found["margin_vs_line"], found["result"]) == (0.0, 0.0, "PUSH")


@pytest.mark.parametrize(
    ("predicted", "error"), [("0", None), (None, None), ("7.5", -2.5), ("12.34", 2.3)]
)
def test_vector_13_error_is_predicted_minus_actual(
    predicted: str | None, error: float | None
) -> None:
    assert grade(10, predicted=predicted)["error"] == error


def test_zero_points_are_an_actual_value() -> None:
    found = grade(0)
    assert (found["actual"], found["minutes"], found["error"]) == (0, "10", 12.4)


@pytest.mark.parametrize("points", [None, 4])
def test_a_game_that_has_not_begun_is_pending(points: int | None) -> None:
    found = grade(points or 0, NOT_BEGUN)
    nulls = [found[key] for key in ("actual", "minutes", "error", "margin_vs_line", "pace")]
    assert (found["status"], found["result"], found["decided"]) == ("pending", "PENDING", False)
    assert nulls == [None] * 5
    assert (found["team"], found["game_status"]) == ("BOS", "scheduled")


def test_a29_in_progress_with_period_zero_is_graded_as_in_progress() -> None:
    found = grade(11, {"status": "in progress", "period": 0})
    assert (found["game_status"], found["status"], found["actual"]) == (
        "in_progress",
        "trending_correct",
        11,
    )


def test_a14_a_player_whom_no_source_lists_has_his_games_status() -> None:
    absent = pick("someoneelse")
    running = row(poll(game()), predictions(absent))
    assert (running["game_status"], running["status"]) == ("in_progress", "pending")
    assert [running[key] for key in ("team", "period", "time_remaining", "actual")] == [None] * 4
    over = row(poll(final()), predictions(absent))
    assert (over["game_status"], over["status"], over["result"]) == ("final", "graded", "VOID")


def test_a14_a_game_that_only_the_schedule_knows_has_its_status() -> None:
    for status, shown in (("in_progress", "in_progress"), ("postponed", "scheduled")):
        plan = schedule(scheduled(status=status))
        found = row(plan, poll(), predictions(pick()))
        assert (found["game_status"], found["status"]) == (shown, "pending")


@pytest.mark.parametrize(
    ("points", "state", "recommendation", "decided", "result"),
    [
        (10, {}, "OVER", True, "WIN"),
        (10, {}, "UNDER", True, "LOSS"),
        (9, {}, "OVER", False, "PENDING"),
        (9, {}, "UNDER", False, "PENDING"),
        (9, OVER_NOW, "UNDER", True, "WIN"),
        (10, {}, "PASS", True, "PASS"),
    ],
)
def test_d15_decided(
    points: int, state: Json, recommendation: str, decided: bool, result: str
) -> None:
    found = grade(points, state, line="9.5", recommendation=recommendation)
    assert (found["decided"], found["result"]) == (decided, result)


@pytest.mark.parametrize(
    ("period", "clock", "points", "pace"),
    [
        (1, "12:00", 0, None),
        (1, "6:00", 3, 24.0),
        (2, "Q2 0:00", 11, 22.0),
        (3, "Q3 6:00", 10, 16.0),
        (4, "0:00", 17, 17.0),
        (5, "OT 2:30", 21, 21.0),
        (6, "5:00", 23, 23.0),
        (2, "", 5, 20.0),
        (2, None, 5, 20.0),
        (4, "9:20", 2, 2.5),
        (1, "11:20", 1, 72.0),
        (0, "12:00", 1, None),
    ],
)
def test_d15_pace_is_points_at_the_end_of_regulation(
    period: int, clock: str | None, points: int, pace: float | None
) -> None:
    found = grade(points, {"status": "in progress", "period": period, "time": clock})
    assert found["pace"] == pace


def test_d15_pace_rounds_half_to_even() -> None:
    # 2 points in 2,560 of 2,880 seconds are exactly 2.25.
    assert grade(2, {"period": 4, "time": "5:20"})["pace"] == 2.2


def test_d15_the_pace_of_a_final_is_its_points() -> None:
    assert grade(31, OVER_NOW | {"period": 5})["pace"] == 31.0


def test_keys_stand_in_the_contracts_order() -> None:
    found = publish(poll(game()), predictions(pick()))["live-grading"]
    assert list(found) == TOP
    assert list(found["summary"]) == SUMMARY
    assert list(found["predictions"][0]) == ROW


def test_numbers_are_rounded_once_half_to_even() -> None:
    found = grade(10, predicted="12.25", line="9.35", confidence="0.8625")
    assert (found["predicted"], found["line"], found["confidence"]) == (12.2, 9.4, 0.862)
    assert (found["error"], found["margin_vs_line"]) == (2.2, 0.6)
    assert grade(10, confidence=None)["confidence"] is None
