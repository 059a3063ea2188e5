"""`tonight/player/{player}.json` (core 6): the document, its numbers, streak and prediction."""

from __future__ import annotations

import orjson
import pytest

from publishing.exports.tonight_player import TONIGHT_PLAYER
from publishing.league import League
from publishing.rows import Row, ScheduledGame
from tests.exports.past import played, sat_out
from tests.exports.rows import (
    BEFORE,
    GAME,
    LEAGUE_ID,
    Json,
    defended,
    expected,
    fresh,
    league,
    made,
    player,
    predicted,
    registered,
    reported,
    scheduled,
    slate,
)

HIGH_LINE: Json = {"points_line": "17.5", "over_under_result": "OVER"}


def document(*rows: Row, among: League | None = None) -> Json:
    """Of Ann, who is expected at home against NYK two days after her last game."""
    return made(TONIGHT_PLAYER, player(expected(), *rows, among=among), slate(among))


def test_the_whole_document_in_the_order_of_its_keys() -> None:
    context = '{"days_rest": 2, "final_score": 80}'
    found = document(
        predicted(pace_adjustment="-1.25", similar_games_count=12),
        registered(),
        fresh(fatigue_context_json=context),
        reported(),
        played(2, 24, minutes_played=35, opponent_team_abbr="NOP", **HIGH_LINE),
        sat_out(4, points_line="16.5"),
        played(6, 19, minutes_played=30, opponent_team_abbr="MIA", ft_attempts=0),
        among=league(scheduled(), defended()),
    )
    newest = {
        "game_date": "2026-01-07",
        "opponent": "NOP",
        "home_game": True,
        "is_dnp": False,
        "points": 24,
        "minutes": 35.0,
        "fg": "8/15",
        "three": "2/6",
        "ft": "4/5",
        "over_under": "OVER",
        "line": 17.5,
        "margin": 6,
        "vs_avg": "O",
    }
    missed = {
        **dict.fromkeys(newest),
        "game_date": "2026-01-05",
        "opponent": "NYK",
        "home_game": True,
        "is_dnp": True,
        "over_under": "DNP",
        "line": 16.5,
        "vs_avg": "DNP",
    }
    oldest = {
        **newest,
        "game_date": "2026-01-03",
        "opponent": "MIA",
        "points": 19,
        "minutes": 30.0,
        "ft": None,
        "over_under": None,
        "line": None,
        "margin": None,
        "vs_avg": "U",
    }
    whole = {
        "player_lookup": "annash",
        "player_full_name": "Ann Ash",
        "game_date": "2026-01-09",
        "generated_at": "2026-01-09T18:00:00.000000+00:00",
        "games_played": 2,
        "limited_data": True,
        "game_context": {
            "game_id": GAME,
            "opponent": "NYK",
            "home_game": True,
            "team_abbr": "BOS",
            "line": 15.5,
            "days_rest": 2,
            "is_back_to_back": False,
            "injury_status": "questionable",
            "injury_reason": "Left ankle",
        },
        "quick_numbers": {
            "season_ppg": 21.5,
            "season_mpg": 32.5,
            "games_played": 2,
            "last_10_ppg": 21.5,
            "last_10_mpg": 32.5,
            "last_5_ppg": 21.5,
            "last_5_mpg": 32.5,
        },
        "fatigue": {"score": 80.0, "level": "normal", "context": context},
        "current_streak": {"type": "over", "length": 1},
        "tonights_factors": [
            {
                "factor": "opponent_defense",
                "direction": "negative",
                "defense_rank": 1,
                "defense_tier": "elite",
                "ppg_allowed": 112.0,
                "description": "NYK defense ranks 1 (elite), 112.0 points allowed a game",
            }
        ],
        "recent_form": [newest, missed, oldest],
        "prediction": {
            "predicted_points": 19.5,
            "confidence_score": 92.0,
            "recommendation": "OVER",
            "line": 15.5,
            "edge": 4.0,
            "pace_adjustment": -1.25,
            "similar_games": 12,
        },
    }
    assert orjson.dumps(found) == orjson.dumps(whole)


