"""Fatigue and tonight's opponent among `tonights_factors` (core 6.3, D25, D26)."""

from __future__ import annotations

import pytest

from tests.exports.rows import defended, fresh
from tests.exports.tonights_factors import factor, factors

TEAMS = (
    "ATL BKN CHA CHI CLE DAL DEN DET GSW HOU IND LAC LAL MEM MIA MIL MIN NOP OKC ORL PHI"
).split()


@pytest.mark.parametrize(
    ("score", "name", "direction"),
    [
        (74, "fatigue", "negative"),
        (75, None, None),
        (94, None, None),
        (95, "fresh", "positive"),
        (None, None, None),
    ],
)
def test_fatigue_speaks_when_he_is_tired_or_fresh(
    score: int | None, name: str | None, direction: str | None
) -> None:
    found = factors(fresh(fatigue_score=score))
    assert [(one["factor"], one["direction"]) for one in found] == (
        [(name, direction)] if name else []
    )


@pytest.mark.parametrize("score", [60, 100])
def test_d26_a_score_in_a_sentence_has_no_decimals(score: int) -> None:
    (found,) = factors(fresh(fatigue_score=score))
    assert f"score: {score})" in found["description"]


@pytest.mark.parametrize(
    ("rank", "tier", "direction"),
    [
        (1, "elite", "negative"),
        (5, "elite", "negative"),
        (6, "good", "negative"),
        (10, "good", "negative"),
        (11, "average", "neutral"),
        (20, "average", "neutral"),
        (21, "weak", "positive"),
        (22, "weak", "positive"),
    ],
)
def test_the_rank_of_the_defence_and_its_tier(rank: int, tier: str, direction: str) -> None:
    """The opponent allows 112; so many others allow fewer points, and the rest more."""
    fewer = [defended(team, opponent_points_per_game="111.9") for team in TEAMS[: rank - 1]]
    more = [defended(team, opponent_points_per_game="112.1") for team in TEAMS[rank - 1 :]]
    found = factor("opponent_defense", defended(), *fewer, *more)
    assert (found["defense_rank"], found["defense_tier"]) == (rank, tier)
    assert (found["direction"], found["ppg_allowed"]) == (direction, 112.0)


def test_teams_that_allow_the_same_share_a_rank_and_one_without_a_number_is_before_them() -> None:
    ties = [defended(team) for team in TEAMS[:3]]
    assert factor("opponent_defense", defended(), *ties)["defense_rank"] == 1
    unknown = [defended(team, opponent_points_per_game=None) for team in TEAMS[3:5]]
    assert factor("opponent_defense", defended(), *ties, *unknown)["defense_rank"] == 3
    found = factor("opponent_defense", defended(opponent_points_per_game=None), *ties, *unknown)
    assert (found["defense_rank"], found["ppg_allowed"]) == (1, None)


def test_d25_of_each_team_the_newest_day_up_to_the_date() -> None:
    rows = [
        defended(opponent_points_per_game=100, analysis_date="2026-01-01"),
        defended(opponent_points_per_game=120, analysis_date="2026-01-09"),
        defended(opponent_points_per_game=90, analysis_date="2026-01-10"),
        defended("MIA", opponent_points_per_game=110),
        defended("MIA", opponent_points_per_game=130, analysis_date="2025-12-01"),
    ]
    for turn in (rows, rows[::-1]):
        found = factor("opponent_defense", *turn)
        assert (found["defense_rank"], found["ppg_allowed"]) == (2, 120.0)


def test_without_a_row_of_the_opponent_nothing_is_said_of_its_defence() -> None:
    assert factors(defended("BOS"), defended("MIA")) == []
