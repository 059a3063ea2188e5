"""`predictions/{date}.json` (core 2): games, players, their teams, and what was mended."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from publishing.batch_rows import Grading
from publishing.exports.predictions import PREDICTIONS
from publishing.rows import Prediction, Row
from publishing.run import Run
from tests.exports.planned import planned, published
from tests.exports.rows import (
    ANN,
    BEFORE,
    DAY,
    GAME,
    LEAGUE_ID,
    OTHER_GAME,
    Json,
    boxed,
    expected,
    graded,
    league,
    made,
    missed,
    players,
    predicted,
    scheduled,
    slate,
)

TODAY, DATED = "predictions/today.json", "predictions/2026-01-09.json"
EVE = DAY - timedelta(days=1)


def document(*rows: Row) -> Json:
    return made(PREDICTIONS, players(*rows), slate())


def game(*rows: Row) -> Any:
    (only,) = document(*rows)["games"]
    return only


def of_player(*rows: Row) -> Any:
    (only,) = game(*rows)["predictions"]
    return only


def numbers(**columns: Any) -> Any:
    return of_player(predicted(**columns))["prediction"]


# The document


def test_a_player_has_every_key_of_the_contract_in_its_order() -> None:
    row = predicted(pace_adjustment="1.25", similar_games_count=14)
    found = document(row, expected())
    assert list(found.items())[:4] == [
        ("game_date", "2026-01-09"),
        ("generated_at", "2026-01-09T18:00:00.000000+00:00"),
        ("total_games", 1),
        ("total_predictions", 1),
    ]
    (one,) = found["games"]
    assert list(one.items())[:5] == [
        ("game_id", GAME),
        ("home_team", "BOS"),
        ("away_team", "NYK"),
        ("prediction_count", 1),
        ("recommendation_breakdown", {"over": 1, "under": 0, "pass": 0}),
    ]
    (his,) = one["predictions"]
    assert [*found, *one, *his] == [
        *"game_date generated_at total_games total_predictions games".split(),
        *"game_id home_team away_team prediction_count".split(),
        *"recommendation_breakdown predictions".split(),
        *"player_lookup team is_home prediction context".split(),
    ]
    assert (his["player_lookup"], his["team"], his["is_home"]) == (ANN, "BOS", True)
    assert list(his["prediction"].items()) == [
        ("points", 19.5),
        ("confidence", 92.0),
        ("recommendation", "OVER"),
        ("line", 15.5),
        ("edge", 4.0),
    ]
    assert list(his["context"].items()) == [("pace_adjustment", 1.25), ("similar_games", 14)]


def test_the_example_of_the_contract() -> None:
    """Core 2.4, but for the team: nobody says it there."""
    found = of_player(predicted("dorianpike", predicted_points="21.3", current_points_line="17.5"))
    assert found == {
        "player_lookup": "dorianpike",
        "team": None,
        "is_home": None,
        "prediction": {
            "points": 21.3,
            "confidence": 92.0,
            "recommendation": "OVER",
            "line": 17.5,
            "edge": 3.8,
        },
        "context": {"pace_adjustment": None, "similar_games": None},
    }


def test_games_are_by_id_and_players_by_confidence_then_name() -> None:
    found = document(
        predicted("zed", confidence_score=90),
        predicted("ann", confidence_score=None),
        predicted("bob", confidence_score="90.01"),
        predicted("cid", confidence_score=90),
        predicted("dan", confidence_score="0.5"),
        predicted("eli", confidence_score=0),
        predicted("eve", game_id=OTHER_GAME, confidence_score=50),
    )
    order = {
        one["game_id"]: [his["player_lookup"] for his in one["predictions"]]
        for one in found["games"]
    }
    assert list(order) == [OTHER_GAME, GAME]
    # A confidence that nobody knows is as low as none.
    assert order[GAME] == ["bob", "cid", "zed", "dan", "ann", "eli"]
    assert (found["total_games"], found["total_predictions"]) == (2, 7)


def test_recommendations_are_counted_by_their_exact_word() -> None:
    words = ("OVER", "UNDER", "UNDER", "PASS", "NO_LINE", "HOLD", "over", "")
    rows = [predicted(f"p{place}", recommendation=word) for place, word in enumerate(words)]
    found = game(*rows)
    assert found["recommendation_breakdown"] == {"over": 1, "under": 2, "pass": 1}
    assert found["prediction_count"] == 8


@pytest.mark.parametrize(
    ("points", "line", "edge"),
    [
        ("19.5", "15.5", 4.0),
        ("15.5", "19.5", -4.0),
        ("15.5", "15.5", 0.0),
        ("15.75", "15.5", 0.2),
        ("15.85", "15.5", 0.4),
        ("15.25", "15.5", -0.2),
        ("15.5", None, None),
        (None, "15.5", None),
        ("NaN", "15.5", None),
    ],
)
def test_an_edge_is_signed_and_has_one_decimal(
    points: str | None, line: str | None, edge: float | None
) -> None:
    """D22: 0.25 is 0.2 and 0.35 is 0.4, half to even."""
    assert numbers(predicted_points=points, current_points_line=line)["edge"] == edge


def test_confidence_stays_from_0_to_100() -> None:
    """Core 0.4: this file's unit (D23)."""
    assert numbers(confidence_score="87.5")["confidence"] == 87.5
    assert numbers(confidence_score=None)["confidence"] is None


