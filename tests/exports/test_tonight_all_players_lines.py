"""Lines, odds and predictions in `tonight/all-players.json` (core 5.3, D8, D18, D20, D26)."""

from __future__ import annotations

import pytest

from publishing.league import League
from publishing.rows import Row, ScheduledGame
from tests.exports.past import played
from tests.exports.rows import (
    BEFORE,
    Json,
    expected,
    offered,
    predicted,
    scheduled,
)
from tests.exports.tonight import card, document


def of(*rows: Row) -> Json:
    return card(expected(), *rows)


def odds(*rows: Row) -> tuple[int | None, int | None]:
    """Of over and under at his line of 15.5."""
    (prop,) = of(predicted(), *rows)["props"]
    assert prop["stat_type"] == "points"
    assert prop["line"] == 15.5
    return prop["over_odds"], prop["under_odds"]


@pytest.mark.parametrize("recommendation", ["OVER", "UNDER", "PASS", "NO_LINE", None])
def test_a_line_has_a_prop_and_a_prediction(recommendation: str | None) -> None:
    found = of(predicted(recommendation=recommendation, predicted_points="15.6"))
    assert found["has_line"] is True
    assert found["props"] == [
        {"stat_type": "points", "line": 15.5, "over_odds": None, "under_odds": None}
    ]
    assert found["prediction"] == {
        "predicted": 15.6,
        "confidence": 92.0,
        "recommendation": recommendation,
        "factors": [],
    }


@pytest.mark.parametrize("line", [None, "NaN", "Infinity"])
def test_without_a_line_there_is_neither(line: str | None) -> None:
    found = document(expected(), predicted(current_points_line=line, recommendation="NO_LINE"))
    only = found["games"][0]["players"][0]
    assert (found["total_with_lines"], only["has_line"]) == (0, False)
    assert not {"props", "prediction"} & set(only)


def test_a_line_of_zero_and_an_estimated_one_are_lines() -> None:
    assert of(predicted(current_points_line=0))["props"][0]["line"] == 0.0
    assert of(predicted(line_source="ESTIMATED_AVG"))["has_line"] is True


@pytest.mark.parametrize("value", ["NaN", "Infinity", None])
def test_d8_what_is_no_number_is_null(value: str | None) -> None:
    found = of(predicted(predicted_points=value, confidence_score=value))
    assert [found["prediction"][key] for key in ("predicted", "confidence")] == [None, None]


def test_numbers_have_two_decimals_half_to_even_and_confidence_is_from_0_to_100() -> None:
    numbers = {"confidence_score": "87.125", "predicted_points": "19.135"}
    found = of(predicted(current_points_line="15.125", **numbers), played(2, points_line="15.135"))
    assert (found["prediction"]["predicted"], found["prediction"]["confidence"]) == (19.14, 87.12)
    assert (found["props"][0]["line"], found["last_10_lines"]) == (15.12, [15.14])
    assert of(predicted(confidence_score="0.92"))["prediction"]["confidence"] == 0.92


@pytest.mark.parametrize(
    "columns",
    [
        {"is_active": False},
        {"invalidation_reason": "game_postponed"},
        {"invalidation_reason": "player_injured_out"},
        {"system_id": "catboost_v8"},
        {"system_id": "catboost_v9_q43_train1102_0131"},
        {"game_id": "20260109_DET_CHI"},
        {"game_date": "2026-01-08"},
    ],
)
def test_only_the_champions_active_prediction_of_the_game_counts(columns: Json) -> None:
    other = predicted(predicted_points=30, prediction_version=9, **columns)
    assert of(other)["has_line"] is False
    for turn in ((other, predicted()), (predicted(), other)):
        assert of(*turn)["prediction"]["predicted"] == 19.5


def test_d18_the_highest_version_wins_then_the_newest_row() -> None:
    later = "2026-01-09T15:00:00Z"
    rows = (
        predicted(predicted_points=11, created_at="2026-01-09T16:00:00Z", updated_at=later),
        predicted(predicted_points=12, prediction_version=2),
        predicted(predicted_points=13, prediction_version=2, updated_at="2026-01-09T14:30:00Z"),
        predicted(predicted_points=14, prediction_version=2, updated_at=later),
        predicted(predicted_points=15, prediction_version=2, updated_at=later, created_at=later),
    )
    for last in range(1, len(rows) + 1):
        for turn in (rows[:last], rows[:last][::-1]):
            assert of(*turn)["prediction"]["predicted"] == 10.0 + last


def test_d20_the_champion_is_a_setting() -> None:
    among = League({ScheduledGame: [scheduled()]}, BEFORE, "catboost_v10")
    rows = (predicted(), predicted(system_id="catboost_v10", predicted_points=21))
    assert card(expected(), *rows, among=among)["prediction"]["predicted"] == 21.0


def test_the_best_price_of_each_side() -> None:
    assert odds(
        offered(),
        offered(odds_american=-105),
        offered(odds_american=-120),
        offered(bet_side="under", odds_american=-115),
        offered(bet_side="Under", odds_american=105),
    ) == (-105, 105)


@pytest.mark.parametrize(
    ("price", "shown"),
    [
        (99, None),
        (100, 100),
        (10_000, 10_000),
        (10_001, None),
        (199_900, None),
        (-99, None),
        (-100, -100),
        (-10_000, -10_000),
        (-10_001, None),
        (0, None),
        (None, None),
    ],
)
def test_d26_odds_outside_100_to_10000_are_none(price: int | None, shown: int | None) -> None:
    assert odds(offered(odds_american=price)) == (shown, None)
    assert odds(offered(bet_side="under", odds_american=price)) == (None, shown)


@pytest.mark.parametrize("line", ["15.5", "15.54", "15.46", "15.450000000000001"])
def test_a_price_is_for_the_same_line_at_one_decimal(line: str) -> None:
    assert odds(offered(points_line=line)) == (-110, None)
    (prop,) = of(predicted(current_points_line=line), offered())["props"]
    assert prop["over_odds"] == -110


@pytest.mark.parametrize("line", ["15.56", "15.44", "16.5", "15", "NaN", None])
def test_a_price_of_another_line_is_not_his(line: str | None) -> None:
    assert odds(offered(points_line=line, odds_american=150), offered()) == (-110, None)


@pytest.mark.parametrize(
    "columns",
    [
        {"is_best_line": False},
        {"is_best_line": None},
        {"market_type": "assists"},
        {"market_type": "rebounds"},
        {"market_type": "threes"},
        {"game_date": "2026-01-08"},
        {"bet_side": None},
        {"bet_side": "yes"},
    ],
)
def test_d26_a_price_of_anything_else_is_not_his(columns: Json) -> None:
    assert odds(offered(odds_american=150, **columns), offered()) == (-110, None)


def test_a_warehouse_that_does_not_say_the_market_has_points() -> None:
    assert odds(offered(market_type=None)) == (-110, None)
