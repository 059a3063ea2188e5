"""What went wrong with best bets before, and does not any more (core 3.6)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from publishing.exports.best_bets import BEST_BETS
from tests.exports.picks import (
    DATED,
    LATEST,
    LOST,
    graded_pick,
    history,
    is_pick,
    pick,
    record,
    settled,
    tonight,
)
from tests.exports.planned import planned, published
from tests.exports.rows import (
    BEFORE,
    Json,
    boxed,
    expected,
    fresh,
    graded,
    known_of,
    predicted,
    registered,
)


def test_incident_todays_file_was_always_empty() -> None:
    """Core 3.6, S: graded rows do not exist before a game; tonight is made of predictions."""
    assert tonight(predicted(), expected())["total_picks"] == 1


@pytest.mark.parametrize(
    ("as_of", "word"),
    [
        (datetime(2026, 1, 10, 0, 30, tzinfo=UTC), "OVER"),
        (datetime(2026, 1, 10, 8, 59, tzinfo=UTC), "OVER"),
        (datetime(2026, 1, 10, 9, 0, tzinfo=UTC), "UNDER"),
    ],
    ids=["00:30 UTC", "03:59 Eastern", "04:00 Eastern"],
)
def test_incident_the_utc_date_took_the_graded_branch_before_grading(
    as_of: datetime, word: str
) -> None:
    """Core 3.6: the date is past from 04:00 Eastern on the day after, and not before (D10)."""
    found = pick(predicted(), known_of(), graded(recommendation="UNDER"), as_of=as_of)
    assert found["recommendation"] == word


def test_incident_an_export_after_the_last_game_replaced_good_picks_by_none() -> None:
    """Core 3.6: past and not graded yet, the picks of the evening stay (D6)."""
    evening = planned(BEST_BETS, predicted(), as_of=BEFORE)
    (morning,) = planned(BEST_BETS, predicted(), known_of())
    assert "prediction_accuracy" in morning.lacks
    assert published(evening, [morning])[LATEST]["total_picks"] == 1
    # Graded without features, no pick can be green.
    (unknown,) = planned(BEST_BETS, predicted(), graded())
    assert "ml_feature_store" in unknown.lacks
    assert published(evening, [unknown])[DATED]["total_picks"] == 1
    settled_day = planned(BEST_BETS, predicted(), graded(), known_of())
    assert published(evening, settled_day)[DATED]["picks"][0]["result"] == "WIN"


def test_incident_a_date_that_was_rightly_without_picks_is_published_empty() -> None:
    """Core 3.6: an empty list is not published by failure, yet it is by an answer (D6)."""
    evening = planned(BEST_BETS, predicted(), as_of=BEFORE)
    passed = predicted(recommendation="PASS", prediction_version=2)
    later = planned(BEST_BETS, predicted(), passed, as_of=BEFORE + timedelta(hours=1))
    assert published(evening, later)[LATEST]["total_picks"] == 0


@pytest.mark.parametrize(("stored", "share"), [(87, 0.87), ("92.5", 0.92), (100, 1.0)])
def test_incident_confidence_was_from_0_to_100_tonight(stored: Any, share: float) -> None:
    """Core 3.6: the exclusion never fired, scores were 100 times larger, sentences said 8700 %."""
    found = pick(predicted(confidence_score=stored))
    assert found["confidence"] == share
    assert found["composite_score"] < 2
    assert f"({share:.0%})" in found["rationale"][1]


def test_d26_confidence_is_on_one_scale_before_and_after_the_games() -> None:
    before = pick(predicted(confidence_score=92))
    after = graded_pick(graded(confidence_score="0.92"))
    keys = ("confidence", "composite_score", "rationale")
    assert [before[key] for key in keys] == [after[key] for key in keys]


def test_a_whole_confidence_of_a_grading_is_whole() -> None:
    """It is the largest share, not one of a hundred."""
    assert graded_pick(graded(confidence_score=1))["confidence"] == 1


def test_incident_predictions_were_graded_against_a_line_of_20_that_nobody_offered() -> None:
    """Core 3.6, Jan 2026 audit: the placeholder is out, and a genuine 20 is not."""
    assert not is_pick(graded(line_value=20, line_source=None))
    assert not is_pick(graded(line_value=20, line_source="ESTIMATED_AVG"))
    assert is_pick(graded(line_value=20, line_source="BETTINGPROS"))


def test_incident_history_was_of_unders_even_for_an_over() -> None:
    """Core 3.6: the record is of the pick's own direction (D26)."""
    under = {"recommendation": "UNDER"}
    rows = [*record(5, 0, **under), graded(game_date=date(2025, 12, 1), game_id="20251201_NYK_BOS")]
    assert pick(predicted(), *rows)["player_sample_size"] == 1
    found = pick(predicted(**under), *rows)
    assert (found["player_sample_size"], found["composite_score"]) == (5, 1.29)


