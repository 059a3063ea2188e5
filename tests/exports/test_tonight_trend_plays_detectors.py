"""Streak and momentum among tonight's trend plays (trends 10.3): every threshold, both sides."""

from __future__ import annotations

import pytest

from publishing.rows import BoxScoreRow
from tests.exports.past import OVER, UNDER, every_other_day, letters, played, sat_out
from tests.exports.rows import Json
from tests.exports.trend_plays import document, lookups, play


def details(*rows: BoxScoreRow) -> Json:
    found = play(*rows)["trend_details"]
    assert isinstance(found, dict)
    return found


def momentum(newest: list[int], others: list[int]) -> Json:
    """The play of games every other day, newest first."""
    return play(*every_other_day(*newest, *others))


@pytest.mark.parametrize(
    ("results", "length", "direction", "confidence"),
    [
        ("OOO", 3, "over", "medium"),
        ("UUUO", 3, "under", "medium"),
        ("OOOOU", 4, "over", "medium"),
        ("OOOOO", 5, "over", "high"),
        ("UUUUUO", 5, "under", "high"),
        ("UUUUUUUUUUUUUU", 14, "under", "high"),
    ],
)
def test_vector_20_a_streak_of_three_and_a_sure_one_of_five(
    results: str, length: int, direction: str, confidence: str
) -> None:
    found = play(*letters(results))
    assert found["trend_type"] == "streak"
    assert found["trend_details"]["streak_length"] == length
    assert (found["trend_direction"], found["confidence"]) == (direction, confidence)


@pytest.mark.parametrize("results", ["", "OO", "OOUO", "UUOUUU", "---", "DDD"])
def test_two_are_no_streak(results: str) -> None:
    assert play(*letters(results)) == {}


@pytest.mark.parametrize("results", ["O-O-O", "-OOO", "OODDO", "NOOO"])
def test_a_streak_is_over_games_with_a_result(results: str) -> None:
    assert details(*letters(results))["streak_length"] == 3


@pytest.mark.parametrize(("days_ago", "length"), [(30, 3), (31, None)])
def test_a_streak_is_of_thirty_days(days_ago: int, length: int | None) -> None:
    rows = [*letters("OO"), played(days_ago, **OVER)]
    assert play(*rows).get("trend_details", {}).get("streak_length") == length


def test_older_games_are_in_no_number_of_a_streak() -> None:
    assert details(*letters("OOO"), played(31, **UNDER)) == details(*letters("OOO"))


def test_d25_tonights_result_is_in_no_streak() -> None:
    assert play(*letters("OO"), played(0, **OVER)) == {}
    assert details(*letters("OOO"), played(0, **UNDER))["streak_length"] == 3


def test_the_margin_is_over_the_whole_window_and_not_the_streak_alone() -> None:
    """(6.5 - 3 * 6.5) / 4 is -3.25: half to even."""
    assert details(*letters("UUUO"))["avg_margin"] == -3.2
    assert details(*letters("UUU"))["avg_margin"] == -6.5


@pytest.mark.parametrize(
    ("results", "rate"),
    [
        ("OOO", 1.0),
        ("UUU", 0.0),
        ("UUUO", 0.25),
        ("UUUOOOO", 0.57),
        ("UUUUUUUUUO", 0.1),
        ("UUUUUUUUUUOOOO", 0.0),
        ("OOOUUUUUUUUU", 0.3),
    ],
)
def test_the_hit_rate_is_the_share_of_overs_of_the_newest_ten(results: str, rate: float) -> None:
    """Also of a streak of unders: 0 to 1, two decimals."""
    assert details(*letters(results))["hit_rate_l10"] == rate


def test_vector_5_a_tie_with_the_line_is_an_over_without_a_margin() -> None:
    tie: Json = {"points": 22, "points_line": 22, "over_under_result": "OVER"}
    found = play(*(played(days, **tie) for days in (2, 4, 6)))
    assert (found["trend_direction"], found["trend_details"]["avg_margin"]) == ("over", 0.0)


def test_streaks_stand_by_length_then_margin_then_lookup() -> None:
    higher = {**OVER, "points": 30}
    rows = [
        *letters("OOOO", "four"),
        *letters("OOO", "three"),
        *letters("OOO", "athree"),
        *(played(days, lookup="higher", **higher) for days in (2, 4, 6)),
        *letters("UUU", "under"),
    ]
    assert lookups(*rows) == ["four", "higher", "athree", "three", "under"]


