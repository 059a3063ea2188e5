"""The games of `players/{player}.json` (core 7.3): the log, results, splits, opponents."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from publishing.rows import BoxScoreRow, Row, ScheduledGame
from tests.exports.past import OVER, UNDER, every_other_day, played, sat_out
from tests.exports.profiles import WON, document, predicted_for
from tests.exports.rows import DAY, Json, league, scheduled

NOTHING = {"avg": None, "games": 0, "vs_line_pct": None}


def log(*rows: Row, games: tuple[ScheduledGame, ...] = ()) -> list[Json]:
    found = document(*predicted_for(WON), *rows, among=league(scheduled(), *games))["game_log"]
    assert isinstance(found, list)
    return found


def splits(*rows: Row) -> Json:
    found = document(*predicted_for(WON), *rows)["splits"]
    assert isinstance(found, dict)
    return found


def away(days_ago: int, points: int = 20, opponent: str = "CHI", **columns: Any) -> BoxScoreRow:
    """A game on the road."""
    day = DAY - timedelta(days_ago)
    game: Json = {"game_id": f"{day:%Y%m%d}_BOS_{opponent}", "opponent_team_abbr": opponent}
    return played(days_ago, points, **game | columns)


def final(days_ago: int, home: int | None, visitors: int | None, **columns: Any) -> ScheduledGame:
    """The final score of a game of NYK at BOS."""
    game: Json = {
        "game_id": f"00225004{days_ago:02}",
        "game_date": DAY - timedelta(days_ago),
        "game_status": 3,
        "home_team_score": home,
        "away_team_score": visitors,
        "processed_at": "2026-01-09T09:00:00Z",
    }
    return scheduled(**game | columns)


# The log


def test_the_log_has_fifty_games_at_most_the_newest_first() -> None:
    found = log(*(played(1 + back, back) for back in range(51)))
    assert [one["points"] for one in found] == list(range(50))


def test_games_of_every_season_are_in_the_log_and_those_he_sat_out() -> None:
    found = log(played(1), sat_out(2), played(400), played(2500))
    assert [one["did_not_play"] for one in found] == [False, True, False, False]


def test_a_game_that_he_sat_out_says_why_and_counts_nothing() -> None:
    (found,) = log(sat_out(2, dnp_reason="Rest", points_line="15.5"))
    said = {key: value for key, value in found.items() if value is not None}
    assert said == {
        "game_date": "2026-01-07",
        "opponent": "NYK",
        "home_game": True,
        "team_result": "L",
        "line": 15.5,
        "did_not_play": True,
        "dnp_reason": "Rest",
    }


@pytest.mark.parametrize("is_dnp", [True, None])
def test_d17_a_zero_stored_for_who_sat_out_is_no_score(is_dnp: bool | None) -> None:
    zeros: Json = {"minutes_played": 0, "fg_makes": 0, "fg_attempts": 0, "assists": 0}
    decided: Json = {"points_line": "15.5", "over_under_result": "UNDER"}
    (found,) = log(played(2, 0 if is_dnp else None, is_dnp=is_dnp, **zeros, **decided))
    assert (found["points"], found["margin"], found["over_under"]) == (None, None, None)
    assert (found["minutes"], found["assists"], found["fg_attempts"]) == (0.0, None, None)
    assert (found["line"], found["did_not_play"]) == (15.5, True)


def test_shots_are_texts_where_there_were_any() -> None:
    (found,) = log(
        played(2, fg_makes=None, three_pt_makes=0, three_pt_attempts=0, ft_attempts=None)
    )
    assert (found["fg"], found["three"], found["ft"]) == ("0/15", None, None)
    assert (found["fg_makes"], found["three_attempts"], found["ft_attempts"]) == (None, 0, None)


@pytest.mark.parametrize(
    ("offensive", "defensive", "rebounds"), [(1, 4, 5), (0, 0, 0), (None, 4, None), (1, None, None)]
)
def test_rebounds_are_both_kinds_together(
    offensive: int | None, defensive: int | None, rebounds: int | None
) -> None:
    row = played(2, offensive_rebounds=offensive, defensive_rebounds=defensive)
    assert log(row)[0]["rebounds"] == rebounds


def test_a_margin_keeps_its_half_and_is_unknown_without_a_line() -> None:
    found = log(played(2, **OVER), played(4, **UNDER), played(6))
    assert [one["margin"] for one in found] == [6.5, -6.5, None]
    assert [one["over_under"] for one in found] == ["OVER", "UNDER", None]


def test_zero_points_are_points() -> None:
    (found,) = log(played(2, 0, points_line="0.5"))
    assert (found["points"], found["margin"]) == (0, -0.5)


# Results


def test_the_result_is_that_of_the_final_score() -> None:
    rows = [played(2), played(4), away(6)]
    games = (
        final(2, 101, 99),
        final(4, 99, 101),
        final(6, 90, 95, home_team_tricode="CHI", away_team_tricode="BOS"),
    )
    assert [one["team_result"] for one in log(*rows, games=games)] == ["W", "L", "W"]


def test_the_score_counts_more_than_how_it_went_with_him_on_the_floor() -> None:
    row = played(2, plus_minus=-20)
    assert log(row, games=(final(2, 101, 99),))[0]["team_result"] == "W"


def test_who_sat_out_has_his_teams_result_too() -> None:
    assert log(sat_out(2), games=(final(2, 101, 99),))[0]["team_result"] == "W"


@pytest.mark.parametrize(
    "game",
    [
        (),
        (final(2, None, None),),
        (final(2, 101, None),),
        (final(2, 99, 101, game_status=2),),
        (final(2, 101, 101),),
        (final(2, 101, 99, processed_at="2026-01-09T19:00:00Z"),),
        (final(2, 99, 101, home_team_tricode="MIA"),),
    ],
)
def test_without_a_final_score_his_own_plus_minus_tells(game: tuple[ScheduledGame, ...]) -> None:
    for plus_minus, result in ((5, "W"), (-5, "L"), (0, "L"), (None, "L")):
        assert log(played(2, plus_minus=plus_minus), games=game)[0]["team_result"] == result


def test_a_row_of_neither_team_of_its_game_has_no_score() -> None:
    row = played(2, team_abbr="MIA", plus_minus=5)
    assert log(row, games=(final(2, 101, 99),))[0]["team_result"] == "W"


# Home and away


def test_home_is_told_by_the_games_id_under_either_name() -> None:
    named = played(4, game_id="0022500404")
    found = log(played(2), away(3), named, games=(final(4, 101, 99),))
    assert [one["home_game"] for one in found] == [True, False, True]
    assert found[2]["team_result"] == "W"


def test_incident_an_odd_game_id_ended_the_batch() -> None:
    """Its third part was taken blindly: now the game is told, and it is in no split by place."""
    for game_id in ("0022599999", "NYK@BOS", "20260107_NYK", ""):
        row = played(2, game_id=game_id)
        (found,) = log(row)
        assert (found["home_game"], found["points"]) == (False, 20)
        assert splits(row)["location"] == {"home": NOTHING, "away": NOTHING}


# Splits


@pytest.mark.parametrize(
    ("days", "name"),
    [(1, "b2b"), (2, "one_day"), (3, "two_day"), (4, "three_plus"), (200, "three_plus")],
)
def test_rest_by_the_days_between_games(days: int, name: str) -> None:
    rest = splits(played(2, 30), played(2 + days, 10))["rest"]
    assert {key for key, found in rest.items() if found["games"]} == {name}
    assert rest[name] == {"avg": 30.0, "games": 1, "vs_line_pct": None}


def test_the_first_game_is_in_no_rest() -> None:
    found = splits(played(2))
    assert found["rest"] == dict.fromkeys(("b2b", "one_day", "two_day", "three_plus"), NOTHING)
    assert found["location"]["home"]["games"] == 1


def test_d17_days_are_counted_between_games_that_he_played() -> None:
    """On the bench the day before is no back-to-back."""
    rest = splits(played(2, 30), sat_out(3), sat_out(4, is_dnp=None), played(5, 10))["rest"]
    assert (rest["b2b"]["games"], rest["two_day"]["games"]) == (0, 1)


def test_d17_a_game_that_he_sat_out_is_in_no_split() -> None:
    rows = [played(2, 30), played(5, 10)]
    assert splits(*rows, sat_out(3), sat_out(4, points=0)) == splits(*rows)


def test_seasons_from_2021_on_are_in_the_splits() -> None:
    rows = [played(back, season_year=year) for back, year in ((2, 2022), (4, 2021), (6, 2020))]
    found = splits(*rows, played(8, season_year=None))
    assert found["location"]["home"]["games"] == 2
    assert found["rest"]["one_day"]["games"] == 1


def test_the_share_of_overs_is_of_games_that_are_decided() -> None:
    found = splits(played(2, **OVER), played(4, **UNDER), played(6, **OVER), played(8))
    assert found["location"]["home"]["vs_line_pct"] == 0.67


def test_a_tie_with_the_line_is_over_as_the_box_score_has_it() -> None:
    tie = played(2, 15, points_line=15, over_under_result="OVER")
    assert splits(tie)["location"]["home"]["vs_line_pct"] == 1.0


def test_d22_means_are_rounded_once_half_to_even() -> None:
    """20.25 is 20.2; before it was 20.3."""
    found = splits(*every_other_day(20, 20, 20, 21))["location"]["home"]
    assert found["avg"] == 20.2


# Opponents


def test_opponents_are_listed_from_two_games_on() -> None:
    rows = [played(2, 10), played(4, 20), away(6, 30)]
    assert splits(*rows)["opponents"] == [
        {"team": "NYK", "avg": 15.0, "games": 2, "vs_line_pct": None}
    ]


def test_opponents_by_games_then_points_then_name() -> None:
    rows = [
        away(day, points, opponent)
        for day, (points, opponent) in enumerate(
            [
                (10, "MIA"),
                (10, "MIA"),
                (10, "MIA"),
                (30, "CHI"),
                (30, "CHI"),
                (20, "DET"),
                (20, "DET"),
                (20, "ATL"),
                (20, "ATL"),
            ],
            start=1,
        )
    ]
    assert [one["team"] for one in splits(*rows)["opponents"]] == ["MIA", "CHI", "ATL", "DET"]


def test_d9_opponents_of_one_published_mean_are_in_the_order_of_their_names() -> None:
    """20.04 and 20.0 are both published as 20.0."""
    chicago = [away(1 + back, 20 + (back == 0), "CHI") for back in range(26)]
    atlanta = [away(30 + back, 20, "ATL") for back in range(26)]
    assert [one["team"] for one in splits(*chicago, *atlanta)["opponents"]] == ["ATL", "CHI"]


def test_a_game_against_nobody_known_is_against_nobody() -> None:
    rows = [played(back, opponent_team_abbr=None) for back in (2, 4)]
    assert splits(*rows)["opponents"] == []
    assert [one["opponent"] for one in log(*rows)] == ["", ""]
