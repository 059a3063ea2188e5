"""Defects in what is made of messages: defaults, thresholds, dates, and copies."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from publishing.calendar import parse_date
from publishing.operating import claims, messages, orchestration, requests
from publishing.operating.messages import ExportTrigger, PlayersTrigger
from publishing.services.triggering import trigger, work
from tests.incidents.mutant import Mutant, both, instead, text

ZERO = "test_incident_31_a_zero_percentage_does_not_skip_the_export"
SPELLINGS = "test_incident_31_both_spellings_of_the_percentage_are_read"
UNSEEN = "test_incident_31_a_message_without_a_status_is_not_dropped_unseen"
WORDS = "test_incident_03_no_word_for_a_date_is_taken_as_one"
BODIES = "test_incident_21_a_wrong_body_is_kept_and_makes_nothing"
AFTER = "test_incident_27_after_the_games_today_is_still_the_night"
TYPES = "test_latent_18_words_of_another_type_are_refused_by_the_trigger"


def with_a_default(patch: pytest.MonkeyPatch) -> None:
    read = messages.read_trigger

    def lenient(data: bytes) -> ExportTrigger | PlayersTrigger:
        try:
            return read(data)
        except messages.Refused:
            return ExportTrigger(export_types=("results",))

    patch.setattr(trigger, "read_trigger", lenient)


def of_any_type(patch: pytest.MonkeyPatch) -> None:
    def read(data: bytes) -> Any:
        body = msgspec.json.decode(data)
        known = {
            key: value for key, value in body.items() if key in ExportTrigger.__struct_fields__
        }
        return msgspec.convert(known, type=ExportTrigger, strict=False)

    patch.setattr(trigger, "read_trigger", read)


def in_utc(word: str, now: datetime) -> Any:
    return now.astimezone(UTC).date() - timedelta(days=word == "yesterday")


def any_word(word: str, now: datetime) -> Any:
    try:
        return parse_date(word)
    except ValueError:
        return now.date()


def silently(patch: pytest.MonkeyPatch) -> None:
    read = messages.read

    def skipped(data: bytes, kind: Any) -> Any:
        body = msgspec.json.decode(data)
        return read(msgspec.json.encode({"status": "failed", **body}), kind)

    patch.setattr(trigger, "read", skipped)


MUTANTS = {
    "a word for a date is any date": Mutant((WORDS,), instead(requests, "resolve_date", any_word)),
    "a message's today is the UTC date": Mutant(
        (WORDS, AFTER), instead(requests, "resolve_date", in_utc)
    ),
    "what nobody understands exports yesterday": Mutant((BODIES,), with_a_default),
    "a letter has no body": Mutant(
        (BODIES,), text(trigger.Trigger, "_answered", "delivery.data)", 'b"")')
    ),
    "each delivery is one more export": Mutant(
        ("test_incident_24_two_consumers_of_one_topic_make_one_set",),
        both(
            text(work, "taken", "not current.lapsed(now)", "False"),
            text(trigger, "taken", "not current.lapsed(now)", "False"),
        ),
    ),
    "fifty predictions are needed": Mutant(
        (
            "test_incident_29_a_slate_of_few_predictions_is_exported",
            "test_latent_11_one_row_is_predictions_everywhere",
        ),
        text(trigger, "verdict", "rows == 0", "rows < 50"),
    ),
    "zero per cent is not enough": Mutant(
        (ZERO,), text(orchestration, "_percentage", "(said == 0 and made)", "False")
    ),
    "nobody says how much is none": Mutant(
        (ZERO,), text(orchestration, "_percentage", "100.0 if", "0.0 if")
    ),
    "one spelling is read": Mutant(
        (SPELLINGS,),
        instead(messages.BatchFacts, "percentage", property(lambda facts: facts.completion_pct)),
    ),
    "a message without a status is skipped": Mutant((UNSEEN,), silently),
    "what fails is tried for ever": Mutant(
        ("test_incident_44_what_fails_each_time_is_given_up",),
        instead(claims, "MOST_ATTEMPTS", 10**6),
    ),
    "a query that fails opens": Mutant(
        ("test_latent_12_a_query_that_fails_opens_and_closes_nothing",),
        text(
            trigger,
            "verdict",
            "return _wait(trigger, rows, now, now)",
            'return Verdict("send", rows, trigger)',
        ),
    ),
    "a query that fails drops the message": Mutant(
        ("test_latent_12_a_query_that_fails_opens_and_closes_nothing",),
        text(
            trigger,
            "verdict",
            "return _wait(trigger, rows, now, now)",
            'return Verdict("skip", rows, trigger)',
        ),
    ),
    "words of any type are taken": Mutant((TYPES,), of_any_type),
    "a flag is ignored": Mutant(
        (TYPES,),
        text(work.Work, "_run", "request.update_latest", "True"),
    ),
}
