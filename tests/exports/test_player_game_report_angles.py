"""What spoke for and against a player before a game (core 9.3, D17, D22)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from publishing.rows import Row
from tests.exports.past import every_other_day, letters, played
from tests.exports.reports import angles, met
from tests.exports.rows import DAY, boxed, zoned

INTERIOR = zoned(paint_rate_last_10=60)
PERIMETER = zoned(three_pt_rate_last_10=60)


def of_last_season(text: str) -> list[Row]:
    """Overs and unders of the season before, all of them of 20 points."""
    words = {"O": "OVER", "U": "UNDER"}
    return [
        boxed(
            game_date=DAY - timedelta(days=300 + n),
            game_id=f"{DAY - timedelta(days=300 + n):%Y%m%d}_NYK_BOS",
            season_year=2024,
            over_under_result=words[letter],
        )
        for n, letter in enumerate(text)
    ]


def streaks(text: str) -> dict[str, list[str]]:
    """The angles of these results without those of points."""
    rows = [
        played(2 + 2 * n, over_under_result={"O": "OVER", "U": "UNDER", "-": None}[letter])
        for n, letter in enumerate(text)
    ]
    return angles(*rows)


@pytest.mark.parametrize(
    ("text", "supporting", "against"),
    [
        ("OOO", ["Hot streak (3G OVER)"], []),
        ("OOUOO", ["Hot streak (4G OVER)"], []),
        ("OOOOO", ["Hot streak (5G OVER)"], []),
        ("UUU", [], ["Cold streak (3G UNDER)"]),
        ("UUUOO", [], ["Cold streak (3G UNDER)"]),
        ("OOUU", [], []),
        ("OO---O", [], []),
        ("", [], []),
    ],
)
def test_three_of_the_last_five_results_are_a_streak(
    text: str, supporting: list[str], against: list[str]
) -> None:
    assert streaks(text) == {"supporting": supporting, "against": against}


def test_d17_games_that_he_sat_out_are_none_of_the_last_five() -> None:
    found = angles(*letters("DODNOO"))["supporting"]
    assert found[0] == "Hot streak (3G OVER)"


def test_a_streak_may_have_begun_last_season() -> None:
    found = angles(played(2, 20, over_under_result="OVER"), *of_last_season("OO"))
    assert found["supporting"] == ["Hot streak (3G OVER)"]


@pytest.mark.parametrize(
    ("zones", "paint", "three", "supporting", "against"),
    [
        (INTERIOR, "0.6", "0.3", ["Weak paint defense"], []),
        (INTERIOR, "0.56", "0.4", [], ["Strong paint defense"]),
        (INTERIOR, "0.58", "0.4", [], []),
        (PERIMETER, "0.5", "0.375", ["Weak perimeter defense"], []),
        (PERIMETER, "0.7", "0.345", [], ["Strong perimeter defense"]),
        (PERIMETER, "0.7", "0.36", [], []),
        (zoned(), "0.7", "0.4", [], []),
        (zoned(mid_range_rate_last_10=60), "0.7", "0.4", [], []),
    ],
)
def test_where_he_shoots_from_against_how_it_is_defended(
    zones: Row, paint: str, three: str, supporting: list[str], against: list[str]
) -> None:
    among = met(paint_pct_allowed_last_15=paint, three_pt_pct_allowed_last_15=three)
    assert angles(zones, among=among) == {"supporting": supporting, "against": against}


@pytest.mark.parametrize(
    ("points", "supporting", "against"),
    [
        ([23] * 5 + [17] * 5, ["Trending up (+15% L5)"], []),
        ([57] * 5 + [43] * 5, [], []),
        ([17] * 5 + [23] * 5, [], ["Trending down (-15% L5)"]),
        ([43] * 5 + [57] * 5, [], []),
        ([40] * 5 + [8] * 20, ["Trending up (+178% L5)"], []),
        ([0] * 5 + [10], [], ["Trending down (-100% L5)"]),
        ([0, 0, 0], [], []),
        ([30], [], []),
    ],
)
def test_the_newest_five_against_the_season(
    points: list[int], supporting: list[str], against: list[str]
) -> None:
    assert angles(*every_other_day(*points)) == {"supporting": supporting, "against": against}


def test_d22_a_trend_is_of_exact_means() -> None:
    # 23.2 against 20.16 is above 0.15; against the mean at one decimal, 20.2, it is not.
    points = [23] * 4 + [24] + [19] * 12 + [20] * 8
    assert (sum(points), len(points)) == (504, 25)
    assert angles(*every_other_day(*points))["supporting"] == ["Trending up (+15% L5)"]
    # 46 against 40 is exactly 0.15; one point less is below it.
    points = [46] * 5 + [34] * 5
    assert angles(*every_other_day(*points))["supporting"] == ["Trending up (+15% L5)"]
    assert angles(*every_other_day(45, *points[1:]))["supporting"] == []


def test_a_trend_is_of_this_season() -> None:
    assert angles(*every_other_day(20, 20), *of_last_season("OU")) == {
        "supporting": [],
        "against": [],
    }


@pytest.mark.parametrize(
    ("pace", "supporting", "against"),
    [
        ("102", ["Fast-paced opponent"], []),
        ("101.9", [], []),
        ("96.1", [], []),
        ("96", [], ["Slow-paced opponent"]),
        (None, [], []),
    ],
)
def test_the_opponents_pace(pace: str | None, supporting: list[str], against: list[str]) -> None:
    found = angles(among=met(opponent_pace=pace))
    assert found == {"supporting": supporting, "against": against}


def test_three_angles_at_most_in_their_order() -> None:
    among = met(paint_pct_allowed_last_15="0.65", opponent_pace=110)
    games = [
        played(2 + 2 * n, 40 if n < 5 else 10, over_under_result="OVER" if n < 5 else "UNDER")
        for n in range(10)
    ]
    assert angles(INTERIOR, *games, among=among)["supporting"] == [
        "Hot streak (5G OVER)",
        "Weak paint defense",
        "Trending up (+60% L5)",
    ]
    among = met(paint_pct_allowed_last_15="0.5", opponent_pace=90)
    games = [
        played(2 + 2 * n, 10 if n < 5 else 40, over_under_result="UNDER" if n < 5 else "OVER")
        for n in range(10)
    ]
    assert angles(INTERIOR, *games, among=among) == {
        "supporting": [],
        "against": [
            "Cold streak (5G UNDER)",
            "Strong paint defense",
            "Trending down (-60% L5)",
        ],
    }
