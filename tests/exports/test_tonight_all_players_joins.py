"""Which players stand in which game of `tonight/all-players.json` (core 5, D18, D19, D24)."""

from __future__ import annotations

import pytest

from publishing.league import League
from tests.exports.past import played
from tests.exports.rows import (
    BEFORE,
    CHAMPION,
    DAY,
    GAME,
    LEAGUE_ID,
    Json,
    boxed,
    expected,
    league,
    player,
    predicted,
    registered,
    reported,
    scheduled,
)
from tests.exports.tonight import card, document, order


def test_a_date_without_games_is_empty_and_present() -> None:
    assert document(expected(), predicted(), among=League({}, BEFORE, CHAMPION)) == {
        "game_date": "2026-01-09",
        "generated_at": "2026-01-09T18:00:00.000000+00:00",
        "total_players": 0,
        "total_with_lines": 0,
        "games": [],
    }


def test_a_game_that_nobody_is_expected_in_has_no_players() -> None:
    found = document(predicted(), registered(), played(2))
    assert (found["total_players"], found["total_with_lines"]) == (0, 0)
    assert (found["games"][0]["player_count"], found["games"][0]["players"]) == (0, [])


def test_totals_are_over_all_games_and_a_game_that_is_not_in_the_schedule_has_none() -> None:
    among = league(scheduled(), scheduled("DET", "CHI", game_id="2", game_status=2))
    other = {"game_id": "20260109_DET_CHI", "team_abbr": "CHI", "opponent_team_abbr": "DET"}
    found = document(
        expected(),
        predicted(),
        expected("bobbay"),
        expected("cyday", **other),
        predicted("cyday", game_id="20260109_DET_CHI"),
        expected("nowhere", game_id="20260109_PHI_TOR"),
        predicted("nowhere", game_id="20260109_PHI_TOR"),
        among=among,
    )
    assert (found["total_players"], found["total_with_lines"]) == (3, 2)
    assert [one["player_count"] for one in found["games"]] == [1, 2]


@pytest.mark.parametrize("context", [GAME, LEAGUE_ID])
@pytest.mark.parametrize("prediction", [GAME, LEAGUE_ID])
def test_d19_d26_players_join_their_game_under_either_of_its_names(
    context: str, prediction: str
) -> None:
    found = document(expected(game_id=context), predicted(game_id=prediction))
    assert found["games"][0]["players"][0]["prediction"]["predicted"] == 19.5


@pytest.mark.parametrize(
    "columns",
    [
        {"home_game": True},
        {"home_game": False, "team_abbr": "NYK", "opponent_team_abbr": "BOS"},
    ],
)
def test_d26_a_game_under_a_foreign_id_is_found_by_date_away_and_home(columns: Json) -> None:
    found = document(expected(game_id="18447123", **columns), predicted())
    assert found["games"][0]["players"][0]["has_line"] is True


@pytest.mark.parametrize("columns", [{"home_game": None}, {"opponent_team_abbr": "RMD"}])
def test_d19_a_row_whose_game_nothing_knows_is_counted(columns: Json) -> None:
    row = expected(game_id="18447123", **columns)
    assert document(row)["total_players"] == 0
    assert list(player(row).unidentified([DAY])) == [row]
    assert list(player(expected(), predicted()).unidentified([DAY])) == []


def test_d19_a_league_id_means_the_game_of_its_own_date() -> None:
    """The league uses an id again for the date that a game was moved to."""
    other = scheduled("DET", "CHI", game_date="2026-01-10")
    found = document(expected(game_id=LEAGUE_ID), among=league(scheduled(), other))
    assert [one["game_id"] for one in found["games"]] == [GAME]
    assert found["games"][0]["player_count"] == 1


def test_a_player_without_any_other_row_is_on_the_page() -> None:
    """No source but the context decides who is listed."""
    found = card(expected())
    nothing = ("fatigue_score", "injury_reason", "season_ppg", "season_mpg", "minutes_avg")
    assert [found[key] for key in (*nothing, "last_5_ppg", "recent_form")] == [None] * 7
    assert (found["name"], found["has_line"], found["games_played"]) == ("annash", False, 0)
    assert (found["fatigue_level"], found["injury_status"]) == ("normal", "available")
    assert (found["limited_data"], found["last_10_record"]) == (True, None)
    assert found["last_10_points"] == found["last_10_lines"] == found["last_10_results"] == []
    optional = {"props", "prediction", "last_10_vs_avg", "last_10_avg_record"}
    assert optional.isdisjoint(found)


@pytest.mark.parametrize("at_home", [True, False, None])
def test_what_the_context_says_of_him(at_home: bool | None) -> None:
    found = card(expected(home_game=at_home, team_abbr="NYK", days_rest=None))
    assert (found["team"], found["is_home"], found["days_rest"]) == ("NYK", at_home, None)


def test_d24_a_traded_player_stands_with_the_team_of_tonights_context() -> None:
    rows = (boxed(game_date="2026-01-07", team_abbr="UTA"), registered(team_abbr="UTA"))
    assert card(expected(), *rows)["team"] == "BOS"


def test_d18_a_player_is_in_a_game_once_as_the_newest_context_has_him() -> None:
    old = expected(days_rest=5, processed_at="2026-01-09T11:00:00Z", game_id=LEAGUE_ID)
    for rows in ((old, expected()), (expected(), old)):
        assert card(*rows)["days_rest"] == 2


def test_names_come_from_the_newest_season_that_has_begun() -> None:
    rows = (
        registered(player_name="Anna Ash", season="2024-25"),
        registered(player_name="Ann Ash-Oak"),
        registered(player_name="Mrs. Oak", season="2026-27"),
    )
    for turn in (rows, rows[::-1]):
        assert card(expected(), *turn)["name"] == "Ann Ash-Oak"


def test_players_stand_by_line_then_out_then_confidence_then_average_then_lookup() -> None:
    rows = (
        *(expected(lookup) for lookup in "abcdefghi"),
        *(predicted(lookup, confidence_score=90) for lookup in "bcd"),
        predicted("e", confidence_score=92),
        predicted("f", confidence_score=95),
        predicted("i", confidence_score=None),
        reported("f", injury_status="out"),
        reported("g", injury_status="out"),
        reported("e", injury_status="doubtful"),
        *(boxed(lookup, game_date="2026-01-07", points=30) for lookup in "cag"),
        boxed("b", game_date="2026-01-07", points=20),
        boxed("d", game_date="2026-01-07", points=20),
        boxed("h", game_date="2026-01-07", points=31),
    )
    # Nothing is more than 92 of those who are not out; c, b and d differ by their average.
    assert order(*rows) == [*"ecbdif", *"hag"]
    assert order(*rows[::-1]) == [*"ecbdif", *"hag"]


def test_unknown_confidence_and_unknown_averages_stand_as_zero() -> None:
    half = [boxed("half", game_date=f"2026-01-0{day}", points=day % 2) for day in range(1, 5)]
    assert order(expected("a"), expected("half"), *half) == ["half", "a"]
    unsure = predicted("unsure", confidence_score="0.5")
    sides = (expected("a"), expected("unsure"), predicted("a", confidence_score=None), unsure)
    assert order(*sides) == ["unsure", "a"]
