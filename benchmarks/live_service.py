"""How late the live job's documents are, and what it bears: real processes at life's own speed.

    python -m benchmarks.live_service [--minutes N] [--load_minutes N]

Fifteen simulated games go as the feeder's messages through Pub/Sub, the job and a bucket's wire.
Two jobs, one that flushes every 180 s and one every 30 s, hear the same feed. It needs the
servers that `make emulators` makes, and ends everything that it starts.
"""

from __future__ import annotations

import argparse
import gzip
import math
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.full_slate import FullSlate, Sent, send
from publishing.calendar import format_instant, interval_start
from publishing.live.board import board
from publishing.live.events import SlateEvent, split
from publishing.live.feeding import next_multiple
from publishing.live.memory import Memory
from publishing.live.scores import scores
from publishing.live.slate import Slate
from tests.night.feed import Pace
from tests.night.stage import MakeStage, Stage, drain, stages

INTERVALS = (180, 30)
SLACK_SECONDS, FINAL_SECONDS = 3.0, 5.0
POLL_SECONDS, LOAD_POLL_SECONDS = 15, 2
SAMPLE = timedelta(seconds=10)
AFTER_A_MULTIPLE = timedelta(seconds=5)
WARM_UP = timedelta(seconds=60)
LAST_SECONDS = 10.0
NO_GROWTH = 0.01
"""The largest slope of the backlog that is none, as a share of what comes in."""


@dataclass(frozen=True)
class Poll:
    """A poll that changed the public scores; `final` when it is the first with a game over."""

    polled_at: datetime
    published: float
    final: bool


@dataclass(frozen=True)
class Usage:
    """A process at an instant: processor seconds so far, resident memory then and at most."""

    at: float
    cpu_seconds: float
    resident_mb: float
    peak_mb: float


@dataclass
class Job:
    """One job: when it made which as-of public, when it had how many polls, what it took."""

    interval: int
    stage: Stage
    pid: int
    public: list[tuple[float, str]] = field(default_factory=list)
    archived: list[tuple[float, int]] = field(default_factory=list)
    usage: list[Usage] = field(default_factory=list)
    exit_code: int = 0

    def read_wire(self, day: str) -> None:
        """Takes from the wire what this job did."""
        with self.stage.wire.lock:
            uploads = list(self.stage.wire.uploads)
        for seen in uploads:
            if seen.path == f"live/{day}.json":
                version = str(seen.upload.resource["metadata"]["courtside-version"])
                self.public.append((seen.at, version.partition("/")[2]))
            elif seen.path.endswith(".jsonl.gz"):
                polls = gzip.decompress(seen.upload.body).count(b'"kind":"poll"')
                self.archived.append((seen.at, polls))

    def seconds_to_public(self, poll: Poll) -> float:
        """From the poll's publish to the first document that knows it; infinite when none does."""
        wanted = format_instant(poll.polled_at)
        found = min((at for at, as_of in self.public if as_of >= wanted), default=math.inf)
        return found - poll.published


@dataclass(frozen=True)
class Span:
    """A stretch of the night that was played at life's speed; `busy` is the machine's load."""

    pace: Pace
    begin: datetime
    end: datetime
    sent: list[Sent]
    polls: list[Poll]
    jobs: list[Job]
    busy: float


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the tables. Exit code 2 when a server is missing or a job ended."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.live_service", description=__doc__)
    parser.add_argument("--minutes", type=int, default=12, help="Of poll to public; 0: none.")
    parser.add_argument("--load_minutes", type=int, default=20, help="Of sustained load; 0: none.")
    given = parser.parse_args(argv)
    try:
        with tempfile.TemporaryDirectory() as scratch, stages(Path(scratch)) as make:
            slate = FullSlate(Path(scratch) / "warehouse")
            if given.minutes > 0:
                _print_latency(_play(slate, make, "poll", given.minutes, POLL_SECONDS))
            if given.load_minutes > 0:
                _print_load(_play(slate, make, "load", given.load_minutes, LOAD_POLL_SECONDS))
    except (pytest.skip.Exception, pytest.fail.Exception, JobEnded) as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 2
    return 0


class JobEnded(Exception):
    """A job ended in the middle of the night; the text is for the user."""


