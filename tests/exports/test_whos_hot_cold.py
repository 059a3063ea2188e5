"""`trends/whos-hot-v2.json` (trends 4): numbers, their thresholds, and the two lists."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import msgspec
import orjson
import pytest

from publishing.documents import CacheClass
from publishing.exports.whos_hot_cold import WHOS_HOT_COLD, heat
from publishing.rows import Row
from publishing.stats import rounded
from tests.exports.lines import decided, document, hot, lookups, margins
from tests.exports.past import letters, played
from tests.exports.planned import planned
from tests.exports.rows import BEFORE, Json, registered

VECTOR_1 = "4x6.5 -4 3x6.5 -4"
VECTOR_2 = "5x-6.5 1.5 -6.5 -5"


def test_the_whole_document_in_the_order_of_its_keys() -> None:
    found = document(*margins(VECTOR_1), registered(position="F-C"))
    player = {
        "player_lookup": "annash",
        "player_full_name": "Ann Ash",
        "team_abbr": "BOS",
        "position": "F-C",
        "heat_score": 6.7,
        "hit_rate": 0.78,
        "hit_rate_games": 9,
        "current_streak": 4,
        "streak_direction": "over",
        "avg_margin": 4.17,
        "rank": 1,
        "playing_tonight": True,
        "tonight": {"opponent": "NYK", "game_time": "7:30 PM ET", "home": True},
    }
    assert orjson.dumps(found) == orjson.dumps(
        {
            "generated_at": "2026-01-09T18:00:00.000000+00:00",
            "as_of_date": "2026-01-09",
            "time_period": "last_30_days",
            "min_games": 5,
            "total_qualifying_players": 1,
            "hot": [player],
            "cold": [player],
            "league_average": {"hit_rate": 0.778, "avg_margin": 4.17},
        }
    )


def test_without_a_qualifying_player_every_key_is_there() -> None:
    found = document(*margins("4x1"))
    assert list(found) == list(document(*margins("5x1")))
    assert found["total_qualifying_players"] == 0
    assert found["hot"] == found["cold"] == []
    assert found["league_average"] == {"hit_rate": None, "avg_margin": None}


def test_it_is_one_pointer_that_is_kept_for_an_hour() -> None:
    (one,) = planned(WHOS_HOT_COLD, *margins("5x1"), as_of=BEFORE)
    (target,) = one.targets
    assert (target.path, target.cache) == ("trends/whos-hot-v2.json", CacheClass.TRENDS)
    assert not one.lacks


# The vectors of the contract (trends 14)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(VECTOR_1, (0.78, 6.7, 4, "over", 4.17), id="1"),
        pytest.param(VECTOR_2, (0.12, 2.5, 5, "under", -5.31), id="2"),
        pytest.param("10x10", (1.0, 10.0, 10, "over", 10.0), id="3"),
    ],
)
def test_vector_1_to_3_heat(rows: str, expected: tuple[Any, ...]) -> None:
    found = hot(*margins(rows))
    keys = ("hit_rate", "heat_score", "current_streak", "streak_direction", "avg_margin")
    assert tuple(found[key] for key in keys) == expected


def test_vector_4_the_least_heat_is_rounded_half_to_even() -> None:
    least = heat(Fraction(0), 1, Fraction(-10))
    assert (least, rounded(least, 1)) == (Fraction(1, 4), 0.2)


def test_vector_5_a_tie_is_over_and_no_points_above_the_line() -> None:
    tie: Json = {"points": 22, "points_line": "22.0", "over_under_result": "OVER"}
    found = hot(*(played(2 * back, **tie) for back in range(1, 6)))
    assert (found["hit_rate"], found["streak_direction"], found["avg_margin"]) == (1.0, "over", 0.0)


# Which games count


@pytest.mark.parametrize(("days_ago", "games"), [(30, 6), (31, 5), (0, 6), (-1, 5)])
def test_the_window_is_thirty_days_and_the_date(days_ago: int, games: int) -> None:
    assert hot(*margins("5x1"), decided(days_ago, 1))["hit_rate_games"] == games


@pytest.mark.parametrize(("games", "qualifying"), [(4, 0), (5, 1)])
def test_five_decided_games_qualify(games: int, qualifying: int) -> None:
    found = document(*margins(f"{games}x1"), played(20), played(22))
    assert found["total_qualifying_players"] == qualifying


def test_a_game_without_a_line_counts_for_nothing() -> None:
    found = hot(*letters("-O-O-U-OO-"))
    assert (found["hit_rate_games"], found["hit_rate"], found["current_streak"]) == (5, 0.8, 2)


def test_a_result_whose_line_went_missing_counts_but_has_no_margin() -> None:
    lost = played(20, over_under_result="UNDER")
    found = hot(*margins("5x3"), lost)
    assert (found["hit_rate_games"], found["hit_rate"], found["avg_margin"]) == (6, 0.83, 3.0)


def test_without_any_line_there_is_no_margin_to_publish() -> None:
    rows = [played(2 * back, over_under_result="OVER") for back in range(1, 7)]
    assert document(*rows)["total_qualifying_players"] == 0


def test_a_line_that_is_no_number_is_none() -> None:
    odd = msgspec.structs.replace(decided(20, 1), points_line=Decimal("NaN"))
    assert hot(*margins("5x3"), odd)["avg_margin"] == 3.0


def test_one_row_a_date_the_newest_as_it_was_processed() -> None:
    later = datetime(2026, 1, 9, 10, tzinfo=UTC)
    again = msgspec.structs.replace(decided(2, -5), processed_at=later)
    found = hot(again, *margins("5x1"))
    assert (found["hit_rate_games"], found["hit_rate"], found["avg_margin"]) == (5, 0.8, -0.2)


# Numbers


@pytest.mark.parametrize(
    ("rows", "streak", "direction"),
    [
        ("1 -1 4x1", 1, "over"),
        ("-1 4x1", 1, "under"),
        ("3x-1 1 -1", 3, "under"),
        ("7x-1", 7, "under"),
        ("12x1", 12, "over"),
    ],
)
def test_a_streak_is_of_the_newest_equal_results(rows: str, streak: int, direction: str) -> None:
    found = hot(*margins(rows))
    assert (found["current_streak"], found["streak_direction"]) == (streak, direction)


def test_a_streak_ends_with_the_window() -> None:
    rows = [decided(days, 1) for days in (2, 8, 16, 24, 30, 31, 33)]
    assert hot(*rows)["current_streak"] == 5


def test_a_game_not_played_breaks_no_streak() -> None:
    found = hot(*letters("OODONOOU"))
    assert (found["current_streak"], found["hit_rate_games"]) == (5, 6)


@pytest.mark.parametrize(
    ("rate", "streak", "margin", "expected"),
    [
        (Fraction(1), 10, Fraction(10), 10),
        (Fraction(1), 11, Fraction(10), 10),
        (Fraction(1), 10, Fraction(41, 4), 10),
        (Fraction(1), 9, Fraction(10), Fraction(39, 4)),
        (Fraction(1), 10, Fraction(39, 4), 10 - Fraction(1, 32)),
        (Fraction(0), 10, Fraction(-10), Fraction(5, 2)),
        (Fraction(0), 10, Fraction(-30), Fraction(5, 2)),
        (Fraction(0), 10, Fraction(-39, 4), Fraction(5, 2) + Fraction(1, 32)),
        (Fraction(1, 2), 2, Fraction(0), Fraction(17, 4)),
    ],
)
def test_heat_is_half_hits_a_quarter_streak_a_quarter_margin(
    rate: Fraction, streak: int, margin: Fraction, expected: Fraction
) -> None:
    assert heat(rate, streak, margin) == expected


@pytest.mark.parametrize(
    ("overs", "unders", "rate"),
    [(1, 7, 0.12), (3, 5, 0.38), (5, 3, 0.62), (7, 1, 0.88), (4, 2, 0.67)],
)
def test_d22_a_hit_rate_is_rounded_once_half_to_even(overs: int, unders: int, rate: float) -> None:
    assert hot(*margins(f"{overs}x1 {unders}x-1"))["hit_rate"] == rate


@pytest.mark.parametrize(
    ("rows", "margin"),
    [("1 7x0", "0.12"), ("3 7x0", "0.38"), ("-1 7x0", "-0.12"), ("-0.01 7x0", "0.0")],
)
def test_d22_a_margin_is_rounded_once_half_to_even(rows: str, margin: str) -> None:
    assert str(hot(*margins(rows))["avg_margin"]) == margin


def test_d22_heat_is_of_exact_values() -> None:
    """Of 2/3 and -1.0833 it is 4.948; of 0.667 and -1.08 it would be 4.95, which is 5.0."""
    assert hot(*margins("1 1 -6 1 1 -4.5"))["heat_score"] == 4.9


def test_d22_the_league_is_the_mean_of_exact_values() -> None:
    """Of published rates, 0.12 and 0.67, it would be 0.395."""
    rows = [*margins("-1 6x-1 1", "one"), *margins("2x1 2x-1 2x1", "two")]
    assert document(*rows)["league_average"] == {"hit_rate": 0.396, "avg_margin": -0.21}


def test_every_player_of_the_league_counts_as_much_however_many_games_he_has() -> None:
    rows = [*margins("5x2", "few"), *margins("14x-1", "many")]
    assert document(*rows)["league_average"] == {"hit_rate": 0.5, "avg_margin": 0.5}


# The two lists


def ladder(count: int, hottest: int = 10) -> list[Row]:
    """Players `p00`, `p01` … with a point less above their lines than the one before."""
    return [
        row for place in range(count) for row in margins(f"5x{hottest - place}", f"p{place:02}")
    ]


def test_ten_players_in_each_list_the_hottest_and_the_coldest_first() -> None:
    found = document(*ladder(21))
    assert found["total_qualifying_players"] == 21
    assert lookups(found["hot"]) == [f"p{place:02}" for place in range(10)]
    assert lookups(found["cold"]) == [f"p{place:02}" for place in range(20, 10, -1)]
    for listed in ("hot", "cold"):
        assert [one["rank"] for one in found[listed]] == list(range(1, 11))


def test_of_the_same_heat_the_higher_rate_is_hotter() -> None:
    found = document(*margins("4x13 -2", "abe"), *margins("5x0", "zed"))
    assert [one["heat_score"] for one in found["hot"]] == [7.5, 7.5]
    assert lookups(found["hot"]) == ["zed", "abe"]
    assert lookups(found["cold"]) == ["abe", "zed"]


def test_of_the_same_heat_and_rate_more_games_are_hotter() -> None:
    found = document(*margins("5x3", "abe"), *margins("6x1", "zed"))
    assert [one["heat_score"] for one in found["hot"]] == [7.9, 7.9]
    assert lookups(found["hot"]) == ["zed", "abe"]
    assert lookups(found["cold"]) == ["abe", "zed"]


def test_d9_of_equal_players_the_first_by_lookup_is_first_in_both_lists() -> None:
    found = document(*(row for one in ("zed", "abe", "moe") for row in margins("5x1", one)))
    assert lookups(found["hot"]) == lookups(found["cold"]) == ["abe", "moe", "zed"]


def test_the_published_heat_decides_not_the_exact_one() -> None:
    """7.875 and 7.90625 are both published as 7.9."""
    found = document(*margins("6x1.25", "abe"), *margins("6x1", "zed"), *margins("7x-1", "cold"))
    assert [one["heat_score"] for one in found["hot"][:2]] == [7.9, 7.9]
    assert lookups(found["hot"])[:2] == ["abe", "zed"]
    found = document(*margins("6x1.25", "zed"), *margins("6x1", "abe"))
    assert lookups(found["hot"]) == ["abe", "zed"]


def test_the_order_of_the_players_does_not_matter() -> None:
    rows = ladder(12)
    assert document(*rows) == document(*reversed(rows))