def test_vector_10_a_surge() -> None:
    found = momentum([25] * 5, [17, 18] * 5)
    assert (found["trend_type"], found["trend_direction"]) == ("momentum", "over")
    assert found["confidence"] == "high"
    assert found["trend_details"] == {
        "momentum_type": "surging",
        "l5_avg": 25.0,
        "l15_avg": 20.0,
        "pct_change": 25.0,
        "ppg_change": 5.0,
    }


def test_vector_11_a_slump() -> None:
    found = momentum([18] * 5, [24] * 10)
    assert (found["trend_direction"], found["confidence"]) == ("under", "medium")
    assert found["trend_details"] == {
        "momentum_type": "slumping",
        "l5_avg": 18.0,
        "l15_avg": 22.0,
        "pct_change": -18.2,
        "ppg_change": -4.0,
    }


@pytest.mark.parametrize(
    ("newest", "others", "percent"),
    [
        # 23 against 20 is 15 % to the last digit.
        ([23] * 5, [18, 19] * 5, 15.0),
        ([23] * 5, [18, 19] * 4 + [19, 19], None),
        # 8.2 against 107/15 is 14.95 %, which would be published as 15.
        ([9, 8, 8, 8, 8], [7] * 6 + [6] * 4, None),
        ([17] * 5, [21, 22] * 5, -15.0),
        ([17] * 5, [21, 22] * 4 + [21, 21], None),
    ],
)
def test_momentum_is_a_change_of_fifteen_percent_before_it_is_rounded(
    newest: list[int], others: list[int], percent: float | None
) -> None:
    found = momentum(newest, others)
    assert found.get("trend_details", {}).get("pct_change") == percent


@pytest.mark.parametrize(
    ("newest", "others", "percent", "confidence"),
    [
        # 42.4 against 509/15 is 24.95 %, 42.4 against 34 is 24.7 %.
        ([42, 42, 42, 43, 43], [30] * 7 + [29] * 3, 25.0, "high"),
        ([42, 42, 42, 43, 43], [30] * 8 + [29] * 2, 24.7, "medium"),
        ([15] * 5, [22, 23] * 5, -25.0, "high"),
    ],
)
def test_momentum_is_sure_from_a_published_quarter_on(
    newest: list[int], others: list[int], percent: float, confidence: str
) -> None:
    found = momentum(newest, others)
    assert (found["trend_details"]["pct_change"], found["confidence"]) == (percent, confidence)


def test_momentum_needs_ten_games_and_takes_fifteen() -> None:
    assert momentum([25] * 5, [15] * 4) == {}
    assert momentum([25] * 5, [15] * 5)["trend_details"]["l15_avg"] == 20.0
    assert momentum([25] * 5, [15] * 10 + [99] * 6)["trend_details"]["l15_avg"] == 18.3


@pytest.mark.parametrize(("days_ago", "there"), [(45, True), (46, False)])
def test_momentum_is_of_forty_five_days(days_ago: int, there: bool) -> None:
    rows = [*every_other_day(*[25] * 5, *[15] * 4), played(days_ago, 15)]
    assert bool(play(*rows)) is there


def test_momentum_of_nothing_but_zeros() -> None:
    assert momentum([0] * 5, [0] * 10) == {}
    assert momentum([0] * 5, [1] * 10)["trend_details"]["pct_change"] == -100.0


def test_d25_tonights_points_are_in_no_momentum() -> None:
    rows = every_other_day(*[25] * 5, *[17, 18] * 5)
    assert details(*rows, played(0, 99)) == details(*rows)


def test_momentum_stands_by_the_size_of_the_change() -> None:
    changes = {"up": 26, "down": 14, "most": 5, "also": 26}
    rows = [
        row
        for lookup, points in changes.items()
        for row in every_other_day(*[points] * 5, *[20] * 5, lookup=lookup)
    ]
    # 13.0, -17.6 and -60.0 per cent.
    assert lookups(*rows) == ["most", "down"]
    assert document(*rows)["by_trend_type"]["momentum"] == 2


def test_d17_d26_games_not_played_are_in_no_momentum() -> None:
    """`5 games` with nulls in them: the newest five are games that he played."""
    rows = every_other_day(*[25] * 5, *[17, 18] * 5)
    out = [sat_out(3), sat_out(5, is_dnp=None), sat_out(7, points=0), sat_out(9)]
    assert details(*rows, *out) == details(*rows)
    nine = every_other_day(*[25] * 5, *[15] * 4)
    assert play(*nine, sat_out(3), sat_out(5)) == {}
