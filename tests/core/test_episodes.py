"""An episode is mended at growing intervals, and told once: at once, or when that did not help."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from publishing.calendar import parse_instant
from publishing.operating.episodes import (
    LATER,
    PAUSES,
    Episode,
    alert_of,
    end_of,
    found,
    healed,
    heals_now,
    is_to_be_told,
    not_told,
    told,
)
from publishing.operating.findings import Finding

NOW = datetime(2026, 2, 11, 22, tzinfo=UTC)
LOUD = Finding("live-job-gone/2026-02-11", "critical", "the live job is gone", "It is silent.")
QUIET = Finding("missed/phase6-tonight-picks", "warning", "a run is missing", "At 1 PM.", (), True)


def begun(finding: Finding = LOUD) -> Episode:
    return found(None, finding, NOW)


def test_it_keeps_its_beginning_and_takes_the_newest_words() -> None:
    later = found(begun(), Finding(LOUD.key, "error", "other", "words"), NOW + timedelta(hours=1))
    assert parse_instant(later.since) == NOW
    assert (later.severity, later.subject, later.text) == ("error", "other", "words")


def test_the_first_mending_is_at_once_and_the_next_ones_wait_longer() -> None:
    episode, at = begun(), NOW
    tried = []
    for minute in range(240):
        at = NOW + timedelta(minutes=minute)
        if heals_now(episode, at):
            episode = healed(episode, at)
            tried.append(minute)
    # Rounds are five minutes apart at least; here every minute is asked.
    assert tried == [0, 4, 14, 34, 94, 154, 214]


@given(some.lists(some.integers(0, 90), max_size=60))
def test_mending_is_bounded_whatever_the_rounds(steps: list[int]) -> None:
    episode, at = begun(), NOW
    for minutes in steps:
        at += timedelta(minutes=minutes)
        if heals_now(episode, at):
            episode = healed(episode, at)
    hours = (at - NOW) / LATER
    assert len(episode.heals) <= len(PAUSES) + hours


def test_what_is_no_quiet_matter_is_told_at_once_and_once() -> None:
    assert is_to_be_told(begun(), NOW)
    assert not is_to_be_told(told(begun(), NOW), NOW)
    assert is_to_be_told(not_told(begun(), "503"), NOW)


def test_a_quiet_matter_is_told_when_mending_did_not_help() -> None:
    episode = begun(QUIET)
    for number in range(len(PAUSES)):
        assert number == 0 or not is_to_be_told(episode, NOW + LATER), number
        episode = healed(episode, NOW + LATER * number)
    assert is_to_be_told(episode, NOW + LATER)
    assert alert_of(episode).text == "At 1 PM. Mending was tried 4 times."


def test_a_quiet_matter_that_nobody_can_mend_is_told_when_it_lasts() -> None:
    """A source that is away for one round is no alert."""
    episode = begun(QUIET)
    assert not is_to_be_told(episode, NOW + timedelta(minutes=10))
    assert is_to_be_told(episode, NOW + timedelta(minutes=15))


def test_what_is_over_is_told_only_if_that_was_tried_before() -> None:
    assert not is_to_be_told(begun(), NOW, over=True)
    assert is_to_be_told(not_told(begun(), "503"), NOW, over=True)


def test_its_alert_is_the_same_in_every_round_and_its_end_another() -> None:
    episode = begun()
    again = found(told(episode, NOW), LOUD, NOW + timedelta(minutes=5))
    assert alert_of(again).id == alert_of(episode).id
    assert end_of(episode, NOW).id != alert_of(episode).id
    another = found(None, LOUD, NOW + timedelta(days=1))
    assert alert_of(another).id != alert_of(episode).id
