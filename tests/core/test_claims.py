"""Claims as a machine of several owners, crashes and a clock (I-9)."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from publishing.operating.claims import (
    LAUNCHED,
    LEASE,
    MOST_ATTEMPTS,
    Claim,
    done,
    launched,
    released,
    renewed,
    taken,
)

NOW = datetime(2026, 2, 11, 18, tzinfo=UTC)
WHAT = b'{"a":1}'
OWNERS = st.sampled_from(["a", "b", "c", "d"])


class Claims(RuleBasedStateMachine):
    """Deliveries that take, renew, crash, launch, end and release one claim, as the clock goes.

    `alive` are the owners whose run works and whose lease, as they know it, has not run out.
    """

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.claim: Claim | None = None
        self.alive: dict[str, datetime] = {}
        self.deliveries = self.began = 0
        self.ended: Claim | None = None

    def _living(self) -> set[str]:
        return {owner for owner, until in self.alive.items() if until > self.now}

    @rule(owner=OWNERS)
    def deliver(self, owner: str) -> None:
        self.deliveries += 1
        name = f"{owner}{self.deliveries}"
        others = self._living()
        self.claim = taken(self.claim, WHAT, name, self.now)
        assert self.claim is not None
        if self.claim.owner == name:
            assert not others, "two runs at once"
            self.began += 1
            self.alive = {name: self.now + LEASE}

    @rule(seconds=st.integers(0, 90))
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule()
    def wait_for_a_job(self) -> None:
        self.now += LAUNCHED

    @rule()
    def renew(self) -> None:
        for owner in self._living():
            self.claim = renewed(self.claim, owner, self.now)
            self.alive[owner] = self.now + LEASE

    @rule()
    def crash(self) -> None:
        self.alive.clear()

    @precondition(lambda self: self._living())
    @rule()
    def launch(self) -> None:
        [owner] = self._living()
        self.claim = launched(self.claim, owner, "job", self.now)
        self.alive[owner] = self.now + LAUNCHED

    @precondition(lambda self: self._living())
    @rule(status=st.sampled_from(["success", "partial", "failed"]))
    def end(self, status: str) -> None:
        self.claim = done(self.claim, status, self.now)
        assert self.claim is not None
        assert (self.claim.state, self.claim.status) == ("done", status)
        self.alive.clear()

    @precondition(lambda self: self._living())
    @rule(counts=st.booleans())
    def fail(self, counts: bool) -> None:
        [owner] = self._living()
        assert self.claim is not None
        before = self.claim.attempt
        self.claim = released(self.claim, owner, "no", self.now, counts=counts)
        assert self.claim is not None
        assert self.claim.lapsed(self.now)
        self.alive.clear()
        if not counts:
            assert self.claim.attempt == before - 1
            self.began -= 1

    @rule(owner=OWNERS)
    def late(self, owner: str) -> None:
        """Who was taken over, or never had it, changes nothing."""
        stranger = f"{owner}-stranger"
        before = self.claim
        assert renewed(self.claim, stranger, self.now) == before
        assert launched(self.claim, stranger, "other", self.now) == before
        assert released(self.claim, stranger, "no", self.now, counts=True) == before

    @invariant()
    def it_is_bounded_and_stays_over(self) -> None:
        if self.claim is None:
            return
        assert self.began <= MOST_ATTEMPTS, "begun too often"
        assert bytes(self.claim.what) == WHAT
        assert json.loads(bytes(self.claim.what)) == {"a": 1}
        if self.ended is not None:
            # A job that ends late says so all the same; nothing else changes what is over.
            assert self.claim.over
            assert not self.claim.lapsed(self.now)
            assert not self._living() or self.claim.state == "given up"
        self.ended = self.claim if self.claim.over else None


Claims.TestCase.settings = settings(max_examples=200, stateful_step_count=40, deadline=None)
TestClaims = Claims.TestCase


def test_who_dies_silently_is_followed_when_the_lease_is_over_and_given_up_in_the_end() -> None:
    claim, now, owners = None, NOW, []
    for number in range(MOST_ATTEMPTS + 2):
        claim = taken(claim, WHAT, f"o{number}", now)
        assert claim is not None
        owners.append(claim.owner)
        # One moment before its lease is over nobody else gets it.
        early = now + LEASE - timedelta(microseconds=1)
        assert taken(claim, WHAT, "early", early) == claim
        now += LEASE
    assert owners == ["o0", "o1", "o2", "o3", "o3", "o3"]
    assert claim is not None
    assert claim.state == "given up"
    assert claim.reason == f"begun {MOST_ATTEMPTS} times without an end"


def test_the_lease_may_be_shorter() -> None:
    claim = taken(None, WHAT, "a", NOW, timedelta(seconds=3))
    assert claim is not None
    assert claim.lapsed(NOW + timedelta(seconds=3))
    claim = renewed(claim, "a", NOW, timedelta(seconds=5))
    assert claim is not None
    assert not claim.lapsed(NOW + timedelta(seconds=4))


def test_the_end_of_a_job_counts_though_its_claim_was_given_up() -> None:
    claim = taken(None, WHAT, "a", NOW)
    for _ in range(MOST_ATTEMPTS):
        claim = taken(claim, WHAT, "b", NOW + timedelta(days=1))
        claim = taken(claim, WHAT, "c", NOW + timedelta(days=2))
    claim = done(claim, "success", NOW)
    assert claim is not None
    assert (claim.state, claim.status) == ("done", "success")
