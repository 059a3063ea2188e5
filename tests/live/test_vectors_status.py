"""Acceptance vectors 12, 18, 19 and 29 of `live.md` 12: what the live job says in status.json."""

from __future__ import annotations

import pytest

from tests.live.payloads import (
    Json,
    final,
    game,
    official,
    official_game,
    official_line,
    pick,
    poll,
    predictions,
    schedule,
    scheduled,
    tick,
    unanswered,
)
from tests.live.published import publish

LIVE_DATA = (
    "status message last_update age_minutes is_stale games_active next_update_expected"
).split()
TIP = "2026-01-10T00:30:00Z"


def live_data(*lines: bytes) -> Json:
    found = publish(*lines)["status"]["services"]["live_data"]
    assert isinstance(found, dict)
    return found


def grading(*lines: bytes) -> Json:
    found = publish(*lines)["status"]["services"]["grading"]
    assert isinstance(found, dict)
    return found


def test_vector_12_the_next_snapshot_says_why_and_the_one_after_recovers() -> None:
    lines = [poll(game(), at="2026-01-10T02:00:00Z")]
    assert live_data(*lines)["message"] == "Data is fresh"
    lines.append(unanswered("HTTP 401: Unauthorized", "2026-01-10T02:00:30Z"))
    failing = live_data(*lines)
    assert failing["status"] == "degraded"
    assert failing["message"] == "The source does not answer: HTTP 401: Unauthorized"
    assert failing["last_update"] == "2026-01-10T02:00:00.000000+00:00"
    assert publish(*lines)["status"]["overall_status"] == "degraded"
    lines.append(unanswered("timeout after 30 s", "2026-01-10T02:30:00Z"))
    later = live_data(*lines)
    assert (later["age_minutes"], later["is_stale"]) == (30.0, True)
    assert later["message"] == "The source does not answer: timeout after 30 s"
    lines.append(poll(game(), at="2026-01-10T02:30:30Z"))
    assert (live_data(*lines)["status"], live_data(*lines)["message"]) == (
        "healthy",
        "Data is fresh",
    )


def test_vector_12_a_late_failure_does_not_hide_a_newer_answer() -> None:
    lines = [poll(game()), unanswered("HTTP 500", "2026-01-10T01:59:00Z")]
    assert live_data(*lines)["status"] == "healthy"


def test_vector_29_after_the_last_final_silence_is_no_trouble() -> None:
    lines = [poll(final()), unanswered("HTTP 500", "2026-01-10T06:00:00Z")]
    found = live_data(*lines)
    assert (found["status"], found["games_active"], found["is_stale"]) == ("healthy", False, False)


def test_vector_18_keys_and_fields() -> None:
    status = publish(poll(game()), predictions(pick()))["status"]
    keys = "updated_at overall_status services known_issues maintenance_windows active_break"
    assert list(status) == keys.split()
    services = "live_data tonight_data grading predictions best_bets exports live_job alerts"
    assert list(status["services"]) == services.split()
    assert status["active_break"] is None
    assert list(status["services"]["live_data"]) == LIVE_DATA
    assert status["maintenance_windows"] == []
    assert status["updated_at"] == "2026-01-10T02:00:00.000000+00:00"


@pytest.mark.parametrize(
    ("at", "status", "message", "age", "stale"),
    [
        ("02:00:00", "healthy", "Data is fresh", 0.0, False),
        ("02:09:59", "healthy", "Data is fresh", 10.0, False),
        ("02:10:00", "healthy", "Data is fresh", 10.0, False),
        ("02:10:01", "degraded", "Data is 10 minutes old during game hours", 10.0, True),
        ("02:59:30", "degraded", "Data is 59 minutes old during game hours", 59.5, True),
    ],
)
def test_vector_19_the_age_of_an_answer_while_games_are_on(
    at: str, status: str, message: str, age: float, stale: bool
) -> None:
    found = live_data(poll(game()), tick(f"2026-01-10T{at}Z"))
    assert [found[key] for key in LIVE_DATA] == [
        status,
        message,
        "2026-01-10T02:00:00.000000+00:00",
        age,
        stale,
        True,
        "2026-01-10T02:00:30.000000+00:00",
    ]


