"""Examples of what matters, and what went wrong with it (trends 6.6), mended in the same tree."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest

from publishing.exports.what_matters import WHAT_MATTERS
from publishing.league import League
from publishing.rows import BoxScoreRow, RegisteredPlayer, Row
from tests.exports.decided import AWAY, crowd, document, games
from tests.exports.past import played, sat_out
from tests.exports.planned import planned
from tests.exports.rows import AFTER, ANN, BEFORE, DAY, Json, league, registered, scheduled


def scorers(*rows: Row, among: League | None = None, day: date = DAY) -> Json:
    found = document(WHAT_MATTERS, *rows, among=among, day=day)["archetypes"]["scorer"]
    assert isinstance(found, dict)
    return found


def named(*rows: Row) -> dict[str, list[str]]:
    """By archetype the names; without those that have none."""
    found = document(WHAT_MATTERS, *rows)["archetypes"]
    names = {name: one["example_players"] for name, one in found.items()}
    return {name: some for name, some in names.items() if some}


def of_late(lookup: str, points: int, name: str | None = None) -> list[Row]:
    """Ten games, and the name of the player."""
    return [
        *games("10-", lookup, points=points),
        registered(lookup, player_name=name or lookup.title()),
    ]


# Examples (trends 6.3, 6.6, 15.2)


@pytest.mark.parametrize("points", [22, 15, 8])
def test_vector_8_an_example_is_by_the_exact_mean(points: int) -> None:
    names = ["star", "scorer", "rotation", "role_player"]
    better = names[[22, 15, 8].index(points)]
    worse = names[names.index(better) + 1]
    below = [*games("9-", "below", points=points), played(30, points - 1, "below")]
    rows = [*of_late("exactly", points), *below, registered("below", player_name="Below")]
    assert named(*rows) == {better: ["Exactly"], worse: ["Below"]}


def test_an_example_has_ten_games_of_ninety_days_both_ends_inside() -> None:
    known = registered()
    assert named(*games("9-"), known) == {}
    assert named(*games("9-"), played(90), known) == {"scorer": ["Ann Ash"]}
    assert named(*games("9-"), played(91), known) == {}
    assert named(*games("9-", first=0), played(90), known) == {"scorer": ["Ann Ash"]}


def test_examples_are_the_best_of_late_then_by_lookup() -> None:
    rows = [*of_late("dee", 16), *of_late("bob", 17), *of_late("ann", 16), *of_late("cid", 30)]
    assert named(*rows) == {"star": ["Cid"], "scorer": ["Bob", "Ann", "Dee"]}


def test_examples_are_by_the_mean_and_not_by_all_points() -> None:
    often = [*games("20-", "often", points=16), registered("often", player_name="Often")]
    assert named(*often, *of_late("seldom", 20)) == {"scorer": ["Seldom", "Often"]}


def test_incident_at_most_five_examples() -> None:
    """All of them were listed: 33, 64, 139 and hundreds."""
    rows = [row for place in range(6) for row in of_late(f"p{place}", 21 - place)]
    assert named(*rows) == {"scorer": ["P0", "P1", "P2", "P3", "P4"]}


def test_incident_nobody_is_named_three_times() -> None:
    """December 2025: the registry has a row a team and season."""
    again = [registered(team_abbr="NYK"), registered(season="2024-25")]
    assert named(*games("10-"), registered(), *again) == {"scorer": ["Ann Ash"]}


def test_two_players_of_one_name_are_named_once_and_leave_no_gap() -> None:
    rows = [row for place in range(6) for row in of_late(f"p{place}", 21 - place)]
    assert named(*rows, *of_late("also", 21, "P0"))["scorer"] == ["P0", "P1", "P2", "P3", "P4"]


def test_a_player_whom_the_registry_does_not_know_is_no_example() -> None:
    rows = games("20O")
    found = document(WHAT_MATTERS, *rows)["archetypes"]["scorer"]
    assert (found["player_count"], found["example_players"]) == (1, [])


def test_vector_18_a_name_is_of_the_newest_season() -> None:
    rows = [*of_late(ANN, 20), registered(season="2024-25", player_name="Anna Ash")]
    assert named(*rows) == {"scorer": ["Annash"]}


@pytest.mark.parametrize(
    ("day", "name"), [(date(2025, 9, 30), "Old Name"), (date(2025, 10, 1), "New Name")]
)
def test_vector_17_a_season_begins_in_october(day: date, name: str) -> None:
    first = (DAY - day).days + 1
    rows: list[Row] = [
        *games("10-", first=first),
        registered(season="2024-25", player_name="Old Name", processed_at=None),
        registered(season="2025-26", player_name="New Name", processed_at=None),
    ]
    assert scorers(*rows, day=day)["example_players"] == [name]


def test_the_formula_stays_names_are_of_ninety_days_and_counts_of_a_year() -> None:
    rows = [*games("10-", points=25), *games("10O", first=200, points=10), registered()]
    found = document(WHAT_MATTERS, *rows)["archetypes"]
    assert (found["star"]["example_players"], found["star"]["player_count"]) == (["Ann Ash"], 0)
    assert found["scorer"]["player_count"] == 1


# Games not played (D17)


@pytest.mark.parametrize("is_dnp", [True, None])
def test_d17_games_not_played_make_no_archetype_and_no_example(is_dnp: bool | None) -> None:
    absent = [sat_out(60 + place, is_dnp=is_dnp) for place in range(20)]
    assert scorers(*games("19O"), *absent)["player_count"] == 0
    assert named(*games("9-"), *absent, registered()) == {}
    assert document(WHAT_MATTERS, *absent, registered()) == document(WHAT_MATTERS)


def test_incident_a_game_not_played_stored_with_no_points_lowers_no_mean() -> None:
    corrupt = [sat_out(60 + place, points=0, over_under_result="UNDER") for place in range(20)]
    found = scorers(*games("20O"), *corrupt)
    assert (found["player_count"], found["overall_over_pct"]) == (1, 100.0)


def test_d17_a_game_not_played_shortens_no_rest() -> None:
    between = [sat_out(3 + 3 * place) for place in range(20)]
    found = scorers(*games("20O U", gap=3), *between)
    assert found["factors"]["rest"] == {"rested": {"games": 20, "over_pct": 100.0}}


def test_incident_a_game_without_a_line_is_a_game_that_tires() -> None:
    """Rest was counted between decided games: without a line every other game seemed rested."""
    every_other = " ".join(["O -"] * 20)
    found = scorers(*games(every_other, gap=1))
    assert found["factors"]["rest"] == {"b2b": {"games": 20, "over_pct": 100.0}}


# Places (D19, trends 6.6)


def with_game(rows: list[BoxScoreRow], place: int, game_id: str) -> list[BoxScoreRow]:
    return [
        msgspec.structs.replace(row, game_id=game_id) if at == place else row
        for at, row in enumerate(rows)
    ]


def test_incident_a_teams_row_that_is_there_twice_counts_no_game_twice() -> None:
    """Places came from the table of teams; now they are in the standard id of the game (D19)."""
    assert {one.row_type.table for one in WHAT_MATTERS.inputs} == {
        "nba_analytics.player_game_summary",
        "nba_raw.nbac_schedule",
        "nba_reference.nba_players_registry",
    }
    found = scorers(*crowd("25O 25U", "p", **AWAY))
    assert found["factors"]["home_away"] == {"away": {"games": 50, "over_pct": 50.0}}


def test_d19_a_game_under_the_leagues_id_is_where_the_schedule_says() -> None:
    rows = with_game(crowd("50O", "p"), 0, "0022500490")
    day = rows[0].game_date
    game = scheduled(game_id="0022500490", game_date=day)
    assert scorers(*rows, among=league(game))["factors"]["home_away"] == {
        "home": {"games": 50, "over_pct": 100.0}
    }
    other = scheduled("BOS", "NYK", game_id="0022500490", game_date=day)
    assert scorers(*rows, among=league(other))["factors"]["home_away"] == {}


def test_d19_a_game_that_nothing_knows_is_in_no_place_and_still_decided() -> None:
    rows = with_game(crowd("50O", "p"), 0, "0022500490")
    found = scorers(*rows)
    assert found["factors"]["home_away"] == {}
    assert found["factors"]["rest"]["one_day"]["games"] == 50


# Rows (D18, D25, trends 3)


def test_incident_a_game_that_was_loaded_twice_counts_once() -> None:
    rows = [*crowd("50O 3U", "p"), registered("p0")]
    assert document(WHAT_MATTERS, *rows, *rows) == document(WHAT_MATTERS, *rows)


def test_d25_games_after_the_date_are_not_looked_at() -> None:
    rows = games("20O", first=5)
    later = played(1, 20, over_under_result="UNDER")
    day = DAY - timedelta(2)
    assert scorers(*rows, later, day=day) == scorers(*rows, day=day)
    assert scorers(*rows, later)["overall_over_pct"] < 100


def test_a_tie_is_over_as_the_box_score_says() -> None:
    rows = [played(2 + 2 * n, 20, points_line=20, over_under_result="OVER") for n in range(20)]
    assert scorers(*rows)["overall_over_pct"] == 100.0


def test_an_unknown_word_is_no_decision() -> None:
    rows = [*games("19O"), played(60, 20, over_under_result="PUSH")]
    assert scorers(*rows)["overall_over_pct"] == 100.0


# What lacks (D6, trends 13.2, 13.12)


def lacks(*rows: Row, among: League | None = None) -> str:
    (found,) = planned(WHAT_MATTERS, *rows, among=among)
    return found.lacks


def test_d6_a_year_of_players_and_no_line_at_all_lacks_something() -> None:
    said = lacks(*games("20-"))
    assert "no decided game in 365 days, and 1 who played" in said
    assert lacks(*games("19- O")) == ""
    # Nobody played enough to be missed: a season that has just begun.
    assert lacks(*games("19-")) == ""


def test_d6_a_date_without_games_lacks_nothing() -> None:
    nobody = League({RegisteredPlayer: []}, AFTER, league(as_of=BEFORE).champion)
    assert lacks(*games("20-"), among=nobody) == ""
    postponed = league(scheduled(game_status_text="Postponed"), as_of=AFTER)
    assert lacks(*games("20-"), among=postponed) == ""


def test_d6_no_box_score_at_all_lacks_the_table() -> None:
    assert lacks(registered()) == "no row of nba_analytics.player_game_summary for 2026-01-09"
