"""A player's card in `tonight/all-players.json` (core 5.3): averages, form, the last ten games."""

from __future__ import annotations

import pytest

from publishing.rows import Row
from tests.exports.past import OVER, every_other_day, letters, played, sat_out
from tests.exports.rows import Json, boxed, expected, fresh, reported
from tests.exports.tonight import card

VERSUS = ("last_10_vs_avg", "last_10_avg_record")


def of(*rows: Row) -> Json:
    return card(expected(), *rows)


def test_averages_are_exact_means_rounded_once_half_to_even() -> None:
    found = of(
        played(2, 21, minutes_played="30.05"),
        played(4, 20, minutes_played="30.05"),
        played(6, 20, minutes_played="30.35"),
        played(8, 20, minutes_played="30.15"),
    )
    assert (found["season_ppg"], found["last_5_ppg"]) == (20.2, 20.2)
    assert (found["season_mpg"], found["minutes_avg"]) == (30.2, 30.2)


def test_the_last_five_reach_back_over_the_season_and_the_season_does_not() -> None:
    last_season = [played(200 + n, 10, season_year=2024) for n in range(9)]
    found = of(played(2, 20), played(4, 20), *last_season)
    assert (found["season_ppg"], found["last_5_ppg"]) == (20.0, 14.0)
    assert (found["games_played"], len(found["last_10_points"])) == (2, 10)


def test_the_season_opens_in_october() -> None:
    found = of(
        boxed(game_date="2025-10-01", points=10, season_year=2025),
        boxed(game_date="2025-09-30", points=30, season_year=2024),
    )
    assert (found["season_ppg"], found["last_5_ppg"], found["games_played"]) == (10.0, 20.0, 1)


@pytest.mark.parametrize("days_ago", [0, -1])
def test_d25_the_box_scores_of_tonight_and_later_are_in_nothing(days_ago: int) -> None:
    assert of(played(2, 20), played(days_ago, 50)) == of(played(2, 20))


@pytest.mark.parametrize("unplayed", [{"is_dnp": True}, {"is_dnp": None}, {"is_dnp": False}])
def test_d17_d26_games_not_played_are_never_counted(unplayed: Json) -> None:
    """The old averages were over the newest five rows, and `games_played` over all."""
    out = [sat_out(days, **unplayed) for days in (1, 3, 5)]
    games = every_other_day(10, 20, 30, 40, 50, 60)
    found, without = of(*out, *games), of(*games)
    for key in ("season_ppg", "season_mpg", "last_5_ppg", "games_played", "limited_data"):
        assert found[key] == without[key], key
    assert found["last_5_ppg"] == 30.0


def test_d17_d26_points_of_a_game_not_played_are_none() -> None:
    """January 2026: rows of players on the bench were stored with 0 points."""
    zero = sat_out(1, points=0, points_line="15.5", over_under_result="UNDER")
    found = of(zero, played(2, **{**OVER, "points": 20}))
    assert (found["season_ppg"], found["last_10_record"]) == (20.0, "1-0")
    assert found["last_10_points"] == [None, 20]
    assert found["last_10_lines"] == [None, 15.5]
    assert found["last_10_results"] == ["DNP", "O"]
    assert found["last_10_vs_avg"] == ["DNP", "P"]


def test_d18_a_game_that_was_loaded_twice_is_one_game() -> None:
    old = played(2, 40, processed_at="2026-01-08T08:00:00Z")
    other_id = played(2, 20, game_id="0022500540")
    for rows in ((old, other_id), (other_id, old)):
        found = of(*rows, played(4, 10))
        assert (found["games_played"], found["season_ppg"]) == (2, 15.0)
        assert found["last_10_points"] == [20, 10]


@pytest.mark.parametrize(("games", "limited"), [(0, True), (9, True), (10, False), (11, False)])
def test_under_ten_games_are_limited_data(games: int, limited: bool) -> None:
    found = of(*every_other_day(*[20] * games))
    assert (found["games_played"], found["limited_data"]) == (games, limited)


@pytest.mark.parametrize(
    ("score", "level"),
    [(100, "fresh"), (95, "fresh"), (94, "normal"), (75, "normal"), (74, "tired"), (0, "tired")],
)
def test_the_level_of_a_fatigue_score(score: int, level: str) -> None:
    found = of(fresh(fatigue_score=score))
    assert (found["fatigue_score"], found["fatigue_level"]) == (float(score), level)


@pytest.mark.parametrize("row", [fresh(fatigue_score=None), fresh(game_date="2026-01-08")])
def test_without_tonights_score_the_level_is_normal(row: Row) -> None:
    found = of(row)
    assert (found["fatigue_score"], found["fatigue_level"]) == (None, "normal")


@pytest.mark.parametrize("status", ["out", "doubtful", "questionable", "probable", "available"])
def test_the_words_of_the_injury_report(status: str) -> None:
    found = of(reported(injury_status=status.capitalize()))
    assert (found["injury_status"], found["injury_reason"]) == (status, "Left ankle")


def test_a_report_without_a_status_leaves_him_available_with_a_reason() -> None:
    found = of(reported(injury_status=None))
    assert (found["injury_status"], found["injury_reason"]) == ("available", "Left ankle")


def test_the_newest_report_counts_by_date_then_hour() -> None:
    rows = (
        reported(report_date="2026-01-08", report_hour=23, injury_status="out"),
        reported(report_hour=9, injury_status="doubtful"),
        reported(report_hour=17, injury_status="probable"),
        reported(report_hour=None, injury_status="available"),
        reported(report_date="2026-01-10", report_hour=1, injury_status="out"),
    )
    for turn in (rows, rows[::-1]):
        assert of(*turn)["injury_status"] == "probable"