def test_vector_19_ages_round_half_to_even() -> None:
    assert live_data(poll(game()), tick("2026-01-10T02:00:03Z"))["age_minutes"] == 0.0
    assert live_data(poll(game()), tick("2026-01-10T02:00:09Z"))["age_minutes"] == 0.2


@pytest.mark.parametrize(
    ("lines", "active"),
    [
        ([poll(at="2026-01-09T21:00:00Z")], False),
        ([schedule(scheduled(tip_off=TIP)), poll(at="2026-01-10T00:29:59Z")], False),
        ([schedule(scheduled(tip_off=TIP)), poll(at="2026-01-10T00:30:00Z")], True),
        ([poll(game(status="", period=0), at="2026-01-10T00:29:00Z")], False),
        ([poll(game(status="", period=0), at="2026-01-10T00:31:00Z")], True),
        ([poll(game(), at="2026-01-10T02:00:00Z")], True),
        ([poll(game(), at="2026-01-10T05:30:00Z")], True),
        ([poll(final(), at="2026-01-10T05:30:00Z")], False),
        ([schedule(scheduled(status="final")), poll(at="2026-01-10T05:30:00Z")], False),
        ([schedule(scheduled(status="postponed")), poll(at="2026-01-10T02:00:00Z")], False),
        ([schedule(scheduled(tip_off=None)), poll(at="2026-01-10T02:00:00Z")], False),
        ([official(official_game(official_line("annash", "BOS", 3)))], False),
    ],
    ids=[
        "no games",
        "before the tip-off",
        "at the tip-off",
        "listed and before",
        "listed and after",
        "in the game",
        "after midnight",
        "after the final",
        "final by the schedule",
        "postponed",
        "time unknown",
        "official",
    ],
)
def test_vector_19_games_active_follows_the_games(lines: list[bytes], active: bool) -> None:
    found = live_data(*lines)
    assert found["games_active"] is active
    assert found["is_stale"] is False
    assert found["status"] == "healthy"
    assert (found["next_update_expected"] is not None) is active


def test_vector_19_old_data_without_games_is_healthy() -> None:
    found = live_data(poll(final()), tick("2026-01-10T06:00:00Z"))
    assert found["message"] == "No games currently active"
    assert (found["age_minutes"], found["is_stale"]) == (240.0, False)


def test_vector_19_a_source_that_never_answered_during_a_game() -> None:
    found = live_data(schedule(scheduled(tip_off=TIP)), tick("2026-01-10T00:40:00Z"))
    assert (found["status"], found["message"]) == (
        "degraded",
        "Data has never arrived during game hours",
    )
    assert (found["last_update"], found["age_minutes"], found["is_stale"]) == (None, None, True)


def test_vector_27_finals_without_one_graded_row_are_reported() -> None:
    unknown = pick("someone", game_id="0022599999")
    found = grading(poll(final()), predictions(unknown))
    assert (found["status"], found["message"]) == (
        "degraded",
        "1 games are final and no prediction is graded",
    )
    assert (found["total_rows"], found["resolved_rows"], found["rows_without_game"]) == (1, 0, 1)


def test_grading_says_what_it_holds() -> None:
    found = grading(poll(final()), predictions(pick(), pick("someone")))
    assert found == {
        "status": "healthy",
        "message": "Grading data available",
        "last_update": "2026-01-10T02:00:00.000000+00:00",
        "total_rows": 2,
        "resolved_rows": 2,
        "rows_without_game": 0,
        "rows_without_player": 1,
    }


def test_grading_without_predictions_is_degraded_and_decides_nothing() -> None:
    status = publish(poll(game()))["status"]
    assert status["services"]["grading"]["status"] == "degraded"
    assert status["services"]["grading"]["last_update"] is None
    assert [issue["message"] for issue in status["known_issues"]] == [
        "Predictions have not been received"
    ]
