"""Does what mends a finding; each part can be done twice (I-9)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from publishing.adapters.dead_letters import TROUBLE
from publishing.operating.claims import done, lapsed_now
from publishing.operating.findings import (
    DrainLive,
    Heal,
    Rerun,
    RestartFeeder,
    Send,
    Settle,
    StartFeeder,
    StartLive,
)
from publishing.operating.messages import ExportTrigger, PlayersTrigger, Refused, read
from publishing.operating.requests import Request, again
from publishing.services.nightly import NightJobs
from publishing.services.outside import Sender
from publishing.services.state import State

log = logging.getLogger("courtside.monitor")


@dataclass(frozen=True, slots=True)
class Mending:
    """The hands of the monitor. `settle` publishes a night from its official rows (D35)."""

    state: State
    jobs: NightJobs
    triggers: Sender
    settle: Callable[[date], str]
    now: Callable[[], datetime]

    def mend(self, heal: Heal) -> str:
        """What was done, or why it could not be, in words; trouble is no exception here."""
        try:
            said = self._do(heal)
        except TROUBLE as problem:
            said = f"it could not be done: {problem}"
        log.warning("heal=%s result=%r", heal, said)
        return said

    def _do(self, heal: Heal) -> str:
        match heal:
            case StartLive(day):
                started = self.jobs.start_live(day)
                return f"the live job of {day} {'was started' if started else 'is there'}"
            case StartFeeder(day):
                started = self.jobs.start_feeder(day)
                return f"the feeder of {day} {'was started' if started else 'is there'}"
            case RestartFeeder(day):
                started = self.jobs.restart_feeder(day)
                return f"the feeder of {day} {'was started anew' if started else 'does not end'}"
            case DrainLive(day):
                asked = self.jobs.drain_live(day)
                return f"the live job of {day} {'was asked to end' if asked else 'is not there'}"
            case Settle(day):
                return self.settle(day)
            case Send(message):
                return self.send(message)
            case Rerun(key):
                return self._rerun(key)

    def send(self, message: ExportTrigger | PlayersTrigger) -> str:
        """Sends a message to the export trigger; Unavailable when it was not confirmed."""
        self.triggers.publish(msgspec.json.encode(message), {})
        return f"sent {msgspec.json.encode(message).decode()}"

    def _rerun(self, key: str) -> str:
        """Asks again for what a silent run was to make."""
        claim = self.state.claims.get(key)
        if claim is None or claim.over:
            return "it has ended by itself"
        self.state.claims.change(key, lambda found: lapsed_now(found, self.now()))
        try:
            said = self.send(read(bytes(claim.what), ExportTrigger))
        except Refused:
            return self.send(again(msgspec.json.decode(claim.what, type=Request)))
        # The message of an orchestrator is all that its claim stood for.
        self.state.claims.change(key, lambda found: done(found, "success", self.now()))
        return said
