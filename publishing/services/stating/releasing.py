"""Releases a claim or a gate, and says what happens next (I-9, I-10)."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import msgspec

from publishing.adapters.shelf import Shelf
from publishing.calendar import days_before, league_date
from publishing.operating.claims import Claim, reopened
from publishing.operating.gates import hastened
from publishing.operating.messages import ExportTrigger, PlayersTrigger, Refused, read
from publishing.operating.requests import Request, again
from publishing.services.state import State

ROUND_MINUTES = 5
"""How often the monitor looks (`live.md` 8)."""

_TOPIC = "nba-phase6-export-trigger"

T = TypeVar("T")


class NotReleased(Exception):
    """Nothing was changed; the text says why, and what to do."""


def release_claim(state: State, key: str, now: datetime, *, force: bool) -> list[str]:
    """Lets the next delivery make what the claim stands for; the sentences that say so.

    NotReleased for one whose run works or is done, unless it is forced.
    """

    def may(claim: Claim) -> bool:
        return force or claim.state == "given up" or claim.lapsed(now)

    claim = _changed(state.claims, key, lambda one: reopened(one, now) if may(one) else one)
    if not may(claim):
        raise NotReleased(f"{key} was not released: {_why_not(claim)}")
    said = [f"released {key}, which {_was(claim, now)}: the next delivery of its message makes it"]
    if claim.job is not None and not claim.over:
        said.append(f"the job {claim.job} is not ended by this: while it works no other begins")
    message = _message(claim)
    if message is None:
        said.append("its message cannot be read from it: run its schedule again")
        return said
    body = msgspec.json.encode(message).decode()
    looks = f"the monitor sends the message by itself, within {2 * ROUND_MINUTES} minutes"
    # The monitor looks at the claims of these two dates.
    watched = league_date(now).isoformat(), days_before(league_date(now), 1).isoformat()
    if key.partition("/")[0] not in watched:
        looks = "nobody sends the message by itself for a date so old"
    said.append(f"{looks}; by hand: {_command(body)}")
    return said


def release_gate(state: State, key: str, now: datetime) -> list[str]:
    """Lets the next round of the monitor try the gate; the sentences that say so."""
    gate = _changed(state.gates, key, lambda one: hastened(one, now))
    tables, tried = ", ".join(gate.tables), f"sent {gate.tries} times so far"
    when = f"when {tables} have rows of {gate.game_date}" if tables else "whatever rows there are"
    return [
        f"released {key}, {tried}: the monitor's next round, within {ROUND_MINUTES} minutes, "
        f"sends its message {when}"
    ]


def _changed(shelf: Shelf[T], key: str, step: Callable[[T], T]) -> T:
    """What was there before the step; NotReleased when nothing is there any more."""
    before, _ = shelf.change(key, lambda found: None if found is None else step(found))
    if before is None:
        raise NotReleased(f"{key} was not released: it has just ended by itself")
    return before


def _why_not(claim: Claim) -> str:
    if claim.state == "done":
        return f"it is done: {claim.status}; --force has it made a second time"
    works = f"the job {claim.job}" if claim.job else f"attempt {claim.attempt}"
    return (
        f"{works} works, and says so until {claim.lease_until}; wait, or --force if it is known "
        "to be dead"
    )


def _was(claim: Claim, now: datetime) -> str:
    if claim.state == "given up":
        return f"was given up: {claim.reason}"
    if claim.state == "done":
        return f"was done: {claim.status}"
    return "was silent" if claim.lapsed(now) else f"{claim.owner} may still be making"


def _message(claim: Claim) -> ExportTrigger | PlayersTrigger | None:
    """The message that means the run once more; that of an orchestrator is its claim itself."""
    try:
        return read(bytes(claim.what), ExportTrigger)
    except Refused:
        pass
    try:
        return again(msgspec.json.decode(claim.what, type=Request))
    except (msgspec.DecodeError, KeyError):
        return None


def _command(body: str) -> str:
    return f"gcloud pubsub topics publish {_TOPIC} --message={shlex.quote(body)}"
