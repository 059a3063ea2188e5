"""What went wrong with the streaks (core 10.6, 12.8), and when rows are missing (D6, I-16)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import msgspec
import pytest

from publishing.documents import Document
from publishing.exports.streaks import STREAKS
from publishing.rows import Row, ScheduledGame
from tests.exports.lines import decided, margins
from tests.exports.past import every_other_day, played, sat_out
from tests.exports.planned import planned, published
from tests.exports.rows import (
    AFTER,
    BEFORE,
    DAY,
    GAME,
    LEAGUE_ID,
    expected,
    league,
    registered,
    scheduled,
)
from tests.exports.streaks import document, lengths, listed, lookups, pick, picks
from tests.exports.teams import finished

TODAY = "streaks/today.json"


def run(*rows: Row, games: Sequence[ScheduledGame] = (), late: int = 0) -> Document:
    among = league(*(games or [scheduled()]), as_of=BEFORE + timedelta(hours=late))
    (found,) = planned(STREAKS, *rows, among=among)
    return found


# Incidents and defects


def test_incident_a_tie_is_over_in_the_box_score_and_a_push_for_a_pick() -> None:
    """Core 12.8: both meanings are kept apart. A tie goes on with a streak of overs."""
    tie = played(1, 20, points_line=20, over_under_result="OVER")
    (found,) = listed("over", tie, *margins("3x4"))
    assert (found["streak_length"], found["avg_margin"]) == (4, 3.0)
    assert found["games"][0]["points"] == found["games"][0]["line"] == 20
    assert lengths("under", tie, *margins("4x-1")) == []
    assert lengths("prediction_hits", pick("=", 1), *picks("WWW")) == []


def test_incident_gradings_that_are_there_twice_do_not_lengthen_a_streak() -> None:
    rows = picks("WWW")
    again = [msgspec.structs.replace(row, graded_at=AFTER - timedelta(30)) for row in rows]
    other_line = [msgspec.structs.replace(row, line_value=None) for row in rows]
    assert lengths("prediction_hits", *rows, *again, *other_line) == []


def test_d18_the_pick_of_a_game_counts_not_a_passed_version_of_it() -> None:
    rows = picks("WWWW")
    passed = [
        msgspec.structs.replace(row, recommendation="PASS", prediction_correct=None, graded_at=None)
        for row in rows
    ]
    for arrival in ([*rows, *passed], [*passed, *rows]):
        assert lengths("prediction_hits", *arrival) == [4]


def test_d18_the_newest_grading_of_a_game_counts() -> None:
    wrong = pick("L", 2, graded_at="2026-01-09T12:00:00Z")
    assert lengths("prediction_hits", wrong, *picks("WWWWW")) == []
    older = pick("L", 2, graded_at="2026-01-08T01:00:00Z")
    assert lengths("prediction_hits", older, *picks("WWWWW")) == [5]


def test_d19_a_game_under_both_of_its_names_is_one() -> None:
    rows = [pick("W", 0, game_id=GAME), pick("W", 0, game_id=LEAGUE_ID), *picks("WW")]
    assert lengths("prediction_hits", *rows) == []
    assert lengths("prediction_hits", *rows, pick("W", 20)) == [4]


def test_d18_box_scores_that_are_there_twice_do_not_lengthen_a_streak() -> None:
    rows = margins("3x1")
    again = [msgspec.structs.replace(row, game_id="odd", processed_at=None) for row in rows]
    assert lengths("over", *rows, *again) == []


def test_incident_a_player_of_two_teams_appears_once() -> None:
    """The registry has a row for each of his teams, and he had a streak for each."""
    both = [
        registered(team_abbr="WAS", last_game_date="2025-12-01"),
        registered(team_abbr="ATL", last_game_date="2026-01-07"),
    ]
    found = document(*both, *margins("4x1"), *picks("WWWW"))["streaks"]
    assert [len(found[name]) for name in found] == [1, 0, 1]


def test_d24_his_team_is_that_of_his_newest_game() -> None:
    """It was whatever the registry said."""
    new = [msgspec.structs.replace(row, team_abbr="ATL") for row in margins("2x1")]
    rows = [*new, *margins("5x1")[2:], *picks("WWWW"), registered(team_abbr="WAS")]
    found = document(*rows)["streaks"]
    assert [found[name][0]["team"] for name in ("over", "prediction_hits")] == ["ATL", "ATL"]
    # Whether that game was decided or not.
    assert listed("over", played(1, team_abbr="CHI"), *rows)[0]["team"] == "CHI"
    assert listed("over", sat_out(1, team_abbr="CHI"), *rows)[0]["team"] == "ATL"


def test_d24_who_is_expected_tonight_for_a_new_team_is_of_that_team() -> None:
    new = expected(team_abbr="NYK", opponent_team_abbr="BOS", home_game=False)
    assert listed("over", *margins("4x1"), new)[0]["team"] == "NYK"


def test_d24_who_has_not_played_this_season_is_of_the_team_that_he_was_graded_with() -> None:
    graded = [pick("W", 300 + place, team_abbr="DEN") for place in range(4)]
    assert listed("prediction_hits", *graded)[0]["team"] == "DEN"
    nobodys = [pick("W", 300 + place, team_abbr=None) for place in range(4)]
    assert listed("prediction_hits", *nobodys, registered())[0]["team"] == ""


def test_a_game_of_an_earlier_season_says_nothing_of_his_team() -> None:
    """Whether or not it was read with another export (D9)."""
    old = played(200, team_abbr="WAS", season_year=2024)
    graded = [pick("W", 300 + place, team_abbr="DEN") for place in range(4)]
    assert listed("prediction_hits", old, *graded)[0]["team"] == "DEN"


def test_who_is_not_registered_is_called_by_his_lookup() -> None:
    assert listed("over", *margins("4x1"))[0]["player_full_name"] == "annash"


def test_incident_a_game_not_played_that_was_stored_with_a_result_counts_for_nothing() -> None:
    corrupt = sat_out(1, points=0, points_line="15.5", over_under_result="UNDER")
    assert lengths("over", corrupt, *margins("4x1")) == [4]


def test_d25_no_row_of_a_later_date_counts() -> None:
    later = [decided(-1 - place, -1) for place in range(4)]
    assert document(*later, *margins("4x1")) == document(*margins("4x1"))


def test_incident_a_backfill_does_not_move_what_is_public() -> None:
    """A fixed path was all there was: any run of an old date overwrote it."""
    today = run(*margins("5x1"), *picks("W"))
    eve = DAY - timedelta(1)
    among = league(scheduled(), as_of=AFTER)
    (old,) = planned(STREAKS, *margins("4x1"), *picks("W"), among=among, dates=[eve])
    found = published([today], [old])
    assert found[TODAY]["as_of_date"] == "2026-01-09"
    assert found[f"streaks/{eve}.json"]["as_of_date"] == str(eve)


def test_the_newest_date_of_a_range_moves_the_pointer_once() -> None:
    dates = [DAY - timedelta(1), DAY]
    documents = planned(STREAKS, *margins("4x1"), *picks("W"), as_of=AFTER, dates=dates)
    paths = [[target.path for target in one.targets] for one in documents]
    assert paths == [["streaks/2026-01-08.json"], ["streaks/2026-01-09.json", TODAY]]


# Missing rows, breaks and the season's beginning


def test_incident_results_that_went_missing_do_not_empty_the_public_lists() -> None:
    """2026-02-11: no result at all, because lines were joined on another game id."""
    games = [finished(2)]
    good = run(*margins("5x1"), *picks("W"), games=games)
    lost = run(*every_other_day(*[20] * 5), *picks("W"), games=games, late=1)
    assert lost.lacks == (
        "nba_analytics.player_game_summary has no decided game of 1 players up to 2026-01-09"
    )
    assert published([good], [lost])[TODAY]["summary"]["longest_over"] == 5
    mended = run(*margins("5x1"), *picks("W"), games=games, late=2)
    assert not mended.lacks
    assert published([lost], [mended])[TODAY]["summary"]["longest_over"] == 5


def test_box_scores_that_went_missing_do_not_empty_the_public_lists() -> None:
    good = run(*margins("5x1"), *picks("W"), games=[finished(2)])
    for rows in ((), picks("WWWW")):
        lost = run(*rows, games=[finished(2)], late=1)
        assert lost.lacks == "no row of nba_analytics.player_game_summary for 2026-01-09"
        assert published([good], [lost])[TODAY]["summary"]["longest_over"] == 5


def test_incident_a_champion_that_nobody_graded_does_not_empty_the_public_hits() -> None:
    """Core 14.7: a new champion's name, and no row of it."""
    good = run(*margins("5x1"), *picks("WWWW"), games=[finished(2)])
    other = picks("WWWW", system_id="catboost_v8")
    lost = run(*margins("5x1"), *other, games=[finished(2)], late=1)
    assert lost.lacks == (
        "nba_predictions.prediction_accuracy has no decided pick of 1 players up to 2026-01-09"
    )
    assert published([good], [lost])[TODAY]["summary"]["longest_prediction"] == 4


