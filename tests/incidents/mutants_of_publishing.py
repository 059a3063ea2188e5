"""Defects in how documents become public: who may write, in how many steps, for how long."""

from __future__ import annotations

from typing import Any

import pytest

from publishing.adapters.bucket import BucketStore
from publishing.documents import CacheClass
from publishing.patience import Timing
from publishing.publisher import Publisher
from publishing.store import Stamp, Stored
from tests.incidents.mutant import Mutant, instead, text
from tests.publishing import mutants as protocol
from transforms import publish


def in_two_requests(patch: pytest.MonkeyPatch) -> None:
    upload = BucketStore.write

    def write(
        self: Any, path: str, body: bytes, cache: CacheClass, stamp: Stamp, generation: int
    ) -> Stored:
        first = upload(self, path, body, cache, Stamp(), generation)
        return upload(self, path, body, cache, stamp, first.generation)

    patch.setattr(BucketStore, "write", write)


def only_after_a_write(patch: pytest.MonkeyPatch) -> None:
    in_turn = Publisher._publish_in_turn

    def turn(self: Publisher, *given: Any, **more: Any) -> list[Any]:
        return [
            (way if outcome.decision == "written" else (way[0], way[1][:1]), outcome)
            for way, outcome in in_turn(self, *given, **more)
        ]

    patch.setattr(Publisher, "_publish_in_turn", turn)


def with_nan(patch: pytest.MonkeyPatch) -> None:
    compose = publish._compose
    patch.setattr(publish, "_compose", lambda *parts: compose(*parts).replace(b"null", b"NaN"))


MUTANTS = {
    "the last writer wins": Mutant(
        (
            "test_incident_24_two_jobs_on_one_feed_are_as_one",
            "test_incident_41_a_rerun_removes_nothing_that_is_public",
            "test_incident_41_a_rerun_sets_nothing_back",
            "test_latent_03_the_older_of_two_results_never_wins",
        ),
        protocol.ignores_the_version,
    ),
    "who knows less wins a tie": Mutant(
        ("test_incident_41_a_rerun_removes_nothing_that_is_public",),
        protocol.ignores_the_sequence,
    ),
    "an upload is two requests": Mutant(
        ("test_incident_24_an_upload_is_one_request",), in_two_requests
    ),
    "an upload has no condition": Mutant(
        ("test_incident_24_an_upload_is_one_request",),
        text(BucketStore, "write", "if_generation_match=generation,", ""),
    ),
    "an upload has no header": Mutant(
        ("test_incident_24_an_upload_is_one_request",),
        text(BucketStore, "write", "blob.cache_control = cache.header", "pass"),
    ),
    "a pointer follows only a dated object that was written": Mutant(
        ("test_latent_04_dated_and_latest_are_the_same_document",),
        only_after_a_write,
    ),
    "the pointer comes first": Mutant(
        ("test_latent_04_dated_and_latest_are_the_same_document",),
        protocol.pointer_before_dated,
    ),
    "the status is written whole": Mutant(
        ("test_incident_36_the_live_tick_rewrites_nothing_of_others",),
        protocol.drops_other_sections,
    ),
    "one slow object spends everybody's time": Mutant(
        ("test_incident_23_one_slow_object_starves_no_other",),
        instead(Timing, "deadline", lambda self: self.budget_seconds),
    ),
    "an object that failed fails the job": Mutant(
        ("test_latent_13_one_object_that_failed_fails_no_flush",),
        text(Publisher, "_publish_target", "return outcome(None, str(problem))", "raise"),
    ),
    "NaN is written as NaN": Mutant(
        ("test_incident_46_a_number_that_is_none_is_published_nowhere",), with_nan
    ),
}
