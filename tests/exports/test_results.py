"""`results/{date}.json` (core 1): rows, summary, breakdowns, highlights, and what was mended."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from publishing.documents import CacheClass
from publishing.exports.results import RESULTS
from publishing.rows import Row
from tests.exports.planned import planned, published
from tests.exports.rows import (
    AFTER,
    ANN,
    BEFORE,
    DAY,
    GAME,
    LEAGUE_ID,
    OTHER_GAME,
    Json,
    features,
    graded,
    known_of,
    league,
    made,
    players,
    predicted,
    scheduled,
    slate,
    voided,
)

LATEST, DATED = "results/latest.json", "results/2026-01-09.json"
LOST: Json = {"prediction_correct": False, "actual_points": 9}
PUSHED: Json = {"prediction_correct": None, "actual_points": 22, "line_value": 22}
PASSED: Json = {"prediction_correct": None, "recommendation": "PASS"}
NO_BUCKET = {"total": 0, "wins": 0, "losses": 0, "pushes": 0, "win_rate": 0, "avg_error": 0}


def document(*rows: Row) -> Json:
    among = league(scheduled(game_status=3), as_of=AFTER)
    return made(RESULTS, players(*rows, among=among), slate(among))


def result(*rows: Row) -> Any:
    (only,) = document(*rows)["results"]
    return only


def summary(*rows: Row) -> Any:
    return document(*rows)["summary"]


def sizes(group: str, *rows: Row) -> dict[str, int]:
    """How many picks are in each bucket of a breakdown."""
    buckets = document(*rows)["breakdowns"][group]
    return {name: bucket["total"] for name, bucket in buckets.items()}


# Rows


def test_a_row_has_every_key_of_the_contract_in_its_order() -> None:
    assert list(result(graded(), known_of(days_rest=3)).items()) == [
        ("player_lookup", ANN),
        ("game_id", GAME),
        ("team", "BOS"),
        ("opponent", "NYK"),
        ("predicted", 19.5),
        ("actual", 22),
        ("line", 15.5),
        ("recommendation", "OVER"),
        ("result", "WIN"),
        ("error", 2.5),
        ("bias", -2.5),
        ("confidence", 0.92),
        ("minutes", 33.0),
        ("confidence_tier", "high"),
        ("player_tier", "starter"),
        ("is_home", True),
        ("is_back_to_back", False),
        ("days_rest", 3),
    ]


def test_the_document_says_which_date_it_is_of_and_as_of_when() -> None:
    found = document(graded())
    assert " ".join(found) == "game_date generated_at summary breakdowns results highlights"
    assert found["game_date"] == "2026-01-09"
    assert found["generated_at"] == "2026-01-10T15:30:00.000000+00:00"


def test_rows_are_by_game_then_by_player() -> None:
    rows = [graded("zed", game_id=OTHER_GAME), graded("bob"), graded("ann"), graded("zed")]
    assert [(row["game_id"], row["player_lookup"]) for row in document(*rows)["results"]] == [
        (OTHER_GAME, "zed"),
        (GAME, "ann"),
        (GAME, "bob"),
        (GAME, "zed"),
    ]


@pytest.mark.parametrize(
    ("columns", "word"),
    [
        ({}, "WIN"),
        (LOST, "LOSS"),
        (PUSHED, "PUSH"),
        (PASSED, "PASS"),
        (PASSED | {"recommendation": "NO_LINE", "line_value": None}, "PASS"),
        (PASSED | {"recommendation": "HOLD"}, "PASS"),
        (PASSED | {"recommendation": None}, "PASS"),
        (PASSED | {"actual_points": None, "is_voided": True}, "PASS"),
        ({"is_voided": True}, "VOID"),
        ({"actual_points": None, "prediction_correct": None}, "VOID"),
        ({"actual_points": None, "prediction_correct": None, "is_voided": None}, "VOID"),
        ({"is_voided": None}, "WIN"),
    ],
)
def test_the_verdict_of_a_row(columns: Json, word: str) -> None:
    """Core 1.3 with the one vocabulary of D14."""
    assert result(graded(**columns))["result"] == word


def test_a_player_who_scored_nothing_has_an_actual_of_zero() -> None:
    found = result(graded(actual_points=0, prediction_correct=False))
    assert (found["actual"], found["result"]) == (0, "LOSS")


def test_what_a_grading_does_not_say_is_null() -> None:
    nothing: Json = dict.fromkeys(
        ("team_abbr", "opponent_team_abbr", "predicted_points", "line_value", "confidence_score")
    )
    unmeasured: Json = dict.fromkeys(("minutes_played", "absolute_error", "signed_error"))
    found = result(graded(**nothing, **unmeasured))
    keys = "team opponent predicted line confidence minutes error bias".split()
    assert [found[key] for key in keys] == [None] * len(keys)


@pytest.mark.parametrize(
    ("confidence", "tier"),
    [
        ("1", "high"),
        ("0.7", "high"),
        ("0.699", "high"),  # 0.70 as published
        ("0.695", "high"),
        ("0.694", "medium"),
        ("0.55", "medium"),
        ("0.546", "medium"),
        ("0.545", "low"),  # half to even: 0.54
        ("0.54", "low"),
        (None, "low"),
        ("NaN", "low"),
    ],
)
def test_the_confidence_tier_is_of_the_published_confidence(
    confidence: str | None, tier: str
) -> None:
    assert result(graded(confidence_score=confidence))["confidence_tier"] == tier


@pytest.mark.parametrize(
    ("average", "tier"),
    [
        ("25", "elite"),
        ("24.999", "starter"),
        ("15", "starter"),
        ("14.999", "role_player"),
        (0, "role_player"),
        (None, "role_player"),
        ("NaN", "role_player"),
        ("Infinity", "role_player"),
    ],
)
def test_the_player_tier_is_of_his_season_average(average: Any, tier: str) -> None:
    assert result(graded(), known_of(features=features(average, 0)))["player_tier"] == tier


@pytest.mark.parametrize(
    ("flag", "said"),
    [(1, True), ("0.51", True), ("0.5", False), (0, False), (None, False), ("NaN", False)],
)
def test_a_back_to_back_is_more_than_a_half(flag: Any, said: bool) -> None:
    assert result(graded(), known_of(features=features(18, flag)))["is_back_to_back"] is said


def test_defaults_of_a_player_without_features() -> None:
    found = result(graded())
    keys = ("is_home", "is_back_to_back", "days_rest", "player_tier")
    assert [found[key] for key in keys] == [False, False, 1, "role_player"]


def test_defaults_of_features_that_say_nothing() -> None:
    found = result(graded(), known_of(is_home=None, days_rest=None, features=None))
    keys = ("is_home", "is_back_to_back", "days_rest", "player_tier")
    assert [found[key] for key in keys] == [False, False, 1, "role_player"]


def test_features_are_those_of_the_same_game() -> None:
    other = known_of(game_id=OTHER_GAME, features=features(30, 1))
    assert result(graded(), other)["player_tier"] == "role_player"


# Summary


def test_the_summary_of_a_date() -> None:
    """Win, loss, push, void and pass: each is counted where it belongs and nowhere else."""
    missed = {"within_3_points": False, "within_5_points": False}
    found = document(
        graded("ann", absolute_error="2.5", signed_error="-2.5"),
        graded("bob", absolute_error="10.5", signed_error="10.5", **LOST, **missed),
        graded("cid", absolute_error="4", signed_error="-4", within_3_points=False, **PUSHED),
        voided("dan"),
        graded("eve", absolute_error="1", signed_error="1", **PASSED),
    )["summary"]
    assert list(found.items()) == [
        ("total_predictions", 5),
        ("recommendations", 4),
        ("correct", 1),
        ("incorrect", 1),
        ("pass_count", 1),
        ("win_rate", 0.5),
        ("avg_mae", 4.5),
        ("avg_bias", 1.25),
        ("within_3_points", 2),
        ("within_3_pct", 0.5),
        ("within_5_points", 3),
        ("within_5_pct", 0.75),
    ]


def test_what_is_no_direction_is_no_recommendation() -> None:
    rows = [graded(word.lower(), **PASSED | {"recommendation": word}) for word in ("HOLD", "NO")]
    found = summary(*rows, graded("eve", **PASSED))
    keys = ("total_predictions", "recommendations", "pass_count", "win_rate")
    assert [found[key] for key in keys] == [3, 0, 1, 0]


@pytest.mark.parametrize(
    ("wins", "losses", "rate"),
    [(1, 2, 0.333), (2, 1, 0.667), (1, 15, 0.062), (3, 13, 0.188), (1, 0, 1), (0, 1, 0)],
)
def test_the_win_rate_has_three_decimals(wins: int, losses: int, rate: float) -> None:
    """D22: 0.0625 is 0.062 and 0.1875 is 0.188, half to even."""
    rows = [graded(f"won{number}") for number in range(wins)]
    rows += [graded(f"lost{number}", **LOST) for number in range(losses)]
    assert summary(*rows)["win_rate"] == rate


@pytest.mark.parametrize(("last", "average"), [("2.6", 2.52), ("2.8", 2.58), ("2.7", 2.55)])
def test_d22_mean_errors_are_rounded_once_half_to_even(last: str, average: float) -> None:
    """Halves of the last decimal go to the even one: 2.525 is 2.52 and 2.575 is 2.58."""
    errors = ("2.5", "2.5", "2.5", last)
    rows = [
        graded(f"p{number}", absolute_error=error, signed_error=f"-{error}")
        for number, error in enumerate(errors)
    ]
    found = summary(*rows)
    assert (found["avg_mae"], found["avg_bias"]) == (average, -average)


def test_means_are_over_the_errors_that_are_there() -> None:
    unmeasured = graded("bob", absolute_error=None, signed_error=None)
    broken = graded("cid", absolute_error="NaN", signed_error="Infinity")
    found = summary(graded("ann"), unmeasured, broken)
    assert (found["avg_mae"], found["avg_bias"]) == (2.5, -2.5)


def test_without_any_error_the_means_are_zero() -> None:
    found = summary(graded(absolute_error=None, signed_error=None))
    assert (found["avg_mae"], found["avg_bias"]) == (0, 0)


# Breakdowns


def test_a_bucket_counts_its_verdicts() -> None:
    rows = [
        graded("ann"),
        graded("bob", absolute_error="6.5", **LOST),
        graded("cid", absolute_error="4", **PUSHED),
        voided("dan"),
        graded("eve", absolute_error="50", **PASSED),
    ]
    over = document(*rows)["breakdowns"]["by_recommendation"]["over"]
    assert list(over.items()) == [
        ("total", 4),
        ("wins", 1),
        ("losses", 1),
        ("pushes", 1),
        ("win_rate", 0.5),
        ("avg_error", 4.33),
    ]


def test_breakdowns_are_of_recommendations_alone() -> None:
    passed = graded(**PASSED)
    groups = document(passed, known_of())["breakdowns"]
    assert all(bucket == NO_BUCKET for group in groups.values() for bucket in group.values())


def test_picks_are_divided_by_direction() -> None:
    rows = [graded("ann"), graded("bob", recommendation="UNDER"), graded("cid")]
    assert sizes("by_recommendation", *rows) == {"over": 2, "under": 1}


def test_picks_are_divided_by_confidence() -> None:
    """Core 1.6: champions are sure of all that they pick; others fill the other buckets."""
    said = {"ann": "0.9", "bob": "0.7", "cid": "0.6", "dan": "0.5"}
    rows = [graded(player, confidence_score=share) for player, share in said.items()]
    assert sizes("by_confidence", *rows) == {"high": 2, "medium": 1, "low": 1}


def test_picks_are_divided_by_player_tier() -> None:
    rows: list[Row] = [graded("ann"), graded("bob"), graded("cid"), graded("dan")]
    rows += [known_of("ann", features=features(25, 0)), known_of("bob", features=features(15, 0))]
    found = sizes("by_player_tier", *rows)
    assert found == {"elite": 1, "starter": 1, "role_player": 2}


def test_picks_are_divided_by_venue_and_rest() -> None:
    """Away is not at home; two days are a rest, and one is without being a back-to-back."""
    rows: list[Row] = [graded("ann"), graded("bob"), graded("cid"), graded("dan")]
    rows += [
        known_of("ann", days_rest=2),
        known_of("bob", days_rest=1, is_home=False, features=features(18, 1)),
        known_of("cid", days_rest=1, is_home=None),
    ]
    found = sizes("by_context", *rows)
    assert found == {"home": 1, "away": 3, "back_to_back": 1, "rested": 1}


# Highlights


def test_the_nearest_and_the_farthest_prediction() -> None:
    near = graded("bob", absolute_error="0.5", actual_points=20, team_abbr="NYK")
    far = graded("cid", absolute_error="10.5", minutes_played=12, **LOST)
    found = document(graded("ann"), near, far)["highlights"]
    best = {"player": "bob", "team": "NYK", "predicted": 19.5, "actual": 20, "error": 0.5}
    worst = {"player": "cid", "team": "BOS", "predicted": 19.5, "actual": 9, "error": 10.5}
    assert found == {"best_prediction": best, "worst_prediction": worst | {"minutes": 12}}
    assert list(found["worst_prediction"]) == "player team predicted actual error minutes".split()


def test_a_pass_can_be_a_highlight() -> None:
    found = document(graded("ann"), graded("bob", absolute_error="0.1", **PASSED))["highlights"]
    assert found["best_prediction"]["player"] == "bob"


def test_d9_the_first_of_equal_highlights_is_shown() -> None:
    rows = [graded("bob"), graded("ann"), graded("zed", game_id=OTHER_GAME)]
    found = document(*rows)["highlights"]
    assert found["best_prediction"]["player"] == found["worst_prediction"]["player"] == "zed"


# Empty and edge (core 1.5)


def test_a_date_without_rows_has_the_same_shape_and_zeros() -> None:
    found = document()
    groups = found["breakdowns"]
    assert {name: list(group) for name, group in groups.items()} == {
        "by_player_tier": ["elite", "starter", "role_player"],
        "by_confidence": ["high", "medium", "low"],
        "by_recommendation": ["over", "under"],
        "by_context": ["home", "away", "back_to_back", "rested"],
    }
    assert all(bucket == NO_BUCKET for group in groups.values() for bucket in group.values())
    assert set(found["summary"].values()) == {0}
    assert len(found["summary"]) == 12
    assert (found["results"], found["highlights"]) == ([], {})


def test_d6_a_date_without_gradings_empties_nothing() -> None:
    """Core 1.5: `latest.json` was overwritten with an empty shell."""
    public = published(
        planned(RESULTS, graded()), planned(RESULTS, as_of=AFTER + timedelta(hours=1))
    )
    assert [len(public[path]["results"]) for path in (DATED, LATEST)] == [1, 1]


def test_a_date_without_games_is_published_empty() -> None:
    """Core 14.13: an off-day has a file."""
    monday = DAY + timedelta(days=1)
    later = AFTER + timedelta(days=1)
    (found,) = planned(RESULTS, as_of=later, dates=(monday,))
    assert not found.lacks
    public = published(planned(RESULTS, graded()), [found])
    assert public[LATEST] == public["results/2026-01-10.json"]
    assert public[LATEST]["summary"]["total_predictions"] == 0


def test_d5_an_older_date_does_not_move_latest() -> None:
    """Core 1.5: `latest.json` was not monotonic."""
    eve = DAY - timedelta(days=1)
    past = graded(game_date=eve, game_id="20260108_NYK_BOS")
    among = league(
        scheduled(game_status=3),
        scheduled(game_date=eve, game_id="0022500540", game_status=3),
        as_of=AFTER + timedelta(hours=1),
    )
    public = published(
        planned(RESULTS, graded()), planned(RESULTS, past, dates=(eve,), among=among)
    )
    assert public[LATEST]["game_date"] == "2026-01-09"
    assert public["results/2026-01-08.json"]["game_date"] == "2026-01-08"


def test_latest_is_the_dated_document() -> None:
    public = published(planned(RESULTS, graded()))
    assert public == {DATED: public[LATEST], LATEST: public[LATEST]}


@pytest.mark.parametrize(
    "array",
    [None, [], [0, 0], features(30, 1)[:16]],
    ids=["null", "empty", "no average", "no back-to-back"],
)
def test_d26_a_null_or_short_array_of_features_stops_nothing(array: list[Any] | None) -> None:
    """Core 1.5: one such row aborted the whole export."""
    found = result(graded(), known_of(features=array))
    assert found["is_back_to_back"] is False
    assert found["player_tier"] == ("elite" if array and len(array) == 16 else "role_player")


def test_d8_what_is_not_finite_is_null() -> None:
    """Core 12.2, 12.3: NaN and infinities became tokens that no strict parser reads."""
    found = result(
        graded(
            predicted_points="NaN",
            line_value="Infinity",
            confidence_score="-Infinity",
            minutes_played="NaN",
            absolute_error="NaN",
            signed_error="Infinity",
        )
    )
    keys = "predicted line confidence minutes error bias".split()
    assert [found[key] for key in keys] == [None] * len(keys)


# Incidents (core 1.6)


def test_incident_latest_stuck_two_days_behind_when_two_exports_raced() -> None:
    """Core 1.6, seed week: whichever of two runs of two dates comes last, latest is the newer."""
    eve = DAY - timedelta(days=1)
    among = league(
        scheduled(game_status=3),
        scheduled(game_date=eve, game_id="0022500540", game_status=3),
        as_of=AFTER,
    )
    older = graded(game_date=eve, game_id="20260108_NYK_BOS")
    runs = [
        planned(RESULTS, graded(), among=among),
        planned(RESULTS, older, dates=(eve,), among=among),
    ]
    assert published(*runs)[LATEST] == published(*reversed(runs))[LATEST]
    assert published(*runs)[LATEST]["game_date"] == "2026-01-09"


def test_incident_an_export_before_grading_had_finished_published_missing_days() -> None:
    """Core 1.6: without gradings it says what it lacks; half graded it may not be kept for long."""
    among = league(
        scheduled(game_status=3),
        scheduled("DET", "CHI", game_id="0022500552", game_status=3),
        as_of=AFTER,
    )
    tonight = [predicted(), predicted("bob", game_id=OTHER_GAME)]
    (nothing,) = planned(RESULTS, *tonight, among=among)
    assert "prediction_accuracy" in nothing.lacks
    (half,) = planned(RESULTS, *tonight, graded(), among=among)
    assert [target.cache for target in half.targets] == [CacheClass.TONIGHT] * 2
    (whole,) = planned(RESULTS, *tonight, graded(), graded("bob", game_id=OTHER_GAME), among=among)
    assert [target.cache for target in whole.targets] == [CacheClass.SETTLED, CacheClass.TONIGHT]


@pytest.mark.parametrize("points", [None, 0])
def test_incident_players_who_did_not_play_were_pushes_losses_and_the_worst_highlight(
    points: int | None,
) -> None:
    """Core 1.6: a void is VOID, without an error, and in no denominator (D14)."""
    near: Json = {"within_3_points": True, "within_5_points": True}
    found = document(graded("ann"), voided("bob", actual_points=points, **near), known_of("bob"))
    void = found["results"][1]
    assert [void[key] for key in ("result", "actual", "error", "bias")] == [
        "VOID",
        None,
        None,
        None,
    ]
    counts = found["summary"]
    assert (counts["correct"], counts["incorrect"], counts["win_rate"]) == (1, 0, 1)
    assert (counts["avg_mae"], counts["avg_bias"]) == (2.5, -2.5)
    assert (counts["within_3_points"], counts["within_3_pct"]) == (1, 1)
    assert (counts["within_5_points"], counts["within_5_pct"]) == (1, 1)
    home = found["breakdowns"]["by_context"]["home"]
    assert home == NO_BUCKET | {"total": 1}
    assert found["highlights"]["worst_prediction"]["player"] == "ann"


def test_incident_only_voids_have_no_highlights() -> None:
    """Core 1.6: the "worst" highlight was easily a player who did not play."""
    assert document(voided())["highlights"] == {}


def test_incident_a_void_that_passed_is_in_no_share_of_near_predictions() -> None:
    """Core 1.6, D14: who did not play is in no denominator, whatever was recommended."""
    found = summary(graded("ann"), voided("bob", recommendation="PASS"))
    assert (found["within_3_pct"], found["within_5_pct"], found["avg_mae"]) == (1, 1, 2.5)


def test_incident_pushes_were_losses_in_the_summary_and_in_the_breakdowns() -> None:
    """Core 1.3, 1.6: a push is neither win nor loss in both (D14)."""
    found = document(graded("ann"), graded("bob", **PUSHED))
    assert (found["summary"]["incorrect"], found["summary"]["win_rate"]) == (0, 1)
    over = found["breakdowns"]["by_recommendation"]["over"]
    assert (over["total"], over["pushes"], over["win_rate"]) == (2, 1, 1)


def test_incident_duplicate_gradings_were_counted_twice() -> None:
    """Core 1.6: several lines of one player and game; one row per key, a direction first (D18)."""
    early, late = "2026-01-10T09:00:00Z", "2026-01-10T13:00:00Z"
    rows = [
        graded(line_value="14.5", graded_at=early),
        graded(line_value="16.5", graded_at=late),
        graded(line_value="17.5", graded_at="2026-01-10T14:00:00Z", **PASSED),
    ]
    for order in (rows, rows[::-1]):
        found = document(*order)
        assert found["summary"]["total_predictions"] == 1
        assert found["results"][0]["line"] == 16.5


def test_incident_rates_are_fractions_of_one() -> None:
    """Core 1.6, A8: a later audit wanted 0 to 100; this file stays as it is (D23)."""
    found = summary(graded("ann"), graded("bob"), graded("cid", **LOST))
    assert (found["win_rate"], found["within_3_pct"]) == (0.667, 1)


# Other rules


def test_d19_a_game_under_the_leagues_id_has_its_standard_id() -> None:
    found = result(graded(game_id=LEAGUE_ID), known_of())
    assert (found["game_id"], found["player_tier"]) == (GAME, "starter")


def test_d19_a_grading_of_an_unknown_game_is_not_published() -> None:
    assert document(graded(game_id="18447"))["results"] == []


def test_d9_the_order_of_arrival_does_not_matter() -> None:
    rows: list[Row] = [graded("bob"), graded("ann", **LOST), voided("cid"), known_of("ann")]
    assert document(*rows) == document(*reversed(rows))


def test_another_dates_gradings_are_not_in_it() -> None:
    eve = graded("bob", game_date=DAY - timedelta(days=1), game_id="20260108_NYK_BOS")
    assert [row["player_lookup"] for row in document(graded(), eve)["results"]] == [ANN]


def test_d11_a_date_that_has_not_begun_takes_latest_from_nobody() -> None:
    tomorrow = DAY + timedelta(days=1)
    among = league(
        scheduled(game_status=3),
        scheduled(game_date=tomorrow, game_id="0022500560"),
        as_of=BEFORE,
    )
    ahead = planned(RESULTS, dates=(tomorrow,), among=among)
    assert published(planned(RESULTS, graded(), as_of=BEFORE), ahead)[LATEST]["results"]
