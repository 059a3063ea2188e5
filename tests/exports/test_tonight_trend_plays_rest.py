"""Rest among tonight's trend plays (trends 10.3): every threshold, both sides."""

from __future__ import annotations

import pytest

from tests.exports.past import played, sat_out
from tests.exports.rows import Json
from tests.exports.trend_plays import lookups, play, with_gaps

FRESH = [(24, 3)] * 5 + [(20, 2)] * 5
"""Five rested games, 2 points over the average of 22."""

TIRED = [(15, 1)] * 3 + [(20, 2)] * 3
"""Three back-to-backs, 2.5 points under the average of 17.5."""

Games = list[tuple[int, int]]


def rest(days: int, games: Games) -> Json:
    """The details of his play so many days after his last game."""
    found = play(*with_gaps(days, games))
    assert found.get("trend_type", "rest") == "rest"
    details = found.get("trend_details", {})
    assert isinstance(details, dict)
    return details


@pytest.mark.parametrize(
    ("days", "status"),
    [(1, "tired"), (2, None), *((days, "fresh") for days in range(3, 8)), (8, None), (200, None)],
)
def test_vectors_9_and_21_days_since_the_last_game(days: int, status: str | None) -> None:
    """1 is a back-to-back; 2 says nothing, and more than 7 nothing either."""
    games = [(24, 3)] * 5 + [(10, 1)] * 3 + [(20, 2)] * 5
    found = rest(days, games)
    assert found.get("rest_status") == status
    assert found.get("days_rest") == (days if status else None)


def test_a_fresh_player() -> None:
    found = play(*with_gaps(3, FRESH))
    assert (found["trend_direction"], found["confidence"]) == ("over", "medium")
    assert found["trend_details"] == {
        "rest_status": "fresh",
        "days_rest": 3,
        "rested_avg": 24.0,
        "b2b_avg": None,
        "overall_avg": 22.0,
        "rest_impact": 2.0,
        "sample_games": 5,
    }


def test_a_tired_player() -> None:
    found = play(*with_gaps(1, TIRED))
    assert (found["trend_direction"], found["confidence"]) == ("under", "medium")
    assert found["trend_details"] == {
        "rest_status": "tired",
        "days_rest": 1,
        "rested_avg": None,
        "b2b_avg": 15.0,
        "overall_avg": 17.5,
        "rest_impact": 2.5,
        "sample_games": 3,
    }


@pytest.mark.parametrize(
    ("days", "games", "direction"),
    [
        (3, [(20, 3)] * 5 + [(24, 2)] * 5, "under"),
        (1, [(20, 1)] * 3 + [(15, 2)] * 3, "over"),
        # As good rested as on back-to-backs: an impact of 0 is none above it.
        (3, [(24, 3)] * 5 + [(24, 1)] * 5 + [(14, 2)] * 10, "under"),
        (1, [(24, 1)] * 5 + [(24, 3)] * 5 + [(14, 2)] * 10, "over"),
    ],
)
def test_the_direction_is_that_of_the_impact(days: int, games: Games, direction: str) -> None:
    assert play(*with_gaps(days, games))["trend_direction"] == direction


@pytest.mark.parametrize(
    ("days", "games", "there"),
    [
        (3, [(30, 3)] * 5 + [(10, 2)] * 5, True),
        (3, [(30, 3)] * 4 + [(10, 2)] * 5, False),
        (1, [(30, 1)] * 3 + [(10, 2)] * 5, True),
        (1, [(30, 1)] * 2 + [(10, 2)] * 5, False),
        # The other sample does not help.
        (3, [(30, 3)] * 4 + [(10, 1)] * 20, False),
        (1, [(30, 1)] * 2 + [(10, 3)] * 20, False),
    ],
)
def test_five_rested_games_or_three_back_to_backs(days: int, games: Games, there: bool) -> None:
    assert bool(rest(days, games)) is there


@pytest.mark.parametrize(
    ("days", "games", "there"),
    [
        (3, FRESH, True),
        # 24 against 22.1 and 20 against 21.9.
        (3, [(24, 3)] * 5 + [(20, 2)] * 4 + [(21, 2)], False),
        (3, [(20, 3)] * 5 + [(24, 2)] * 5, True),
        (3, [(20, 3)] * 5 + [(24, 2)] * 4 + [(23, 2)], False),
        (1, [(24, 1)] * 5 + [(20, 2)] * 5, True),
        (1, [(24, 1)] * 5 + [(20, 2)] * 4 + [(21, 2)], False),
    ],
)
def test_two_points_off_the_average(days: int, games: Games, there: bool) -> None:
    assert bool(rest(days, games)) is there


