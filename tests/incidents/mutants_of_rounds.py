"""Defects in the rounds of the monitor: what it does not see, mend or tell."""

from __future__ import annotations

from publishing.live import reference
from publishing.operating import (
    monitor_round,
    slates,
    watching_content,
    watching_exports,
    watching_live,
    watching_tonight,
)
from publishing.services.monitoring import round as rounds
from publishing.services.serving import answers
from tests.incidents.mutant import Mutant, instead, text

TOLD = "test_incident_01_a_day_without_predictions_is_told"
FAILED = "test_incident_28_a_round_that_finds_trouble_has_not_failed"
BREAK = "test_incident_30_a_break_is_healthy_for_the_monitor"
FRESH = "test_incident_33_fresh_files_of_nothing_are_mended_and_told"
MISSED = "test_incident_42_an_occasion_that_nobody_called_is_made_up_for"
GONE = "test_latent_10_no_job_at_all_is_found_and_a_finished_night_needs_none"
OUTAGE = "test_latent_14_the_status_says_that_its_other_writer_is_gone"
SILENCE = "test_latent_19_silence_of_everything_is_told"

MUTANTS = {
    "predictions are never needed": Mutant(
        (TOLD, SILENCE), instead(watching_tonight, "_is_needed", lambda _: False)
    ),
    "predictions are needed on every day": Mutant(
        (TOLD,),
        text(
            watching_tonight,
            "predictions",
            'no games on {day}"), ()',
            'no games on {day}"), (Finding("none", "error", "There are none", ""),)',
        ),
    ),
    "what it finds is its own failure": Mutant(
        (FAILED,), text(rounds.Rounds, "round", 'Answer("done"', 'Answer("unavailable"')
    ),
    "done is an error": Mutant((FAILED,), instead(answers, "_CODES", {"done": 500})),
    "nobody is told": Mutant(
        (TOLD, FAILED, FRESH, GONE, SILENCE),
        instead(rounds, "is_to_be_told", lambda *_, **__: False),
    ),
    "a break is an outage": Mutant(
        (BREAK,), instead(monitor_round, "active_break", lambda *_: None)
    ),
    "an exhibition is a game": Mutant(
        (BREAK,), instead(reference, "is_league_game", lambda _: True)
    ),
    "fresh is well": Mutant((FRESH,), instead(watching_content, "_all_pending", lambda *_: ())),
    "what is empty is not mended": Mutant(
        (FRESH,), instead(watching_content, "_heals", lambda *_: ())
    ),
    "mending has no pause": Mutant((FRESH,), instead(rounds, "heals_now", lambda *_: True)),
    "it is told in every round": Mutant(
        (FRESH,), text(rounds, "is_to_be_told", "episode.told_at is None", "True")
    ),
    "what was missed is let go": Mutant(
        (MISSED, SILENCE), instead(watching_exports, "_missed", lambda *_: ())
    ),
    "what was missed is sent in every round": Mutant(
        (MISSED,), instead(rounds, "heals_now", lambda *_: True)
    ),
    "no job is no trouble": Mutant(
        (GONE, OUTAGE, SILENCE),
        text(
            watching_live,
            "_trouble",
            "    opened = one.opened(day)\n",
            '    opened = one.opened(day)\n    if job is None:\n        return ""\n',
        ),
    ),
    "finals are games": Mutant((GONE,), instead(slates, "over", lambda *_: False)),
    "the monitor says nothing of the job": Mutant(
        (OUTAGE,), text(rounds, "judge", '"live_job": live_job,', "")
    ),
}
