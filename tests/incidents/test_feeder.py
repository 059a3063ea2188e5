"""The feeder's part: what it asks, how long it waits, what it says when nobody answers."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import timedelta
from unittest.mock import patch

from publishing.adapters import balldontlie
from publishing.adapters.balldontlie import Answer, BoxScores, NoAnswer
from publishing.bad_options import BadOptions
from publishing.rows import Prediction
from publishing.services.feeding import outbox
from publishing.services.feeding.options import feeder_options
from publishing.services.feeding.outbox import Outbox
from publishing.services.feeding.polls import Polls
from publishing.services.feeding.reading import Reading
from publishing.services.feeding.references import References
from publishing.store import Unavailable
from tests.incidents.site import Site, message
from tests.live.payloads import DAY, final, game
from tests.live.warehouse_rows import CHAMPION
from tests.live.warehouse_rows import DAY as DATE
from tests.publishing.scripted_source import answer, hang, scripted
from tests.services.fed import (
    TIP_OFF,
    SimulatedClock,
    Source,
    Topic,
    answered,
    ignore,
    night_into,
    stored,
)

MINUTE = timedelta(minutes=1)
ARGUMENTS = ("--warehouse=parquet:warehouse", "--topic=projects/courtside/topics/feed")
REFUSED = NoAnswer("HTTP 401: the API key was refused", refused=True)


class Wire(Topic):
    """A topic whose messages the live job hears at once."""

    def __init__(self, site: Site) -> None:
        super().__init__()
        self.site = site

    def publish(self, data: bytes, attributes: Mapping[str, str]) -> str:
        self.site.hear(message(data, attributes))
        return super().publish(data, attributes)


def feed(site: Site, source: Source, clock: SimulatedClock, seconds: int = 60) -> Wire:
    """Polls the source until the clock ends, as the feeder does."""
    night = night_into(wire := Wire(site))
    References(night, Reading(stored(), DATE, CHAMPION, ignore), 300).run(
        clock.now(), SimulatedClock(clock.now(), clock.now()), threading.Event()
    )
    Polls(night, source, ignore, seconds).run(clock.now(), clock, clock.stop)
    return wire


def refused(*arguments: str) -> bool:
    try:
        feeder_options([*ARGUMENTS, *arguments], {})
    except BadOptions:
        return True
    return False


def test_incident_02_a_warehouse_that_is_away_is_not_an_empty_one() -> None:
    """Dec 26: the query was not allowed; its empty answer was taken for the truth (I-2)."""
    rows, site = stored(), Site()
    clock = SimulatedClock(TIP_OFF, TIP_OFF + 12 * MINUTE)

    def fail(_: object) -> None:
        rows.away = {Prediction} if clock.now() > TIP_OFF + 3 * MINUTE else set()

    rows.before = fail
    night = night_into(Wire(site))
    night.answer(TIP_OFF, answered(game()).body)
    References(night, Reading(rows, DATE, CHAMPION, ignore), 300).run(TIP_OFF, clock, clock.stop)
    night.answer(clock.now(), answered(game(time="Q3 1:00")).body)
    assert rows.away, "I-2: the warehouse was never away"
    assert list(site.rows()) == ["annash"], "I-2: a query that failed emptied the grading"
    assert site.row()["time_remaining"] == "Q3 1:00", "I-2: grading stopped with the query"


def test_incident_03_the_feeder_takes_no_word_for_a_date() -> None:
    """Dec 27: `today` went through unread; `TODAY` did so for another week in February (I-5)."""
    for word in ("TODAY", "tonight", "2026-13-01", "20260109"):
        assert refused("--source=bdl:http://127.0.0.1:1", f"--date={word}"), f"I-5: {word} is taken"
    assert not refused("--source=bdl:http://127.0.0.1:1", "--date=today")


def test_incident_10_a_source_that_hangs_takes_its_budget_and_no_more() -> None:
    """Jan 8: timeouts of 30 seconds and retries of 60, inside a limit of 120 (I-12)."""
    released = threading.Event()
    waiting = threading.Timer(2, released.set)
    with scripted([hang(released)]) as script:
        waiting.start()
        found = BoxScores(script.address, None, budget_seconds=0.2).fetch()
        late = released.is_set()
        waiting.cancel()
        released.set()
    assert not late, "I-12: one request held the poll up for as long as it liked"
    reason = found.reason if isinstance(found, NoAnswer) else "answered"
    assert reason == "no answer in time", "I-2: a request that was given up is not said to be"


def test_incident_10_a_slow_source_delays_no_tick() -> None:
    """Jan 20: a run that was still retrying when the next began; none of them published (I-12)."""
    clock = SimulatedClock(TIP_OFF, TIP_OFF + 20 * MINUTE)

    def slow(number: int) -> Answer | NoAnswer:
        clock.spend(200 if number % 3 == 0 else 50)
        return NoAnswer("no answer in time") if number % 2 else answered(game(time=f"Q1 {number}"))

    site = Site()
    wire = feed(site, Source(slow), clock)
    minutes = [sent.polled_at.replace(second=0) for sent in wire.of("poll")]
    assert len(minutes) == len(set(minutes)) == 21, "I-12: a tick has no poll, or two"
    assert site.statuses() == {"BOS": "in_progress"}, "I-2: the answers in between are lost"


def test_incident_29_a_refused_key_is_not_asked_again_and_again() -> None:
    """Feb 12: five retries of a 401, a minute apart, ate the time in which to grade (I-12)."""
    with (
        patch.object(balldontlie, "FIRST_WAIT_SECONDS", 0.01),
        scripted([answer(b"{}", 401)]) as script,
    ):
        found = BoxScores(script.address, "a-key", budget_seconds=0.2).fetch()
    assert len(script.requests) == 1, "I-12: what cannot pass was tried again"
    assert found == REFUSED, "I-2: a refused key is not said to be one"


def test_incident_33_a_lost_key_is_loud_and_harmless() -> None:
    """Feb 22: a deploy erased the key; nothing refused to start, nothing said why (I-14)."""
    assert refused(), "I-14: the feeder starts without a key for the real source"
    site = Site()
    replies = {1: answered(game()), 10: answered(final())}
    clock = SimulatedClock(TIP_OFF, TIP_OFF + 8 * MINUTE)
    source = Source(lambda number: replies.get(number, REFUSED))
    feed(site, source, clock)
    assert site.statuses() == {"BOS": "in_progress"}, "I-2: the night was emptied"
    said = site.service("live_data")
    assert "the API key was refused" in said["message"], "I-14: the status does not name the key"
    feed(site, source, SimulatedClock(TIP_OFF + 9 * MINUTE, TIP_OFF + 9 * MINUTE))
    assert site.row()["status"] == "correct", "I-2: the key came back, the night did not"


def test_incident_42_a_topic_that_is_away_loses_no_event() -> None:
    """Mar: the message that begins the next step was lost, and two days had no picks (I-10)."""
    site, tries = Site(), iter((True, True, False, True, False, False, False))
    wire = Wire(site)

    def send(body: bytes) -> None:
        if next(tries, False):
            raise Unavailable("the topic is away")
        wire.publish(body, {"polled_at": "2026-01-10T02:00:00Z"})

    waiting: Outbox[bytes] = Outbox("outbox", send, (Unavailable,))
    for body in (answered(game()).body, answered(final()).body):
        waiting.put(body)
    with patch.object(outbox, "FIRST_WAIT_SECONDS", 0.001):
        waiting.close(5)
        waiting.run()
    site.fall_silent()
    assert waiting.left() == 0
    assert site.statuses(DAY) == {"BOS": "final"}, "I-10: an event was lost on its way"


def test_latent_16_one_answer_is_both_scores_and_grading() -> None:
    """Scores and grading each asked the source, and showed two states of one game (I-19)."""
    source = Source(lambda number: answered(final() if number > 3 else game(period=number)))
    site = Site()
    wire = feed(site, source, SimulatedClock(TIP_OFF, TIP_OFF + 5 * MINUTE))
    assert source.asked == len(wire.of("poll")) == 6, "I-19: more than one request per tick"
    live, grading = (site.document(f"{family}/{DAY}.json") for family in ("live", "live-grading"))
    assert live["updated_at"] == grading["updated_at"], "I-19: two files of two answers"
    assert live["games"][0]["status"] == site.row()["game_status"], "I-19: two states of one game"
