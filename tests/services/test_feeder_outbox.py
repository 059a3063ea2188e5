"""What waits to be sent: nothing lost, nothing out of order, and bounded."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publishing.services.feeding import outbox
from publishing.services.feeding.outbox import Outbox
from publishing.store import Unavailable

LIMIT = 5.0


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "FIRST_WAIT_SECONDS", 0.001)
    monkeypatch.setattr(outbox, "LONGEST_WAIT_SECONDS", 0.004)


class Target:
    """Fails as often as it is told, then takes an item."""

    def __init__(self, *failures: int) -> None:
        self.taken: list[str] = []
        self.reached = threading.Condition()
        self.away = threading.Event()
        self._failures = list(failures)

    def send(self, item: str) -> None:
        if self.away.is_set():
            raise Unavailable("away")
        if self._failures and self._failures[0]:
            self._failures[0] -= 1
            raise Unavailable("not this time")
        if self._failures:
            self._failures.pop(0)
        with self.reached:
            self.taken.append(item)
            self.reached.notify_all()

    def wait_for(self, count: int) -> list[str]:
        with self.reached:
            assert self.reached.wait_for(lambda: len(self.taken) >= count, LIMIT)
        return self.taken


def make(target: Target, most: int = 100) -> Outbox[str]:
    return Outbox("outbox", target.send, (Unavailable,), lambda item: "tpr".index(item[0]), most)


@contextmanager
def running(box: Outbox[str], seconds: float = LIMIT) -> Iterator[None]:
    thread = threading.Thread(target=box.run, daemon=True)
    thread.start()
    yield
    box.close(seconds)
    thread.join(LIMIT)
    assert not thread.is_alive()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 3), max_size=15))
def test_all_is_sent_in_order_whatever_fails(failures: list[int]) -> None:
    target = Target(*failures)
    box = make(target)
    items = [f"p{number}" for number in range(20)]
    with running(box):
        for item in items:
            box.put(item)
    assert target.taken == items
    assert box.left() == box.dropped == 0


def test_what_was_put_before_it_runs_is_sent() -> None:
    target = Target()
    box = make(target)
    box.put("p1")
    with running(box):
        assert target.wait_for(1) == ["p1"]


def test_a_full_outbox_loses_ticks_then_polls_and_says_so(
    caplog: pytest.LogCaptureFixture,
) -> None:
    target = Target()
    box = make(target, most=4)
    for item in ("p1", "t1", "r1", "t2"):
        box.put(item)
    left = []
    for item in ("p2", "p3", "r2", "r3", "r4", "r5"):
        box.put(item)
        left.append(box.left())
    with running(box):
        pass
    assert left == [4] * 6
    assert target.taken == ["r2", "r3", "r4", "r5"]
    assert box.dropped == 6
    assert "outbox=full dropped=6" in caplog.text


@pytest.mark.parametrize(
    ("items", "taken"),
    [
        ("p1 t1 r1 t2 p2", ["p1", "r1", "t2", "p2"]),
        ("p1 r1 p2 r2 p3", ["r1", "p2", "r2", "p3"]),
        ("r1 r2 r3 r4 t1", ["r1", "r2", "r3", "r4"]),
    ],
)
def test_the_oldest_of_the_least_worth_goes_first(items: str, taken: list[str]) -> None:
    target = Target()
    box = make(target, most=4)
    for item in items.split():
        box.put(item)
    with running(box):
        pass
    assert target.taken == taken


def test_one_that_is_being_sent_is_not_lost_to_a_full_outbox() -> None:
    target = Target()
    target.away.set()
    box = make(target, most=1)
    with running(box):
        box.put("t1")
        waiting = threading.Event()
        while box.left() == 1 and box._sending is None and not waiting.wait(0.001):
            pass
        box.put("p1")
        box.put("p2")
        target.away.clear()
        assert target.wait_for(2) == ["t1", "p2"]


def test_a_closed_outbox_sends_what_it_has_and_takes_no_more() -> None:
    target = Target()
    target.away.set()
    box = make(target)
    box.put("p1")
    box.put("p2")
    with running(box):
        box.close(LIMIT)
        box.put("p3")
        target.away.clear()
    assert target.taken == ["p1", "p2"]
    assert box.left() == 0


def test_a_closed_outbox_gives_up_when_its_time_is_over() -> None:
    target = Target()
    target.away.set()
    box = make(target)
    with running(box, seconds=0.05):
        box.put("p1")
        box.put("p2")
    assert target.taken == []
    assert box.left() == 2


def test_trouble_that_nobody_foresaw_is_not_retried() -> None:
    def broken(_: str) -> None:
        raise TypeError("ours")

    box = Outbox("outbox", broken, (Unavailable,))
    box.put("p1")
    with pytest.raises(TypeError, match="ours"):
        box.run()