def _play(slate: FullSlate, make: MakeStage, name: str, minutes: int, poll_seconds: int) -> Span:
    """Plays a stretch whose middle is the first final: half of it quiet, half of it crunch."""
    half = timedelta(minutes=minutes) / 2
    longest = max(INTERVALS)
    print(f"{name}: playing {minutes} minutes and what comes before and after", flush=True)
    begin = interval_start(slate.first_final() - half, longest)
    end = begin + timedelta(minutes=minutes)
    closing = next_multiple(end - timedelta(microseconds=1), longest)
    made = [make(f"{name}-{interval}") for interval in INTERVALS]
    for stage in made:
        stage.prepare()
        # All subscriptions hang on the first stage's topic: both jobs hear the same messages.
        stage.subscriber().create_subscription(
            name=stage.subscription("live"), topic=made[0].topic, ack_deadline_seconds=600
        )
    pace = Pace(begin - WARM_UP, 1.0)
    jobs = [
        Job(interval, stage, stage.job(str(pace), f"--flush_interval_seconds={interval}").pid)
        for interval, stage in zip(INTERVALS, made, strict=True)
    ]
    sent: list[Sent] = []
    stop = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        sending = pool.submit(send, slate, made[0], pace, (end, closing), poll_seconds, sent, stop)
        try:
            _watch(jobs, sending, pace, begin, end)
            sending.result()
            # A final that came just before the end may still be on its way.
            time.sleep(LAST_SECONDS)
        finally:
            stop.set()
    for job in jobs:
        job.exit_code = drain(job.stage.processes[0])
        job.read_wire(slate.day.isoformat())
    busy = os.getloadavg()[2]
    polls = [poll for poll in _changes(slate, sent) if begin <= poll.polled_at < end]
    return Span(pace, begin, end, sent, polls, jobs, busy)


def _watch(
    jobs: list[Job], sending: Future[None], pace: Pace, begin: datetime, end: datetime
) -> None:
    """Reads what the jobs take, every ten seconds from `begin` until `end`."""
    at = begin
    while at <= end:
        while (left := pace.at(at) - time.time()) > 0:
            time.sleep(min(left, 1.0))
            if sending.done():
                sending.result()
            for job in jobs:
                process = job.stage.processes[0]
                if process.poll() is not None:
                    said = job.stage.logs().strip().splitlines()[-1:]
                    raise JobEnded(f"a job ended with {process.returncode}: {' '.join(said)}")
        for job in jobs:
            job.usage.append(_usage(job.pid))
        at += SAMPLE


