"""Defects of the feeder: what it asks, how long it waits, what it takes for the truth."""

from __future__ import annotations

from datetime import datetime

import msgspec

from publishing.adapters.balldontlie import Answer, BoxScores, NoAnswer
from publishing.adapters.warehouses import WarehouseAway
from publishing.live.events import Kind
from publishing.live.feed import Predictions
from publishing.live.feeding import due
from publishing.services.feeding import options, polls
from publishing.services.feeding.outbox import Outbox
from publishing.services.feeding.polls import Polls
from publishing.services.feeding.reading import Reading
from tests.incidents.mutant import Mutant, both, instead, text

_read = Reading.read


def or_nothing(reading: Reading, kind: Kind, as_of: datetime) -> msgspec.Struct | None:
    try:
        return _read(reading, kind, as_of)
    except WarehouseAway:
        return Predictions([]) if kind == "predictions" else None


_take = Polls._take


def asking_again(loop: Polls, polled_at: datetime, found: Answer | NoAnswer) -> None:
    _take(loop, polled_at, found)
    _take(loop, polled_at, loop._source.fetch())


MUTANTS = {
    "a query that failed found nothing": Mutant(
        ("test_incident_02_a_warehouse_that_is_away_is_not_an_empty_one",),
        instead(Reading, "read", or_nothing),
    ),
    "a request may take 30 seconds": Mutant(
        ("test_incident_10_a_source_that_hangs_takes_its_budget_and_no_more",),
        both(
            text(
                BoxScores,
                "_ask",
                "max(min(request.deadline - time.monotonic(), self._budget / 2), 0.01)",
                "30.0",
            ),
            text(BoxScores, "fetch", "timeout=self._budget", ""),
        ),
        slow=True,
    ),
    "a tick that went by is forgotten": Mutant(
        ("test_incident_10_a_slow_source_delays_no_tick",),
        instead(polls, "due", lambda *span: due(*span)[-1:]),
    ),
    "a refused key is tried again": Mutant(
        ("test_incident_29_a_refused_key_is_not_asked_again_and_again",),
        text(
            BoxScores,
            "_refusal",
            "if status in (401, 403):",
            "if status == 401:\n        raise _MayPass(NoAnswer('HTTP 401'))\n"
            "    if status in (401, 403):",
        ),
    ),
    "no key is needed": Mutant(
        ("test_incident_33_a_lost_key_is_loud_and_harmless",),
        instead(options, "_REAL_HOST", ""),
    ),
    "what was tried once is sent": Mutant(
        ("test_incident_42_a_topic_that_is_away_loses_no_event",),
        text(Outbox, "_is_sent", "return False", "return True"),
    ),
    "scores and grading each ask": Mutant(
        ("test_latent_16_one_answer_is_both_scores_and_grading",),
        instead(Polls, "_take", asking_again),
    ),
}
