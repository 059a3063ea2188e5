"""What one round of the monitor saw, as plain values: the judgement reads nothing else (I-11)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from publishing.documents import Version
from publishing.operating.claims import Claim
from publishing.operating.gates import Gate
from publishing.operating.marks import Mark
from publishing.rows import ScheduledGame


@dataclass(frozen=True, slots=True)
class Away:
    """A source that did not answer: never the same as one that answered nothing (D6)."""

    reason: str


@dataclass(frozen=True, slots=True)
class Public:
    """One public object: its stamp's version and lack, its bytes, its `Cache-Control`."""

    version: Version | None
    body: bytes
    lacks: str = ""
    cache_control: str | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A job of one slate; `since` is when it was started, `state` its launcher's word."""

    running: bool
    since: datetime | None
    state: str


@dataclass(frozen=True, slots=True)
class Seen:
    """One round. Every part that a source did not give is `Away`.

    `schedule` are the rows from `DAYS_BACK` before today to `DAYS_AHEAD` after it,
    every version of them. `public` holds `nights.paths_to_read`; an absent one is not there.
    `predictions` are the active ones of today. `official` are the keys of the games of
    `nights.newest_over` that have official lines. The jobs are those of the open slate, None
    when none was started; `over_job` is the live job of `nights.newest_over`. `live_heard_at` is
    the as-of of the status's `live_data`. `watching_since` is when this monitor's state began:
    nothing is called late for what was missed before. `unchanged_since` is the first round that
    saw the open slate's games stand where they are now; None when nobody remembers.
    `ended_jobs` are launched jobs that run no more, whose claims are open.
    """

    now: datetime
    schedule: tuple[ScheduledGame, ...] | Away
    public: Mapping[str, Public | Away]
    predictions: int | Away
    official: Collection[str] | Away
    marks: Mapping[str, Mark] | Away
    claims: Mapping[str, Claim] | Away
    gates: Mapping[str, Gate] | Away
    live_job: Job | Away | None
    feeder: Job | Away | None
    alerts_problem: str | None = None
    undelivered: int = 0
    live_heard_at: datetime | None = None
    flush_seconds: int = 30
    watching_since: datetime | None = None
    over_job: Job | Away | None = None
    unchanged_since: datetime | None = None
    ended_jobs: Collection[str] = ()
