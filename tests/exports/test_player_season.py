"""`players/{player}/season/{season}.json`: profile, averages, games and lines (core 8.3, 8.4)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from publishing.exports.player_season import PLAYER_SEASON
from publishing.exports.shot_profile import shot_profile
from publishing.rows import Row
from tests.exports.past import every_other_day, played, sat_out
from tests.exports.rows import (
    AFTER,
    DAY,
    Json,
    booked,
    boxed,
    expected,
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
from tests.exports.seasons import away, part, season

KEYS = (
    "player_lookup player_full_name season generated_at player_profile averages current_form "
    "key_patterns prop_hit_rates game_log splits monthly"
).split()


def logged(*rows: Row) -> list[Json]:
    found = season(*rows)["game_log"]
    assert isinstance(found, list)
    return found


def picked(days_ago: int, **columns: Any) -> Row:
    """A grading of an earlier game: 22 points over a line of 15.5."""
    day = DAY - timedelta(days=days_ago)
    game: Json = {
        "game_date": day,
        "game_id": f"{day:%Y%m%d}_NYK_BOS",
        "graded_at": f"{day}T23:00:00Z",
    }
    return graded(**game | columns)


def test_the_document_has_the_keys_of_the_contract_in_order() -> None:
    found = season(played(2), picked(2))
    assert list(found) == KEYS
    assert list(found["player_profile"]) == ["position", "team_abbr", "player_tier", "shot_profile"]
    assert list(found["averages"]) == (
        "games ppg rpg apg spg bpg topg fg_pct three_pct ft_pct minutes".split()
    )
    assert list(found["current_form"]) == (
        "heat_score temperature current_streak streak_direction l5_avg l10_avg hit_rate_l10".split()
    )
    assert list(found["prop_hit_rates"]) == "points total_recommendations correct win_rate".split()
    assert list(found["prop_hit_rates"]["points"]) == "games overs unders over_rate".split()
    assert list(found["game_log"][0]) == (
        "date opponent is_home points rebounds assists minutes line result team_won".split()
    )
    assert list(found["splits"]) == ["home", "away", "rested", "back_to_back"]
    assert list(found["monthly"][0]) == ["month", "games", "ppg", "over_rate"]
    assert (found["player_full_name"], found["season"]) == ("Ann Ash", "2025-26")
    assert found["generated_at"] == "2026-01-09T18:00:00.000000+00:00"


@pytest.mark.parametrize(
    ("points", "tier"),
    [
        ([25, 25], "elite"),
        ([25] * 99 + [24], "starter"),
        ([15], "starter"),
        ([15] * 99 + [14], "role_player"),
        ([], "role_player"),
    ],
)
def test_the_tier_is_of_the_exact_average(points: list[int], tier: str) -> None:
    rows = [played(n, one, season_year=2025) for n, one in enumerate(points, start=1)]
    assert part("player_profile", *rows)["player_tier"] == tier


@pytest.mark.parametrize(
    ("shares", "profile"),
    [
        ((50, 50, 0), "interior"),
        ((49.99, 50, 0.01), "perimeter"),
        ((30, 49.99, 30), "mid_range"),
        ((40.01, 30, 29.99), "balanced"),
        ((None, None, None), "balanced"),
        ((None, 60, None), "perimeter"),
    ],
)
def test_shot_profile(shares: tuple[float | None, ...], profile: str) -> None:
    names = ("paint_rate_last_10", "three_pt_rate_last_10", "mid_range_rate_last_10")
    found: Json = dict(zip(names, (share and str(share) for share in shares), strict=True))
    row = zoned(**found)
    assert shot_profile(row) == profile
    assert part("player_profile", row)["shot_profile"] == profile


def test_the_newest_zones_up_to_the_date_count_of_whatever_season() -> None:
    old = zoned(analysis_date="2024-04-01", paint_rate_last_10=70)
    later = zoned(analysis_date="2026-01-10", three_pt_rate_last_10=70)
    assert part("player_profile", old, later)["shot_profile"] == "interior"
    assert part("player_profile", old, zoned(three_pt_rate_last_10=70))["shot_profile"] == (
        "perimeter"
    )
    assert part("player_profile")["shot_profile"] == "balanced"


def test_the_position_is_the_registrys() -> None:
    rows = [registered(position="G", season="2024-25"), registered(position="F-C")]
    found = made(PLAYER_SEASON, player(*rows), slate())
    assert found["player_profile"]["position"] == "F-C"
    assert part("player_profile")["position"] is None


def test_averages() -> None:
    first: Json = {
        "offensive_rebounds": 1,
        "defensive_rebounds": 5,
        "assists": 7,
        "steals": 1,
        "blocks": 0,
        "turnovers": 3,
        "minutes_played": "33.5",
    }
    second: Json = {
        "offensive_rebounds": 0,
        "defensive_rebounds": 3,
        "assists": 2,
        "steals": 2,
        "blocks": 1,
        "turnovers": 0,
        "minutes_played": "28.4",
        "fg_makes": 3,
        "fg_attempts": 10,
        "three_pt_makes": 0,
        "three_pt_attempts": 0,
        "ft_makes": 0,
        "ft_attempts": 2,
    }
    assert part("averages", played(2, 21, **first), played(4, 10, **second)) == {
        "games": 2,
        "ppg": 15.5,
        "rpg": 4.5,
        "apg": 4.5,
        "spg": 1.5,
        "bpg": 0.5,
        "topg": 1.5,
        "fg_pct": 0.44,
        "three_pct": 0.33,
        "ft_pct": 0.57,
        "minutes": 31.0,
    }


def test_what_was_not_counted_is_in_no_average() -> None:
    names = (
        "offensive_rebounds defensive_rebounds assists fg_makes fg_attempts ft_makes ft_attempts "
        "minutes_played"
    ).split()
    nothing: Json = dict.fromkeys(names)
    found = part("averages", played(2, 10, **nothing), played(4, 20, assists=4))
    assert (found["games"], found["ppg"], found["apg"]) == (2, 15.0, 4.0)
    assert (found["fg_pct"], found["ft_pct"], found["minutes"]) == (0.53, 0.8, 33.0)
    found = part("averages", played(2, 10, **nothing))
    assert [found[name] for name in ("rpg", "apg", "fg_pct", "ft_pct", "minutes")] == [None] * 5


def test_a_mean_is_rounded_once_half_to_even() -> None:
    rows = [played(n, points) for n, points in enumerate([12, 12, 12, 13], start=1)]
    assert part("averages", *rows)["ppg"] == 12.2
    shots: Json = {"fg_makes": 1, "fg_attempts": 8}
    assert part("averages", played(2, **shots))["fg_pct"] == 0.12


def test_minutes_come_from_the_games_book_where_the_box_score_has_none() -> None:
    day = DAY - timedelta(days=2)
    book = booked(game_date=day, game_id=f"{day:%Y%m%d}_NYK_BOS")
    without = played(2, minutes_played=None)
    assert part("averages", without, book)["minutes"] == 31.5
    assert logged(without, book)[0]["minutes"] == 31.5
    assert logged(played(2, minutes_played=30), book)[0]["minutes"] == 30.0
    assert logged(without)[0]["minutes"] is None


def test_a_logged_game() -> None:
    row = away(
        2,
        18,
        offensive_rebounds=1,
        defensive_rebounds=4,
        assists=6,
        minutes_played="31.4",
        points_line="18",
        over_under_result="OVER",
    )
    assert logged(row) == [
        {
            "date": "2026-01-07",
            "opponent": "NYK",
            "is_home": False,
            "points": 18,
            "rebounds": 5,
            "assists": 6,
            "minutes": 31.4,
            "line": 18.0,
            "result": "OVER",
            "team_won": False,
        }
    ]


def test_the_log_is_the_whole_season_newest_first_with_games_that_he_sat_out() -> None:
    rows = [played(n, n) for n in range(1, 61)]
    found = logged(*rows[::-1], sat_out(61), boxed(game_date="2025-04-10", season_year=2024))
    assert [one["points"] for one in found] == [*range(1, 61), None]
    assert logged(sat_out(3, points_line="12.5"))[0] | {"date": ""} == {
        "date": "",
        "opponent": "NYK",
        "is_home": True,
        "points": None,
        "rebounds": None,
        "assists": None,
        "minutes": None,
        "line": 12.5,
        "result": None,
        "team_won": False,
    }


def test_zeros_stored_for_a_game_that_he_sat_out_are_no_counts() -> None:
    zeros: Json = {"points": 0, "assists": 0, "offensive_rebounds": 0, "defensive_rebounds": 0}
    row = sat_out(2, **zeros, minutes_played=0, over_under_result="UNDER")
    found = logged(row)[0]
    assert [found[key] for key in ("points", "rebounds", "assists", "result")] == [None] * 4
    assert found["minutes"] == 0.0
    assert part("averages", row) == {}


@pytest.mark.parametrize("result", [None, "PUSH", ""])
def test_a_result_is_over_under_or_nothing(result: str | None) -> None:
    assert logged(played(2, over_under_result=result))[0]["result"] is None


def test_the_season_is_that_of_the_date_up_to_it() -> None:
    rows = [
        registered(season="2024-25"),
        boxed(game_date="2025-04-10", game_id="20250410_NYK_BOS", season_year=2024, points=9),
        boxed(),
        boxed(game_date="2026-01-11", game_id="20260111_NYK_BOS", points=40),
    ]
    after = league(scheduled(), as_of=AFTER)
    found = made(PLAYER_SEASON, player(*rows, among=after), after.slate(DAY))
    assert [one["date"] for one in found["game_log"]] == ["2026-01-09"]
    assert found["averages"]["games"] == 1
    old = made(PLAYER_SEASON, player(*rows, among=after), after.slate(date(2025, 5, 1)))
    assert (old["season"], old["averages"]["ppg"]) == ("2024-25", 9.0)


def test_lines_are_hit_by_points_whatever_was_recommended() -> None:
    found = part(
        "prop_hit_rates",
        picked(2),
        picked(4, actual_points=9, prediction_correct=False),
        picked(6, recommendation="PASS", prediction_correct=None),
        picked(8, recommendation="UNDER", actual_points=15, prediction_correct=True),
    )
    assert found == {
        "points": {"games": 4, "overs": 2, "unders": 2, "over_rate": 0.5},
        "total_recommendations": 3,
        "correct": 2,
        "win_rate": 0.667,
    }


def test_d14_pushes_and_voids_are_in_no_rate() -> None:
    found = part(
        "prop_hit_rates",
        picked(2),
        picked(4, line_value=22, prediction_correct=None),
        picked(6, is_voided=True, actual_points=0, prediction_correct=None),
        picked(8, actual_points=None, prediction_correct=None),
        picked(10, line_value=None, recommendation="NO_LINE", prediction_correct=None),
    )
    assert found == {
        "points": {"games": 1, "overs": 1, "unders": 0, "over_rate": 1.0},
        "total_recommendations": 1,
        "correct": 1,
        "win_rate": 1.0,
    }


def test_rates_of_nothing_are_null_and_without_a_row_there_is_no_key() -> None:
    found = part("prop_hit_rates", voided())
    assert found["points"] == {"games": 0, "overs": 0, "unders": 0, "over_rate": None}
    assert (found["total_recommendations"], found["win_rate"]) == (0, None)
    assert part("prop_hit_rates", played(2)) == {}


def test_a_tie_with_the_line_is_over_in_the_log_and_neither_in_the_hit_rates() -> None:
    tie = played(2, 22, points_line=22, over_under_result="OVER")
    found = season(tie, picked(2, line_value=22, prediction_correct=None))
    assert found["game_log"][0]["result"] == "OVER"
    assert found["prop_hit_rates"]["points"]["games"] == 0


def test_a_player_without_a_game_has_an_empty_season() -> None:
    found = season(missed(game_date="2025-04-10", season_year=2024))
    nothing = {"games": 0, "ppg": None, "over_rate": None}
    assert found["splits"] == dict.fromkeys(("home", "away", "rested", "back_to_back"), nothing)
    assert found["player_profile"] == {
        "position": None,
        "team_abbr": "BOS",
        "player_tier": "role_player",
        "shot_profile": "balanced",
    }
    empty: Json = {"averages": {}, "current_form": {}, "key_patterns": [], "prop_hit_rates": {}}
    assert {name: found[name] for name in empty} == empty
    assert (found["game_log"], found["monthly"]) == ([], [])
    assert "error" not in found


def test_a_player_who_sat_out_all_season_has_a_log_and_no_average() -> None:
    found = season(sat_out(2), sat_out(4, is_dnp=None))
    assert (len(found["game_log"]), found["averages"], found["current_form"]) == (2, {}, {})


def test_one_game_only() -> None:
    found = season(played(2, 17))
    assert (found["averages"]["games"], found["averages"]["ppg"]) == (1, 17.0)
    assert found["splits"]["home"]["games"] == 1
    # The first game of a season is after no other.
    assert found["splits"]["rested"]["games"] + found["splits"]["back_to_back"]["games"] == 0
    assert found["current_form"]["current_streak"] == 1
    assert found["key_patterns"] == []


def test_never_had_a_line() -> None:
    found = season(*every_other_day(*range(10, 22)))
    assert found["prop_hit_rates"] == {}
    assert {one["line"] for one in found["game_log"]} == {None}
    assert {one["over_rate"] for one in [*found["splits"].values(), *found["monthly"]]} == {None}
    form = found["current_form"]
    assert (form["streak_direction"], form["hit_rate_l10"], form["current_streak"]) == (None, 0, 10)


def test_d24_traded_in_mid_season_he_is_of_his_newest_team_and_home_is_each_teams() -> None:
    new = played(2, 20, team_abbr="CHI", opponent_team_abbr="BOS", game_id="20260107_BOS_CHI")
    old = [played(40, 10), away(42, 12)]
    rows = [registered(team_abbr="BOS"), registered(team_abbr="CHI", last_game_date="2026-01-07")]
    found = made(PLAYER_SEASON, player(*rows, new, *old), slate())
    assert found["player_profile"]["team_abbr"] == "CHI"
    assert [one["is_home"] for one in found["game_log"]] == [True, True, False]
    assert (found["averages"]["games"], found["splits"]["home"]["ppg"]) == (3, 15.0)


def test_d24_who_is_expected_for_another_team_tonight_is_of_that_team() -> None:
    rows = [played(2), expected(team_abbr="NYK", home_game=False)]
    assert part("player_profile", *rows)["team_abbr"] == "NYK"


def test_a_game_that_he_sat_out_for_a_new_team_does_not_make_it_his() -> None:
    rows = [played(4), sat_out(2, team_abbr="CHI", opponent_team_abbr="BOS")]
    assert part("player_profile", *rows)["team_abbr"] == "BOS"


def test_a_changed_name_is_the_newest() -> None:
    rows = [
        registered(player_name="Ann Ash", season="2023-24"),
        registered(player_name="Ann Birch", season="2025-26"),
        registered(player_name="Ann Cedar", season="2026-27"),
    ]
    assert made(PLAYER_SEASON, player(*rows), slate())["player_full_name"] == "Ann Birch"
    old = slate(game_date=date(2024, 3, 1))
    assert made(PLAYER_SEASON, player(*rows), old)["player_full_name"] == "Ann Ash"