def _usage(pid: int) -> Usage:
    folder = Path("/proc") / str(pid)
    # The name in parentheses may hold spaces; user and system time are the 14th and 15th field.
    fields = (folder / "stat").read_text().rpartition(")")[2].split()
    ticks = int(fields[11]) + int(fields[12])
    lines = (line.partition(":") for line in (folder / "status").read_text().splitlines())
    status = {name: value for name, _, value in lines}
    resident, peak = (int(status[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))
    return Usage(time.time(), ticks / os.sysconf("SC_CLK_TCK"), resident, peak)


def _changes(slate: FullSlate, sent: list[Sent]) -> list[Poll]:
    """The polls that changed the public scores, found by folding all that was sent."""
    folded, memory = Slate(slate.day), Memory()
    over: set[str] = set()
    shown: object = None
    found = []
    for one in sent:
        event = _event(slate, one)
        folded.apply(event)
        if one.kind != "poll":
            continue
        games = scores(board(folded, memory), one.polled_at, one.polled_at, memory).games
        if games != shown:
            final = not over.issuperset(event.finals)
            found.append(Poll(one.polled_at, one.published, final))
        over.update(event.finals)
        shown = games
    return found


def _event(slate: FullSlate, one: Sent) -> SlateEvent:
    [event] = (event for event in split(one.body)[0] if event.game_date == slate.day)
    return event


def _print_latency(span: Span) -> None:
    print(f"\nPOLL TO PUBLIC: {_described(span, POLL_SECONDS)}")
    _print_seconds(span)


def _print_load(span: Span) -> None:
    print(f"\nSUSTAINED LOAD: {_described(span, LOAD_POLL_SECONDS)}")
    print(f"{'every 10 s: polls due, not archived':42} median     max    end  slope a minute")
    arrivals = 60 / LOAD_POLL_SECONDS
    for job in span.jobs:
        minutes, behind = zip(*_backlog(span, job), strict=True)
        slope = statistics.linear_regression(minutes, behind).slope
        good = slope <= NO_GROWTH * arrivals
        print(
            f"  flush every {job.interval:3} s {'':23} {statistics.median(behind):7.1f} "
            f"{max(behind):7} {behind[-1]:6} {slope:+10.3f}      "
            f"goal: must not grow   {_verdict(good)}"
        )
    polls = sum(one.kind == "poll" for one in span.sent)
    print(f"{'process of the job':42}    CPU   MB at begin   MB at end   MB peak   polls kept")
    for job in span.jobs:
        first, last = job.usage[0], job.usage[-1]
        share = (last.cpu_seconds - first.cpu_seconds) / (last.at - first.at)
        kept = sum(count for _, count in job.archived)
        print(
            f"  flush every {job.interval:3} s {'':23} {share:8.1%} {first.resident_mb:12.0f} "
            f"{last.resident_mb:11.0f} {last.peak_mb:9.0f}   {kept} of {polls}"
        )
    _print_seconds(span)


def _described(span: Span, poll_seconds: int) -> str:
    size = max(len(_unzipped(one.body)) for one in span.sent if one.kind == "poll") / 1000
    minutes = (span.end - span.begin).total_seconds() / 60
    finals = sum(poll.final for poll in span.polls)
    return (
        f"15 games, an answer of {size:.0f} KB every {poll_seconds} s, {minutes:.0f} minutes at "
        f"life's speed from {span.begin:%H:%M:%S} UTC of the night; {finals} polls with a final\n"
        f"{len(span.jobs)} jobs at once on {os.cpu_count()} cores; the machine's load average of "
        f"15 minutes: {span.busy:.1f}"
    )


def _print_seconds(span: Span) -> None:
    print(f"{'seconds from publish to public':42} polls     p50     p99     max")
    for job in span.jobs:
        print(f"  flush every {job.interval} s")
        if job.exit_code:
            print(f"    the job ended with exit code {job.exit_code}: it published not everything")
        interval = job.interval + SLACK_SECONDS
        for name, polls, goal in (
            ("every change of the scores", span.polls, interval),
            ("  that waits for the interval", _waiting(span.polls, job.interval), interval),
            ("a game turns final", [poll for poll in span.polls if poll.final], FINAL_SECONDS),
        ):
            if polls:
                found = sorted(job.seconds_to_public(poll) for poll in polls)
                p99 = _percentile(found, 0.99)
                print(
                    f"    {name:38} {len(polls):5} {_percentile(found, 0.5):7.2f} {p99:7.2f} "
                    f"{found[-1]:7.2f}   goal: p99 <= {goal:5.1f} s   {_verdict(p99 <= goal)}"
                )


def _waiting(polls: list[Poll], interval: int) -> list[Poll]:
    """Those that no final makes public before the next multiple."""
    finals = [poll.polled_at for poll in polls if poll.final]
    return [
        poll
        for poll in polls
        if not any(poll.polled_at <= at < next_multiple(poll.polled_at, interval) for at in finals)
    ]


def _backlog(span: Span, job: Job) -> list[tuple[float, int]]:
    """(minutes since the beginning, polls that a multiple made due and that are not archived)."""
    found = []
    at = span.begin + AFTER_A_MULTIPLE
    while at < span.end:
        real = span.pace.at(at)
        due_at = interval_start(at, job.interval)
        due = sum(
            one.kind == "poll" and one.polled_at < due_at and one.published <= real
            for one in span.sent
        )
        kept = sum(count for archived, count in job.archived if archived <= real)
        found.append(((at - span.begin).total_seconds() / 60, max(0, due - kept)))
        at += SAMPLE
    return found


def _percentile(ascending: list[float], share: float) -> float:
    """The smallest value that at least this share of all does not exceed."""
    return ascending[math.ceil(share * len(ascending)) - 1]


def _unzipped(body: bytes) -> bytes:
    return gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body


def _verdict(good: bool) -> str:
    return "reached" if good else "MISSED"


if __name__ == "__main__":
    sys.exit(main())
