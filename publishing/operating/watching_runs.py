"""Runs that ended without a word, and what waits for too long (I-9, I-10, D29)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from publishing.operating.bodies import instant_of
from publishing.operating.claims import Claim
from publishing.operating.findings import Finding, Rerun
from publishing.operating.gates import Gate, too_old
from publishing.operating.seen import Away, Seen

REDELIVERED_WITHIN = timedelta(minutes=2)
"""After its lease: the message of a run that died comes again by itself."""

REMEMBERED = timedelta(days=2)
"""How long a run that was given up is spoken of."""


def watch(seen: Seen) -> Iterator[Finding]:
    """What is wrong with claims and gates."""
    if not isinstance(seen.claims, Away):
        for key, claim in sorted(seen.claims.items()):
            yield from _claim(key, claim, claim.job in seen.ended_jobs, seen.now)
    if not isinstance(seen.gates, Away):
        for key, gate in sorted(seen.gates.items()):
            yield from _gate(key, gate, seen.now)


def _claim(key: str, claim: Claim, ended: bool, now: datetime) -> Iterator[Finding]:
    until = instant_of(claim.lease_until)
    if claim.state == "given up":
        if until is None or now - until <= REMEMBERED:
            text = f"{key} is given up: {claim.reason}"
            yield Finding(f"given-up/{key}", "error", "A run was given up", text)
        return
    if claim.over:
        return
    patience = REDELIVERED_WITHIN if claim.state == "running" else timedelta()
    if ended or until is None or now - patience >= until:
        what = f"the job {claim.job}" if claim.state == "launched" else f"attempt {claim.attempt}"
        yield Finding(
            f"silent-run/{key}",
            "warning",
            "A run is silent",
            f"{key}: {what} {'runs no more' if ended else 'has not ended'}, and nothing is heard "
            "of it",
            (Rerun(key),),
            quiet=True,
        )


def _gate(key: str, gate: Gate, now: datetime) -> Iterator[Finding]:
    if instant_of(gate.closed_at) is None or too_old(gate, now):
        text = f"{gate.name} of {gate.game_date} has waited since {gate.closed_at}: {gate.reason}"
        yield Finding(f"gate/{key}", "error", "An export waits for too long", text)
