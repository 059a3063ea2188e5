"""Defects in what is said of a night: when, of which date, and how often."""

from __future__ import annotations

from publishing.live import happenings
from publishing.operating import requests
from tests.incidents.mutant import Mutant, text
from transforms import publish
from transforms.announce import Announce
from transforms.publish import PublishSnapshot

ENDED = "test_incident_26_what_a_game_changes_is_made_again_when_it_ends"
STUCK = "test_incident_27_one_stuck_game_keeps_no_other_from_being_told"
RULED = "test_incident_32_what_was_told_before_stands_in_nobodys_way"
ONE_BY_ONE = "test_incident_34_results_are_told_game_by_game"

MUTANTS = {
    "nothing is said after games": Mutant(
        (ENDED, STUCK, RULED), text(PublishSnapshot, "process", "flush.happened:", "False:")
    ),
    "best bets are made before the games alone": Mutant(
        (ENDED,), text(requests, "request_of_event", "event.event)", '"game-final")')
    ),
    "a game ends when all have": Mutant(
        (STUCK,),
        text(happenings, "_of_the_games", 'if status == "final")', "if view.over())"),
    ),
    "an end is of the date on which it is told": Mutant(
        ("test_incident_27_after_midnight_it_is_the_night_before",),
        text(publish, "live_events", "record.game_date", "record.as_of.date()"),
    ),
    "official rows are told under the name of the end": Mutant(
        (RULED,), text(happenings, "official_happenings", "-official-{ruled}", "-{ruled}")
    ),
    "a marker comes before the message": Mutant(
        ("test_incident_32_what_no_topic_took_is_said_again",),
        text(
            Announce,
            "process",
            "body = msgspec",
            "_SAID.add(known)\n        body = msgspec",
        ),
    ),
    "a game begins when the schedule says that it does": Mutant(
        ("test_incident_32_a_stale_schedule_keeps_no_end_from_being_told",),
        text(
            happenings,
            "_of_the_games",
            "game.status for key, game in view.games",
            '"scheduled" for key, game in view.games',
        ),
    ),
    "results are told when the whole slate has them": Mutant(
        (ONE_BY_ONE,),
        text(happenings, "official_happenings", "if not ruled:", "if not view.settled():"),
    ),
    "what was said is forgotten": Mutant(
        ("test_incident_32_a_restart_says_nothing_new",),
        text(happenings, "_of_the_games", "{len(finals)}", "{id(view)}"),
    ),
}
