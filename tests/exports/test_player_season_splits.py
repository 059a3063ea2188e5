"""Splits, months and key patterns of a season (core 8.3, D17, D22)."""

from __future__ import annotations

from datetime import date

import pytest

from publishing.rows import Row
from tests.exports.past import OVER, UNDER, played, sat_out
from tests.exports.rows import Json, boxed
from tests.exports.seasons import after_rest, at_both, away, part, season


def splits(*rows: Row) -> Json:
    return part("splits", *rows)


def patterns(*rows: Row) -> list[tuple[str, str]]:
    return [(one["pattern"], one["strength"]) for one in season(*rows)["key_patterns"]]


def test_by_place() -> None:
    found = splits(
        played(2, **OVER), played(5, **UNDER), played(8, 20), away(11, **OVER), away(14, 10)
    )
    assert found["home"] == {"games": 3, "ppg": 17.0, "over_rate": 0.5}
    assert found["away"] == {"games": 2, "ppg": 16.0, "over_rate": 1.0}


def test_by_rest_gaps_are_days_between_played_games() -> None:
    found = splits(played(1, 10), played(2, 20), played(4, 30), played(8, 40), played(9, 50))
    assert found["back_to_back"] == {"games": 2, "ppg": 25.0, "over_rate": None}
    assert found["rested"] == {"games": 2, "ppg": 25.0, "over_rate": None}


def test_d17_the_bench_is_no_game_before() -> None:
    found = splits(played(1, 10), sat_out(2), played(3, 20), sat_out(4, is_dnp=None))
    assert found["back_to_back"]["games"] == 0
    assert found["rested"] == {"games": 1, "ppg": 10.0, "over_rate": None}
    assert found["home"]["games"] == 2


def test_the_first_game_of_a_season_is_after_no_other() -> None:
    last_season = boxed(game_date="2025-06-10", season_year=2024)
    found = splits(played(80, 20), last_season)
    assert (found["rested"]["games"], found["back_to_back"]["games"]) == (0, 0)


def test_a_game_that_nothing_knows_is_at_no_place() -> None:
    row = played(2, game_id="401810001")
    found = season(row)
    assert (found["splits"]["home"]["games"], found["splits"]["away"]["games"]) == (0, 0)
    assert found["averages"]["games"] == 1
    assert found["game_log"][0]["is_home"] is False


def test_over_rates_are_rounded_once_to_two_decimals() -> None:
    rows = [played(n, **(OVER if n <= 2 else UNDER)) for n in range(1, 4)]
    assert splits(*rows)["home"]["over_rate"] == 0.67
    rows = [played(n, **(OVER if n == 1 else UNDER)) for n in range(1, 9)]
    assert splits(*rows)["home"]["over_rate"] == 0.12


def test_months_come_in_the_order_of_a_season() -> None:
    days = [
        date(2025, 10, 22),
        date(2025, 10, 31),
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 1, 2),
    ]
    rows = [
        boxed(game_date=day, game_id=f"{day:%Y%m%d}_NYK_BOS", points=10 + n, processed_at=None)
        for n, day in enumerate(days)
    ]
    assert season(*reversed(rows), sat_out(40))["monthly"] == [
        {"month": "Oct", "games": 2, "ppg": 10.5, "over_rate": 1.0},
        {"month": "Dec", "games": 1, "ppg": 12.0, "over_rate": 1.0},
        {"month": "Jan", "games": 2, "ppg": 13.5, "over_rate": 1.0},
    ]


@pytest.mark.parametrize(
    ("home", "road", "found"),
    [
        ([22, 23], [20, 20], [("home_performer", "moderate")]),
        ([112 - 80, 20, 20, 20, 20], [20] * 5, []),
        ([24, 24], [20, 20], [("home_performer", "strong")]),
        ([23, 24, 24, 24], [20] * 4, [("home_performer", "moderate")]),
        ([20, 20], [22, 23], [("road_warrior", "moderate")]),
        ([20, 20], [24, 24], [("road_warrior", "strong")]),
        ([20], [], []),
        ([0, 0], [20, 20], []),
        ([20, 20], [0], []),
    ],
)
def test_place_patterns_from_two_and_a_half_points_and_strong_from_four(
    home: list[int], road: list[int], found: list[tuple[str, str]]
) -> None:
    assert patterns(*at_both(home, road)) == found


@pytest.mark.parametrize(
    ("rested", "tired", "found"),
    [
        ([22, 23], [20, 20], [("rest_sensitive", "moderate")]),
        ([24, 24], [20, 20], [("rest_sensitive", "strong")]),
        ([22, 22], [20, 20], []),
        ([20, 20], [22, 23], [("b2b_performer", "moderate")]),
        ([20, 20], [30, 30], [("b2b_performer", "strong")]),
        ([0, 0], [20, 20], []),
    ],
)
def test_rest_patterns(rested: list[int], tired: list[int], found: list[tuple[str, str]]) -> None:
    assert patterns(*after_rest(rested, tired)) == found


def test_d22_patterns_are_of_exact_means() -> None:
    # 146 / 7 less 202 / 11 is 2.4935: of the means at two decimals, 20.86 and 18.36, it was 2.5.
    home, road = [20, *[21] * 6], [*[18] * 7, *[19] * 4]
    assert (sum(home), sum(road)) == (146, 202)
    assert patterns(*at_both(home, road)) == []
    assert patterns(*at_both([21, *home[1:]], road)) == [("home_performer", "moderate")]


def test_rest_comes_before_place_and_the_difference_is_told_without_a_sign() -> None:
    rows = [played(1, 10), played(2, 20), away(6, 32), away(9, 30)]
    found = season(*rows)["key_patterns"]
    assert [one["pattern"] for one in found] == ["rest_sensitive", "road_warrior"]
    assert found[0]["description"].startswith("+16.0 PPG")
    assert found[1]["description"] == "+16.0 PPG on road"