# Teams


@pytest.mark.parametrize(("team", "home"), [("BOS", True), ("NYK", False)])
def test_at_home_is_the_third_part_of_the_id(team: str, home: bool) -> None:
    assert of_player(predicted(), expected(team_abbr=team))["is_home"] is home


def test_d24_the_team_is_that_of_tonights_context() -> None:
    """It wins over what was graded and over what he played for before."""
    other = {"team_abbr": "NYK"}
    rows = [predicted(), expected(), graded(**other), boxed(game_date=EVE, **other)]
    assert of_player(*rows)["team"] == "BOS"
    assert of_player(*[row for row in rows if row != expected()])["team"] == "NYK"


def test_a_context_of_another_game_says_nothing_of_this_one() -> None:
    other = expected(game_id=OTHER_GAME, team_abbr="CHI")
    assert of_player(predicted(), other)["team"] is None


def test_d24_without_a_context_the_team_is_that_of_his_newest_played_game() -> None:
    """D17: a game that he did not play says nothing, nor one of another season or later."""
    older = boxed(game_date=EVE - timedelta(days=3), team_abbr="BOS")
    sat_out = missed(game_date=EVE, team_abbr="NYK")
    later = boxed(game_date=DAY + timedelta(days=1), team_abbr="NYK")
    found = of_player(predicted(), older, sat_out, later)
    assert (found["team"], found["is_home"]) == ("BOS", True)


@pytest.mark.parametrize(("day", "team"), [("2025-10-01", "BOS"), ("2025-09-30", None)])
def test_a_team_of_another_season_is_nobodys(day: str, team: str | None) -> None:
    assert of_player(predicted(), boxed(game_date=day))["team"] == team


def test_d24_a_team_that_is_not_in_the_game_is_not_his() -> None:
    """He was traded, and nothing says where to."""
    found = of_player(predicted(), boxed(game_date=EVE, team_abbr="DET"))
    assert (found["team"], found["is_home"]) == (None, None)


# Empty and edge (core 2.5)


def test_a_date_without_rows_has_no_games() -> None:
    found = document()
    assert (found["total_games"], found["total_predictions"], found["games"]) == (0, 0, [])


def test_d6_nothing_predicted_empties_nothing() -> None:
    """Core 2.5: both files were overwritten with nothing."""
    before = planned(PREDICTIONS, predicted(), as_of=BEFORE)
    public = published(before, planned(PREDICTIONS, as_of=BEFORE + timedelta(hours=1)))
    assert [public[path]["total_predictions"] for path in (DATED, TODAY)] == [1, 1]


def test_a_player_without_a_line_has_null() -> None:
    found = numbers(current_points_line=None, recommendation="NO_LINE", line_source="NO_PROP_LINE")
    assert (found["line"], found["edge"], found["recommendation"]) == (None, None, "NO_LINE")


def test_an_estimated_line_is_published_here() -> None:
    """Core 2.5, 12.8: this file shows the line that the model used, best bets do not."""
    assert numbers(line_source="ESTIMATED_AVG")["line"] == 15.5


# Incidents (core 2.6)


def test_incident_every_file_before_the_games_had_no_teams() -> None:
    """Core 2.6: the team came from gradings alone, which do not exist yet (D26)."""
    found = of_player(predicted(), expected())
    assert (found["team"], found["is_home"]) == ("BOS", True)


@pytest.mark.parametrize(
    "columns",
    [
        {"is_active": False},
        {"invalidation_reason": "game_postponed"},
        {"invalidation_reason": "game_cancelled"},
        {"invalidation_reason": "player_inactive"},
        {"invalidation_reason": "player_injured_out"},
    ],
)
def test_incident_superseded_injured_and_postponed_predictions_were_published(
    columns: Json,
) -> None:
    """Core 2.6: only active ones without a reason against them are."""
    assert document(predicted(**columns))["games"] == []
    newer = predicted(prediction_version=2, predicted_points=30, **columns)
    assert of_player(newer, predicted())["prediction"]["points"] == 19.5


