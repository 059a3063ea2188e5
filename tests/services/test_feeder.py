"""A feeder's whole night with its real threads, on a fast clock and with a topic in memory."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from publishing.adapters.balldontlie import Answer, NoAnswer
from publishing.adapters.clock import Clock
from publishing.adapters.warehouses import WarehouseAway
from publishing.calendar import interval_start
from publishing.live.events import Rejection
from publishing.live.feeding import due, just_before, next_multiple
from publishing.rows import Prediction, Row, ScheduledGame
from publishing.services.feeding import outbox, running
from publishing.services.feeding.options import FeederConfig
from publishing.services.feeding.polls import HELD_UP
from publishing.services.feeding.references import References
from publishing.services.feeding.running import feed
from publishing.store import Unavailable
from tests.live.payloads import final, game
from tests.live.warehouse_rows import CHAMPION, DAY, planned
from tests.services.fed import (
    BEGIN,
    TIP_OFF,
    Letters,
    StoredRows,
    Topic,
    answered,
    stored,
)

MINUTE = timedelta(minutes=1)
SPEED = 6000
LIMIT = 20.0
ENDS = TIP_OFF + 30 * MINUTE
"""When the one game of these nights is final: a short one, so that the tests are."""


@dataclass
class Game:
    """The source: the game as it stands on the clock; `first` may do something before."""

    clock: Clock
    ends: datetime = ENDS
    first: Callable[[int], Answer | NoAnswer | None] = lambda _: None
    asked: int = 0
    times: list[datetime] = field(default_factory=list)

    def fetch(self) -> Answer | NoAnswer:
        self.asked += 1
        now = self.clock.now()
        self.times.append(now)
        return self.first(self.asked) or answered(final() if now >= self.ends else game())


def config_of(rows: StoredRows | None = None, begin: datetime = BEGIN, **more: Any) -> FeederConfig:
    config = FeederConfig(
        base_url="http://127.0.0.1",
        warehouse=rows or stored(),
        topic="projects/courtside/topics/feed",
        game_date=DAY,
        clock=Clock(begin - MINUTE, time.time(), SPEED),
        poll_seconds=60,
        budget_seconds=50,
        tick_seconds=60,
        reference_seconds=300,
        grace=timedelta(minutes=10),
        champion=CHAMPION,
        dead_letters=None,
        api_key=None,
    )
    return replace(config, **more)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "FIRST_WAIT_SECONDS", 0.002)
    monkeypatch.setattr(outbox, "LONGEST_WAIT_SECONDS", 0.01)
    monkeypatch.setattr(running, "STOP_JOIN_SECONDS", 0.2)


def polls_of(topic: Topic) -> list[datetime]:
    """The poll ticks of a night: each exactly once."""
    ticks = [interval_start(sent.polled_at, 60) for sent in topic.of("poll")]
    assert ticks == due(ticks[0] - MINUTE, ticks[-1], 60)
    return ticks


def ticks_of(topic: Topic) -> list[datetime]:
    """The ticks of a night: all multiples after its begin, each exactly once."""
    ticks = [sent.polled_at for sent in topic.of("tick")]
    assert ticks == due(polls_of(topic)[0], ticks[-1], 60)
    return ticks


def last_tick(over_since: datetime, grace: timedelta) -> datetime:
    """The first multiple at which the grace period is over."""
    return next_multiple(just_before(over_since + grace), 60)


def test_a_night_from_its_opening_to_its_last_tick(capsys: pytest.CaptureFixture[str]) -> None:
    config, topic = config_of(), Topic()
    assert feed(config, Game(config.clock), topic, None) == 0

    assert topic.sent[0].kind == "schedule"
    ids = [sent.event["event_id"] for sent in topic.sent]
    assert len(set(ids)) == len(ids)
    assert {sent.attributes["game_date"] for sent in topic.sent} == {"2026-01-09"}

    polls, ticks = polls_of(topic), ticks_of(topic)
    assert polls[0] >= BEGIN
    over = next(
        sent.polled_at
        for sent in topic.of("poll")
        if sent.event["payload"] and sent.event["payload"]["data"][0]["status"] == "Final"
    )
    assert ticks[-1] == last_tick(over, config.grace)
    assert topic.sent[-1].kind == "tick"
    assert {"schedule", "predictions", "names"} <= {sent.kind for sent in topic.sent}

    said = capsys.readouterr().out
    assert said.startswith(f"2026-01-09: {len(polls)} polls (")
    assert said.endswith("; every game is over\n")


@pytest.mark.parametrize("source", ["empty", "an exhibition"])
def test_a_day_without_league_games_ends_at_once(
    source: str, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = stored()
    rows.tables[ScheduledGame] = (
        [] if source == "empty" else [planned(game_id="0032500001", home_team_tricode="EST")]
    )
    config, topic = config_of(rows), Topic()
    assert feed(config, Game(config.clock), topic, None) == 0
    assert not topic.sent
    said = capsys.readouterr().out
    assert said == "2026-01-09 has no league games: there is nothing to feed\n"


def test_a_day_whose_games_cannot_be_read_is_no_day_without_games(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = stored()
    bad = Rejection("warehouse", "a game without teams", b"{}")
    rows.tables[ScheduledGame] = [bad]
    config, letters = config_of(rows), Letters()
    assert feed(config, Game(config.clock), Topic(), letters) == 1
    assert letters.kept == [bad]
    assert "no game of 2026-01-09 can be read: 1 rows do not fit" in capsys.readouterr().err


def test_a_warehouse_that_cannot_be_read_at_the_start_starts_nothing() -> None:
    rows = stored()
    rows.away = {ScheduledGame}
    config = config_of(rows)
    with pytest.raises(WarehouseAway, match="the warehouse is away"):
        feed(config, Game(config.clock), Topic(), None)


def test_a_topic_that_is_away_for_a_while_loses_nothing() -> None:
    def trouble(number: int) -> None:
        if number % 7 < 3 or 20 < number < 40:
            raise Unavailable("the topic is away")

    config, topic = config_of(), Topic(trouble)
    source = Game(config.clock)
    assert feed(config, source, topic, None) == 0
    polls_of(topic), ticks_of(topic)
    asked = [sent for sent in topic.of("poll") if sent.event.get("reason") != HELD_UP]
    assert len(asked) == source.asked
    assert topic.sent[-1].kind == "tick"


def test_events_that_could_not_be_sent_are_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(running, "LAST_SECONDS", 0.1)

    def away(_: int) -> None:
        raise Unavailable("the topic is away")

    config = config_of(begin=ENDS)
    assert feed(config, Game(config.clock), Topic(away), None) == 1
    assert "events could not be sent to projects/courtside/topics/feed" in capsys.readouterr().err


@pytest.mark.parametrize("part", ["polls", "references", "sender", "schedule"])
def test_a_part_that_crashes_ends_the_feeder(
    part: str, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: object) -> None:
        raise KeyError("ours")

    rows, topic = stored(), Topic()
    config = config_of(rows)
    source = Game(config.clock)
    looks = iter(range(100))

    def at_the_second_look(row_type: type[Row]) -> None:
        if row_type is ScheduledGame and next(looks) == 1:
            raise KeyError("ours")

    def at_predictions(row_type: type[Row]) -> None:
        if row_type is Prediction:
            raise KeyError("ours")

    match part:
        case "polls":
            source.first = broken
        case "references":
            rows.before = at_predictions
        case "sender":
            topic = Topic(broken)
        case "schedule":
            config = config_of(rows, begin=BEGIN - 300 * MINUTE)
            rows.before = at_the_second_look
    assert feed(config, source, topic, None) == 1
    said = capsys.readouterr().err
    assert f"error: the feeder's part `{part}` ended, and with it the feeder: KeyError" in said
    assert "Traceback" not in said
    assert any(record.exc_info for record in caplog.records)


def test_a_part_that_ends_by_itself_ends_the_feeder(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(References, "run", lambda *_: None)
    config = config_of()
    assert feed(config, Game(config.clock), Topic(), None) == 1
    assert "`references` ended, and with it the feeder: it ended by itself" in (
        capsys.readouterr().err
    )


@pytest.fixture
def released() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


def test_a_warehouse_that_hangs_delays_no_poll_and_no_tick(released: threading.Event) -> None:
    rows = stored()

    def hang(row_type: type[Row]) -> None:
        if row_type is Prediction:
            released.wait(LIMIT)

    rows.before = hang
    config, topic = config_of(rows), Topic()
    assert feed(config, Game(config.clock), topic, None) == 0
    assert not topic.of("predictions")
    assert polls_of(topic)[-1] >= ENDS
    assert ticks_of(topic)[-1] >= ENDS


def test_a_source_that_hangs_delays_no_tick_and_no_reference_event() -> None:
    config, topic = config_of(), Topic()
    asked: list[datetime] = []

    def meanwhile(kind: str) -> int:
        return sum(sent.polled_at > asked[0] for sent in topic.of(kind))

    def slow(number: int) -> NoAnswer | None:
        if number != 2:
            return None
        asked.append(config.clock.now())
        # It answers when the rest of the night has gone on for a quarter of an hour. A machine
        # that is busy makes the night's minutes longer, and never fewer.
        limit = time.monotonic() + LIMIT
        while meanwhile("tick") < 15 or meanwhile("schedule") < 2:
            if time.monotonic() >= limit:
                return NoAnswer("the night stood still")
            time.sleep(0.001)
        return NoAnswer("no answer in time")

    # Also on a busy machine the game is not over before it is asked for twice.
    source = Game(config.clock, ends=ENDS + 60 * MINUTE, first=slow)
    assert feed(config, source, topic, None) == 0
    polls_of(topic), ticks_of(topic)
    reasons = [sent.event.get("reason") for sent in topic.of("poll")]
    at = reasons.index("no answer in time")
    # What was not asked meanwhile is said after it, each by itself.
    assert reasons[at + 1 : at + 14] == [HELD_UP] * 13
    late = topic.sent.index(topic.of("poll")[at])
    before = [sent.kind for sent in topic.sent[:late] if sent.polled_at > asked[0]]
    assert before.count("tick") >= 15
    assert before.count("schedule") >= 2


def test_a_garbage_answer_is_a_dead_letter_and_poisons_nothing() -> None:
    config, topic, letters = config_of(), Topic(), Letters()

    def garbage(number: int) -> NoAnswer | None:
        return NoAnswer("the answer is not JSON", body=b"<html>") if number == 3 else None

    assert feed(config, Game(config.clock, first=garbage), topic, letters) == 0
    assert letters.kept == [Rejection("source", "the answer is not JSON", b"<html>")]
    reasons = [sent.event.get("reason") for sent in topic.of("poll")]
    assert reasons.count("the answer is not JSON") == 1
    assert not any(b"<html>" in sent.line for sent in topic.sent)


def test_dead_letters_that_cannot_be_kept_stop_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(running, "LAST_SECONDS", 0.2)

    class Away:
        def add(self, rejection: Rejection) -> str:
            raise Unavailable("no place")

    config, topic = config_of(begin=ENDS), Topic()
    source = Game(config.clock, first=lambda n: NoAnswer("garbled", body=b"?") if n == 1 else None)
    assert feed(config, source, topic, Away()) == 0
    assert topic.sent[-1].kind == "tick"
    assert "1 dead letters could not be kept" in capsys.readouterr().err


def test_a_restart_in_mid_night_simply_works() -> None:
    first, second = Topic(), Topic()
    config = config_of()
    with pytest.MonkeyPatch.context() as patch:
        # The first feeder dies in the middle of the game, without a word.
        patch.setattr(running, "STOP_SECONDS", 0.0)
        source = Game(config.clock)

        def dies(number: int) -> None:
            if number == 20:
                raise RuntimeError("killed")

        source.first = dies
        assert feed(config, source, first, None) == 1
    again = config_of(begin=TIP_OFF + 20 * MINUTE)
    assert feed(again, Game(again.clock), second, None) == 0
    # It starts at once, with the reference events of its own opening.
    assert second.sent[0].kind == "schedule"
    assert second.of("poll")[0].polled_at < again.clock.start + 60 * MINUTE
    assert second.of("predictions")
    ids = [sent.event["event_id"] for sent in [*first.sent, *second.sent]]
    assert len(set(ids)) == len(ids)


def test_a_restart_after_the_source_forgot_the_finals_ends_by_the_schedule() -> None:
    rows = stored()
    over = {"game_status": 3, "home_team_score": 101, "away_team_score": 99}
    rows.tables[ScheduledGame].append(planned(**over, processed_at=ENDS + 120 * MINUTE))
    config, topic = config_of(rows, begin=ENDS + 100 * MINUTE), Topic()
    source = Game(config.clock, first=lambda _: answered())
    assert feed(config, source, topic, None) == 0
    known = next(
        sent.polled_at
        for sent in topic.of("schedule")
        if sent.event["payload"]["games"][0]["status"] == "final"
    )
    assert known >= ENDS + 120 * MINUTE
    assert ticks_of(topic)[-1] == last_tick(known, config.grace)


def test_a_game_past_four_in_the_morning_is_fed_for_its_own_date() -> None:
    four = datetime(2026, 1, 10, 9, tzinfo=UTC)
    config, topic = config_of(begin=four - 20 * MINUTE), Topic()
    source = Game(config.clock, ends=four + 20 * MINUTE)
    assert feed(config, source, topic, None) == 0
    assert topic.sent[-1].polled_at >= four + 30 * MINUTE
    assert {sent.event["game_date"] for sent in topic.sent} == {"2026-01-09"}


def test_the_slates_window_ends_the_night() -> None:
    closes = datetime(2026, 1, 10, 23, tzinfo=UTC)
    config, topic = config_of(begin=closes - 60 * MINUTE), Topic()
    source = Game(config.clock, ends=closes + 100 * MINUTE)
    assert feed(config, source, topic, None) == 0
    assert topic.sent[-1].kind == "tick"
    assert topic.sent[-1].polled_at == closes - MINUTE


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("when", ["waiting", "feeding", "hanging"])
def test_a_signal_ends_it_with_what_was_put_sent(
    when: str,
    number: signal.Signals,
    released: threading.Event,
    capsys: pytest.CaptureFixture[str],
) -> None:
    config, topic = config_of(), Topic()
    kill = threading.Event()
    source = Game(config.clock)

    def at_the_third(asked: int) -> None:
        if asked == 3:
            kill.set()
            if when == "hanging":
                released.wait(LIMIT)

    source.first = at_the_third
    if when == "waiting":
        config = config_of(begin=BEGIN - 100_000 * MINUTE)
        kill.set()
    before = signal.getsignal(number)

    def send_signal() -> None:
        assert kill.wait(LIMIT)
        # Only once the handler is there: else it would end the tests.
        while signal.getsignal(number) is before:
            time.sleep(0.001)
        os.kill(os.getpid(), number)

    thread = threading.Thread(target=send_signal)
    thread.start()
    assert feed(config, source, topic, None) == 0
    thread.join()
    assert signal.getsignal(number) is before
    assert f"stopped by {number.name}" in capsys.readouterr().out
    assert len(topic.of("poll")) >= (0 if when == "waiting" else 2)


def test_the_log_names_no_key(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    config = config_of(begin=ENDS, api_key="sk-secret-1234")
    refused = NoAnswer("HTTP 401: the API key was refused", refused=True)
    source = Game(config.clock, first=lambda n: refused if n < 3 else None)
    assert feed(config, source, Topic(), None) == 0
    assert "HTTP 401: the API key was refused" in caplog.text
    assert "sk-secret" not in caplog.text
