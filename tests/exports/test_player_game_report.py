"""`players/{player}/game-report/{date}.json`, section by section (core 9.3, 9.4)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from publishing.exports.player_game_report import PLAYER_GAME_REPORT
from publishing.rows import Row
from tests.exports.past import every_other_day, played, sat_out
from tests.exports.reports import met, report
from tests.exports.rows import (
    AFTER,
    DAY,
    Json,
    boxed,
    defended,
    graded,
    league,
    made,
    missed,
    player,
    registered,
    scheduled,
    slate,
    voided,
    zoned,
)

KEYS = (
    "player_lookup player_full_name game_date game_id generated_at player_profile "
    "opponent_context moving_averages prop_line prediction_angles recent_games head_to_head result"
).split()


def part(name: str, *rows: Row, **columns: Any) -> Json:
    found = report(*rows, **columns)[name]
    assert isinstance(found, dict)
    return found


def last_season(number: int, points: int, **columns: Any) -> Row:
    day = DAY - timedelta(days=300 + number)
    game: Json = {"game_date": day, "game_id": f"{day:%Y%m%d}_NYK_BOS", "season_year": 2024}
    return boxed(**game | {"points": points} | columns)


def test_the_document_has_the_keys_of_the_contract_in_order() -> None:
    found = report(graded(), played(2), among=met())
    assert list(found) == KEYS
    assert list(found["player_profile"]) == ["position", "shot_profile", "season_ppg"]
    assert list(found["opponent_context"]) == (
        "opponent opp_pace opp_def_rating opp_def_rank opp_paint_defense "
        "opp_perimeter_defense".split()
    )
    assert list(found["moving_averages"]) == ["l5", "l10", "l20", "season"]
    assert list(found["prop_line"]) == ["line", "recommendation", "predicted", "confidence"]
    assert list(found["prediction_angles"]) == ["supporting", "against"]
    assert list(found["recent_games"][0]) == "date opponent points line result minutes".split()
    assert list(found["head_to_head"]) == ["games", "avg_points", "avg_line", "over_rate"]
    assert list(found["result"]) == ["actual", "margin", "correct"]
    assert (found["game_date"], found["game_id"]) == ("2026-01-09", "20260109_NYK_BOS")
    assert found["generated_at"] == "2026-01-10T15:30:00.000000+00:00"


def test_the_profile_is_of_the_season_before_the_game() -> None:
    rows = [registered(position="G"), *every_other_day(10, 11, 11), last_season(1, 50)]
    among = league(as_of=AFTER)
    found = made(PLAYER_GAME_REPORT, player(boxed(points=60), *rows, among=among), slate(among))
    assert found["player_profile"] == {
        "position": "G",
        "shot_profile": "balanced",
        "season_ppg": 10.67,
    }


def test_zones_are_the_newest_up_to_the_date() -> None:
    old = zoned(analysis_date="2025-12-01", paint_rate_last_10=70)
    later = zoned(analysis_date="2026-01-10", three_pt_rate_last_10=70)
    assert part("player_profile", old, later)["shot_profile"] == "interior"


def test_moving_averages_are_of_the_seasons_played_games_before() -> None:
    points = [10, 11, 12, 13, 15, 20, 21, 22, 23, 25, *[30] * 10, 71]
    rows = [*every_other_day(*points), last_season(1, 99), sat_out(1), boxed(points=60)]
    assert part("moving_averages", *rows) == {"l5": 12.2, "l10": 17.2, "l20": 23.6, "season": 25.9}
    few = part("moving_averages", *every_other_day(10, 13))
    assert few == dict.fromkeys(("l5", "l10", "l20", "season"), 11.5)
    none = part("moving_averages", last_season(1, 20))
    assert none == dict.fromkeys(("l5", "l10", "l20", "season"))


def test_the_opponent_as_it_was_known() -> None:
    among = met(
        defensive_rating_last_15="114.56",
        paint_pct_allowed_last_15="0.61",
        three_pt_pct_allowed_last_15="0.33",
        opponent_pace="101.2",
    )
    assert report(among=among)["opponent_context"] == {
        "opponent": "NYK",
        "opp_pace": 101.2,
        "opp_def_rating": 114.56,
        "opp_def_rank": 1,
        "opp_paint_defense": "weak",
        "opp_perimeter_defense": "strong",
    }


@pytest.mark.parametrize(
    ("column", "key", "share", "word"),
    [
        ("paint_pct_allowed_last_15", "opp_paint_defense", "0.56", "strong"),
        ("paint_pct_allowed_last_15", "opp_paint_defense", "0.561", "average"),
        ("paint_pct_allowed_last_15", "opp_paint_defense", "0.599", "average"),
        ("paint_pct_allowed_last_15", "opp_paint_defense", "0.6", "weak"),
        ("paint_pct_allowed_last_15", "opp_paint_defense", None, "average"),
        ("three_pt_pct_allowed_last_15", "opp_perimeter_defense", "0.345", "strong"),
        ("three_pt_pct_allowed_last_15", "opp_perimeter_defense", "0.346", "average"),
        ("three_pt_pct_allowed_last_15", "opp_perimeter_defense", "0.374", "average"),
        ("three_pt_pct_allowed_last_15", "opp_perimeter_defense", "0.375", "weak"),
        ("three_pt_pct_allowed_last_15", "opp_perimeter_defense", None, "average"),
    ],
)
def test_d26_paint_and_perimeter_have_cut_offs_of_their_own(
    column: str, key: str, share: str | None, word: str
) -> None:
    assert report(among=met(**{column: share}))["opponent_context"][key] == word


def test_the_rank_is_among_the_teams_and_equal_ratings_share_it() -> None:
    ratings = {"NYK": 112, "ATL": 110, "CHI": 112, "DET": "111.99", "LAL": 115, "MIA": None}
    teams = [defended(team, defensive_rating_last_15=one) for team, one in ratings.items()]
    found = report(among=league(*teams, as_of=AFTER))["opponent_context"]
    assert found["opp_def_rank"] == 3


def test_a_defence_without_numbers_has_no_rank() -> None:
    found = report(among=met(defensive_rating_last_15=None, opponent_pace=None))["opponent_context"]
    assert (found["opp_def_rank"], found["opp_def_rating"], found["opp_pace"]) == (None, None, None)


def test_an_opponent_of_whom_nothing_is_known_has_a_name_only() -> None:
    among = league(defended("CHI"), as_of=AFTER)
    assert report(among=among)["opponent_context"] == {"opponent": "NYK"}


def test_without_an_opponent_there_is_no_context_and_no_head_to_head() -> None:
    found = report(played(2), among=met(), opponent_team_abbr=None)
    assert (found["opponent_context"], found["head_to_head"]) == ({}, {"games": 0})


def test_the_pick() -> None:
    pick = graded(predicted_points="18.2", confidence_score="0.896", line_value="16.5")
    assert report(pick)["prop_line"] == {
        "line": 16.5,
        "recommendation": "OVER",
        "predicted": 18.2,
        "confidence": 0.9,
    }
    assert report()["prop_line"] is None


@pytest.mark.parametrize(
    ("pick", "result"),
    [
        ({}, {"actual": 22, "margin": 6.5, "correct": True}),
        (
            {"recommendation": "UNDER", "prediction_correct": False},
            {"actual": 22, "margin": 6.5, "correct": False},
        ),
        (
            {"line_value": 22, "prediction_correct": None},
            {"actual": 22, "margin": 0.0, "correct": None},
        ),
        (
            {"recommendation": "PASS", "prediction_correct": None, "line_value": "23.5"},
            {"actual": 22, "margin": -1.5, "correct": None},
        ),
        (
            {"line_value": None, "recommendation": "NO_LINE", "prediction_correct": None},
            {"actual": 22, "margin": None, "correct": None},
        ),
    ],
)
def test_the_result(pick: Json, result: Json) -> None:
    assert report(graded(**pick))["result"] == result


def test_without_a_pick_there_is_no_margin() -> None:
    assert report()["result"] == {"actual": 22, "margin": None, "correct": None}
    assert report(points=0)["result"]["actual"] == 0


@pytest.mark.parametrize("unplayed", [{"is_dnp": True}, {"is_dnp": None}])
def test_a_game_that_he_sat_out_has_a_report_without_a_result(unplayed: Json) -> None:
    row = missed(**unplayed)
    among = league(as_of=AFTER)
    rows = [registered(), row, voided(), *every_other_day(10, 20)]
    found = made(PLAYER_GAME_REPORT, player(*rows, among=among), slate(among))
    assert (found["result"], found["prop_line"]) == (None, None)
    assert found["moving_averages"]["season"] == 15.0
    assert "error" not in found


def test_zeros_stored_for_who_sat_out_are_no_result() -> None:
    assert report(is_dnp=True, points=0)["result"] is None


def test_recent_games_are_the_newest_five_of_any_season_with_those_that_he_sat_out() -> None:
    rows = [
        played(2, 20, minutes_played="31.5", points_line="19.5", over_under_result="OVER"),
        sat_out(4, points_line="18.5", minutes_played=0, over_under_result="UNDER"),
        played(6, 9),
        *(last_season(n, 30 + n, over_under_result=None, points_line=None) for n in range(4)),
    ]
    found = report(*rows[::-1])["recent_games"]
    assert [one["points"] for one in found] == [20, None, 9, 30, 31]
    assert found[0] == {
        "date": "2026-01-07",
        "opponent": "NYK",
        "points": 20,
        "line": 19.5,
        "result": "OVER",
        "minutes": 31.5,
    }
    assert (found[1]["result"], found[1]["minutes"], found[1]["line"]) == (None, 0.0, 18.5)
    assert report()["recent_games"] == []


def test_head_to_head_is_of_the_played_games_of_any_season_against_the_opponent() -> None:
    rows = [
        played(2, 20, points_line="15.5", over_under_result="OVER"),
        played(4, 11, points_line="16.5", over_under_result="UNDER"),
        played(6, 18),
        played(8, 50, opponent_team_abbr="CHI"),
        sat_out(10, points_line="99.5"),
        last_season(1, 24, points_line="18.5"),
    ]
    assert report(*rows)["head_to_head"] == {
        "games": 4,
        "avg_points": 18.2,
        "avg_line": 16.8,
        "over_rate": 0.67,
    }


def test_head_to_head_without_lines_and_without_games() -> None:
    found = report(played(2, 10))["head_to_head"]
    assert found == {"games": 1, "avg_points": 10.0, "avg_line": None, "over_rate": None}
    assert report(played(2, opponent_team_abbr="CHI"))["head_to_head"] == {"games": 0}


def test_against_his_old_team_he_meets_the_opponent_whoever_he_played_for() -> None:
    old = played(40, 30, team_abbr="CHI", game_id="20251130_NYK_CHI")
    assert report(old)["head_to_head"]["games"] == 1


def test_one_game_only_the_first_of_his_life() -> None:
    found = report(among=met())
    assert found["player_profile"]["season_ppg"] is None
    assert found["moving_averages"]["season"] is None
    assert (found["recent_games"], found["head_to_head"]) == ([], {"games": 0})
    assert found["prediction_angles"] == {"supporting": [], "against": []}
    assert found["result"]["actual"] == 22


def test_a_changed_name_is_the_newest_of_the_date() -> None:
    rows = [registered(player_name="Ann Ash", season="2024-25"), registered(player_name="Ann Oak")]
    among = league(as_of=AFTER)
    found = made(PLAYER_GAME_REPORT, player(boxed(), *rows, among=among), slate(among))
    assert found["player_full_name"] == "Ann Oak"


def test_a_game_under_the_leagues_id_is_told_under_its_standard_one() -> None:
    among = league(scheduled(), as_of=AFTER)
    found = report(graded(), among=among, game_id="0022500551")
    assert (found["game_id"], found["prop_line"]["line"]) == ("20260109_NYK_BOS", 15.5)
    assert report(among=among, game_id="401810001")["game_id"] == "401810001"
