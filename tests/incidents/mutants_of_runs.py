"""Defects in runs: what they empty, what they wait for, and in which order they publish."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
import orjson
import pytest

from publishing import exports, job_types, plan, publisher
from publishing.decisions import decide
from publishing.documents import Document, Target
from publishing.occasions import PREDICTED
from publishing.operating import slates
from publishing.services import ending
from publishing.services.exporting import inline
from publishing.services.monitoring import round as rounds
from publishing.services.triggering import ticks, work
from publishing.services.triggering import trigger as triggering
from publishing.store import Stored
from tests.incidents.mutant import Mutant, instead, text
from tests.publishing import mutants as protocol

WAITS = "test_incident_16_an_export_before_its_input_runs_again_by_itself"
ENDS = "test_incident_26_tonight_is_refreshed_when_a_game_ends"
PICKS = "test_incident_37_best_bets_after_the_games_keep_their_picks"
PAGE = "test_incident_38_an_empty_tonight_replaces_no_full_one"
OFF = "test_incident_39_a_day_without_games_starts_no_job"
CHAMPION = "test_incident_23_the_champion_is_said_to_every_run"


def empties(patch: pytest.MonkeyPatch) -> None:
    def decided(target: Target, document: Document, current: Stored | None) -> Any:
        return decide(target, msgspec.structs.replace(document, lacks=""), current)

    patch.setattr(publisher, "decide", decided)


def by_an_event_alone(patch: pytest.MonkeyPatch) -> None:
    first, *rest = exports.EXPORTS
    patch.setattr(exports, "EXPORTS", (replace(first, cadence=(PREDICTED,)), *rest))


def players_first(patch: pytest.MonkeyPatch) -> None:
    call = inline.Inline.__call__
    publish = inline.Inline._publish
    held: list[Any] = []

    def later(self: Any, documents: Any) -> None:
        if any(name != "tonight_player" for name, _ in documents):
            held.append(documents)
        else:
            publish(self, documents)

    def turned(self: Any) -> Any:
        patch.setattr(inline.Inline, "_publish", later)
        found = call(self)
        for documents in held:
            publish(self, documents)
        return found

    patch.setattr(inline.Inline, "__call__", turned)


def of_several_moments(patch: pytest.MonkeyPatch) -> None:
    of_slate, days = plan.of_slate, iter(range(1000))

    def later(slate: Any, *more: Any) -> Any:
        made = of_slate(slate, *more)
        for number, (name, document) in enumerate(made.documents):
            body = orjson.loads(document.body)
            body["generated_at"] = f"2026-01-14T22:{next(days):02}:00.000000+00:00"
            changed = msgspec.structs.replace(document, body=orjson.dumps(body))
            made.documents[number] = (name, changed)
        return made

    patch.setattr(inline, "of_slate", later)


def grows(patch: pytest.MonkeyPatch) -> None:
    named = job_types.exports_named
    before: list[str] = []

    def remembers(words: Any) -> Any:
        before.extend(words)
        return named(before)

    patch.setattr(job_types, "exports_named", remembers)


MUTANTS = {
    "nobody's file expires": Mutant(
        ("test_incident_09_a_player_file_of_years_ago_is_rewritten",),
        instead(inline, "exports_that_expire", lambda *_: ()),
    ),
    "a gate opens for nobody": Mutant((WAITS,), instead(rounds, "opens", lambda *_: False)),
    "a gate opens at once": Mutant((WAITS,), instead(rounds, "opens", lambda *_: True)),
    "what lacks its rows closes no gate": Mutant(
        (WAITS, PICKS), instead(ending, "_waiting", lambda *_: ())
    ),
    "what waits is a success": Mutant(
        (WAITS, PAGE), text(ending, "completion", "status=status_of(record)", 'status="success"')
    ),
    "one lane for all": Mutant(
        ("test_incident_23_a_slow_run_delays_no_other_kind",),
        text(work.Work, "_here", "request.template", '"all"'),
    ),
    "players come first": Mutant(
        ("test_incident_23_what_is_fast_is_published_before_the_players",), players_first
    ),
    "a run names its own model": Mutant(
        (CHAMPION,), text(work.Work, "_run", "self.champion", '"catboost_v9"')
    ),
    "a job names its own model": Mutant(
        (CHAMPION,), text(work.Work, "_launch", "self.champion", '"catboost_v9"')
    ),
    "an end refreshes nothing": Mutant(
        (ENDS,), instead(triggering, "request_of_event", lambda *_: None)
    ),
    "only an event makes it": Mutant(
        ("test_incident_36_no_document_depends_on_an_event_alone",), by_an_event_alone
    ),
    "what lacks its source is published": Mutant((PICKS, PAGE), empties),
    "each day has a job": Mutant(
        (OFF,), instead(slates, "open_slate", lambda known, bodies, now: now.date())
    ),
    "each tick writes": Mutant((OFF,), protocol.ignores_the_version),
    "an empty day is not said": Mutant(
        (OFF,), text(ticks.Ticks, "_live", "not played and", "False and")
    ),
    "a run is of several moments": Mutant(
        ("test_incident_40_what_one_run_publishes_is_of_one_moment",), of_several_moments
    ),
    "a word grows": Mutant(("test_latent_20_a_word_means_the_same_each_time",), grows),
}
