"""Proof that the tests of the judgement look: each of these mistakes makes one of them fail.

A mutant is one piece of the product's text, changed in memory. When the product's line is
written anew, write its mutant anew too.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator
from itertools import product
from types import ModuleType
from typing import Any, NamedTuple

import pytest

from publishing import moved_games
from publishing.live import ages, silence, status
from publishing.operating import (
    breaks,
    judging,
    monitor_round,
    nights,
    occasions_served,
    slates,
    watching_content,
    watching_exports,
    watching_live,
    watching_runs,
    watching_tonight,
)
from tests.live import test_mutants as live_mutants

MODULES = (
    *(
        ages,
        silence,
        status,
        breaks,
        judging,
        nights,
        occasions_served,
        monitor_round,
        moved_games,
        slates,
    ),
    *(watching_content, watching_exports, watching_live, watching_runs, watching_tonight),
)
CONTENT, EXPORTS, LIVE = watching_content, watching_exports, watching_live
SERVED, TONIGHT = occasions_served.Served, watching_tonight


class Mutant(NamedTuple):
    """What is changed, and the test, `module.name`, that must see it."""

    owner: Any
    function: str
    old: str
    new: str
    seen_by: str


MUTANTS = {
    # Nights
    "a slate opens at its tip-off": Mutant(
        slates,
        "open_slate",
        "now >= starts_at(known[day], day)",
        "now >= starts_at(known[day], day) + timedelta(minutes=30)",
        "test_nights.test_a_slate_is_open_from_half_an_hour_before_its_first_game_to_the_end_of_its_last",
    ),
    "the schedule alone ends a game": Mutant(
        slates,
        "finals",
        "if body else set()",
        "if False else set()",
        "test_nights.test_either_source_ends_a_slate",
    ),
    "the scores alone end a game": Mutant(
        slates,
        "finals",
        'game.status == "final" or (',
        "(",
        "test_nights.test_either_source_ends_a_slate",
    ),
    "scores of another date count": Mutant(
        slates,
        "live_body",
        "found.game_date == day.isoformat()",
        "True",
        "test_nights.test_either_source_ends_a_slate",
    ),
    "a moved game stays": Mutant(
        moved_games,
        "where_they_stand",
        "id(row) not in moved",
        "True",
        "test_nights.test_incident_17_a_game_that_was_moved_counts_on_its_new_date",
    ),
    "the older slate goes first": Mutant(
        slates,
        "near",
        "reverse=True)[:2]",
        "reverse=True)[:2][::-1]",
        "test_nights.test_the_newest_slate_that_has_begun_is_the_open_one",
    ),
    "a slate never closes": Mutant(
        slates,
        "over",
        "now >= closes or",
        "False or",
        "test_live_job.test_a_slate_is_closed_by_its_window_when_it_never_ends",
    ),
    # Breaks
    "exhibitions make a day": Mutant(
        breaks,
        "active_break",
        "if played(slate)]",
        "if True]",
        "test_breaks.test_a_date_with_nothing_but_postponed_games_has_none",
    ),
    "two days are a break": Mutant(
        breaks,
        "active_break",
        "gap < SHORTEST_DAYS",
        "gap < 2",
        "test_breaks.test_a_gap_of_three_days_is_a_break",
    ),
    "February 18 is no All-Star day": Mutant(
        breaks, "_headline", "<= 18", "< 18", "test_breaks.test_the_headline"
    ),
    "Christmas Eve is no holiday": Mutant(
        breaks, "_headline", ">= 24", "> 24", "test_breaks.test_the_headline"
    ),
    "five days are a common break": Mutant(
        breaks, "_headline", ">= EXTENDED_DAYS", "> EXTENDED_DAYS", "test_breaks.test_the_headline"
    ),
    "the summer is a break": Mutant(
        breaks,
        "active_break",
        "> DAYS_AHEAD",
        "> 99",
        "test_breaks.test_seven_days_back_and_fourteen_ahead_are_looked_at",
    ),
    # The live job
    "no job at all is no trouble": Mutant(
        LIVE,
        "_trouble",
        "if one.now < opened + STARTS_WITHIN",
        "if job is None or one.now < opened + STARTS_WITHIN",
        "test_live_job.test_vector_28_no_run_at_all_is_found_and_mended",
    ),
    "a job is gone at once": Mutant(
        LIVE,
        "_trouble",
        "opened + STARTS_WITHIN",
        "opened",
        "test_days.test_all_is_well_in_the_minutes_of_a_start",
    ),
    "a job that runs publishes": Mutant(
        LIVE,
        "_trouble",
        "if silent <=",
        "if True or silent <=",
        "test_live_job.test_latent_14_a_job_that_runs_and_publishes_nothing_is_gone",
    ),
    "silence does not know the interval": Mutant(
        LIVE,
        "_trouble",
        "seconds=one.seen.flush_seconds",
        "seconds=30",
        "test_live_job.test_latent_14_a_job_that_runs_and_publishes_nothing_is_gone",
    ),
    "a job that has just started is silent": Mutant(
        LIVE,
        "_trouble",
        "one.now < since + PUBLISHES_WITHIN or",
        "False or",
        "test_live_job.test_a_job_that_has_just_started_may_be_silent",
    ),
    "a dead feeder is nobody's": Mutant(
        LIVE,
        "_feeder_is_gone",
        "return feeder is None or not feeder.running",
        "return False",
        "test_live_job.test_a_feeder_that_is_gone_is_started_quietly",
    ),
    "scores that are away are none": Mutant(
        LIVE,
        "watch",
        "if one.scores_away is not None:",
        "if False:",
        "test_live_job.test_nothing_is_started_or_ended_in_ignorance",
    ),
    "a job is drained at once": Mutant(
        LIVE,
        "_drain",
        "since + DRAINS_WITHIN",
        "since",
        "test_days.test_all_is_well_at_every_quarter_of_an_hour",
    ),
    "a job is drained in its night": Mutant(
        LIVE,
        "_drain",
        "or not one.is_over(day)",
        "",
        "test_live_job.test_a_job_whose_night_is_not_over_is_never_drained",
    ),
    # Content
    "fresh is good": Mutant(
        CONTENT,
        "_all_pending",
        'row.status == "pending"',
        "False",
        "test_content.test_vector_27_fresh_files_with_nothing_graded_are_found_and_mended",
    ),
    "any pending row is trouble": Mutant(
        CONTENT,
        "_all_pending",
        "concerned = any(",
        "concerned = True or any(",
        "test_content.test_predictions_of_other_games_may_be_pending",
    ),
    "rows without a game are nobody's": Mutant(
        CONTENT,
        "_all_pending",
        "or row.home_team is None",
        "",
        "test_content.test_incident_08_rows_that_found_no_game_are_concerned",
    ),
    "a final is judged at once": Mutant(
        CONTENT,
        "_has_been_final",
        "SHORTEST_GAME + FINAL_FOR",
        "SHORTEST_GAME",
        "test_content.test_a_final_has_twenty_minutes",
    ),
    "polls are as old as the file": Mutant(
        CONTENT,
        "_old_polls",
        "body.polled_at if body",
        "one.now if body",
        "test_content.test_the_sources_own_time_decides_and_not_the_files",
    ),
    "polls age before the tip-off": Mutant(
        CONTENT,
        "_old_polls",
        "since is None or one.now <= since + STALE",
        "since is None",
        "test_content.test_incident_35_old_polls_are_no_trouble_without_a_game",
    ),
    "games begin by themselves": Mutant(
        CONTENT,
        "_stuck",
        "elif late:",
        "elif False:",
        "test_content.test_incident_32_a_game_that_does_not_begin_is_found",
    ),
    "a game that never ends is on": Mutant(
        CONTENT,
        "_stuck",
        "if endless:",
        "if False:",
        "test_content.test_incident_22_a_game_that_never_ends_is_found",
    ),
    "a settle under a running job": Mutant(
        CONTENT,
        "_unsettled",
        "(job is not None and job.running)",
        "False",
        "test_content.test_a_night_whose_job_still_runs_is_drained_first",
    ),
    "a settle with half the rows": Mutant(
        slates,
        "is_covered",
        "all(game.key in official for game in games)",
        "any(game.key in official for game in games)",
        "test_content.test_a_night_is_settled_when_all_rows_are_there_and_its_job_has_ended",
    ),
    "settled once is settled": Mutant(
        CONTENT,
        "_is_settled",
        "public.cache_control == CacheClass.SETTLED.header",
        "True",
        "test_content.test_a_night_with_official_rows_is_settled_without_a_word",
    ),
    # Exports
    "nothing is missed": Mutant(
        EXPORTS,
        "_missed",
        "if not missed:",
        "if True:",
        "test_exports.test_incident_42_an_occasion_that_was_missed_is_made_up_for",
    ),
    "only the newest hour counts": Mutant(
        SERVED,
        "missed_since",
        "since = due",
        "since = since or due",
        "test_exports.test_incident_45_a_schedule_that_was_deleted_is_missed_until_somebody_mends_it",
    ),
    "a mark of any date will do": Mutant(
        SERVED,
        "_is_served",
        "is_of(mark, day, due)",
        "mark.game_date >= day.isoformat()",
        "test_exports.test_incident_45_a_schedule_that_was_deleted_is_missed_until_somebody_mends_it",
    ),
    "what waits is missed": Mutant(
        SERVED,
        "_is_served",
        'if f"{day}/{export.name}" in self.gates:',
        "if False:",
        "test_exports.test_an_export_that_waits_for_its_source_is_not_missed",
    ),
    "a run that is on is none": Mutant(
        occasions_served,
        "_is_on",
        "return not claim.over and",
        "return False and",
        "test_exports.test_a_run_that_is_on_or_has_ended_well_serves_its_occasion",
    ),
    "a run that failed serves": Mutant(
        occasions_served,
        "_has_ended_well",
        'else ("success",)',
        'else ("success", "failed")',
        "test_exports.test_a_run_that_is_on_or_has_ended_well_serves_its_occasion",
    ),
    "the same batch again": Mutant(
        SERVED,
        "message_batch",
        "if not failed else",
        "if True else",
        "test_exports.test_a_run_that_failed_is_asked_for_again_as_a_batch_of_its_own",
    ),
    "the message is for today": Mutant(
        EXPORTS,
        "_message",
        "date_of(schedule, due).isoformat()",
        '"today"',
        "test_exports.test_incident_42_an_occasion_that_was_missed_is_made_up_for",
    ),
    "a first start is a storm": Mutant(
        EXPORTS,
        "_missed",
        "seen.watching_since is None",
        "True",
        "test_exports.test_a_first_start_is_no_storm_of_alarms",
    ),
    "an old export is late at night": Mutant(
        EXPORTS,
        "_late",
        "any(made < due for due in _newest_dues(export, now))",
        "True",
        "test_exports.test_an_export_that_nothing_is_due_of_is_not_late",
    ),
    "an export of any age is well": Mutant(
        EXPORTS,
        "_late",
        "now - made <= timedelta(hours=export.limit_hours)",
        "True",
        "test_exports.test_an_export_that_is_older_than_its_limit_is_late",
    ),
    "a run never dies": Mutant(
        watching_runs,
        "_claim",
        "until is None or now - patience >= until",
        "until is None",
        "test_exports.test_a_run_without_an_end_is_run_again",
    ),
    "given up is over": Mutant(
        watching_runs,
        "_claim",
        'claim.state == "given up"',
        "False",
        "test_exports.test_a_run_that_was_given_up_is_told_for_two_days",
    ),
    "a gate is never too old": Mutant(
        watching_runs,
        "_gate",
        "or too_old(gate, now)",
        "",
        "test_exports.test_a_gate_that_nothing_opens_is_told",
    ),
    # Tonight, predictions, best bets
    "an hour is too old, due or not": Mutant(
        TONIGHT,
        "tonight_data",
        "if old and behind:",
        "if old:",
        "test_days.test_all_is_well_at_every_quarter_of_an_hour",
    ),
    "tonight is as old as its file": Mutant(
        TONIGHT,
        "_made_at",
        "looked = instant_of(mark.as_of) if mark else None",
        "looked = None",
        "test_tonight.test_a_run_that_changed_nothing_is_news_too",
    ),
    "any date is tonight": Mutant(
        TONIGHT,
        "tonight_data",
        "date_of(body) < one.today",
        "False",
        "test_tonight.test_the_content_is_of_today_or_it_is_said",
    ),
    "an empty evening is fine": Mutant(
        TONIGHT,
        "tonight_data",
        "body.total_players == 0",
        "False",
        "test_tonight.test_incident_38_tonight_without_a_player_is_said_when_games_are_near",
    ),
    "no predictions are trouble all day": Mutant(
        TONIGHT,
        "_is_needed",
        "one.now >= first - NEEDED_BEFORE",
        "True",
        "test_days.test_all_is_well_at_every_quarter_of_an_hour",
    ),
    "no predictions are no trouble": Mutant(
        TONIGHT,
        "predictions",
        "if not _is_needed(one):",
        "if True:",
        "test_tonight.test_incident_01_a_day_with_games_and_without_predictions",
    ),
    "breaks are not looked at": Mutant(
        TONIGHT,
        "predictions",
        "if one.off is not None:",
        "if False:",
        "test_days.test_what_is_said_in_the_all_star_break",
    ),
    "best bets of any day": Mutant(
        TONIGHT,
        "best_bets",
        "if date_of(body) < one.today:",
        "if False:",
        "test_tonight.test_best_bets_of_an_earlier_day_are_stale_once_todays_were_due",
    ),
    # The judgement and the document
    "nothing away is said": Mutant(
        judging,
        "_away",
        "isinstance(source, Away)",
        "False",
        "test_exports.test_nothing_is_sent_in_ignorance",
    ),
    "a break ends when the schedule is away": Mutant(
        judging,
        "judge",
        "if one.known is not None:",
        "if True:",
        "test_properties.test_what_is_away_is_never_called_healthy",
    ),
    "alerts always arrive": Mutant(
        judging,
        "_alerts",
        "if seen.alerts_problem:",
        "if False:",
        "test_exports.test_vector_29_alerts_that_do_not_arrive_are_in_the_status",
    ),
    "old live data is fresh": Mutant(
        silence,
        "shown",
        "age is None or age <= STALE",
        "True",
        "test_status_silence.test_latent_14_live_data_ages_beside_a_newer_section",
    ),
    "age hides the reason": Mutant(
        silence,
        "shown",
        'if live.status == "healthy" or',
        "if True or",
        "test_status_silence.test_vector_12_a_reason_that_the_live_job_gave_stays",
    ),
    "games are off when nobody knows": Mutant(
        silence,
        "shown",
        'job.status == "healthy" and',
        "",
        "test_status_silence.test_a_monitor_that_does_not_know_the_slate_calls_no_game_off",
    ),
    "issues are always new": Mutant(
        status,
        "compose",
        "Mapping[str, str] = public.detected",
        "Mapping[str, str] = {}",
        "test_status_compose.test_an_issue_keeps_the_time_at_which_it_was_first_detected",
    ),
    "what is unknown counts": Mutant(
        status,
        "overall",
        ' - {"unknown"}',
        "",
        "test_status_compose.test_the_overall_word_with_the_monitors_services",
    ),
}


def told(name: str) -> Callable[..., None]:
    module, _, function = name.partition(".")
    folder = "live" if module.startswith("test_status") else "judging"
    found: Callable[..., None] = getattr(
        importlib.import_module(f"tests.{folder}.{module}"), function
    )
    return found


def cases(test: Callable[..., None]) -> Iterator[dict[str, Any]]:
    """The arguments of each case of a test."""
    marks = [one for one in getattr(test, "pytestmark", []) if one.name == "parametrize"]
    rows = []
    for mark in marks:
        names = mark.args[0]
        names = [one.strip() for one in names.split(",")] if isinstance(names, str) else names
        values = [one if len(names) > 1 else (one,) for one in mark.args[1]]
        rows.append([dict(zip(names, value, strict=True)) for value in values])
    for combination in product(*rows):
        yield {name: value for part in combination for name, value in part.items()}


def sees(test: Callable[..., None]) -> bool:
    """Whether a case of the test fails."""
    for arguments in cases(test):
        try:
            test(**arguments)
        except AssertionError:
            return True
    return False


def holders(function: Callable[..., Any], name: str, owner: Any, test: str) -> list[Any]:
    """Every module that calls the function by its name, the test's too."""
    modules: list[ModuleType] = [*MODULES, importlib.import_module(told(test).__module__)]
    return [
        owner,
        *(one for one in modules if one is not owner and vars(one).get(name) is function),
    ]


@pytest.mark.parametrize("name", MUTANTS)
def test_the_mistake_is_seen(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    mutant = MUTANTS[name]
    changed = live_mutants.mutated(live_mutants.Mutant(*mutant[:4]))
    function = inspect.getattr_static(mutant.owner, mutant.function)
    for owner in holders(function, mutant.function, mutant.owner, mutant.seen_by):
        monkeypatch.setattr(owner, mutant.function, changed)
    assert sees(told(mutant.seen_by)), f"{mutant.seen_by} does not see it: {name}"
