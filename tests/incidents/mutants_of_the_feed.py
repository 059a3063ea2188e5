"""Defects in what a message is taken for: its date, its slate, its id, its numbers."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from publishing import calendar
from publishing.adapters import dead_letters
from publishing.calendar import EASTERN
from publishing.live import boxscore, events, feed, reference
from publishing.live.events import Rejection, SlateEvent
from publishing.stats import finite
from tests.incidents.mutant import Change, Mutant, both, instead, text
from transforms import split as step

Found = tuple[list[SlateEvent], list[Rejection]]


def window(opens: time, closes: time) -> Change:
    """Slates that take events from one wall clock to another, on the day after."""

    def slate_window(game_date: date) -> tuple[datetime, datetime]:
        following = game_date + timedelta(days=1)
        return (
            datetime.combine(game_date, opens, EASTERN).astimezone(UTC),
            datetime.combine(following, closes, EASTERN).astimezone(UTC),
        )

    return instead(events, "slate_window", slate_window)


def with_a_default(body: bytes, attributes: Mapping[str, str] | None = None) -> Found:
    found, rejected = events.split(body, attributes)
    if found or not rejected:
        return found, rejected
    try:
        line = json.loads(body)
        del line["game_date"]
    except (ValueError, LookupError, RecursionError, TypeError):
        return found, rejected
    return events.split(json.dumps(line).encode(), attributes)


def without_letters(body: bytes, attributes: Mapping[str, str] | None = None) -> Found:
    return events.split(body, attributes)[0], []


def zero_for_none(value: Decimal | None) -> Decimal | None:
    return finite(value) if value is None or value.is_finite() else Decimal(0)


def five_hours_behind(at: datetime) -> date:
    return (at - timedelta(hours=9)).date()


OF_GAME = "boxscore.game_date_of(game) or own_date"

MUTANTS = {
    "the game date is the UTC date of the poll": Mutant(
        (
            "test_incident_04_the_game_date_is_not_the_utc_date_of_the_poll",
            "test_incident_12_a_west_coast_game_ends_in_the_night_it_began",
            "test_incident_12_a_real_answer_after_midnight",
        ),
        text(events, "_split", OF_GAME, "polled_at.date()"),
    ),
    "a game without a date is of its tip-off's UTC day": Mutant(
        ("test_incident_04_the_game_date_is_not_the_utc_date_of_the_poll",),
        text(boxscore, "game_date_of", "league_date(tip_off)", "tip_off.date()"),
    ),
    "the game date is the calendar date of the poll": Mutant(
        ("test_incident_06_last_nights_finals_are_not_todays",),
        both(
            text(events, "_split", OF_GAME, "(polled_at - timedelta(hours=5)).date()"),
            window(time(0), calendar.SLATE_CLOSES),
        ),
    ),
    "the answer is not filtered by date": Mutant(
        (
            "test_incident_06_every_answer_is_split_by_date",
            "test_latent_05_the_summary_counts_its_own_date",
        ),
        text(events, "_split", OF_GAME, "own_date"),
    ),
    "Eastern time is five hours behind UTC all year": Mutant(
        ("test_incident_06_daylight_saving_moves_no_game",),
        instead(events, "league_date", five_hours_behind),
    ),
    "the night ends at midnight": Mutant(
        (
            "test_incident_12_a_west_coast_game_ends_in_the_night_it_began",
            "test_incident_22_a_game_seen_running_last_is_ended_in_the_morning",
        ),
        window(calendar.DAY_STARTS, time(0)),
    ),
    "the night ends with the league date": Mutant(
        ("test_incident_22_a_final_listed_the_next_morning_still_counts",),
        window(calendar.DAY_STARTS, calendar.DAY_STARTS),
    ),
    "the night is from 16:00 to 01:57": Mutant(
        ("test_latent_15_matinees_and_the_small_hours_are_part_of_the_night",),
        window(time(16), time(1, 57)),
    ),
    "today is the UTC date": Mutant(
        ("test_latent_01_today_is_the_eastern_date",),
        instead(calendar, "league_date", datetime.date),
    ),
    "an unknown word for a date means today": Mutant(
        (
            "test_incident_03_a_word_for_a_date_is_never_a_date",
            "test_incident_03_the_feeder_takes_no_word_for_a_date",
        ),
        instead(calendar, "parse_date", lambda _: date(2026, 1, 9)),
    ),
    "a message whose date is none is of today": Mutant(
        (
            "test_incident_03_a_word_for_a_date_is_never_a_date",
            "test_latent_18_words_of_another_type_are_refused",
        ),
        instead(step, "split", with_a_default),
    ),
    "the tip-off column is read as Eastern time": Mutant(
        ("test_incident_37_the_tip_off_column_is_utc",),
        text(
            reference,
            "schedule",
            "row.game_date_est,",
            "datetime.fromtimestamp(row.game_date_est.timestamp() + 18000, UTC),",
        ),
    ),
    "a poll is known by its day": Mutant(
        ("test_incident_13_every_poll_of_a_day_is_folded",),
        instead(events, "_derived_id", lambda kind, at, _: f"{kind}-{at.date()}"),
    ),
    "a poll is known by its time": Mutant(
        ("test_incident_13_two_polls_of_one_second_are_two",),
        instead(events, "_derived_id", lambda kind, at, _: f"{kind}-{at}"),
    ),
    "an answer that cannot be read is an empty one": Mutant(
        ("test_latent_02_a_failed_fetch_writes_no_file",),
        text(events, "_split", "None, f", "[], f"),
    ),
    "a message without its payload is an empty answer": Mutant(
        ("test_incident_21_wrong_keys_have_no_default_action",),
        text(events, "_listed", 'raise Unfit("a poll needs a', 'return []\n    str("'),
    ),
    "a message that cannot be read ends the job": Mutant(
        (
            "test_incident_15_poison_in_the_feed_costs_no_pick",
            "test_incident_44_poison_that_comes_again_is_one_letter",
            "test_latent_18_words_of_another_type_are_refused",
        ),
        text(step, "split", "except Unfit as", "except () as"),
    ),
    "what does not fit is dropped": Mutant(
        (
            "test_incident_15_poison_in_the_feed_costs_no_pick",
            "test_incident_15_poison_does_not_end_the_job",
            "test_incident_21_wrong_keys_have_no_default_action",
            "test_incident_34_one_broken_line_costs_one_line",
        ),
        instead(step, "split", without_letters),
    ),
    "a letter is known by when it came": Mutant(
        ("test_incident_44_poison_that_comes_again_is_one_letter",),
        instead(dead_letters, "_id_of", lambda _: uuid.uuid4().hex),
    ),
    "NaN is zero": Mutant(
        ("test_incident_46_a_number_that_is_none_is_published_nowhere",),
        instead(events, "_NOT_A_NUMBER", 0),
    ),
    "NaN costs the whole poll": Mutant(
        ("test_incident_46_a_number_that_is_none_is_published_nowhere",),
        text(events, "_without_nan", "not found", "found"),
    ),
    "a prediction of NaN is zero": Mutant(
        ("test_incident_46_a_number_that_is_none_is_published_nowhere",),
        instead(feed, "finite", zero_for_none),
    ),
    "a broken line costs its game": Mutant(
        ("test_incident_34_one_broken_line_costs_one_line",),
        instead(boxscore, "_parse_line_by_line", lambda _: (None, [])),
    ),
}
