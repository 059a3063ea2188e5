"""Claims: at most one run at a time, and one effective run, for everything that is asked (I-9).

A claim is a private object, made and changed by generation match. Its run renews the lease; one
that has run out may be taken over by the next delivery, so that a run that died is run again.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

import msgspec

from publishing.calendar import format_instant, parse_instant

LEASE = timedelta(seconds=60)
"""How long a run in process may be silent."""

LAUNCHED = timedelta(minutes=45)
"""How long a launched job may take until its completion counts as missing."""

MOST_ATTEMPTS = 4
"""How often the same run is begun before it is given up."""


class Claim(msgspec.Struct, frozen=True):
    """One run that was begun. `what` is the request or message that it stands for, as JSON.

    `job` is the name of a launched job. `status` is the word of the completion message.
    """

    what: msgspec.Raw
    owner: str
    state: Literal["running", "launched", "done", "given up"]
    attempt: int
    claimed_at: str
    lease_until: str
    job: str | None = None
    status: str | None = None
    reason: str = ""

    @property
    def over(self) -> bool:
        """Whether nothing more comes of it."""
        return self.state in ("done", "given up")

    def lapsed(self, now: datetime) -> bool:
        """Whether its run has been silent for too long."""
        return not self.over and parse_instant(self.lease_until) <= now


def taken(
    current: Claim | None, what: bytes, owner: str, now: datetime, lease: timedelta = LEASE
) -> Claim | None:
    """The claim when `owner` begins; unchanged when it is over or somebody else runs it.

    Who holds it afterwards is its `owner`. One that died too often is given up.
    """
    if current is not None and not current.lapsed(now):
        return current
    attempt = 1 if current is None else current.attempt + 1
    at = format_instant(now)
    if current is not None and attempt > MOST_ATTEMPTS:
        reason = f"begun {current.attempt} times without an end"
        return msgspec.structs.replace(current, state="given up", reason=reason, lease_until=at)
    until = format_instant(now + lease)
    return Claim(msgspec.Raw(what), owner, "running", attempt, at, until)


def renewed(
    current: Claim | None, owner: str, now: datetime, lease: timedelta = LEASE
) -> Claim | None:
    """The claim with a new lease; unchanged when it is not the owner's any more."""
    if current is None or current.owner != owner or current.over:
        return current
    return msgspec.structs.replace(current, lease_until=format_instant(now + lease))


def launched(current: Claim | None, owner: str, job: str, now: datetime) -> Claim | None:
    """The claim of a job that was started, which says itself when it is done."""
    if current is None or current.owner != owner or current.over:
        return current
    until = format_instant(now + LAUNCHED)
    return msgspec.structs.replace(current, state="launched", job=job, lease_until=until)


def lapsed_now(current: Claim | None, now: datetime) -> Claim | None:
    """The claim of a run that is known to be dead: nobody waits for its lease."""
    if current is None or current.over:
        return current
    return msgspec.structs.replace(current, lease_until=format_instant(now))


def done(current: Claim | None, status: str, now: datetime) -> Claim | None:
    """The claim of a run that has ended, whoever holds it: its documents are public."""
    if current is None:
        return None
    return msgspec.structs.replace(
        current, state="done", status=status, lease_until=format_instant(now)
    )


def released(
    current: Claim | None, owner: str, reason: str, now: datetime, *, counts: bool
) -> Claim | None:
    """The claim of a run that could not be done this time: the next delivery may begin at once.

    `counts` is False when it was no fault of the run: a place that is away is waited for.
    """
    if current is None or current.owner != owner or current.over:
        return current
    return msgspec.structs.replace(
        current,
        lease_until=format_instant(now),
        reason=reason,
        attempt=current.attempt if counts else current.attempt - 1,
    )


def reopened(current: Claim, now: datetime) -> Claim:
    """The claim as if its run had died just now, and for the first time: the next delivery may
    begin at once. It is nobody's, so that a run that still works cannot renew it.
    """
    return msgspec.structs.replace(
        current,
        owner="nobody",
        state="running",
        attempt=0,
        lease_until=format_instant(now),
        job=None,
        status=None,
        reason="released by hand",
    )
