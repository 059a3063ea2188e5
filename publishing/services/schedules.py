"""`courtside schedules`: the jobs that are declared, one sent by hand, those deployed compared."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from publishing.adapters.dead_letters import TROUBLE
from publishing.adapters.pubsub import Topic
from publishing.occasions import SCHEDULED
from publishing.operating.deployed import differences, read_deployed
from publishing.operating.schedules import (
    JOBS,
    ON_TIME,
    Job,
    Message,
    holds,
    last_time,
    times,
)
from publishing.services.letters.text import say
from publishing.services.scheduling.options import ScheduleOptions, schedule_options

LONGEST = timedelta(days=40)
"""Every job has a time within these: the rarest is monthly."""


def main(argv: Sequence[str] | None = None, now: datetime | None = None) -> int:
    """Exit code 0 when all is as it should be, 1 when not, 2 for wrong usage."""
    try:
        options = schedule_options(argv)
    except SystemExit as ended:
        return int(ended.code or 0)
    now = now or datetime.now(UTC)
    match options.command:
        case "run":
            return _send(options, now)
        case "compare":
            return _compare(options.text)
        case _:
            print("\n".join(_lines(options.as_json, now)))
            return 0


def next_time(job: Job, now: datetime) -> datetime:
    """When the job counts next, in UTC: in an even week where only those count (D13)."""
    schedule = next((one for one in SCHEDULED if one.name == job.name), None)
    return next(
        instant
        for instant in times(job.cron, job.zone, now, now + LONGEST)
        if schedule is None or holds(schedule, instant)
    )


def _lines(as_json: bool, now: datetime) -> list[str]:
    rows = [_row(job, now) for job in JOBS]
    if as_json:
        return [msgspec.json.encode(row).decode() for row in rows]
    width = max(len(job.name) for job in JOBS)
    return [
        f"{row['name']:{width}}  {row['cron']:<18}  {row['zone']:<19}  "
        f"{_wall(row['next_time'], row['zone'])}  {row['target']}"
        for row in rows
    ]


def _row(job: Job, now: datetime) -> dict[str, Any]:
    sends = job.sends
    return {
        "name": job.name,
        "cron": job.cron,
        "zone": job.zone,
        "next_time": next_time(job, now).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "target": sends.topic if isinstance(sends, Message) else f"{sends.service}{sends.path}",
        "body": sends.body,
        "purpose": job.purpose,
    }


def _wall(instant: str, zone: str) -> str:
    local = datetime.fromisoformat(instant).astimezone(ZoneInfo(zone))
    return f"{local:%a %Y-%m-%d %H:%M}"


def _send(options: ScheduleOptions, now: datetime) -> int:
    job = options.job
    assert job is not None, "a run has its job"
    assert isinstance(job.sends, Message), "and the job a message"
    body = msgspec.json.encode(job.sends.body)
    _say_what_it_means(job, now)
    if options.dry_run:
        print(f"would send to {options.topic}: {body.decode()}")
        return 0
    topic = Topic(options.topic)
    try:
        message = topic.publish(body, {})
    except TROUBLE as problem:
        say(f"{job.name} was not sent: {topic.problem() or problem}")
        return 1
    print(f"sent to {options.topic} as message {message}: {body.decode()}")
    return 0


def _say_what_it_means(job: Job, now: datetime) -> None:
    """A message counts as its schedule's, wherever it comes from."""
    for schedule in SCHEDULED:
        if schedule.name != job.name:
            continue
        if not holds(schedule, now):
            say(f"{job.name} counts in even ISO weeks: nothing will be made", "warning")
        elif now - (due := last_time(schedule, now)) <= ON_TIME:
            said = due.astimezone(ZoneInfo(schedule.zone))
            say(f"this is the run of {said:%H:%M}: what was made is not made again", "note")


def _compare(text: bytes) -> int:
    try:
        found = differences(read_deployed(text))
    except ValueError as problem:
        say(str(problem))
        return 2
    print("\n".join(found) or f"all {len(JOBS)} jobs are deployed as they are declared")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
