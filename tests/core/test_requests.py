"""From messages to runs: dates by the wall clock of the league, and one key for the same run."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.calendar import EASTERN, league_date
from publishing.exports import BY_NAME, EXPORTS
from publishing.job_types import NOT_HERE
from publishing.occasions import PREDICTED, SCHEDULED
from publishing.operating.messages import ExportTrigger, LiveEvent, PlayersTrigger, Refused
from publishing.operating.requests import Request, again, request_of, request_of_event
from publishing.operating.schedules import ON_TIME, body_of, holds, last_time

HALF_PAST_EIGHT = datetime(2026, 2, 11, 20, 30, tzinfo=EASTERN)


def asked(published_at: datetime, message_id: str = "m", **changed: object) -> Request:
    message = ExportTrigger(export_types=("tonight",), **changed)  # type: ignore[arg-type]
    return request_of(message, message_id, published_at)


@pytest.mark.parametrize(
    ("at", "today"),
    [
        # Vector 23: UTC is already tomorrow.
        (HALF_PAST_EIGHT, "2026-02-11"),
        (datetime(2026, 2, 12, 3, 59, 59, tzinfo=EASTERN), "2026-02-11"),
        (datetime(2026, 2, 12, 4, tzinfo=EASTERN), "2026-02-12"),
        # The night of March that has no 2 AM, and that of November that has it twice.
        (datetime(2026, 3, 8, 3, 30, tzinfo=EASTERN), "2026-03-07"),
        (datetime(2026, 3, 8, 8, 0, tzinfo=UTC), "2026-03-08"),
        (datetime(2026, 3, 8, 7, 59, tzinfo=UTC), "2026-03-07"),
        (datetime(2026, 11, 1, 8, 59, tzinfo=UTC), "2026-10-31"),
        (datetime(2026, 11, 1, 9, 0, tzinfo=UTC), "2026-11-01"),
        (datetime(2026, 1, 1, 1, tzinfo=EASTERN), "2025-12-31"),
    ],
)
def test_today_is_the_league_date(at: datetime, today: str) -> None:
    assert asked(at, target_date="today").game_date == today
    day_before = date.fromisoformat(today) - timedelta(days=1)
    assert asked(at, target_date="yesterday").game_date == day_before.isoformat()
    assert asked(at).game_date == day_before.isoformat()


@pytest.mark.parametrize(
    "word",
    [
        *("TODAY", "Today", "tomorrow", "2026-13-01", "2026-02-30", "20260211", "2026-W07-3", ""),
        *("2026-02-11 ", "../../v1/x", "/etc/passwd", "0001-01-01", "9999-12-31"),
        "\u0662\u0660\u0662\u0666-\u0660\u0662-\u0661\u0661",
    ],
)
def test_any_other_word_is_refused(word: str) -> None:
    with pytest.raises(Refused, match="is not a date"):
        asked(HALF_PAST_EIGHT, target_date=word)
    event = LiveEvent("game-final", "e", word, "2026-02-11T00:00:00Z", "r")
    with pytest.raises(Refused, match="is not a date"):
        request_of_event(event, HALF_PAST_EIGHT)


@given(late=st.timedeltas(timedelta(0), timedelta(days=7)))
def test_a_late_redelivery_means_the_date_and_the_run_that_were_meant(late: timedelta) -> None:
    """Nothing of a request is of the time at which it arrives."""
    first = asked(HALF_PAST_EIGHT, target_date="today")
    # What arrives late was published when it was published: only that is asked for.
    assert asked(HALF_PAST_EIGHT, target_date="today") == first
    assert first.game_date == "2026-02-11"
    other = asked(HALF_PAST_EIGHT + late, target_date="today")
    assert other.game_date == league_date(HALF_PAST_EIGHT + late).isoformat()


def test_what_is_not_ours_is_skipped_and_said_and_what_nobody_knows_is_refused() -> None:
    message = ExportTrigger(export_types=("tonight", *NOT_HERE, "live"), target_date="2026-02-11")
    request = request_of(message, "m", HALF_PAST_EIGHT)
    assert request.exports == ("tonight_all_players",)
    assert request.export_types == message.export_types
    assert request.skipped[: len(NOT_HERE)] == tuple(
        f"{word} skipped: not exported here" for word in NOT_HERE
    )
    with pytest.raises(Refused, match="'tonigth' is not known; tonight is"):
        request_of(ExportTrigger(export_types=("tonight", "tonigth")), "m", HALF_PAST_EIGHT)


def test_a_batch_is_one_run_and_a_batch_that_grew_another() -> None:
    def key(at: datetime, message_id: str, predictions: int | None) -> tuple[str, str, str]:
        return asked(
            at,
            message_id,
            target_date="2026-02-11",
            upstream_batch_id="b",
            upstream_predictions=predictions,
        ).key

    first = key(HALF_PAST_EIGHT, "1", 448)
    assert key(HALF_PAST_EIGHT + timedelta(hours=9), "2", 448) == first
    assert key(HALF_PAST_EIGHT, "1", 449) != first
    assert key(HALF_PAST_EIGHT, "1", None) != first


def test_a_message_without_a_batch_is_a_run_of_its_own_however_often_it_comes() -> None:
    first = asked(HALF_PAST_EIGHT, "1", target_date="2026-02-11")
    assert asked(HALF_PAST_EIGHT, "1", target_date="2026-02-11").key == first.key
    assert asked(HALF_PAST_EIGHT, "2", target_date="2026-02-11").key != first.key


@pytest.mark.parametrize("schedule", SCHEDULED, ids=lambda one: one.name)
def test_the_messages_of_one_occasion_are_one_run(schedule: object) -> None:
    """A scheduler that fires twice, or a human who repeats it at once: one export."""
    one = next(found for found in SCHEDULED if found is schedule)
    due = last_time(one, datetime(2026, 2, 11, 18, tzinfo=UTC))
    body = body_of(one)
    message = (
        PlayersTrigger(**body)
        if "players" in body
        else ExportTrigger(**(body | {"export_types": tuple(body["export_types"])}))
    )
    requests = [
        request_of(message, f"m{number}", due + wait)
        for number, wait in enumerate((timedelta(0), timedelta(seconds=1), ON_TIME))
    ]
    assert len({request.key for request in requests}) == 1
    late = request_of(message, "late", due + ON_TIME + timedelta(seconds=1))
    assert late.key != requests[0].key
    assert requests[0].exports
    if one.even_weeks:
        odd = due + timedelta(days=7)
        assert not holds(one, odd)
        off = request_of(message, "m", odd)
        assert (off.exports, len(off.skipped)) == ((), 1)


def test_update_latest_false_leaves_out_what_is_a_pointer_alone() -> None:
    message = ExportTrigger(
        export_types=("tonight", "performance"), target_date="2026-02-11", update_latest=False
    )
    request = request_of(message, "m", HALF_PAST_EIGHT)
    assert request.exports == ("tonight_all_players",)
    assert len(request.skipped) == 1
    assert request.skipped[0].startswith("performance skipped")


def test_every_set_of_exports_has_a_place_and_a_template_that_can_make_it() -> None:
    for export in EXPORTS:
        message = ExportTrigger(export_types=(export.job_type,), target_date="2026-02-11")
        request = request_of(message, "m", HALF_PAST_EIGHT)
        assert request.template in BY_NAME[request.exports[0]].templates
    everything = request_of(ExportTrigger(export_types=("all",)), "m", HALF_PAST_EIGHT)
    assert (everything.runs, everything.template) == ("template", "backfill")
    # What is made of predictions is fast, and waits for no machine.
    fast = tuple(one.job_type for one in EXPORTS if PREDICTED in one.cadence)
    request = request_of(ExportTrigger(export_types=fast), "m", HALF_PAST_EIGHT)
    assert (request.runs, request.template) == ("process", "tonight")


def test_again_means_the_same_run() -> None:
    request = asked(HALF_PAST_EIGHT, target_date="today", upstream_batch_id="b")
    message = again(request)
    assert request_of(message, "other", HALF_PAST_EIGHT + timedelta(days=2)).key == request.key


def test_batches_that_nobody_named_are_no_one_batch() -> None:
    """Two hand-made messages of phase 5 are two intents, one delivered twice is one."""
    body = ExportTrigger(("tonight",), "2026-02-11", upstream_batch_id="unknown")
    first, second = (request_of(body, one, HALF_PAST_EIGHT) for one in ("1", "2"))
    assert first.key != second.key
    assert first.key == request_of(body, "1", HALF_PAST_EIGHT).key