@pytest.mark.parametrize(
    ("days", "games", "sample", "impact", "confidence"),
    [
        (3, [(23, 3)] * 10 + [(20, 1)] * 20, 10, 3.0, "high"),
        (3, [(23, 3)] * 9 + [(20, 1)] * 20, 9, 3.0, "medium"),
        (3, [(23, 3)] * 10 + [(20, 1)] * 36 + [(21, 1)] * 4, 10, 2.9, "medium"),
        # Vector 12.
        (3, [(26, 3)] * 15 + [(20, 1)] * 15, 15, 6.0, "high"),
        (1, [(20, 1)] * 10 + [(23, 3)] * 20, 10, 3.0, "high"),
        # Vector 13: 19.7 less 15.
        (1, [(15, 1)] * 9 + [(20, 3)] * 7 + [(19, 3)] * 3, 9, 4.7, "medium"),
        (3, [(20, 3)] * 10 + [(23, 1)] * 20, 10, -3.0, "high"),
    ],
)
def test_sure_from_ten_games_and_three_points(
    days: int, games: Games, sample: int, impact: float, confidence: str
) -> None:
    found = play(*with_gaps(days, games))
    assert found["trend_details"]["sample_games"] == sample
    assert found["trend_details"]["rest_impact"] == impact
    assert found["confidence"] == confidence


def test_vectors_12_and_13_directions() -> None:
    assert play(*with_gaps(3, [(26, 3)] * 15 + [(20, 1)] * 15))["trend_direction"] == "over"
    assert play(*with_gaps(1, [(15, 1)] * 9 + [(20, 3)] * 10))["trend_direction"] == "under"


def test_the_impact_is_between_the_two_rests_and_the_rest_is_in_the_average_alone() -> None:
    """Gaps of 2 are neither; the first game of all has no gap and is in nothing."""
    found = rest(3, [(30, 3)] * 5 + [(15, 1)] * 2 + [(10, 2)] * 3)
    assert (found["rested_avg"], found["b2b_avg"]) == (30.0, 15.0)
    assert (found["overall_avg"], found["rest_impact"]) == (21.0, 15.0)


def test_d22_the_impact_is_rounded_once() -> None:
    """32/3 less 41/4 is 0.4; what is published of them, 10.7 and 10.2, is 0.5 apart."""
    tired = [(10, 1)] * 3 + [(11, 1)]
    rested = [(11, 3)] * 4 + [(10, 3)] * 2
    found = rest(3, [*rested, *tired, *[(2, 2)] * 8])
    assert (found["rested_avg"], found["b2b_avg"]) == (10.7, 10.2)
    assert found["rest_impact"] == 0.4


def test_history_reaches_over_seasons_from_2022_on() -> None:
    """The gap of the summer counts as rest, however long it was (10.6.5)."""
    four = [played(3 + 3 * n, 30) for n in range(4)]
    summer = [
        played(15, 30),
        *(played(260 + 2 * n, 10, season_year=2024, team_abbr="UTA") for n in range(6)),
    ]
    assert play(*four, *summer)["trend_details"]["sample_games"] == 5
    early = [
        row if n < 5 else played(260 + 2 * (n - 5), 10, season_year=2021, team_abbr="UTA")
        for n, row in enumerate([*four, *summer])
    ]
    assert play(*early) == {}


def test_the_fresh_come_before_the_tired_then_the_larger_impact() -> None:
    rows = [
        *with_gaps(1, [(10, 1)] * 3 + [(20, 2)] * 3, "tired"),
        *with_gaps(3, FRESH, "fresh"),
        *with_gaps(3, [(40, 3)] * 5 + [(20, 2)] * 5, "freshest"),
        *with_gaps(4, [(10, 3)] * 5 + [(40, 2)] * 5, "slow"),
        *with_gaps(3, FRESH, "also"),
    ]
    assert lookups(*rows) == ["slow", "freshest", "also", "fresh", "tired"]


def test_d17_d26_a_game_not_played_is_no_last_game() -> None:
    """Who was injured yesterday was shown as tired."""
    for unplayed in (sat_out(1), sat_out(1, is_dnp=None), sat_out(2, points=0)):
        found = play(unplayed, *with_gaps(3, FRESH))
        assert found["trend_details"]["days_rest"] == 3


def test_d17_d26_a_game_not_played_is_in_no_gap() -> None:
    """Between two games, three days apart, he sat out twice: the gap is three days."""
    games = with_gaps(3, FRESH)
    out = [sat_out(4), sat_out(5, is_dnp=None), sat_out(7)]
    assert play(*games, *out) == play(*games)


def test_d25_tonights_game_is_no_last_game() -> None:
    assert play(*with_gaps(3, FRESH), played(0, 40)) == play(*with_gaps(3, FRESH))
