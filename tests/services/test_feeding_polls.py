"""The loops of polls and ticks on a simulated clock, whatever stalls."""

from __future__ import annotations

from datetime import datetime, timedelta

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publishing.adapters.balldontlie import Answer, NoAnswer
from publishing.calendar import interval_start, slate_window
from publishing.live.events import Rejection
from publishing.live.feeding import due
from publishing.services.feeding.polls import HELD_UP, Polls
from publishing.services.feeding.ticks import run_ticks
from tests.live.payloads import final, game
from tests.live.warehouse_rows import DAY
from tests.services.fed import (
    BEGIN,
    SimulatedClock,
    Source,
    Topic,
    answered,
    ignore,
    night_into,
)

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)

outcomes = st.one_of(
    st.just(answered(game())),
    st.just(answered()),
    st.just(NoAnswer("HTTP 502 from the source")),
    st.just(NoAnswer("the answer is not JSON", body=b"<html>")),
)
polled = st.tuples(outcomes, st.floats(0, 100))


@settings(max_examples=200, deadline=None)
@given(
    st.lists(polled, min_size=1, max_size=12),
    st.lists(st.floats(0, 90), min_size=1, max_size=12),
    st.integers(1, 60),
    st.floats(0, 60),
)
def test_there_is_exactly_one_poll_per_poll_tick(
    answers: list[tuple[Answer | NoAnswer, float]],
    stalls: list[float],
    seconds: int,
    late: float,
) -> None:
    begin = BEGIN + timedelta(seconds=late)
    late_wakes = iter(stalls)
    clock = SimulatedClock(begin, begin + 30 * seconds * SECOND, lambda: next(late_wakes, 0.0))
    given_answers: list[tuple[datetime, Answer | NoAnswer]] = []

    def fetch(number: int) -> Answer | NoAnswer:
        outcome, took = answers[(number - 1) % len(answers)]
        given_answers.append((clock.now(), outcome))
        clock.spend(took)
        return outcome

    rejected: list[Rejection] = []
    night = night_into(topic := Topic(), rejected)
    Polls(night, Source(fetch), rejected.append, seconds).run(begin, clock, clock.stop)

    times = [sent.polled_at for sent in topic.sent]
    first = interval_start(begin, seconds)
    # Every multiple from the one that has begun until the last, each once and in order.
    assert [interval_start(at, seconds) for at in times] == due(
        first - SECOND / 2, max(times), seconds
    )
    assert times == sorted(times)
    assert len({sent.event["event_id"] for sent in topic.sent}) == len(topic.sent)
    # The first is asked at once, and all answers are there as they came, at the time of asking.
    asked = [sent for sent in topic.sent if sent.event.get("reason") != HELD_UP]
    assert [(sent.polled_at, sent.event.get("reason")) for sent in asked] == [
        (at, outcome.reason if isinstance(outcome, NoAnswer) else None)
        for at, outcome in given_answers
    ]
    for sent, (_, outcome) in zip(asked, given_answers, strict=True):
        expected = orjson.loads(outcome.body) if isinstance(outcome, Answer) else None
        assert sent.event["payload"] == expected
    garbled = [one for _, one in given_answers if isinstance(one, NoAnswer) and one.body]
    assert rejected == [Rejection("source", one.reason, b"<html>") for one in garbled]


def test_a_stall_is_one_poll_afterwards_and_not_many() -> None:
    clock = SimulatedClock(BEGIN, BEGIN + 2 * MINUTE)

    def fetch(number: int) -> Answer | NoAnswer:
        clock.spend(70 if number == 2 else 1)
        return answered()

    source = Source(fetch)
    night = night_into(topic := Topic())
    Polls(night, source, ignore, 15).run(BEGIN, clock, clock.stop)
    assert [sent.event.get("reason") for sent in topic.sent] == [
        None,
        None,
        *[HELD_UP] * 3,
        None,
        None,
        None,
        None,
    ]
    assert source.asked == 6


def test_a_source_that_stops_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "courtside.feeder")
    refused = NoAnswer("HTTP 401: the API key was refused", refused=True)
    away = NoAnswer("HTTP 502 from the source", "details")
    replies: list[Answer | NoAnswer] = [
        answered(),
        away,
        away,
        refused,
        refused,
        answered(),
        answered(),
    ]
    clock = SimulatedClock(BEGIN, BEGIN + 90 * SECOND)
    source = Source(lambda number: replies[number - 1])
    Polls(night_into(Topic()), source, ignore, 15).run(BEGIN, clock, clock.stop)
    said = [(record.levelname, record.getMessage().split(" at=")[0]) for record in caplog.records]
    assert said == [
        ("WARNING", "source=no-answer reason='HTTP 502 from the source' detail='details'"),
        ("ERROR", "source=no-answer reason='HTTP 401: the API key was refused' detail=''"),
        ("INFO", "source=answers-again"),
    ]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.floats(0, 400), max_size=10),
    st.integers(1, 60),
    st.floats(0, 60),
)
def test_there_is_a_tick_at_every_multiple(stalls: list[float], seconds: int, late: float) -> None:
    begin = BEGIN + timedelta(seconds=late)
    wakes = iter(stalls)
    clock = SimulatedClock(begin, begin + 30 * seconds * SECOND, lambda: next(wakes, 0.0))
    night = night_into(topic := Topic(), tick_seconds=seconds)
    assert run_ticks(night, seconds, begin, clock, clock.stop) is None
    times = [sent.polled_at for sent in topic.sent]
    assert times == due(begin, max([begin, *times]), seconds)
    assert clock.now() - max([begin, *times]) < timedelta(seconds=seconds)


def test_the_last_tick_is_given_back_and_not_sent() -> None:
    night = night_into(topic := Topic(), grace_minutes=2)
    night.answer(BEGIN, answered(final()).body)
    clock = SimulatedClock(BEGIN, BEGIN + 20 * MINUTE)
    assert run_ticks(night, 30, BEGIN, clock, clock.stop) == BEGIN + 2 * MINUTE
    ticks = [sent.polled_at for sent in topic.of("tick")]
    assert ticks == [BEGIN + number * 30 * SECOND for number in (1, 2, 3)]


def test_ticks_end_before_the_slate_closes() -> None:
    closes = slate_window(DAY)[1]
    night = night_into(topic := Topic())
    clock = SimulatedClock(closes - MINUTE, closes + MINUTE, lambda: 600.0)
    assert run_ticks(night, 30, closes - MINUTE, clock, clock.stop) == closes - 30 * SECOND
    assert not topic.sent