@pytest.mark.parametrize(
    ("played_games", "decided_games", "picked", "missing"),
    [(3, 0, 0, False), (4, 0, 0, True), (4, 1, 0, False), (4, 4, 0, True), (4, 4, 1, False)],
)
def test_rows_are_missed_once_a_streak_could_be(
    played_games: int, decided_games: int, picked: int, missing: bool
) -> None:
    rows: list[Row] = [
        *margins(f"{decided_games}x1" if decided_games else ""),
        *(played(60 + place) for place in range(played_games - decided_games)),
        *picks("W" * picked),
    ]
    assert bool(run(*rows, games=[finished(2)]).lacks) == missing


def test_i16_before_a_seasons_second_date_nothing_is_missed() -> None:
    first = (DAY - DAY.replace(year=2025, month=10, day=1)).days
    for game, missing in ((finished(first), True), (finished(first + 1), False)):
        assert bool(run(games=[game]).lacks) == missing
    assert not run(games=[scheduled()]).lacks
    assert not run(games=[finished(2, game_status_text="Postponed")]).lacks


def test_a_date_without_games_has_its_streaks() -> None:
    """A break ends none, and misses nothing."""
    found = run(*margins("5x1"), *picks("WWWW"), games=[finished(2)])
    assert not found.lacks
    assert lookups(published([found])[TODAY]["streaks"]["over"]) == ["annash"]
