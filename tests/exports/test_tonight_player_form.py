"""Averages, recent games and streak of `tonight/player/{player}.json` (core 6.3, D17, D22)."""

from __future__ import annotations

import pytest

from publishing.exports.tonight_player import TONIGHT_PLAYER
from publishing.rows import BoxScoreRow, Row
from tests.exports.past import every_other_day, letters, played, sat_out
from tests.exports.rows import (
    Json,
    boxed,
    expected,
    league,
    made,
    player,
    predicted,
    scheduled,
    slate,
)

AVERAGES = ("season", "last_10", "last_5")


def document(*rows: Row) -> Json:
    return made(TONIGHT_PLAYER, player(expected(), *rows), slate())


def numbers(*rows: Row) -> Json:
    found = document(*rows)["quick_numbers"]
    assert isinstance(found, dict)
    return found


def recent(row: BoxScoreRow, *others: Row) -> Json:
    """How the newest of these rows is shown."""
    found = document(row, *others)["recent_form"][0]
    assert isinstance(found, dict)
    return found


def streak(text: str) -> tuple[str | None, int]:
    found = document(*letters(text))["current_streak"]
    return found["type"], found["length"]


def test_averages_of_the_season_the_last_ten_and_the_last_five() -> None:
    rows = [
        played(2 * n, points, minutes_played=20 + n)
        for n, points in enumerate([10, 11, 12, 13, 14, 20, 21, 22, 23, 24, 30], start=1)
    ]
    found = numbers(*rows, boxed(game_date="2025-04-01", season_year=2024, points=99))
    assert [found[f"{key}_ppg"] for key in AVERAGES] == [18.2, 17.0, 12.0]
    assert [found[f"{key}_mpg"] for key in AVERAGES] == [26.0, 25.5, 23.0]
    assert found["games_played"] == 11


def test_the_last_games_may_be_of_last_season() -> None:
    old = [boxed(game_date=f"2025-04-0{day}", season_year=2024, points=10) for day in range(1, 6)]
    found = numbers(played(2, 20), *old)
    assert [found[f"{key}_ppg"] for key in AVERAGES] == [20.0, 11.7, 12.0]
    assert document(played(2, 20), *old)["games_played"] == 1


@pytest.mark.parametrize("unplayed", [{"is_dnp": True}, {"is_dnp": None}, {"is_dnp": False}])
def test_d17_d26_games_not_played_are_in_no_average_and_no_count(unplayed: Json) -> None:
    games = every_other_day(*range(10, 22))
    with_them = [*(sat_out(days, **unplayed) for days in (1, 3, 5, 7)), *games]
    assert numbers(*with_them) == numbers(*games)
    assert document(*with_them)["games_played"] == 12


@pytest.mark.parametrize(("games", "limited"), [(9, True), (10, False)])
def test_under_ten_games_are_limited_data(games: int, limited: bool) -> None:
    found = document(*every_other_day(*[20] * games), sat_out(50))
    assert (found["games_played"], found["limited_data"]) == (games, limited)


def test_d25_tonights_box_score_is_in_nothing() -> None:
    assert document(played(2, 20), boxed(points=50)) == document(played(2, 20))


def test_the_newest_ten_rows_are_shown_those_not_played_too() -> None:
    rows = [sat_out(1), *every_other_day(*range(20, 31))]
    found = document(*rows[::-1])["recent_form"]
    assert [one["points"] for one in found] == [None, *range(20, 29)]
    assert [one["is_dnp"] for one in found] == [True] + [False] * 9


def test_a_game_not_played_has_nothing_but_its_line() -> None:
    """Even where the row has numbers: such rows were stored with 0 points."""
    row = boxed(
        game_date="2026-01-07", game_id="20260107_NYK_BOS", points=0, minutes_played=0, is_dnp=True
    )
    found = recent(row, played(4))
    nothing = ("points", "minutes", "fg", "three", "ft", "margin")
    assert [found[key] for key in nothing] == [None] * 6
    assert (found["over_under"], found["line"], found["vs_avg"]) == ("DNP", 15.5, "DNP")


@pytest.mark.parametrize(
    ("game_id", "team", "at_home"),
    [
        ("20260107_NYK_BOS", "BOS", True),
        ("20260107_NYK_BOS", "NYK", False),
        ("20260107_BOS_NYK", "BOS", False),
        ("0022500540", "BOS", None),
        ("20260107_RMD_BOS", "BOS", None),
        ("18447001", "BOS", None),
    ],
)
def test_home_is_the_second_team_of_a_games_id(
    game_id: str, team: str, at_home: bool | None
) -> None:
    assert recent(played(2, game_id=game_id, team_abbr=team))["home_game"] is at_home


