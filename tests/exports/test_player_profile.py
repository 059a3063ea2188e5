"""`players/{player}.json` (core 7): the document, its numbers and its sentences."""

from __future__ import annotations

import pytest

from publishing.documents import CacheClass
from publishing.exports.declaration import Parameters
from publishing.exports.player_profile import PLAYER_PROFILE
from publishing.rows import Row
from tests.exports.past import played
from tests.exports.planned import planned
from tests.exports.profiles import (
    LOST,
    PASSED,
    PUSHED,
    UNDER,
    VOIDED,
    WON,
    document,
    has_profile,
    predicted_for,
    times,
)
from tests.exports.rows import (
    AFTER,
    ANN,
    GAME,
    Json,
    expected,
    league,
    linked,
    noted,
    predicted,
    registered,
    scheduled,
    written,
)


def summary(*rows: Row) -> Json:
    found = document(*rows)["summary"]
    assert isinstance(found, dict)
    return found


def record(*rows: Row) -> Json:
    found = document(*rows)["our_track_record"]
    assert isinstance(found, dict)
    return found


def sentences(*rows: Row) -> Json:
    found = document(*rows)["interpretation"]
    assert isinstance(found, dict)
    return found


def test_the_whole_document_in_the_order_of_its_keys() -> None:
    shots: Json = {"three_pt_makes": 0, "three_pt_attempts": 0, "minutes_played": "33.5"}
    counts: Json = {
        "offensive_rebounds": 1,
        "defensive_rebounds": 4,
        "assists": 3,
        "steals": 2,
        "blocks": 0,
        "turnovers": 1,
    }
    line: Json = {"points_line": "15.5", "over_under_result": "OVER"}
    found = document(
        *predicted_for(WON, LOST | UNDER, first=2),
        registered(),
        played(2, 22, **shots, **counts, **line),
        played(4, 11),
        expected(),
        predicted(),
        linked(),
        among=league(scheduled(), written(), noted()),
    )
    game = {
        "game_date": "2026-01-07",
        "opponent": "NYK",
        "home_game": True,
        "team_result": "L",
        "points": 22,
        "minutes": 33.5,
        "fg": "8/15",
        "fg_makes": 8,
        "fg_attempts": 15,
        "three": None,
        "three_makes": 0,
        "three_attempts": 0,
        "ft": "4/5",
        "ft_makes": 4,
        "ft_attempts": 5,
        "rebounds": 5,
        "assists": 3,
        "steals": 2,
        "blocks": 0,
        "turnovers": 1,
        "line": 15.5,
        "over_under": "OVER",
        "margin": 6.5,
        "did_not_play": False,
        "dnp_reason": None,
    }
    assert list(found["game_log"][0].items()) == list(game.items())
    assert found["game_log"][1]["points"] == 11
    nothing = {"avg": None, "games": 0, "vs_line_pct": None}
    both = {"avg": 16.5, "games": 2, "vs_line_pct": 1.0}
    assert list((found | {"game_log": []}).items()) == [
        ("player_lookup", ANN),
        ("player_full_name", "Ann Ash"),
        ("generated_at", "2026-01-09T18:00:00.000000+00:00"),
        (
            "recent_news",
            [
                {
                    "headline": "Ash starts",
                    "category": "performance",
                    "source": "ESPN",
                    "source_url": "https://news.example/a1",
                    "published_at": "2026-01-08T09:00:00+00:00",
                }
            ],
        ),
        (
            "summary",
            {
                "team": "BOS",
                "team_abbr": "BOS",
                "games_predicted": 2,
                "total_recommendations": 2,
                "correct": 1,
                "mae": 2.5,
                "win_rate": 0.5,
                "bias": -2.5,
                "avg_confidence": 0.92,
                "within_3_pct": 1.0,
                "within_5_pct": 1.0,
                "date_range": {"first": "2026-01-06", "last": "2026-01-07"},
                "player_name": "Ann Ash",
            },
        ),
        (
            "interpretation",
            {
                "bias": "Slightly under-predicted (-2.50 points)",
                "sample_size": "Limited sample size (2 games predicted)",
            },
        ),
        ("game_log", []),
        (
            "splits",
            {
                "rest": {
                    "b2b": nothing,
                    "one_day": {"avg": 22.0, "games": 1, "vs_line_pct": 1.0},
                    "two_day": nothing,
                    "three_plus": nothing,
                },
                "location": {"home": both, "away": nothing},
                "opponents": [{"team": "NYK", **both}],
            },
        ),
        (
            "our_track_record",
            {
                "total_predictions": 2,
                "overall": {"wins": 1, "losses": 1, "pct": 0.5},
                "over_calls": {"total": 1, "wins": 1, "losses": 0, "pct": 1.0},
                "under_calls": {"total": 1, "wins": 0, "losses": 1, "pct": 0.0},
                "avg_error": 2.5,
                "bias": -2.5,
                "within_3_pts": 1.0,
                "within_5_pts": 1.0,
            },
        ),
        (
            "next_game",
            {
                "game_date": "2026-01-09",
                "game_id": GAME,
                "opponent": "NYK",
                "home_game": True,
                "has_prediction": True,
            },
        ),
    ]