def test_a_player_without_a_game_has_the_same_keys_but_the_two_counts() -> None:
    rows = (registered(), predicted(), reported(), fresh(), played(2))
    assert orjson.dumps(made(TONIGHT_PLAYER, player(*rows), slate())) == orjson.dumps(
        {
            "player_lookup": "annash",
            "player_full_name": "annash",
            "game_date": "2026-01-09",
            "generated_at": "2026-01-09T18:00:00.000000+00:00",
            "game_context": None,
            "quick_numbers": {},
            "fatigue": {"score": None, "level": "normal", "context": None},
            "current_streak": {"type": None, "length": 0},
            "tonights_factors": [],
            "recent_form": [],
            "prediction": None,
        }
    )


def test_a_player_with_a_game_and_nothing_else() -> None:
    found = document()
    assert (found["player_full_name"], found["games_played"]) == ("annash", 0)
    assert (found["limited_data"], found["quick_numbers"]["games_played"]) == (True, 0)
    averages = {key: value for key, value in found["quick_numbers"].items() if "pg" in key}
    assert len(averages) == 6
    assert set(averages.values()) == {None}
    assert found["fatigue"] == {"score": None, "level": "normal", "context": None}
    assert found["current_streak"] == {"type": None, "length": 0}
    assert found["recent_form"] == found["tonights_factors"] == []
    assert found["prediction"] is None
    unknown = ("line", "injury_status", "injury_reason")
    assert [found["game_context"][key] for key in unknown] == [None] * 3


def test_a_prediction_without_a_line() -> None:
    found = document(
        predicted(current_points_line=None, line_margin=None, recommendation="NO_LINE")
    )
    assert found["game_context"]["line"] is None
    assert found["prediction"] == {
        "predicted_points": 19.5,
        "confidence_score": 92.0,
        "recommendation": "NO_LINE",
        "line": None,
        "edge": None,
        "pace_adjustment": None,
        "similar_games": None,
    }


@pytest.mark.parametrize("margin", ["-4.25", "4"])
def test_the_edge_is_the_stored_margin_with_its_sign(margin: str) -> None:
    assert document(predicted(line_margin=margin))["prediction"]["edge"] == float(margin)


@pytest.mark.parametrize(
    "columns",
    [
        {"is_active": False},
        {"invalidation_reason": "game_postponed"},
        {"system_id": "catboost_v8"},
        {"game_id": "20260109_DET_CHI"},
    ],
)
def test_only_the_champions_active_prediction_of_his_game_counts(columns: Json) -> None:
    assert document(predicted(**columns))["prediction"] is None
    found = document(predicted(), predicted(prediction_version=9, predicted_points=30, **columns))
    assert found["prediction"]["predicted_points"] == 19.5


def test_d18_of_two_versions_the_newer_one() -> None:
    rows = (predicted(), predicted(prediction_version=2, predicted_points=21))
    for turn in (rows, rows[::-1]):
        assert document(*turn)["prediction"]["predicted_points"] == 21.0


@pytest.mark.parametrize("context", [GAME, LEAGUE_ID, "18447123"])
@pytest.mark.parametrize("prediction", [GAME, LEAGUE_ID])
def test_d19_his_game_has_its_standard_id(context: str, prediction: str) -> None:
    rows = player(expected(game_id=context), predicted(game_id=prediction))
    found = made(TONIGHT_PLAYER, rows, slate())
    assert found["game_context"]["game_id"] == GAME
    assert found["prediction"]["predicted_points"] == 19.5


def test_d20_the_champion_is_a_setting() -> None:
    among = League({ScheduledGame: [scheduled()]}, BEFORE, "catboost_v10")
    rows = (predicted(), predicted(system_id="catboost_v10", predicted_points=21))
    assert document(*rows, among=among)["prediction"]["predicted_points"] == 21.0


def test_what_the_context_says_of_him() -> None:
    row = expected(
        home_game=None,
        back_to_back=None,
        days_rest=None,
        team_abbr="NYK",
        opponent_team_abbr="BOS",
    )
    context = made(TONIGHT_PLAYER, player(row), slate())["game_context"]
    assert (context["team_abbr"], context["opponent"]) == ("NYK", "BOS")
    unknown = ("home_game", "is_back_to_back", "days_rest")
    assert [context[key] for key in unknown] == [None, None, None]


@pytest.mark.parametrize("status", ["OUT", "available", None])
def test_an_injury_has_no_default(status: str | None) -> None:
    context = document(reported(injury_status=status))["game_context"]
    assert context["injury_status"] == (status and status.lower())
    assert context["injury_reason"] == "Left ankle"