def test_d19_a_past_game_under_the_leagues_id_is_known_by_its_schedule() -> None:
    past = scheduled("BOS", "MIA", game_id="0022500540", game_date="2026-01-07")
    among = league(scheduled(), past)
    rows = player(expected(), played(2, game_id="0022500540"), among=among)
    assert made(TONIGHT_PLAYER, rows, slate(among))["recent_form"][0]["home_game"] is False


@pytest.mark.parametrize(("tried", "shown"), [(7, "3/7"), (0, None), (None, None)])
def test_shots_are_made_and_tried(tried: int | None, shown: str | None) -> None:
    for key, column in (("fg", "fg"), ("three", "three_pt"), ("ft", "ft")):
        shots: Json = {f"{column}_makes": 3, f"{column}_attempts": tried}
        found = recent(played(2, **shots))
        assert found[key] == shown


def test_a_shot_column_that_is_missing_is_none_made() -> None:
    assert recent(played(2, fg_makes=None, fg_attempts=7))["fg"] == "0/7"


def test_stored_numbers_have_two_decimals_half_to_even() -> None:
    found = recent(played(2, minutes_played="33.125", points_line="15.135"))
    assert (found["minutes"], found["line"]) == (33.12, 15.14)
    numbers = {"predicted_points": "19.125", "confidence_score": "87.135", "line_margin": "4.005"}
    row = predicted(current_points_line="15.115", pace_adjustment="-1.245", **numbers)
    said = document(row)
    assert said["game_context"]["line"] == 15.12
    keys = ("predicted_points", "confidence_score", "line", "edge", "pace_adjustment")
    assert [said["prediction"][key] for key in keys] == [19.12, 87.14, 15.12, 4.0, -1.24]


@pytest.mark.parametrize(
    ("points", "line", "margin"),
    [
        (20, "16.5", 3),
        (12, "16.5", -4),
        (16, "16.5", 0),
        (17, "16.5", 0),
        (16, "16", 0),
        (20, "0", None),
        (20, None, None),
        (20, "NaN", None),
        (None, "16.5", None),
    ],
)
def test_d26_margins_stay_cut_to_whole_points(
    points: int | None, line: str | None, margin: int | None
) -> None:
    """Toward zero: 3.5 is 3 and -4.5 is -4, as the contract has it."""
    assert recent(played(2, points, points_line=line))["margin"] == margin


@pytest.mark.parametrize(("points", "letter"), [(21, "O"), (20, "P"), (19, "U"), (0, "U")])
def test_against_the_average_of_the_season(points: int, letter: str) -> None:
    """Whatever the newest game is: the other ones bring the average back to 20."""
    rest = every_other_day(40 - points)
    found = recent(played(1, points), *rest)
    assert found["vs_avg"] == letter


def test_a_played_game_without_points_is_against_nothing() -> None:
    """A row from before rows said who did not play."""
    assert "vs_avg" not in recent(sat_out(2, is_dnp=None), played(4))
    assert recent(sat_out(2), played(4))["vs_avg"] == "DNP"


@pytest.mark.parametrize(
    "rows",
    [
        [sat_out(2), sat_out(4)],
        [sat_out(2), played(4, 0)],
        [boxed(game_date="2025-04-01", season_year=2024)],
    ],
    ids=["never played", "0 points a game", "not this season"],
)
def test_without_an_average_no_row_has_the_key(rows: list[Row]) -> None:
    assert all("vs_avg" not in one for one in document(*rows)["recent_form"])


@pytest.mark.parametrize(
    ("results", "kind", "length"),
    [
        ("", None, 0),
        ("--", None, 0),
        ("O", "over", 1),
        ("UUUO", "under", 3),
        ("OOU", "over", 2),
        ("--OOU", "over", 2),
        ("OO-OO", "over", 2),
        ("-U-U", "under", 1),
        ("OOOOOOOOOOOO", "over", 10),
        ("----------OO", None, 0),
    ],
)
def test_the_streak_of_the_newest_ten(results: str, kind: str | None, length: int) -> None:
    """A game without a result ends one that has begun, and stands for nothing before it."""
    assert streak(results) == (kind, length)


@pytest.mark.parametrize("results", ["DOODO-", "OODDO-", "NOOONU", "ONNNOO", "OOODDU"])
def test_d17_d26_a_game_not_played_breaks_no_streak(results: str) -> None:
    assert streak(results) == ("over", 3)


def test_a_tie_with_the_line_goes_on_with_the_overs() -> None:
    rows = [played(1, 16, points_line=16, over_under_result="OVER"), *letters("OO")]
    assert document(*rows)["current_streak"] == {"type": "over", "length": 3}
