"""`tonights_factors` of `tonight/player/{player}.json` (core 6.3): conditions, order, keys."""

from __future__ import annotations

from typing import Any

import pytest

from publishing.rows import BoxScoreRow
from tests.exports.past import OVER, UNDER, played, sat_out
from tests.exports.rows import boxed, defended, fresh
from tests.exports.tonights_factors import factor, factors


def at_miami(days_ago: int, points: int = 20, **columns: Any) -> BoxScoreRow:
    """A game away, against another team than tonight's."""
    day = played(days_ago).game_date
    there = {"game_id": f"{day:%Y%m%d}_BOS_MIA", "opponent_team_abbr": "MIA"}
    return played(days_ago, points, **there, **columns)


def test_all_of_them_in_their_order_with_their_keys() -> None:
    rows = [played(days) for days in (4, 5, 9, 13)]
    context = {"back_to_back": True, "days_rest": 3}
    found = factors(*rows, fresh(fatigue_score=99), defended(), **context)
    shared = ["factor", "direction", "vs_line_pct", "description"]
    rank = ["defense_rank", "defense_tier", "ppg_allowed"]
    assert [(one["factor"], list(one)) for one in found] == [
        ("back_to_back", ["factor", "direction", "impact", "vs_line_pct", "description"]),
        ("location", shared),
        ("vs_opponent", shared),
        ("well_rested", shared),
        ("fresh", ["factor", "direction", "description"]),
        ("opponent_defense", ["factor", "direction", *rank, "description"]),
    ]
    assert all(one["description"] for one in found)


def test_the_share_of_overs_is_of_games_with_a_result() -> None:
    """0 to 1, three decimals; null where no game has one."""
    rows = [played(2, **OVER), played(4, **UNDER), played(6, **OVER), played(8), sat_out(9)]
    found = factor("location", *rows)
    assert found["vs_line_pct"] == 0.667
    assert "67%" in found["description"]
    without = factor("location", *(played(days) for days in (2, 4, 6)))
    assert without["vs_line_pct"] is None
    assert "%" not in without["description"]


@pytest.mark.parametrize(
    ("tired", "others", "impact", "direction"),
    [
        (10, (20, 20), -10.0, "negative"),
        (20, (10, 10), 10.0, "positive"),
        (20, (20, 20), 0.0, "positive"),
        (0, (1, 0), -0.5, "negative"),
    ],
)
def test_back_to_back_is_against_all_other_games(
    tired: int, others: tuple[int, int], impact: float, direction: str
) -> None:
    """A gap of 1 against gaps above it and the season's first game, which has none."""
    rows = [played(2, tired), played(3, others[0]), played(9, others[1])]
    found = factor("back_to_back", *rows, back_to_back=True)
    assert (found["impact"], found["direction"]) == (impact, direction)
    assert f"{impact:+}" in found["description"]


def test_d22_the_impact_is_rounded_once() -> None:
    """32/3 less 41/4 is 0.4; what is published of them, 10.7 and 10.2, is 0.5 apart."""
    tired = [played(days, points) for days, points in ((2, 11), (12, 11), (22, 10))]
    others = [played(days, points) for days, points in ((3, 11), (13, 10), (23, 10), (33, 10))]
    found = factor("back_to_back", *tired, *others, back_to_back=True)
    assert found["impact"] == 0.4
    assert found["description"].startswith("10.7 PPG on back-to-backs, +0.4")


@pytest.mark.parametrize("rows", [[played(2), played(3)], [played(2), played(4)], [played(2)], []])
@pytest.mark.parametrize("flag", [True, False, None])
def test_back_to_back_needs_the_flag_and_both_averages(
    rows: list[BoxScoreRow], flag: bool | None
) -> None:
    both = len(rows) == 2 and rows[1].game_date == played(3).game_date
    assert bool(factor("back_to_back", *rows, back_to_back=flag)) is (both and flag is True)


def test_d17_d26_a_game_not_played_is_no_anchor_of_rest() -> None:
    """He sat out in between: the game after it was no back-to-back."""
    rows = [played(2), sat_out(3), played(4)]
    assert factor("back_to_back", *rows, back_to_back=True) == {}
    assert factor("well_rested", *rows, days_rest=3)["vs_line_pct"] is None


def test_gaps_begin_anew_with_the_season() -> None:
    last_season = boxed(game_date="2025-09-30", season_year=2024)
    rows = [boxed(game_date="2025-10-01"), boxed(game_date="2025-10-09"), last_season]
    assert factor("back_to_back", *rows, back_to_back=True) == {}


@pytest.mark.parametrize(
    ("at_home", "home_games", "away_games", "there"),
    [
        (True, 3, 0, True),
        (True, 2, 9, False),
        (False, 0, 3, True),
        (False, 9, 2, False),
        (None, 9, 9, False),
    ],
)
def test_location_needs_three_games_of_tonights_side(
    at_home: bool | None, home_games: int, away_games: int, there: bool
) -> None:
    rows = [played(2 * n, 21) for n in range(1, home_games + 1)]
    rows += [at_miami(41 + 2 * n, 12) for n in range(away_games)]
    found = factor("location", *rows, home_game=at_home)
    assert bool(found) is there
    if there:
        assert found["direction"] == "neutral"
        assert ("21.0 PPG at home" if at_home else "12.0 PPG on the road") in found["description"]


def test_location_leaves_out_games_of_unknown_place_and_not_played() -> None:
    unknown = played(8, game_id="0022500540")
    assert factor("location", played(2), played(4), unknown, sat_out(6)) == {}


def test_an_average_of_zero_points_says_nothing() -> None:
    rows = [played(days, 0) for days in (2, 4, 6)]
    assert factors(*rows, days_rest=3) == []


def test_one_game_against_tonights_opponent_is_enough() -> None:
    found = factor("vs_opponent", played(2, **OVER), at_miami(4, 2))
    assert (found["direction"], found["vs_line_pct"]) == ("neutral", 1.0)
    assert "22.0 PPG against NYK (1 games)" in found["description"]
    assert factor("vs_opponent", at_miami(2), sat_out(4)) == {}


def test_only_this_season_is_divided() -> None:
    old = [boxed(game_date=f"2025-04-{day:02d}", season_year=2024) for day in (1, 3, 5, 6)]
    assert factors(*old, back_to_back=True, days_rest=3) == []


@pytest.mark.parametrize(
    ("days_rest", "gap", "there"),
    [(3, 2, True), (4, 2, True), (2, 2, False), (None, 2, False), (3, 1, False), (3, None, False)],
)
def test_well_rested_tonight_and_in_games_before(
    days_rest: int | None, gap: int | None, there: bool
) -> None:
    """Three days tonight; in the past two are rested, and a season's first game is not."""
    rows = [played(2, 30), *([played(2 + gap, 10)] if gap else [])]
    found = factor("well_rested", *rows, days_rest=days_rest)
    assert bool(found) is there
    if there:
        assert found["direction"] == "positive"
        assert "30.0 PPG" in found["description"]
