"""What the trigger must do, each as one scenario: tests run them, and mutants must fail them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import msgspec

from publishing.adapters.objects import Held, ObjectFolder
from publishing.calendar import EASTERN, format_instant
from publishing.made import Failure
from publishing.operating.claims import LEASE, MOST_ATTEMPTS, taken
from publishing.operating.gates import Gate, message_of, opens
from publishing.run import Run
from publishing.run_record import DocumentFact, FailureFact, LackFact, RunRecord
from publishing.store import Unavailable
from tests.services.triggers import DAY, Desk, batch, recorded, tonight

Proof = Callable[[Desk], None]


def one_message_is_one_run(desk: Desk) -> None:
    first = desk.exports(tonight())
    assert (first.word, first.status_code) == ("done", 200)
    for number in range(5):
        assert desk.exports(tonight(), f"again-{number}").word == "done"
    assert len(desk.runs) == len(desk.completions.bodies) == 1
    assert [claim.state for claim in desk.claims()] == ["done"]


def two_at_once_are_one_run(desk: Desk) -> None:
    """Both have looked before either takes it."""
    both = threading.Barrier(2)
    free = threading.Event()

    def slow(run: Run) -> RunRecord:
        assert free.wait(10)
        return recorded(run)

    desk.make = slow
    with _first_reads_together(both), ThreadPoolExecutor(2) as pool:
        answers = [
            pool.submit(one.export_trigger, desk.delivery(tonight()))
            for one in (desk.trigger, desk.another())
        ]
        # One is told to come again while the other runs.
        while not any(answer.done() for answer in answers) and len(desk.runs) < 2:
            pass
        free.set()
        words = sorted(answer.result(10).word for answer in answers)
    assert words == ["busy", "done"]
    assert len(desk.runs) == len(desk.completions.bodies) == 1


def the_end_comes_last(desk: Desk) -> None:
    """Documents, then the message, then the claim: each crash between is run again."""
    desk.completions.away = 1
    answer = desk.exports(tonight())
    assert (answer.word, answer.status_code) == ("unavailable", 503)
    [claim] = desk.claims()
    assert (claim.state, claim.attempt) == ("running", 0)
    # Without waiting: it was no fault of the run.
    assert desk.exports(tonight()).word == "done"
    assert desk.happened == ["run", "run", "completion"]
    [claim] = desk.claims()
    assert (claim.state, claim.attempt, claim.status) == ("done", 1, "success")


def a_run_that_died_is_run_again(desk: Desk) -> None:
    def dies(run: Run) -> RunRecord:
        raise SystemExit

    desk.make = dies
    for number in range(1, MOST_ATTEMPTS + 1):
        try:
            desk.exports(tonight())
        except SystemExit:
            assert [claim.attempt for claim in desk.claims()] == [number]
        desk.passes()
    # A run that always died is given up, and its message ends (incident 44).
    desk.make = None
    answer = desk.exports(tonight())
    assert (answer.word, answer.status_code) == ("refused", 200)
    assert len(desk.runs) == MOST_ATTEMPTS
    assert [claim.state for claim in desk.claims()] == ["given up"]


def who_is_silent_is_followed_and_not_before(desk: Desk) -> None:
    """As after SIGKILL: nobody releases the claim."""
    key = f"{DAY}/tonight/b"
    desk.state.claims.change(key, lambda one: taken(one, b"{}", "dead", desk.now))
    desk.passes(LEASE - timedelta(seconds=1))
    assert desk.exports(tonight()).status_code == 503
    assert desk.runs == []
    desk.passes(timedelta(seconds=1))
    assert desk.exports(tonight()).word == "done"
    assert [claim.attempt for claim in desk.claims()] == [2]


def what_does_not_fit_is_kept_and_does_nothing(desk: Desk) -> None:
    bodies = [b'{"export_type":["tonight"],"date":"TODAY"}', b"", b"{}", b"\xff", b'{"players":0}']
    for body in bodies:
        answer = desk.exports(body)
        assert (answer.word, answer.status_code) == ("refused", 200)
        assert desk.predictions(body).word == "refused"
    assert len(desk.kept()) >= len(bodies)
    assert all(letter["reason"] for letter in desk.kept())
    assert desk.happened == []
    assert desk.claims() == []


def today_is_eastern(desk: Desk) -> None:
    desk.now = datetime(2026, 2, 11, 20, 30, tzinfo=EASTERN)
    desk.exports(tonight(target_date="today"))
    assert [run.dates[0].isoformat() for run in desk.runs] == ["2026-02-11"]


def a_late_delivery_means_what_was_meant(desk: Desk) -> None:
    published = datetime(2026, 2, 11, 20, 30, tzinfo=EASTERN)
    desk.now = published + timedelta(hours=30)
    desk.exports(tonight(target_date="today"), at=published)
    assert [run.dates[0].isoformat() for run in desk.runs] == ["2026-02-11"]


def a_place_that_is_away_is_no_end(desk: Desk) -> None:
    with _away():
        for answer in (desk.exports(tonight()), desk.predictions(batch())):
            assert answer.status_code == 503, answer
    assert desk.happened == []
    assert desk.exports(tonight()).word == "done"
    assert desk.predictions(batch()).word == "done"
    assert len(desk.triggers.bodies) == 1


def a_batch_is_sent_once(desk: Desk) -> None:
    desk.triggers.away = 1
    assert desk.predictions(batch()).status_code == 503
    for _ in range(5):
        assert desk.predictions(batch()).word == "done"
    assert len(desk.triggers.bodies) == 1


def who_does_not_know_waits(desk: Desk) -> None:
    """A query that fails is not the same as rows that are there (L12)."""
    desk.rows = "the warehouse is away"
    assert desk.predictions(batch()).word == "waiting"
    assert desk.triggers.bodies == []
    gate = _the_gate(desk, f"{DAY}/predictions-complete")
    assert gate.reason == "the warehouse is away"
    desk.rows = 1
    assert desk.predictions(batch()).word == "done"
    assert list(desk.state.gates.all()) == []


def what_lacks_rows_waits_behind_a_gate_until_it_is_whole(desk: Desk) -> None:
    """Vector 24, through the messages themselves."""
    desk.make = lambda run: recorded(run, LackFact("tonight_all_players", DAY, "no row of t"))
    desk.exports(tonight())
    [message] = desk.completions.messages()
    assert message["waiting"] == ["tonight: no row of t"]
    gate = _the_gate(desk, f"{DAY}/tonight_all_players")
    desk.passes(timedelta(hours=4))
    assert opens(gate, gate.tables, desk.now)
    desk.make = None
    desk.exports(msgspec.json.encode(message_of(gate, desk.now)), "from-the-gate")
    assert list(desk.state.gates.all()) == []
    assert [message["status"] for message in desk.completions.messages()] == [
        "validation_failed",
        "success",
    ]


def the_gate_of_a_batch_goes_with_its_run(desk: Desk) -> None:
    facts = {"batch_id": "b", "completion_pct": 50, "completed_predictions": 200}
    assert desk.predictions(batch(metadata=facts)).word == "waiting"
    gate = _the_gate(desk, f"{DAY}/predictions-complete")
    assert not opens(gate, gate.tables, desk.now)
    desk.passes(timedelta(minutes=30))
    assert opens(gate, gate.tables, desk.now)
    desk.exports(msgspec.json.encode(message_of(gate, desk.now)), "from-the-gate")
    assert len(desk.runs) == 1
    assert list(desk.state.gates.all()) == []


def what_the_store_did_not_take_is_tried_again(desk: Desk) -> None:
    lost = DocumentFact(
        "tonight/all-players.json", "tonight_all_players", None, "503", 1, "d", f"{DAY}/x", ""
    )
    desk.make = lambda run: recorded(run, lost)
    desk.exports(tonight())
    gate = _the_gate(desk, f"{DAY}/tonight_all_players")
    assert gate.tables == ()
    assert opens(gate, (), desk.now)


def a_defect_is_not_tried_again(desk: Desk) -> None:
    broken = FailureFact(Failure("tonight_all_players", DAY, "boom"))
    desk.make = lambda run: recorded(run, broken)
    desk.exports(tonight())
    assert list(desk.state.gates.all()) == []
    assert [message["status"] for message in desk.completions.messages()] == ["failed"]


def a_slow_kind_delays_no_other(desk: Desk) -> None:
    """Vector 26: trends that take ten minutes, and tonight's picks meanwhile."""
    free, begun = threading.Event(), threading.Event()

    def make(run: Run) -> RunRecord:
        if "whos_hot_cold" in run.names:
            begun.set()
            assert free.wait(30)
        return recorded(run)

    desk.make = make
    slow = tonight(export_types=["trends-hot-cold"], upstream_batch_id="slow")
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(desk.exports, slow, "slow")
        try:
            assert begun.wait(10)
            assert desk.exports(tonight()).word == "done"
            # Another of the slow kind comes again later, and holds nobody up.
            again = desk.exports(slow | {"upstream_batch_id": "slow-2"}, "slow-2")
            assert (again.word, again.status_code) == ("busy", 503)
        finally:
            free.set()
        assert running.result(10).word == "done"
    assert desk.exports(slow | {"upstream_batch_id": "slow-2"}, "slow-2").word == "done"


