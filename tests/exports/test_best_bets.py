"""`best-bets/{date}.json` (core 3): who is a pick, tiers, scores, order, and what was mended."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from publishing.exports.best_bets import BEST_BETS
from publishing.exports.declaration import Parameters
from publishing.rows import Row
from tests.exports.picks import (
    DATED,
    EVE,
    LATEST,
    graded_pick,
    is_pick,
    off_by,
    pick,
    record,
    settled,
    tonight,
)
from tests.exports.planned import planned, published
from tests.exports.rows import (
    ANN,
    BEFORE,
    DAY,
    GAME,
    LEAGUE_ID,
    OTHER_GAME,
    boxed,
    expected,
    fresh,
    graded,
    known_of,
    missed,
    predicted,
    registered,
    voided,
)

# The document


def test_a_pick_has_every_key_of_the_contract_in_its_order() -> None:
    found = pick(predicted(), expected(), registered(), fresh())
    sentences = found.pop("rationale")
    assert sentences
    assert all(isinstance(one, str) for one in sentences)
    assert list(found.items()) == [
        ("rank", 1),
        ("tier", "strong"),
        ("player_lookup", ANN),
        ("player_full_name", "Ann Ash"),
        ("game_id", GAME),
        ("team", "BOS"),
        ("opponent", "NYK"),
        ("recommendation", "OVER"),
        ("line", 15.5),
        ("predicted", 19.5),
        ("edge", 4.0),
        ("confidence", 0.92),
        ("composite_score", 1.09),
        ("player_historical_accuracy", None),
        ("player_sample_size", None),
        ("fatigue_score", 80.0),
        ("fatigue_level", "normal"),
        ("result", "PENDING"),
        ("actual", None),
        ("error", None),
        ("quality_alert_level", "green"),
        ("feature_quality_score", 91.0),
        ("default_feature_count", 0),
    ]


def test_a_pick_of_a_past_date_is_its_grading() -> None:
    found = graded_pick(graded(), registered(), fresh())
    keys = "team opponent line predicted edge confidence composite_score result actual error"
    assert [found[key] for key in keys.split()] == [
        "BOS",
        "NYK",
        15.5,
        19.5,
        4.0,
        0.92,
        1.09,
        "WIN",
        22,
        2.5,
    ]
    assert (found["player_full_name"], found["fatigue_level"]) == ("Ann Ash", "normal")
    quality = "quality_alert_level feature_quality_score default_feature_count"
    assert [found[key] for key in quality.split()] == ["green", 91.0, 0]


def test_the_document_says_how_many_picks_of_each_tier_it_has() -> None:
    found = tonight(off_by("5", "ann"), off_by("3", "bob"), off_by("4", "cid"), off_by("1", "dan"))
    keys = "game_date generated_at methodology total_picks tier_summary picks"
    assert list(found) == keys.split()
    assert (found["game_date"], found["total_picks"]) == ("2026-01-09", 4)
    assert found["generated_at"] == "2026-01-09T18:00:00.000000+00:00"
    summary = [("premium", 1), ("strong", 2), ("value", 1), ("standard", 0)]
    assert list(found["tier_summary"].items()) == summary
    assert found["methodology"].startswith("Tiered selection")


def test_an_unregistered_player_is_named_by_his_lookup() -> None:
    assert pick(predicted())["player_full_name"] == ANN


# Who is a pick


@pytest.mark.parametrize(
    ("word", "said"),
    [("OVER", True), ("UNDER", True), ("PASS", False), ("NO_LINE", False), ("HOLD", False)],
)
def test_a_pick_has_a_direction(word: str, said: bool) -> None:
    assert is_pick(predicted(recommendation=word)) is said
    assert is_pick(graded(recommendation=word)) is said


@pytest.mark.parametrize(
    ("points", "said"), [("24.9", True), ("25", False), (None, False), ("NaN", False)]
)
def test_a_pick_is_predicted_below_25_points(points: str | None, said: bool) -> None:
    assert is_pick(predicted(predicted_points=points)) is said
    assert is_pick(graded(predicted_points=points)) is said


@pytest.mark.parametrize(
    ("confidence", "said"),
    [
        ("0.879", True),
        ("0.88", False),
        ("0.899", False),
        ("0.90", True),
        (None, False),
        ("NaN", False),
    ],
)
def test_a_confidence_from_88_to_90_is_left_out(confidence: str | None, said: bool) -> None:
    assert is_pick(graded(confidence_score=confidence)) is said
    percent = None if confidence is None else Decimal(confidence) * 100
    assert is_pick(predicted(confidence_score=percent)) is said


@pytest.mark.parametrize(
    ("source", "line", "said"),
    [
        ("ACTUAL_PROP", "15.5", True),
        ("ODDS_API", "15.5", True),
        ("BETTINGPROS", "15.5", True),
        ("ACTUAL_PROP", "20", True),
        ("ACTUAL_PROP", None, False),
        ("ACTUAL_PROP", "NaN", False),
        ("ESTIMATED_AVG", "15.5", False),
        ("NO_PROP_LINE", "15.5", False),
        (None, "20", False),
        (None, "20.5", True),
    ],
)
def test_d26_a_pick_is_against_a_line_that_somebody_offers(
    source: str | None, line: str | None, said: bool
) -> None:
    """Core 3.6: by provenance, not by the number 20; 20 without a source is the placeholder."""
    assert is_pick(predicted(current_points_line=line, line_source=source)) is said
    assert is_pick(graded(line_value=line, line_source=source)) is said


@pytest.mark.parametrize("level", ["yellow", "red", None])
def test_only_green_quality_is_a_pick(level: str | None) -> None:
    assert not is_pick(predicted(quality_alert_level=level))
    assert settled(graded(), known_of(quality_alert_level=level))["picks"] == []


def test_a_grading_without_features_is_no_pick() -> None:
    assert settled(graded())["picks"] == []


def test_features_of_another_game_do_not_count() -> None:
    assert settled(graded(), known_of(game_id=OTHER_GAME))["picks"] == []


# Edge, tier, score


@pytest.mark.parametrize(
    ("edge", "tier"),
    [("5", "premium"), ("4.9", "strong"), ("3", "strong"), ("2.9", "value"), ("0", "value")],
)
def test_the_tier_is_by_edge(edge: str, tier: str) -> None:
    found = pick(off_by(edge))
    assert (found["tier"], found["edge"]) == (tier, float(edge))


def test_an_edge_has_no_sign() -> None:
    found = pick(predicted(predicted_points="9.5", recommendation="UNDER"))
    assert (found["edge"], found["tier"]) == (6.0, "premium")


@pytest.mark.parametrize(
    ("edge", "score"),
    [("0", 0.85), ("1", 0.94), ("4.9", 1.27), ("5", 1.28), ("5.1", 1.28), ("9", 1.28)],
)
def test_the_edge_factor_ends_at_one_and_a_half(edge: str, score: float) -> None:
    """A whole confidence without history: 0.935 is 0.94, 1.2665 is 1.27, 1.275 is 1.28."""
    assert pick(off_by(edge, confidence_score=100))["composite_score"] == score


@pytest.mark.parametrize(
    ("won", "lost", "accuracy", "sample", "score"),
    [
        (4, 0, 1.0, 4, 1.09),  # too few: 0.85
        (5, 0, 1.0, 5, 1.29),
        (3, 2, 0.6, 5, 0.77),
        (0, 5, 0.0, 5, 0.0),
        (1, 0, 1.0, 1, 1.09),
        (2, 1, 0.67, 3, 1.09),
    ],
)
def test_history_counts_from_five_picks(
    won: int, lost: int, accuracy: float, sample: int, score: float
) -> None:
    """0.92 of confidence, 1.4 for an edge of 4, and the record; the record is shown from one."""
    found = pick(predicted(), *record(won, lost))
    assert found["player_historical_accuracy"] == accuracy
    assert (found["player_sample_size"], found["composite_score"]) == (sample, score)


def test_d22_the_score_is_rounded_once() -> None:
    """0.87 of 1.14 of 0.85 is 0.84303; 0.95 of 1.1 of 6/7 is 0.8957, not 0.95 of 1.1 of 0.857."""
    assert pick(off_by("1.4", confidence_score=87))["composite_score"] == 0.84
    found = pick(off_by("1", confidence_score=95), *record(6, 1))
    assert (found["composite_score"], found["player_historical_accuracy"]) == (0.9, 0.86)


def test_history_is_of_the_days_before() -> None:
    same = graded(graded_at="2026-01-09T15:00:00Z")
    later = graded(game_date=DAY + timedelta(days=1), game_id="20260110_NYK_BOS")
    assert pick(predicted(), same, later)["player_sample_size"] is None


@pytest.mark.parametrize(
    ("score", "level"),
    [(100, "fresh"), (95, "fresh"), (94, "normal"), (75, "normal"), (74, "tired"), (0, "tired")],
)
def test_the_level_of_fatigue(score: int, level: str) -> None:
    found = pick(predicted(), fresh(fatigue_score=score))
    assert (found["fatigue_score"], found["fatigue_level"]) == (score, level)


def test_no_fatigue_is_null() -> None:
    for rows in ([], [fresh(fatigue_score=None)]):
        found = pick(predicted(), *rows)
        assert (found["fatigue_score"], found["fatigue_level"]) == (None, None)


# Order


def test_tiers_come_first_then_scores() -> None:
    rows = [
        off_by("2", "ann", confidence_score=100),
        off_by("3", "bob", confidence_score=60),
        off_by("4", "cid", confidence_score=60),
        off_by("5", "dan", confidence_score=50),
    ]
    found = tonight(*rows)["picks"]
    assert [(one["rank"], one["player_lookup"]) for one in found] == [
        (1, "dan"),
        (2, "cid"),
        (3, "bob"),
        (4, "ann"),
    ]


def test_d21_a_tier_has_a_cap_and_the_list_has_another() -> None:
    """5, 10 and 10; the best 15 of them are published unless `top_n` says otherwise."""
    rows = [
        off_by(edge, f"{tier}{number:02}")
        for tier, edge in (("p", "6"), ("s", "4"), ("v", "1"))
        for number in range(12)
    ]
    counts = [("premium", 5), ("strong", 10), ("value", 10), ("standard", 0)]
    found = tonight(*rows, parameters=Parameters(top_n=30))
    assert list(found["tier_summary"].items()) == counts
    assert found["total_picks"] == len(found["picks"]) == 25
    found = tonight(*rows)
    assert [one["player_lookup"][0] for one in found["picks"]] == ["p"] * 5 + ["s"] * 10
    assert [one["rank"] for one in found["picks"]] == list(range(1, 16))
    assert found["tier_summary"] == {"premium": 5, "strong": 10, "value": 0, "standard": 0}
    assert tonight(*rows, parameters=Parameters(top_n=2))["total_picks"] == 2


def test_d9_a_tie_at_a_cap_is_decided_by_player() -> None:
    rows = [off_by("6", name) for name in "gfedcba"]
    for order in (rows, rows[::-1], rows[3:] + rows[:3]):
        found = tonight(*order)["picks"]
        assert [one["player_lookup"] for one in found] == list("abcde")


def test_d9_a_tie_of_one_player_is_decided_by_game() -> None:
    rows = [predicted(), predicted(game_id=OTHER_GAME)]
    assert [one["game_id"] for one in tonight(*rows)["picks"]] == [OTHER_GAME, GAME]


def test_d9_ranks_are_of_published_scores() -> None:
    """0.91698 and 0.92055 are both published as 0.92: a tie, which ends with the player."""
    rows = [
        off_by("1.4", "bob", confidence_score=95),
        off_by("2.4", "ann", confidence_score=87),
    ]
    found = tonight(*rows)["picks"]
    assert [one["composite_score"] for one in found] == [0.92, 0.92]
    assert [one["player_lookup"] for one in found] == ["ann", "bob"]


# Results


@pytest.mark.parametrize(
    ("word", "points", "result"),
    [
        ("OVER", 21, "WIN"),
        ("OVER", 20, "PUSH"),
        ("OVER", 19, "LOSS"),
        ("UNDER", 19, "WIN"),
        ("UNDER", 20, "PUSH"),
        ("UNDER", 21, "LOSS"),
        ("OVER", 0, "LOSS"),
    ],
)
def test_tonights_pick_is_graded_by_its_box_score(word: str, points: int, result: str) -> None:
    row = predicted(recommendation=word, current_points_line=20)
    found = pick(row, boxed(points=points))
    assert (found["result"], found["actual"]) == (result, points)
    assert found["error"] == abs(19.5 - points)


def test_d14_tonights_pick_who_did_not_play_is_void() -> None:
    for box in (missed(), missed(is_dnp=None), boxed(is_dnp=True, points=0)):
        found = pick(predicted(), box)
        keys = ("result", "actual", "error")
        assert [found[key] for key in keys] == ["VOID", None, None]


def test_a_box_score_of_another_date_grades_nothing() -> None:
    assert pick(predicted(), boxed(game_date=EVE))["result"] == "PENDING"


@pytest.mark.parametrize(
    ("row", "result", "actual", "error"),
    [
        (graded(), "WIN", 22, 2.5),
        (graded(prediction_correct=False), "LOSS", 22, 2.5),
        (graded(prediction_correct=None), "PUSH", 22, 2.5),
        (voided(), "VOID", None, None),
        (voided(actual_points=0), "VOID", None, None),
        (graded(absolute_error="NaN"), "WIN", 22, None),
    ],
)
def test_the_result_of_a_graded_pick(
    row: Row, result: str, actual: int | None, error: float | None
) -> None:
    found = graded_pick(row)
    assert [found[key] for key in ("result", "actual", "error")] == [result, actual, error]


# Empty and edge (core 3.5)


def test_a_date_without_picks_has_the_same_shape() -> None:
    for found in (tonight(), settled()):
        assert found["total_picks"] == 0
        assert found["tier_summary"] == {"premium": 0, "strong": 0, "value": 0, "standard": 0}
        assert found["picks"] == []
        assert found["methodology"] == tonight(predicted())["methodology"]


def test_d6_nothing_predicted_empties_nothing() -> None:
    """Core 3.5: both files were overwritten with nothing."""
    before = planned(BEST_BETS, predicted(), as_of=BEFORE)
    public = published(before, planned(BEST_BETS, as_of=BEFORE + timedelta(hours=1)))
    assert [public[path]["total_picks"] for path in (DATED, LATEST)] == [1, 1]


# Other rules


def test_d19_a_game_under_the_leagues_id_is_the_same_game() -> None:
    found = pick(predicted(game_id=LEAGUE_ID), expected())
    assert (found["game_id"], found["team"]) == (GAME, "BOS")
    assert graded_pick(graded(game_id=LEAGUE_ID))["game_id"] == GAME


def test_a_player_whom_nobody_expects_has_no_team_yet() -> None:
    found = pick(predicted())
    assert (found["team"], found["opponent"]) == (None, None)


def test_d8_a_quality_that_is_not_finite_is_null() -> None:
    assert pick(predicted(feature_quality_score="NaN"))["feature_quality_score"] is None


def test_d9_the_order_of_arrival_does_not_matter() -> None:
    rows = [off_by("4", "bob"), predicted(), *record(3, 3), fresh(), registered(), expected()]
    assert tonight(*rows) == tonight(*reversed(rows))