def test_who_was_never_predicted_has_the_shape_of_nobody_when_asked_for() -> None:
    """Core 7.5: his games, his name and his news are not told either."""
    never = document(
        registered(),
        played(2),
        expected(),
        predicted(),
        linked(),
        among=league(scheduled(), written()),
    )
    error = never["interpretation"].pop("error")
    assert error
    assert list(never.items()) == [
        ("player_lookup", ANN),
        ("player_full_name", ANN),
        ("generated_at", "2026-01-09T18:00:00.000000+00:00"),
        ("recent_news", []),
        ("summary", None),
        ("interpretation", {}),
        ("game_log", []),
        ("splits", {}),
        ("our_track_record", {}),
        ("next_game", None),
    ]
    assert never == document() | {"interpretation": {}}


def test_a_profile_needs_as_many_games_as_the_run_asks_for() -> None:
    assert Parameters().min_games == 5
    for games in (4, 5):
        assert has_profile(*predicted_for(*times(games)), min_games=5) is (games == 5)
    assert has_profile(*predicted_for(WON), min_games=1)
    assert not has_profile(played(2), registered(), min_games=1)


def test_games_predicted_are_dates_and_predictions_are_rows() -> None:
    twice: Json = {"game_id": "20260108_CHI_BOS", "game_date": "2026-01-08"}
    rows = [*predicted_for(WON, PASSED, VOIDED), *predicted_for(WON, **twice)]
    assert summary(*rows)["games_predicted"] == 3
    assert record(*rows)["total_predictions"] == 4


def test_d14_pushes_and_voids_are_in_no_denominator() -> None:
    rows = predicted_for(WON, WON, LOST, PUSHED, VOIDED, PASSED)
    found = record(*rows)
    assert found["overall"] == {"wins": 2, "losses": 1, "pct": 0.67}
    assert found["over_calls"] == {"total": 5, "wins": 2, "losses": 1, "pct": 0.67}
    assert found["under_calls"] == {"total": 0, "wins": 0, "losses": 0, "pct": None}
    told = summary(*rows)
    assert (told["total_recommendations"], told["correct"], told["win_rate"]) == (5, 2, 0.67)


def test_d14_a_void_has_no_error_and_was_within_nothing_and_beyond_nothing() -> None:
    away = {"absolute_error": 4, "signed_error": 4, "within_3_points": False}
    found = record(*predicted_for(WON, away, VOIDED))
    assert (found["avg_error"], found["bias"]) == (3.25, 0.75)
    assert (found["within_3_pts"], found["within_5_pts"]) == (0.5, 1.0)


def test_a_push_was_a_prediction_like_another() -> None:
    found = record(*predicted_for(WON, PUSHED | {"within_3_points": False}))
    assert found["within_3_pts"] == 0.5


def test_a_player_of_voids_alone_has_counts_and_no_share() -> None:
    found = document(*predicted_for(*times(5, VOIDED)))
    assert found["our_track_record"] == {
        "total_predictions": 5,
        "overall": {"wins": 0, "losses": 0, "pct": None},
        "over_calls": {"total": 5, "wins": 0, "losses": 0, "pct": None},
        "under_calls": {"total": 0, "wins": 0, "losses": 0, "pct": None},
        "avg_error": None,
        "bias": None,
        "within_3_pts": None,
        "within_5_pts": None,
    }
    assert list(found["interpretation"]) == ["sample_size"]
    assert (found["summary"]["mae"], found["summary"]["avg_confidence"]) == (None, 0.92)


