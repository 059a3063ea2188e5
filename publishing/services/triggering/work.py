"""What the trigger does with one request: claim it, make it here or launch it, and end it (I-9)."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

import msgspec

from publishing.adapters.dead_letters import TROUBLE
from publishing.calendar import format_instant, parse_date
from publishing.exports import BY_NAME
from publishing.exports.declaration import Parameters
from publishing.operating.claims import LEASE, Claim, launched, released, renewed, taken
from publishing.operating.job_names import job_name
from publishing.operating.requests import Request
from publishing.run import Run
from publishing.run_record import RunRecord
from publishing.services.ending import Ending
from publishing.services.serving.answers import Answer
from publishing.services.state import State, claim_key
from publishing.services.triggering.lanes import LaneBusy, Lanes

log = logging.getLogger("courtside.trigger")

RENEWALS = 4
"""How often a run renews its lease in the time of one."""


class Launcher(Protocol):
    """What the trigger needs to start jobs."""

    def launch(self, template: str, name: str, parameters: dict[str, str]) -> bool:
        """Starts a template's job; False when one of that name is active."""


@dataclass(frozen=True, slots=True)
class Work:
    """Makes what is asked for, once. `run_here` makes a run in this process.

    `fixed` are the parameters of every launched job, and `records` is where their records go.
    `real_seconds` turns those of its clock, which may be a rehearsal's, into those of life.
    """

    state: State
    launcher: Launcher
    ending: Ending
    run_here: Callable[[Run], RunRecord]
    champion: str
    fixed: dict[str, str]
    now: Callable[[], datetime]
    records: str = "runs"
    real_seconds: Callable[[float], float] = float
    lease: timedelta = LEASE
    lanes: Lanes = field(default_factory=Lanes)

    def do(self, request: Request) -> Answer:
        """Makes the request's documents, unless that was done or is being done."""
        key, owner = claim_key(*request.key), uuid.uuid4().hex[:12]
        what = msgspec.json.encode(request)
        before, claim = self.state.claims.change(
            key, lambda found: taken(found, what, owner, self.now(), self.lease)
        )
        assert claim is not None, "a claim is there when it was asked for"
        if claim.owner != owner:
            return not_ours(before, claim, key)
        log.info("claim key=%s owner=%s attempt=%d", key, owner, claim.attempt)
        try:
            if request.exports and request.runs == "template":
                return self._launch(request, key, owner, claim.attempt)
            return self._here(request, key, owner)
        except LaneBusy as problem:
            self._release(key, owner, str(problem), counts=False)
            return Answer("busy", str(problem))
        except TROUBLE as problem:
            reason = f"{type(problem).__name__}: {problem}"
            self._release(key, owner, reason, counts=False)
            return Answer("unavailable", reason)
        except BaseException as problem:
            self._release(key, owner, f"{type(problem).__name__}: {problem}", counts=True)
            raise

    def _launch(self, request: Request, key: str, owner: str, attempt: int) -> Answer:
        name = job_name(request.template, *request.key)
        run_id = f"{name}-{attempt}"
        parameters = {
            **self.fixed,
            "template": request.template,
            "only": ",".join(BY_NAME[one].job_type for one in request.exports),
            "date": request.game_date,
            "as_of": format_instant(self.now()),
            "min_games": str(request.min_games),
            "update_latest": str(request.update_latest).lower(),
            "champion_system": self.champion,
            "run_id": run_id,
            "claim": key,
            "manifest": f"{self.records}/{run_id}.json",
        }
        started = self.launcher.launch(request.template, name, parameters)
        self.state.claims.change(key, lambda found: launched(found, owner, name, self.now()))
        log.info("launched key=%s job=%s new=%s", key, name, started)
        return Answer("launched", f"as the job {name}")

    def _here(self, request: Request, key: str, owner: str) -> Answer:
        with self._renewing(key, owner), self.lanes.alone(request.template):
            record = self.run_here(self._run(request)) if request.exports else None
            message = self.ending(request, record, key, self.now())
        return Answer("done", f"{message.status}: {len(message.errors)} errors")

    def _run(self, request: Request) -> Run:
        return Run(
            run_id=uuid.uuid4().hex[:12],
            as_of=self.now(),
            dates=(parse_date(request.game_date),),
            names=request.exports,
            champion=self.champion,
            parameters=Parameters(min_games=request.min_games),
            update_latest=request.update_latest,
        )

    @contextmanager
    def _renewing(self, key: str, owner: str) -> Iterator[None]:
        """Renews the lease while the run works; a run that dies is silent."""
        stop = threading.Event()

        def renew() -> None:
            pause = self.real_seconds((self.lease / RENEWALS).total_seconds())
            while not stop.wait(pause):
                try:
                    self.state.claims.change(
                        key, lambda found: renewed(found, owner, self.now(), self.lease)
                    )
                except TROUBLE as problem:
                    log.warning("lease key=%s reason=%r", key, str(problem))

        thread = threading.Thread(target=renew, daemon=True)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()

    def _release(self, key: str, owner: str, reason: str, *, counts: bool) -> None:
        log.error("released key=%s reason=%r", key, reason)
        try:
            self.state.claims.change(
                key, lambda found: released(found, owner, reason, self.now(), counts=counts)
            )
        except TROUBLE as problem:
            # Its lease runs out by itself.
            log.warning("release key=%s reason=%r", key, str(problem))


def not_ours(before: Claim | None, claim: Claim, key: str) -> Answer:
    """What is said of a claim that somebody else has, or had."""
    if claim.state == "done":
        return Answer("done", f"{key} was done before: {claim.status}")
    if claim.state == "given up":
        if before is not None and before.state != "given up":
            log.error("given-up key=%s reason=%r", key, claim.reason)
        return Answer("refused", f"{key} is given up: {claim.reason}")
    if claim.state == "launched":
        return Answer("launched", f"{key} runs as the job {claim.job}")
    return Answer("busy", f"{key} is being made")
