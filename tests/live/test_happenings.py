"""What happened in a night: each transition once, by names that only the night decides."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from typing import Any

import pytest

from publishing.live.board import board
from publishing.live.happenings import happenings, official_happenings
from publishing.live.memory import Memory
from publishing.live.slate import Slate
from tests.live.histories import Night, deal
from tests.live.payloads import (
    DAY,
    KEY,
    Json,
    event,
    final,
    game,
    line,
    official,
    official_game,
    official_line,
    pick,
    poll,
    predictions,
    schedule,
    scheduled,
    tick,
    unanswered,
)
from tests.live.published import fold

OTHER = "20260109_DEN_LAL"
STARTED = f"slate-started-{DAY}"
ENDED = f"game-final-{DAY}-{KEY}"
TOO = f"game-final-{DAY}-{OTHER}"
MIDNIGHT = "2026-01-10T05:30:00Z"
"""Half past midnight in the East."""

RULED = official_game(official_line("annash", "BOS", 11), official_line("bobbirch", "NYK", 9))
WEST: Json = {"id": 2, "home_code": "LAL", "away_code": "DEN"}
BOTH = schedule(scheduled(), scheduled(OTHER, "0022500442", tip_off="2026-01-10T03:30:00Z"))


def said(slate: Slate) -> list[str]:
    """The ids of all that happened, in their order."""
    found = happenings(board(slate, Memory()))
    assert len({one.event_id for one in found}) == len(found)
    assert all(one.event_id.startswith(f"{one.event}-{slate.game_date}") for one in found)
    assert all((one.game or "") in one.event_id for one in found)
    return [one.event_id for one in found]


def ids(*lines: bytes, day: str = DAY) -> list[str]:
    slate, rejected = fold(lines, day)
    assert rejected == []
    return said(slate)


def before(**more: Any) -> Json:
    return game(status="7:30 pm ET", period=0, time=None, **more)


def test_nothing_has_happened_before_a_game_begins() -> None:
    assert ids() == []
    assert ids(BOTH, predictions(pick())) == []
    # The tip-off time is no tip-off.
    assert ids(BOTH, tick("2026-01-10T04:00:00Z")) == []
    assert ids(BOTH, poll(before(), at="2026-01-10T01:00:00Z")) == []
    assert ids(unanswered("timeout", "2026-01-10T01:00:00Z")) == []


def test_a_slate_starts_with_its_first_game() -> None:
    assert ids(BOTH, poll(game(), before(**WEST))) == [STARTED]


def test_each_game_ends_by_itself() -> None:
    assert ids(BOTH, poll(final(), game(**WEST))) == [STARTED, ENDED]
    slate, _ = fold([BOTH, poll(final(), game(**WEST))])
    (_, ended) = happenings(board(slate, Memory()))
    assert (ended.event, ended.game) == ("game-final", KEY)


def test_the_slate_is_settled_with_its_last_game() -> None:
    over = ids(BOTH, poll(final(), final(**WEST)))
    assert over == [STARTED, TOO, ENDED, f"slate-settled-{DAY}-2"]


def test_a_final_that_dropped_off_the_source_stays_final() -> None:
    later = poll(final(**WEST), at=MIDNIGHT)
    assert ids(BOTH, poll(final(), game(**WEST)), later) == [
        STARTED,
        TOO,
        ENDED,
        f"slate-settled-{DAY}-2",
    ]


def test_after_midnight_it_is_still_the_night_of_its_games() -> None:
    assert ids(schedule(scheduled()), poll(final(), at=MIDNIGHT)) == [
        STARTED,
        ENDED,
        f"slate-settled-{DAY}-1",
    ]


def test_overtime_is_no_end() -> None:
    extra = game(status="OT", period=5, time="OT 2:00")
    assert ids(schedule(scheduled()), poll(extra)) == [STARTED]
    over = final(period=5) | {"status": "Final/OT"}
    assert ids(schedule(scheduled()), poll(extra), poll(over, at=MIDNIGHT))[1] == ENDED


def test_a_postponed_game_holds_nothing_back_and_does_not_end() -> None:
    off = schedule(scheduled(), scheduled(OTHER, "0022500442", status="postponed"))
    assert ids(off, poll(final())) == [STARTED, ENDED, f"slate-settled-{DAY}-1"]
    assert ids(BOTH, poll(final(), game(status="Postponed", period=0, postponed=True, **WEST))) == [
        STARTED,
        ENDED,
        f"slate-settled-{DAY}-1",
    ]


def test_a_night_without_games_never_happens() -> None:
    """I-16: no game, or none that was played, is nothing to refresh for."""
    assert ids(schedule(), poll()) == []
    off = scheduled(status="postponed")
    assert ids(schedule(off), poll(at=MIDNIGHT), tick(MIDNIGHT)) == []


def test_a_correction_after_the_final_is_nothing_new() -> None:
    first = poll(final([line(1, "Ann Ash", 10)], home_team_score=101))
    less = poll(final([line(1, "Ann Ash", 9)], home_team_score=100), at=MIDNIGHT)
    assert ids(schedule(scheduled()), first) == ids(schedule(scheduled()), first, less)


def test_a_game_that_the_schedule_forgot_settles_the_slate_anew() -> None:
    """What was said too early does not stand in the way of what is true later."""
    early = ids(poll(final()))
    assert early == [STARTED, ENDED, f"slate-settled-{DAY}-1"]
    assert ids(poll(final(), game(**WEST))) == [STARTED, ENDED]
    assert ids(poll(final(), final(**WEST)))[-1] == f"slate-settled-{DAY}-2"


def test_an_official_row_ends_a_game_that_no_poll_saw_ending() -> None:
    stuck = [BOTH, poll(game(), final(**WEST))]
    assert ids(*stuck) == [STARTED, TOO]
    assert ids(*stuck, official(RULED, at=MIDNIGHT)) == [
        STARTED,
        TOO,
        ENDED,
        f"slate-settled-{DAY}-2",
        f"game-final-{DAY}-official-1",
    ]


def test_official_rows_make_what_was_final_known_once_more() -> None:
    """Results come with the rows, not with the end of the game (incidents 26 and 34)."""
    night = [BOTH, poll(final(), game(**WEST))]
    one = official(RULED, at="2026-01-10T04:00:00Z")
    assert ids(*night, one) == [STARTED, ENDED, f"game-final-{DAY}-official-1"]
    two = official(RULED | {"key": OTHER}, at=MIDNIGHT)
    found = ids(*night, one, two)
    assert found[-2:] == [f"slate-settled-{DAY}-2", f"slate-settled-{DAY}-official-2"]
    corrected = official(RULED | {"home_score": 99}, at="2026-01-10T15:00:00Z")
    assert ids(*night, one, two, corrected) == found


def test_rows_of_a_game_that_goes_on_are_not_there_yet() -> None:
    running = RULED | {"status": "in_progress"}
    assert ids(BOTH, poll(game()), official(running, at=MIDNIGHT)) == [STARTED]


def test_without_the_live_source_the_schedule_says_it() -> None:
    """Incident 37: a night that nobody polled has begun and ended too."""
    on = schedule(scheduled(status="in_progress"), scheduled(OTHER, "0022500442"))
    assert ids(on) == [STARTED]
    over = [scheduled(status="final"), scheduled(OTHER, "0022500442", status="final")]
    assert ids(schedule(*over)) == [STARTED, TOO, ENDED, f"slate-settled-{DAY}-2"]


def _in_any_order(seed: int) -> set[str]:
    night, chance = Night(seed), Random(seed)
    plain, _ = fold(night.lines, night.day)
    expected = said(plain)
    for _ in range(3):
        slate, _ = fold([], night.day)
        for bag in deal(night.lines, chance):
            slate, _ = fold(bag, night.day, Slate.load(slate.dump()))
        assert said(slate) == expected, f"night {seed}, dealt again"
    assert set(official_happenings(board(plain, Memory()))) <= set(
        happenings(board(plain, Memory()))
    )
    return {one.partition("-20")[0] + ("-official" in one) * "+" for one in expected}


@pytest.mark.parametrize("tens", range(20))
def test_what_happened_depends_only_on_what_was_folded(tens: int) -> None:
    for seed in range(tens * 10, tens * 10 + 10):
        _in_any_order(seed)


def test_the_random_nights_have_everything_in_them() -> None:
    words: set[str] = set().union(*(_in_any_order(seed) for seed in range(200)))
    assert words == {
        "slate-started",
        "game-final",
        "slate-settled",
        "game-final+",
        "slate-settled+",
    }


def _told(lines: Iterable[bytes], day: str) -> set[str]:
    """All that is said in the course of a night, with a flush after every line."""
    slate, found = Slate.load(fold([], day)[0].dump()), set()
    for body in lines:
        fold([body], day, slate)
        found |= set(said(slate))
    return found


@pytest.mark.parametrize("seed", range(60))
def test_no_game_is_said_to_end_that_does_not(seed: int) -> None:
    """A final is left by nobody but a schedule that takes its own word back."""
    night = Night(seed)
    polls = [body for body in night.lines if b'"kind": "poll"' in body]
    ends = [body for body in polls if b'"postponed": true' not in body]
    told = {one for one in _told(ends, night.day) if one.startswith("game-final")}
    assert told <= set(said(fold(ends, night.day)[0]))


def test_a_night_says_its_events_under_its_own_date() -> None:
    other = event("poll", {"data": [final(date="2026-03-07")]}, "2026-03-08T03:00:00Z")
    assert ids(other, day="2026-03-07")[0] == "slate-started-2026-03-07"