def test_incident_up_to_five_identical_rows_were_as_many_cards() -> None:
    """Core 2.6, Dec 2025: one row of a player and game, counted once."""
    found = document(*[predicted() for _ in range(5)])
    assert (found["total_predictions"], found["games"][0]["prediction_count"]) == (1, 1)


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ({"prediction_version": 1, "created_at": "2026-01-09T17:00:00Z"}, {}),
        ({"prediction_version": None}, {}),
        ({"updated_at": "2026-01-09T15:00:00Z"}, {"updated_at": "2026-01-09T16:00:00Z"}),
        ({"updated_at": None}, {"updated_at": "2026-01-09T13:00:00Z"}),
        ({"created_at": "2026-01-09T13:00:00Z"}, {}),
        ({"created_at": None}, {}),
    ],
)
def test_d18_the_newest_active_row_wins(older: Json, newer: Json) -> None:
    """The version, then when it was updated, then when it was made."""
    version: Json = {"prediction_version": 1 if "prediction_version" not in older else 2}
    rows = [
        predicted(**version | older, current_points_line="16.5"),
        predicted(**version | newer, current_points_line="14.5"),
    ]
    for order in (rows, rows[::-1]):
        assert of_player(*order)["prediction"]["line"] == 14.5


def test_incident_a_game_under_another_id_had_any_team_at_home() -> None:
    """Core 2.6: the schedule says which game it is (D19); one that nothing knows is left out."""
    found = game(predicted(game_id=LEAGUE_ID), expected())
    assert (found["game_id"], found["away_team"], found["home_team"]) == (GAME, "NYK", "BOS")
    assert document(predicted(game_id="18447"))["games"] == []
    assert document(predicted(game_id="20260109_WORLD_USA"))["games"] == []


def test_incident_one_game_under_two_ids_is_one_game() -> None:
    """Core 14.9: the standard id at the boundary."""
    found = game(predicted("ann"), predicted("bob", game_id=LEAGUE_ID))
    assert found["prediction_count"] == 2


def test_incident_the_model_was_hard_coded_and_stopped() -> None:
    """Core 2.6, 2026-03-01: the file became empty; which system it is comes with the run (D20)."""
    run = Run("a run", BEFORE, (DAY,), (PREDICTIONS.name,), "xgboost_v1")
    asked = {read.row_type: dict(read.equals).get("system_id") for read in run.reads()}
    assert (asked[Prediction], asked[Grading]) == ("xgboost_v1", "xgboost_v1")


def test_incident_the_morning_run_for_yesterday_took_today_over() -> None:
    """Core 2.1: `today.json` went back to yesterday until the next event (D5)."""
    among = league(
        scheduled(),
        scheduled(game_date=EVE, game_id="0022500540", game_status=3),
        as_of=BEFORE + timedelta(minutes=5),
    )
    past = predicted(game_date=EVE, game_id="20260108_NYK_BOS")
    today = planned(PREDICTIONS, predicted(), as_of=BEFORE)
    public = published(today, planned(PREDICTIONS, past, dates=(EVE,), among=among))
    assert public[TODAY]["game_date"] == "2026-01-09"
    assert public["predictions/2026-01-08.json"]["total_predictions"] == 1


# Other rules


def test_d8_what_is_not_finite_is_null() -> None:
    row = predicted(
        predicted_points="NaN",
        confidence_score="Infinity",
        current_points_line="-Infinity",
        pace_adjustment="NaN",
    )
    found = of_player(row)
    keys = ("points", "confidence", "line", "edge")
    assert [found["prediction"][key] for key in keys] == [None] * 4
    assert found["context"]["pace_adjustment"] is None


def test_d9_the_order_of_arrival_does_not_matter() -> None:
    rows = [predicted("bob"), predicted("ann"), expected("bob"), predicted("cid", is_active=False)]
    assert document(*rows) == document(*reversed(rows))


def test_another_dates_predictions_are_not_in_it() -> None:
    past = predicted("bob", game_date=EVE, game_id="20260108_NYK_BOS")
    assert document(past)["total_predictions"] == 0


def test_a_doubleheader_of_one_player_has_both_games() -> None:
    found = document(predicted(), predicted(game_id=OTHER_GAME))
    assert (found["total_games"], found["total_predictions"]) == (2, 2)