def a_slow_kind_is_a_job(desk: Desk) -> None:
    """Profiles are made by a template; the trigger only launches it."""
    answer = desk.exports({"players": True, "upstream_batch_id": "b"})
    assert (answer.word, answer.status_code) == ("launched", 200)
    assert desk.happened == ["job"]
    assert [claim.state for claim in desk.claims()] == ["launched"]
    assert desk.exports({"players": True, "upstream_batch_id": "b"}).word == "launched"
    assert len(desk.jobs) == 1


def a_launcher_that_is_away_is_no_end(desk: Desk) -> None:
    desk.launches_away = 1
    answer = desk.exports({"players": True, "upstream_batch_id": "b"})
    assert (answer.word, answer.status_code) == ("unavailable", 503)
    assert desk.exports({"players": True, "upstream_batch_id": "b"}).word == "launched"
    assert len(desk.jobs) == 1
    assert [claim.attempt for claim in desk.claims()] == [1]


def a_run_that_is_long_keeps_its_lease(desk: Desk) -> None:
    desk.lease = timedelta(seconds=0.2)
    desk.trigger = desk.another()
    free = threading.Event()

    def slow(run: Run) -> RunRecord:
        assert free.wait(30)
        return recorded(run)

    desk.make = slow
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(desk.exports, tonight())
        try:
            _until(lambda: len(desk.runs) == 1)
            for _ in range(5):
                desk.passes(desk.lease * 0.75)
                wanted = format_instant(desk.now + desk.lease)
                _until(partial(_is_leased, desk, wanted))
                answer = desk.another().export_trigger(desk.delivery(tonight()))
                assert answer.status_code == 503
        finally:
            free.set()
        assert running.result(10).word == "done"
    assert len(desk.runs) == 1