@pytest.mark.parametrize(
    ("day", "of_game", "status"),
    [
        ("2026-01-07", None, "out"),
        ("2026-01-06", None, "available"),
        ("2026-01-08", "2026-01-09", "out"),
        ("2026-01-09", "2026-01-08", "available"),
        ("2026-01-08", "2026-01-10", "available"),
        ("2025-06-09", None, "available"),
    ],
)
def test_d26_reports_that_are_stale_or_of_another_game_are_ignored(
    day: str, of_game: str | None, status: str
) -> None:
    row = reported(report_date=day, game_date=of_game, injury_status="out")
    assert of(row)["injury_status"] == status


def test_d26_a_stale_report_hides_no_other() -> None:
    found = of(
        reported(report_date="2026-01-08", injury_status="doubtful"),
        reported(game_date="2026-01-11", injury_status="out"),
    )
    assert found["injury_status"] == "doubtful"


def test_the_last_ten_are_equally_long_and_newest_first() -> None:
    found = of(*letters("OUD-NOO-UUUU"))
    assert found["last_10_points"] == [22, 9, None, 20, None, 22, 22, 20, 9, 9]
    assert found["last_10_lines"] == [15.5, 15.5, *[None] * 3, 15.5, 15.5, None, 15.5, 15.5]
    assert found["last_10_results"] == ["O", "U", "DNP", "-", "-", "O", "O", "-", "U", "U"]
    assert found["last_10_record"] == "3-3"
    # The season's average is 15.1.
    assert found["last_10_vs_avg"] == ["O", "U", "DNP", "O", "-", "O", "O", "O", "U", "U"]
    assert found["last_10_avg_record"] == "5-3"


def test_a_line_without_points_is_shown_beside_them() -> None:
    """A row from before rows said who did not play keeps its line."""
    found = of(sat_out(2, is_dnp=None, points_line="15.5"), played(4))
    assert found["last_10_lines"] == [15.5, None]
    assert found["last_10_results"] == ["-", "-"]


@pytest.mark.parametrize(("text", "letter"), [("PUSH", "-"), ("over", "-"), (None, "-")])
def test_any_other_result_is_a_dash(text: str | None, letter: str) -> None:
    found = of(played(2, points_line="15.5", over_under_result=text))
    assert (found["last_10_results"], found["last_10_record"]) == ([letter], None)


def test_a_tie_with_the_line_is_the_box_scores_over() -> None:
    """Core 12.8: there is no push in the box score."""
    found = of(played(2, 16, points_line=16, over_under_result="OVER"))
    assert found["last_10_results"] == ["O"]


@pytest.mark.parametrize(
    ("text", "record"), [("", None), ("--D", None), ("O-", "1-0"), ("UU", "0-2"), ("OOU", "2-1")]
)
def test_the_record_of_the_last_ten(text: str, record: str | None) -> None:
    assert of(*letters(text))["last_10_record"] == record


def test_against_the_published_average() -> None:
    """20.2 is published of 20.25: 20 is under it, and nothing equals it but its own."""
    found = of(*every_other_day(21, 20, 20, 20))
    assert (found["season_ppg"], found["last_10_vs_avg"]) == (20.2, ["O", "U", "U", "U"])
    even = of(*every_other_day(22, 20, 18))
    assert (even["last_10_vs_avg"], even["last_10_avg_record"]) == (["O", "P", "U"], "1-1")


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [sat_out(2)],
        [played(2, 0), played(4, 0)],
        [boxed(game_date="2025-04-01", season_year=2024)],
        [boxed()],
    ],
    ids=["no row", "never played", "0 points a game", "not this season", "tonight's alone"],
)
def test_without_an_average_there_is_nothing_to_be_against(rows: list[Row]) -> None:
    assert not set(VERSUS) & set(of(*rows))


def test_the_record_against_the_average_of_ten_games_not_played() -> None:
    found = of(*[sat_out(days) for days in range(1, 11)], played(20))
    assert [found[key] for key in VERSUS] == [["DNP"] * 10, "0-0"]


@pytest.mark.parametrize(
    ("newest_five", "others", "word"),
    [
        ([20, 20, 20, 20, 20], [14, 14, 14, 14, 14], "Hot"),
        ([20, 20, 20, 20, 20], [14, 14, 14, 14, 15], "Neutral"),
        ([14, 14, 14, 14, 14], [20, 20, 20, 20, 20], "Cold"),
        ([14, 14, 14, 14, 14], [20, 20, 20, 20, 19], "Neutral"),
        ([0, 0, 0, 0, 0], [20, 20, 20, 20, 20], None),
        ([0, 0, 0, 0, 0], [0], None),
        ([], [], None),
    ],
)
def test_recent_form_is_the_last_five_against_the_season(
    newest_five: list[int], others: list[int], word: str | None
) -> None:
    assert of(*every_other_day(*newest_five, *others))["recent_form"] == word


@pytest.mark.parametrize(
    ("newest_five", "others", "word"),
    [([16, 16, 16, 17, 17], [6, 6], "Hot"), ([5, 5, 5, 5, 6], [23], "Cold")],
)
def test_recent_form_is_compared_in_tenths(
    newest_five: list[int], others: list[int], word: str
) -> None:
    """16.4 - 13.4 and 5.2 - 8.2 are less than 3 in binary numbers."""
    found = of(*every_other_day(*newest_five, *others))
    assert abs(found["last_5_ppg"] - found["season_ppg"]) < 3
    assert found["recent_form"] == word


def test_without_a_season_there_is_no_recent_form() -> None:
    found = of(*(boxed(game_date=f"2025-04-0{day}", season_year=2024) for day in range(1, 6)))
    assert (found["season_ppg"], found["last_5_ppg"], found["recent_form"]) == (None, 22.0, None)