def test_both_sides_are_counted_apart() -> None:
    found = record(*predicted_for(WON, LOST | UNDER, UNDER, UNDER))
    assert found["over_calls"] == {"total": 1, "wins": 1, "losses": 0, "pct": 1.0}
    assert found["under_calls"] == {"total": 3, "wins": 2, "losses": 1, "pct": 0.67}


def test_d22_shares_are_rounded_once_and_half_to_even() -> None:
    """5 of 11 is 0.4545…: by way of three decimals it was 0.46. An eighth is 0.12, not 0.13."""
    within = [{"within_3_points": place < 5} for place in range(11)]
    assert record(*predicted_for(*within))["within_3_pts"] == 0.45
    assert record(*predicted_for(WON, *times(7, LOST)))["overall"]["pct"] == 0.12
    halves = [{"absolute_error": error} for error in ("1.1", "1.15")]
    assert record(*predicted_for(*halves))["avg_error"] == 1.12


def test_a_missing_number_is_no_zero() -> None:
    unknown = dict.fromkeys(
        ("absolute_error", "signed_error", "confidence_score", "within_3_points")
    )
    found = document(*predicted_for(WON, unknown))
    assert (found["our_track_record"]["avg_error"], found["summary"]["bias"]) == (2.5, -2.5)
    assert found["summary"]["avg_confidence"] == 0.92
    assert found["summary"]["within_3_pct"] == 0.5


@pytest.mark.parametrize(
    ("bias", "sentence"),
    [
        ("-3.01", "Significantly under-predicted (-3.01 points)"),
        ("-3", "Slightly under-predicted (-3.00 points)"),
        ("-1.01", "Slightly under-predicted (-1.01 points)"),
        ("-1", "Well calibrated (-1.00 points)"),
        ("0", "Well calibrated (+0.00 points)"),
        ("1", "Well calibrated (+1.00 points)"),
        ("1.01", "Slightly over-predicted (+1.01 points)"),
        ("3", "Slightly over-predicted (+3.00 points)"),
        ("3.01", "Significantly over-predicted (+3.01 points)"),
    ],
)
def test_what_a_bias_means(bias: str, sentence: str) -> None:
    assert sentences(*predicted_for(WON, signed_error=bias))["bias"] == sentence


@pytest.mark.parametrize(
    ("won", "lost", "word"),
    [
        (17, 3, "excellent (85%"),
        (84, 16, "good (84%"),
        (14, 6, "good (70%"),
        (69, 31, "average (69%"),
        (11, 9, "average (55%"),
        (54, 46, "below average (54%"),
        (0, 5, "below average (0%"),
    ],
)
def test_what_a_share_of_picks_won_means(won: int, lost: int, word: str) -> None:
    rows = predicted_for(*times(won), *times(lost, LOST))
    assert sentences(*rows)["accuracy"].startswith(f"Accuracy is {word}")


def test_accuracy_is_told_from_five_picks_on() -> None:
    assert "accuracy" not in sentences(*predicted_for(*times(4), *times(9, PASSED)))
    assert "accuracy" in sentences(*predicted_for(*times(4), VOIDED))


@pytest.mark.parametrize(
    ("games", "word"), [(1, "Limited"), (4, "Limited"), (5, "Moderate"), (14, "Moderate")]
)
def test_how_large_a_sample_is(games: int, word: str) -> None:
    assert sentences(*predicted_for(*times(games)))["sample_size"].startswith(word)
    assert sentences(*predicted_for(*times(15)))["sample_size"] == "Large sample size"


def test_only_the_champion_counts() -> None:
    others = predicted_for(LOST, LOST, first=3, system_id="ensemble_v1")
    assert document(*predicted_for(WON), *others) == document(*predicted_for(WON))


def test_the_profile_is_one_pointer_for_an_hour() -> None:
    (found,) = planned(PLAYER_PROFILE, *predicted_for(*times(5)), among=league(as_of=AFTER))
    (target,) = found.targets
    assert (target.path, target.cache) == ("players/annash.json", CacheClass.TRENDS)


def test_a_profile_is_made_when_it_is_asked_for() -> None:
    assert PLAYER_PROFILE.when_named
    assert (PLAYER_PROFILE.job_type, PLAYER_PROFILE.groups) == ("players", ())