PROOFS: tuple[Proof, ...] = (
    one_message_is_one_run,
    two_at_once_are_one_run,
    the_end_comes_last,
    a_run_that_died_is_run_again,
    who_is_silent_is_followed_and_not_before,
    what_does_not_fit_is_kept_and_does_nothing,
    today_is_eastern,
    a_late_delivery_means_what_was_meant,
    a_place_that_is_away_is_no_end,
    a_batch_is_sent_once,
    who_does_not_know_waits,
    what_lacks_rows_waits_behind_a_gate_until_it_is_whole,
    the_gate_of_a_batch_goes_with_its_run,
    what_the_store_did_not_take_is_tried_again,
    a_defect_is_not_tried_again,
    a_slow_kind_delays_no_other,
    a_slow_kind_is_a_job,
    a_launcher_that_is_away_is_no_end,
    a_run_that_is_long_keeps_its_lease,
)


def _is_leased(desk: Desk, until: str) -> bool:
    return [claim.lease_until for claim in desk.claims()] == [until]


def _until(done: Callable[[], bool]) -> None:
    ends = time.monotonic() + 3
    while not done():
        assert time.monotonic() < ends, "it did not happen"


def _the_gate(desk: Desk, key: str) -> Gate:
    """The only gate, which is at that key."""
    gates = dict(desk.state.gates.all())
    assert list(gates) == [key]
    return gates[key]


@contextmanager
def _first_reads_together(both: threading.Barrier) -> Iterator[None]:
    """The first read of each of two threads ends when both have read."""
    read = ObjectFolder.read
    met: set[int] = set()

    def together(self: ObjectFolder, path: str) -> Held | None:
        found = read(self, path)
        me = threading.get_ident()
        if path.startswith("claims/") and me not in met and not both.broken:
            met.add(me)
            both.wait(10)
        return found

    ObjectFolder.read = together  # type: ignore[method-assign]
    try:
        yield
    finally:
        ObjectFolder.read = read  # type: ignore[method-assign]


@contextmanager
def _away() -> Iterator[None]:
    read, write = ObjectFolder.read, ObjectFolder.write

    def fails(*_: object) -> Any:
        raise Unavailable("503")

    ObjectFolder.read = fails  # type: ignore[method-assign, assignment]
    ObjectFolder.write = fails  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        ObjectFolder.read, ObjectFolder.write = read, write  # type: ignore[method-assign]
