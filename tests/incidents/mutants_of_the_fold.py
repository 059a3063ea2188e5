"""Defects in what a slate keeps, when it is published, and who a player or game is."""

from __future__ import annotations

from datetime import timedelta

from publishing.live import board, feeding, reference, snapshot
from publishing.live.flush import FlushClock
from publishing.live.slate import Kept, Slate
from tests.incidents.mutant import Mutant, instead, text
from transforms import live as job

NO_ANSWER = "if line.payload is None:"
EACH_GAME = "for raw in line.payload.data:"

MUTANTS = {
    "no answer is an empty answer": Mutant(
        (
            "test_incident_10_an_outage_of_half_an_hour_is_survived",
            "test_incident_33_fresh_time_stamps_do_not_hide_a_lost_key",
            "test_incident_33_a_lost_key_is_loud_and_harmless",
            "test_latent_02_a_failed_fetch_writes_no_file",
        ),
        text(
            Slate,
            "_poll",
            NO_ANSWER,
            "line.payload = line.payload or _PollPayload([])\n    if False:",
        ),
    ),
    "an answer without games is none": Mutant(
        ("test_incident_05_no_games_is_an_answer", "test_incident_30_a_break_is_healthy"),
        text(Slate, "_poll", NO_ANSWER, "if not line.payload or not line.payload.data:"),
    ),
    "finals are forgotten when they drop off": Mutant(
        ("test_incident_29_finals_that_dropped_off_stay_graded",),
        text(Slate, "_poll", EACH_GAME, f"self.games.clear()\n    {EACH_GAME}"),
    ),
    "the last poll to arrive wins": Mutant(
        ("test_latent_03_the_older_of_two_results_never_wins",),
        text(Kept, "beats", "mine > theirs", "True"),
    ),
    "a game may go back": Mutant(
        ("test_latent_03_the_older_of_two_results_never_wins",),
        text(Kept, "beats", "mine != theirs", "(mine := mine[2:]) != (theirs := theirs[2:])"),
    ),
    "a game must be seen beginning": Mutant(
        ("test_incident_42_a_poll_that_got_lost_is_made_good_by_the_next",),
        text(
            Slate,
            "_keep",
            "if state is None:",
            "if state is None and new.rank == 2:\n        return\n    if state is None:",
        ),
    ),
    "official rows are not read": Mutant(
        (
            "test_incident_20_wrong_lines_are_replaced_by_official_ones",
            "test_incident_22_a_game_seen_running_last_is_ended_in_the_morning",
            "test_incident_27_one_stuck_game_holds_up_no_other",
        ),
        text(board, "_game", "if official is not None", "if False"),
    ),
    "official rows count when the whole slate is over": Mutant(
        ("test_incident_34_official_rows_count_game_by_game",),
        text(
            snapshot,
            "board",
            "newest.value if newest else None",
            "newest.value if newest and all(one.best.rank == 2 for one in slate.games.values())"
            " else None",
        ),
    ),
    "a game that no poll has shown is not there": Mutant(
        ("test_incident_37_a_night_without_the_live_source",),
        text(snapshot, "board", "{*slate.games, *slate.official}", "slate.games"),
    ),
    "official rows wait for the schedule to say final": Mutant(
        ("test_incident_32_whole_official_rows_need_no_schedule",),
        instead(reference, "_is_complete", lambda *_: False),
    ),
    "a game begins when the schedule says so": Mutant(
        ("test_incident_32_a_stale_schedule_holds_nothing_back",),
        text(board, "_game", "if postponed else", 'if plan.status == "scheduled" else'),
    ),
    "a game is final when all are": Mutant(
        ("test_incident_27_one_stuck_game_holds_up_no_other",),
        text(
            snapshot,
            "board",
            "unseen = {",
            "running = any(game.status == 'in_progress' for game in games.values())\n"
            "    if running:\n"
            "        games = {key: replace(game, status='in_progress') "
            "for key, game in games.items()}\n"
            "    unseen = {",
        ),
    ),
    "a restarted job begins with nothing": Mutant(
        (
            "test_incident_29_finals_that_dropped_off_stay_graded",
            "test_incident_41_a_restarted_job_begins_with_what_was_public",
        ),
        instead(job._InHand, "join", lambda *_: 0),
    ),
    "every poll is a flush": Mutant(
        (
            "test_incident_13_every_poll_of_a_day_is_folded",
            "test_incident_18_a_night_is_not_one_write_per_poll",
        ),
        text(FlushClock, "observe", "self.restored or now >= self.next_due", "True"),
    ),
    "every final is a flush": Mutant(
        ("test_incident_18_a_night_is_not_one_write_per_poll",),
        text(FlushClock, "observe", "now - self.last_flush >= COALESCE", "True"),
    ),
    "what waits needs a next message": Mutant(
        ("test_incident_42_what_waits_is_published_when_the_feed_stops",),
        instead(FlushClock, "wake", lambda *_: None),
    ),
    "the feed runs around the clock": Mutant(
        ("test_incident_39_a_night_that_is_over_costs_nothing",),
        instead(feeding, "STARTS_BEFORE", timedelta(hours=24)),
    ),
    "the feed never ends": Mutant(
        ("test_incident_39_a_night_that_is_over_costs_nothing",),
        text(feeding.Ending, "is_last", "late or ", ""),
    ),
}
