"""Defects in what the documents say: verdicts, rates, and the words of the status."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from publishing import verdicts
from publishing.calendar import EASTERN
from publishing.live import grading, reference, scores, snapshot
from publishing.live.board import Board
from publishing.live.health import grading_data, live_data
from publishing.live.services import GradingData, LiveData
from publishing.live.slate import Slate
from tests.incidents.mutant import Mutant, instead, text
from transforms import live as job


def healthy(*graded: Any) -> GradingData:
    """The file is there."""
    said = grading_data(*graded)
    return msgspec.structs.replace(said, status="healthy", message="Grading data available")


def of_one_cause(*graded: Any) -> GradingData:
    said = grading_data(*graded)
    if said.status == "healthy":
        return said
    return msgspec.structs.replace(said, message="Predictions have not been received")


def fresh(slate: Slate, *more: Any) -> LiveData:
    said = live_data(slate, *more)
    if not slate.answering:
        return said
    return msgspec.structs.replace(said, status="healthy", message="Data is fresh")


def by_the_clock(_: Board, as_of: datetime) -> bool:
    hour = as_of.astimezone(EASTERN).hour
    return hour >= 16 or hour < 2


ENVELOPE = "return as_of >= empty_slate_begins(self.game_date)"

MUTANTS = {
    "predictions that were not received are none": Mutant(
        (
            "test_incident_02_a_query_that_fails_empties_nothing",
            "test_incident_16_grading_waits_for_its_predictions_and_then_comes",
        ),
        text(
            snapshot,
            "grading",
            "return None",
            "slate = msgspec.structs.replace(slate)\n"
            "        from publishing.live.slate import Newest\n"
            "        slate.predictions = Newest(as_of, Predictions([]))",
        ),
    ),
    "grading is healthy when it is there": Mutant(
        (
            "test_incident_01_a_night_without_predictions_says_so",
            "test_incident_08_when_nobody_is_found_the_status_says_so",
            "test_incident_11_a_champion_without_rows_says_so",
            "test_incident_33_a_night_that_is_over_and_all_pending_is_not_healthy",
        ),
        instead(snapshot, "grading_data", healthy),
    ),
    "an answer is fresh whatever it holds": Mutant(
        ("test_incident_33_empty_answers_during_games_are_no_fresh_data",),
        instead(snapshot, "live_data", fresh),
    ),
    "every trouble of grading is a lack of predictions": Mutant(
        ("test_incident_33_a_key_that_never_worked_is_not_a_lack_of_predictions",),
        instead(snapshot, "grading_data", of_one_cause),
    ),
    "data is as old as its file": Mutant(
        (
            "test_incident_33_fresh_time_stamps_do_not_hide_a_lost_key",
            "test_incident_35_a_running_game_is_active_whatever_the_hour",
            "test_latent_14_the_status_does_not_judge_files_it_has_just_written",
        ),
        text(snapshot, "live_data", "= slate.answered_at", "= slate.heard_at"),
    ),
    "data without an age is not old": Mutant(
        ("test_latent_19_a_source_that_never_spoke_is_not_healthy",),
        text(snapshot, "live_data", "age is None or", "age is not None and"),
    ),
    "games are on by the clock": Mutant(
        (
            "test_incident_30_a_break_is_healthy",
            "test_incident_35_a_running_game_is_active_whatever_the_hour",
            "test_incident_35_before_the_first_tip_off_and_after_the_last_final_all_is_well",
        ),
        instead(Board, "active", by_the_clock),
    ),
    "a day without games never begins": Mutant(
        ("test_incident_09_latest_is_never_missing_and_never_stuck",),
        text(Board, "begun", ENVELOPE, "return False"),
    ),
    "a day without games begins at once": Mutant(
        ("test_incident_09_latest_is_never_missing_and_never_stuck",),
        text(Board, "begun", ENVELOPE, "return True"),
    ),
    "games are ordered by a number that may be missing": Mutant(
        ("test_incident_05_no_games_is_an_answer",),
        text(scores, "_game_order", "game.game_id, game.key", "int(game.game_id), game.key"),
    ),
    "grading is of the night's first board": Mutant(
        ("test_incident_48_scores_and_grading_are_of_one_moment",),
        text(
            job,
            "snapshot",
            "grading(slate, view,",
            "grading(slate, memory.recall('first', (), lambda: view),",
        ),
    ),
    "the model's name stands in the code": Mutant(
        ("test_incident_11_the_champion_is_a_setting",),
        text(reference, "predictions", "row.system_id != champion", "row.system_id[-1] != '9'"),
    ),
    "every row of a prediction counts": Mutant(
        ("test_incident_38_double_predictions_are_one_row",),
        text(
            reference,
            "predictions",
            "best[row.player_lookup] = (rank, row)",
            "best[f'{row.player_lookup} {len(best)}'] = (rank, row)",
        ),
    ),
    "a failed join of a game is not counted": Mutant(
        (
            "test_incident_07_both_forms_of_a_games_id_have_teams",
            "test_incident_47_exhibitions_and_foreign_teams_are_no_games",
        ),
        text(grading, "_grade", "without_game=key is None", "without_game=False"),
    ),
    "a failed join of a player is not counted": Mutant(
        ("test_incident_08_a_player_whom_nobody_finds_is_counted",),
        text(grading, "_grade", "final and live is None", "False"),
    ),
    "a margin needs a verdict": Mutant(
        ("test_incident_26_a_pick_without_a_verdict_has_its_margin",),
        text(
            grading,
            "_grade",
            "points is None or pick.line is None",
            "points is None or pick.line is None or outcome == 'PASS'",
        ),
    ),
    "the win rate is a percentage": Mutant(
        ("test_incident_38_the_win_rate_is_a_fraction",),
        text(grading, "_summary", 'rate(counts["correct"],', 'rate(100 * counts["correct"],'),
    ),
    "who did not play has 0 points": Mutant(
        ("test_latent_06_who_did_not_play_is_void_at_night_and_in_the_morning",),
        text(verdicts, "verdict", "final and not played", "False"),
    ),
    "a push is lost": Mutant(
        ("test_latent_07_a_push_is_no_loss",),
        text(verdicts, "verdict", 'return "PUSH"', 'return "LOSS"'),
    ),
}
