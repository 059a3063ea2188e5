"""`players/index.json` (core 7, D1): who is in it, in which order, with which numbers."""

from __future__ import annotations

from publishing.documents import CacheClass
from publishing.exports import BY_NAME
from publishing.exports.player_index import PLAYER_INDEX
from tests.exports.past import played, sat_out
from tests.exports.planned import planned, published
from tests.exports.profiles import (
    LOST,
    PASSED,
    PUSHED,
    UNDER,
    VOIDED,
    WON,
    index,
    listed,
    predicted_for,
    times,
)
from tests.exports.rows import AFTER, ANN, BEFORE, Json, expected, league, registered, scheduled

PATH = "players/index.json"


def test_the_whole_document_in_the_order_of_its_keys() -> None:
    found = index(*predicted_for(WON, LOST, UNDER, PUSHED, VOIDED, PASSED), registered(), played(2))
    assert list(found.items()) == [
        ("generated_at", "2026-01-09T18:00:00.000000+00:00"),
        ("total_players", 1),
        (
            "players",
            [
                {
                    "player_lookup": ANN,
                    "player_full_name": "Ann Ash",
                    "team": "BOS",
                    "games_predicted": 6,
                    "recommendations": 5,
                    "mae": 2.5,
                    "win_rate": 0.67,
                    "bias": -2.5,
                    "within_5_pct": 1.0,
                }
            ],
        ),
    ]
    assert list(found["players"][0])[:4] == [
        "player_lookup",
        "player_full_name",
        "team",
        "games_predicted",
    ]


def test_d1_the_index_lists_those_who_have_a_profile() -> None:
    """Core 7.5: players of three and four games led to a document that was not there."""
    rows = [
        row for games in range(2, 7) for row in predicted_for(*times(games), lookup=f"of{games}")
    ]
    assert listed(*rows) == ["of6", "of5"]
    assert listed(*rows, min_games=4) == ["of6", "of5", "of4"]


def test_nobody_of_two_games_is_listed_whatever_the_run_asks_for() -> None:
    rows = [
        row for games in range(1, 5) for row in predicted_for(*times(games), lookup=f"of{games}")
    ]
    assert listed(*rows, min_games=1) == ["of4", "of3"]


def test_who_was_predicted_most_often_is_first_and_equals_are_by_lookup() -> None:
    rows = [
        row
        for lookup, games in (("cy", 5), ("al", 5), ("bo", 7), ("di", 6), ("el", 5))
        for row in predicted_for(*times(games), lookup=lookup)
    ]
    assert listed(*rows) == ["bo", "di", "al", "cy", "el"]


def test_games_are_counted_by_their_dates() -> None:
    second: Json = {"game_id": "20260108_CHI_BOS", "game_date": "2026-01-08"}
    assert listed(*predicted_for(*times(4)), *predicted_for(WON, **second)) == []


def test_nobody_without_predictions_is_listed() -> None:
    assert index(played(2), expected(), registered()) == {
        "generated_at": "2026-01-09T18:00:00.000000+00:00",
        "total_players": 0,
        "players": [],
    }


def test_a_player_who_never_had_a_decided_pick_has_no_share() -> None:
    (found,) = index(*predicted_for(*times(5, VOIDED)))["players"]
    assert (found["mae"], found["win_rate"], found["bias"]) == (None, None, None)
    assert (found["within_5_pct"], found["recommendations"]) == (None, 5)


def test_d24_the_team_is_that_of_the_newest_played_game() -> None:
    """The greatest of his tricodes, as the alphabet has them, stayed with a traded player."""
    graded = predicted_for(*times(5), team_abbr="WAS")
    rows = [played(2, team_abbr="DEN"), sat_out(1, team_abbr="MIA"), played(40, team_abbr="WAS")]
    assert index(*graded, *rows)["players"][0]["team"] == "DEN"


def test_d24_tonights_team_is_newer_than_that_of_any_game() -> None:
    rows = [played(2, team_abbr="DEN"), expected()]
    assert index(*predicted_for(*times(5)), *rows)["players"][0]["team"] == "BOS"


def test_who_has_not_played_is_of_the_team_that_his_newest_grading_names() -> None:
    teams = predicted_for(*({"team_abbr": team} for team in (None, "DEN", "WAS", "WAS", "WAS")))
    assert index(*teams)["players"][0]["team"] == "DEN"
    assert index(*predicted_for(*times(5), team_abbr=None))["players"][0]["team"] is None


def test_d18_a_grading_that_came_twice_counts_once() -> None:
    rows = predicted_for(*times(5))
    again = predicted_for(*times(5, LOST), graded_at="2025-12-01T12:00:00Z")
    passed = predicted_for(*times(5, PASSED), graded_at="2026-01-09T17:00:00Z")
    assert index(*rows, *again, *passed) == index(*rows)


def test_d25_no_grading_of_a_later_date_counts() -> None:
    later = predicted_for(*times(3, LOST), first=-3)
    rows = predicted_for(*times(5))
    assert index(*rows, *later) == index(*rows)
    assert listed(*predicted_for(*times(4)), *later) == []


def test_d6_a_table_of_gradings_that_lost_its_rows_leaves_the_index_as_it_was() -> None:
    good = planned(PLAYER_INDEX, *predicted_for(*times(5)), played(2), among=league(as_of=BEFORE))
    (lost,) = planned(PLAYER_INDEX, played(2), among=league(as_of=AFTER))
    assert "nba_predictions.prediction_accuracy has no player with 3" in lost.lacks
    assert published(good, [lost])[PATH]["total_players"] == 1


def test_a_league_break_lacks_nothing() -> None:
    among = league(scheduled(game_date="2026-01-07"), as_of=BEFORE)
    (found,) = planned(PLAYER_INDEX, *predicted_for(*times(5)), played(2), among=among)
    assert found.lacks == ""


def test_the_index_is_a_pointer_for_an_hour() -> None:
    (found,) = planned(PLAYER_INDEX, *predicted_for(*times(5)), played(2))
    (target,) = found.targets
    assert (target.path, target.cache) == (PATH, CacheClass.TRENDS)


def test_the_index_is_made_when_it_is_asked_for_and_before_the_profiles() -> None:
    assert PLAYER_INDEX.when_named
    assert PLAYER_INDEX.job_type == BY_NAME["player_profile"].job_type == "players"
    names = list(BY_NAME)
    assert names.index("player_index") + 1 == names.index("player_profile")