def test_incident_history_mixed_in_voids_pushes_and_fake_lines() -> None:
    """Core 3.6: none of them is in the record or in its number of games (D14, D26)."""
    nothing = {"prediction_correct": None}
    void = nothing | {"is_voided": True, "actual_points": None}
    fake = {"line_value": 20, "line_source": None}
    estimated = {"line_source": "ESTIMATED_AVG"}
    rows = history({}, LOST, nothing, void, fake, estimated, {"line_source": "ODDS_API"})
    found = pick(predicted(), *rows)
    assert (found["player_historical_accuracy"], found["player_sample_size"]) == (0.67, 3)


def test_incident_only_voids_are_no_history() -> None:
    """Core 3.6: a share of nothing is null, not 0."""
    void = {"prediction_correct": None, "is_voided": True, "actual_points": None}
    found = pick(predicted(), *history(void, void))
    keys = ("player_historical_accuracy", "player_sample_size")
    assert [found[key] for key in keys] == [None, None]


def test_incident_samples_of_one_to_four_gave_a_full_accuracy() -> None:
    """Core 3.6: below five the score takes 0.85 instead."""
    scores = [pick(predicted(), *record(won, 0))["composite_score"] for won in range(6)]
    assert scores == [1.09] * 5 + [1.29]


def test_incident_several_lines_or_box_scores_made_a_player_twice_a_pick() -> None:
    """Core 3.6: one pick of a player and game (D18)."""
    lines = [
        predicted(current_points_line="14.5", prediction_version=2),
        predicted(current_points_line="16.5"),
        predicted(current_points_line="13.5", prediction_version=3, is_active=False),
    ]
    boxes = [boxed(processed_at="2026-01-10T08:00:00Z", points=9), boxed()]
    contexts = [expected(processed_at="2026-01-09T10:00:00Z", team_abbr="NYK"), expected()]
    names = [registered(), registered(season="2024-25", player_name="Old Name")]
    found = pick(*lines, *boxes, *contexts, *names, fresh(), fresh(fatigue_score=None))
    assert (found["line"], found["actual"], found["team"]) == (14.5, 22, "BOS")
    assert found["player_full_name"] == "Ann Ash"
    found = graded_pick(graded(line_value="14.5", graded_at="2026-01-10T14:00:00Z"), graded())
    assert found["line"] == 14.5


def test_incident_latest_went_stale_unnoticed() -> None:
    """Core 3.6: every run writes the dated file and what leads to it, for as long as it says."""
    (found,) = planned(BEST_BETS, predicted(), as_of=BEFORE)
    assert [target.path for target in found.targets] == [DATED, LATEST]
    assert all(target.moves for target in found.targets)


def test_incident_what_is_not_green_hit_one_in_eight() -> None:
    """Core 3.6: quality that is missing is not green."""
    unsaid = known_of(quality_alert_level=None)
    assert settled(graded(), unsaid)["picks"] == []
    assert not is_pick(predicted(quality_alert_level=None))


@pytest.mark.parametrize(
    "columns",
    [
        {"is_active": False},
        {"invalidation_reason": "game_postponed"},
        {"invalidation_reason": "player_injured_out"},
    ],
)
def test_incident_withdrawn_predictions_are_no_picks(columns: Json) -> None:
    """Core 14.14: a prediction with a reason against it is dropped."""
    assert not is_pick(predicted(**columns))
