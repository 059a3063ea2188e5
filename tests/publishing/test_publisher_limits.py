"""How long the publisher waits, and how much it does at once (I-12)."""

from __future__ import annotations

import threading

import pytest

from publishing.documents import CacheClass, Target
from publishing.publisher import CONCURRENCY
from publishing.store import Changed, Stored, Throttled, Unavailable
from tests.publishing.builders import compose, composed, document, section, targets
from tests.publishing.memory_store import Clock, MemoryStore
from tests.publishing.publishers import Journal, decisions, players, publisher

SETTLED = CacheClass.SETTLED


@pytest.mark.parametrize("retry_after", [1.0, 7.5, 31.0])
def test_a_busy_store_is_given_the_time_it_asks_for(retry_after: float) -> None:
    clock, store = Clock(), MemoryStore()
    store.next.extend([Throttled("busy", retry_after)] * 2)
    outcomes = publisher(store, clock).publish([document(Target("a.json", SETTLED))])
    expected: str | None = "written" if 2 * retry_after < 60 else None
    assert decisions(outcomes) == [expected]
    assert all(seconds >= retry_after for seconds in clock.sleeps)
    assert clock.now <= 60


def test_waits_differ_grow_and_stay_below_their_limit() -> None:
    clock, store = Clock(), MemoryStore(always=Unavailable("away"))
    publisher(store, clock).publish([document(Target("a.json", SETTLED))])
    assert len(set(clock.sleeps)) == len(clock.sleeps)
    assert 1 < max(clock.sleeps) <= 3
    assert 30 < clock.now <= 60


def test_a_store_that_is_away_ends_the_call_in_time_and_keeps_the_pointer() -> None:
    clock = Clock()
    store = MemoryStore()
    publisher(store).publish([document(*targets("live"), minute=1)])
    before = dict(store.objects)

    def stall() -> None:
        clock.sleep(10)
        raise Unavailable("stalled")

    store.always, journal = stall, Journal()
    one = publisher(store, clock, journal)
    pages = [document(*targets("live", 0), minute=2), *players()]
    outcomes = one.publish(pages)
    assert decisions(outcomes) == [None] * len(pages)
    assert {outcome.path for outcome in outcomes} >= {"live/2026-02-10.json"}
    assert "live/latest.json" not in {outcome.path for outcome in outcomes}
    assert store.objects == before
    assert journal.outcomes == []
    # One request may be under way in each thread when the budget ends.
    assert clock.now <= 60 + 10 * CONCURRENCY


def test_a_store_that_always_says_changed_does_not_hold_the_publisher_for_ever() -> None:
    clock = Clock()

    def conflict() -> None:
        clock.sleep(0.05)
        raise Changed("again")

    class Contended(MemoryStore):
        def write(self, *arguments: object, **_: object) -> Stored:
            conflict()
            raise AssertionError

    one = publisher(Contended(), clock)
    assert decisions(one.publish([document(Target("a.json", SETTLED))])) == [None]
    clock.now = 0
    assert one.publish_sections(composed(section("live_data")), compose).decision is None
    assert clock.now <= 61


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_no_more_at_once_than_allowed(limit: int) -> None:
    lock, together, most = threading.Lock(), 0, 0
    meeting = threading.Barrier(limit)

    class Counting(MemoryStore):
        def write(self, *arguments: object, **options: object) -> Stored:
            nonlocal together, most
            with lock:
                together += 1
                most = max(most, together)
            meeting.wait(timeout=30)
            stored = super().write(*arguments, **options)  # type: ignore[arg-type]
            with lock:
                together -= 1
            return stored

    outcomes = publisher(Counting(), concurrency=limit).publish(players()[: 10 * limit])
    assert decisions(outcomes) == ["written"] * 10 * limit
    assert most == limit
