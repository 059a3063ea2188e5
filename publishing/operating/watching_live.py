"""Is the live job of the open slate there, and does it publish? (L10, L14, L19, vector 28)

No job at all is the same trouble as one that died. A slate that is over needs none.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from publishing.calendar import format_instant, slate_window
from publishing.live.ages import whole_minutes
from publishing.live.services import LiveJobData, ServiceStatus
from publishing.operating.findings import (
    DrainLive,
    Finding,
    Heal,
    RestartFeeder,
    StartFeeder,
    StartLive,
)
from publishing.operating.monitor_round import Round
from publishing.operating.nights import STATUS
from publishing.operating.seen import Away, Job, Public
from publishing.operating.slates import (
    SHOULD_BE_OVER,
    Plan,
    live_path,
    over_since,
    played,
)
from publishing.rows import ScheduledGame

STARTS_WITHIN = timedelta(minutes=6)
"""After a slate was opened: two ticks of three minutes."""

PUBLISHES_WITHIN = timedelta(minutes=10)
"""After the job was started."""

INTERVALS, MORE = 2, timedelta(minutes=1)
"""How many flush intervals, and how much more, a job that publishes may be silent."""

DRAINS_WITHIN = timedelta(minutes=30)
"""After the last game is over."""


def watch(one: Round) -> tuple[LiveJobData, tuple[Finding, ...]]:
    """The section `live_job`, and what is wrong with the jobs of the night."""
    if one.known is None:
        return _said(one, "unknown", one.why_unknown, None), ()
    if one.scores_away is not None:
        reason = f"The live scores cannot be read: {one.scores_away}"
        return _said(one, "unknown", reason, None), ()
    drains = tuple(_drain(one))
    if one.open is None:
        return _said(one, "healthy", _idle(one), _running(one.seen.over_job)), drains
    section, found = _open(one, one.open)
    return section, (*found, *drains)


def _said(one: Round, status: ServiceStatus, message: str, running: bool | None) -> LiveJobData:
    day = None if one.open is None else one.open.isoformat()
    heard = one.seen.live_heard_at
    return LiveJobData(status, message, day, running, format_instant(heard) if heard else None)


def _open(one: Round, day: date) -> tuple[LiveJobData, tuple[Finding, ...]]:
    """Of an open slate."""
    job = one.seen.live_job
    if isinstance(job, Away):
        return _said(one, "unknown", f"Nobody says whether the job runs: {job.reason}", None), ()
    running = job is not None and job.running
    if trouble := _trouble(one, day, job):
        heals: tuple[Heal, ...] = (StartLive(day), *_feeder_heals(one, day))
        finding = Finding(
            f"live-job-gone/{day}", "critical", "The live job is gone", trouble, heals
        )
        return _said(one, "unhealthy", trouble, running), (finding,)
    if running and one.seen.live_heard_at is None and (reason := _status_away(one)):
        return _said(one, "unknown", f"What the job published cannot be read: {reason}", True), ()
    if not running:
        return _said(one, "healthy", f"The live job of {day} is starting", False), ()
    if _feeder_is_gone(one, day):
        message = f"The feeder of {day} is not running"
        finding = Finding(
            f"feeder-gone/{day}",
            "error",
            "The feeder is gone",
            message,
            (StartFeeder(day),),
            quiet=True,
        )
        return _said(one, "degraded", message, True), (finding,)
    return _said(one, "healthy", f"The live job of {day} is running", True), ()


def _trouble(one: Round, day: date, job: Job | None) -> str:
    """What is wrong with the job of an open slate, in words; nothing when it is well."""
    opened = one.opened(day)
    if job is None or not job.running:
        if one.now < opened + STARTS_WITHIN:
            return ""
        state = "was never started" if job is None else f"does not run: it is {job.state}"
        return f"The live job of {day} {state}"
    since = opened if job.since is None else max(opened, job.since)
    if one.now < since + PUBLISHES_WITHIN or _status_away(one):
        return ""
    heard = one.seen.live_heard_at
    if heard is None:
        return f"The live job of {day} runs and has never published"
    silent = one.now - heard
    if silent <= INTERVALS * timedelta(seconds=one.seen.flush_seconds) + MORE:
        return ""
    return f"The live job of {day} runs and has not published for {whole_minutes(silent)} minutes"


def _feeder_heals(one: Round, day: date) -> Iterator[Heal]:
    """What brings the feed back: the job is silent without it."""
    feeder = one.seen.feeder
    if isinstance(feeder, Away):
        return
    if feeder is None or not feeder.running:
        yield StartFeeder(day)
    elif isinstance(one.seen.live_job, Job) and one.seen.live_job.running:
        yield RestartFeeder(day)


def _feeder_is_gone(one: Round, day: date) -> bool:
    feeder = one.seen.feeder
    if isinstance(feeder, Away) or one.now < one.opened(day) + STARTS_WITHIN:
        return False
    return feeder is None or not feeder.running


def _drain(one: Round) -> Iterator[Finding]:
    """A job that goes on after its night: it costs, and nobody reads it (I-16, I-20)."""
    day, job = one.ended, one.seen.over_job
    if day is None or one.known is None or isinstance(one.seen.schedule, Away):
        return
    if not isinstance(job, Job) or not job.running or not one.is_over(day):
        return
    since = _over_since(one, one.known, one.seen.schedule, day)
    if one.now >= since + DRAINS_WITHIN:
        text = f"The live job of {day} still runs, {whole_minutes(one.now - since)} minutes after"
        yield Finding(
            f"drain/{day}",
            "warning",
            "The live job outlives its night",
            f"{text} its last game",
            (DrainLive(day),),
            quiet=True,
        )


def _over_since(one: Round, known: Plan, rows: tuple[ScheduledGame, ...], day: date) -> datetime:
    """The earliest instant from which a night that is over is known to be."""
    _, closes = slate_window(day)
    said = [over_since(rows, known, day), closes]
    scores, public = one.scores(day), one.seen.public.get(live_path(day))
    finals = {game.teams for game in scores.games if game.status == "final"} if scores else set()
    if isinstance(public, Public) and public.version is not None:
        shown = all((game.away, game.home) in finals for game in played(known[day]))
        said += [public.version.as_of] if shown else []
    tips = [game.tip_off for game in played(known[day])]
    last = max((tip for tip in tips if tip), default=None)
    said += [last + SHOULD_BE_OVER] if last is not None else []
    return min(at for at in said if at is not None)


def _idle(one: Round) -> str:
    if one.off is not None:
        return f"No games — {one.off.headline} ({one.off.message})"
    if one.tonight is None:
        return f"No games on {one.today}"
    if one.ended == one.today:
        return f"All games of {one.today} are over"
    return f"The games of {one.today} have not begun"


def _running(job: Job | Away | None) -> bool | None:
    return None if isinstance(job, Away) else job is not None and job.running


def _status_away(one: Round) -> str:
    found = one.seen.public.get(STATUS)
    return found.reason if isinstance(found, Away) else ""
