"""`courtside schedules`: what is declared, sent by hand, and deployed."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from publishing import cli
from publishing.operating.schedules import JOBS, Message
from publishing.services import schedules
from publishing.store import Unavailable

TRIGGER = "projects/courtside-test/topics/nba-phase6-export-trigger"
WEDNESDAY = datetime(2026, 2, 11, 18, 0, tzinfo=UTC)
"""1 PM Eastern in ISO week 7, which is odd."""

Said = tuple[int, str, str]


class Recorded:
    """A topic that keeps what is sent, or is away."""

    def __init__(self, away: bool = False) -> None:
        self.sent: list[tuple[bytes, Mapping[str, str]]] = []
        self.away = away

    def publish(self, data: bytes, attributes: Mapping[str, str]) -> str:
        if self.away:
            raise Unavailable("away")
        self.sent.append((data, attributes))
        return "7"

    def problem(self) -> str | None:
        return "the topic does not exist" if self.away else None


@pytest.fixture
def topic(monkeypatch: pytest.MonkeyPatch) -> Recorded:
    topic = Recorded()
    monkeypatch.setattr(schedules, "Topic", lambda path: topic)
    return topic


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    def run(*words: str, now: datetime = WEDNESDAY) -> Said:
        code = schedules.main(words, now)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def deployed() -> list[dict[str, Any]]:
    """What `gcloud` would say of all jobs, made from the command's own list."""
    found = []
    for job in JOBS:
        row: dict[str, Any] = {
            "name": f"projects/p/locations/us-west2/jobs/{job.name}",
            "schedule": job.cron,
            "timeZone": job.zone,
            "state": "ENABLED",
            "retryConfig": {"maxRetryDuration": "0s"},
        }
        body = base64.b64encode(json.dumps(job.sends.body, indent=1).encode()).decode()
        if isinstance(job.sends, Message):
            row["pubsubTarget"] = {"topicName": f"projects/p/topics/{job.sends.topic}"}
            row["pubsubTarget"]["data"] = body
        else:
            url = f"https://courtside-{job.sends.service}-1.us-west2.run.app"
            row["httpTarget"] = {
                "uri": url + job.sends.path,
                "httpMethod": "POST",
                "body": body,
                "oidcToken": {"audience": url, "serviceAccountEmail": "s@p"},
            }
        found.append(row)
    return found


def test_every_job_is_listed_with_its_next_time(run: Callable[..., Said]) -> None:
    code, out, _ = run()
    lines = {line.split()[0]: line for line in out.splitlines()}
    assert code == 0
    assert len(lines) == len(JOBS) == len(out.splitlines())
    # Pacific, and Eastern; Sunday; the Monday of the next even week; the first of a month.
    assert "Thu 2026-02-12 05:00" in lines["phase6-daily-results"]
    assert "Wed 2026-02-11 17:00" in lines["phase6-tonight-picks-pregame"]
    assert "Sun 2026-02-15 06:00" in lines["phase6-player-profiles"]
    assert "Mon 2026-02-16 06:00" in lines["trends-biweekly-mon"]
    assert "Sun 2026-03-01 06:00" in lines["trends-monthly"]
    assert "trigger/ticks/live" in lines["live-export-evening"]


def test_a_job_that_counts_every_other_week_has_the_time_that_counts(
    run: Callable[..., Said],
) -> None:
    _, out, _ = run("--json", now=datetime(2026, 2, 17, tzinfo=UTC))
    rows = {row["name"]: row for row in map(json.loads, out.splitlines())}
    assert rows["trends-weekly-mon"]["next_time"] == "2026-02-23T11:00:00Z"
    assert rows["trends-biweekly-mon"]["next_time"] == "2026-03-02T11:00:00Z"
    # Six in the morning is another hour of UTC once the clocks have changed.
    _, out, _ = run("--json", now=datetime(2026, 3, 8, 18, tzinfo=UTC))
    rows = {row["name"]: row for row in map(json.loads, out.splitlines())}
    assert rows["trends-weekly-mon"]["next_time"] == "2026-03-09T10:00:00Z"


def test_the_message_of_a_job_is_sent_as_it_is_declared(
    run: Callable[..., Said], topic: Recorded
) -> None:
    code, out, err = run("run", "phase6-tonight-picks", "--topic", TRIGGER, now=WEDNESDAY)
    assert code == 0
    assert "message 7" in out
    [(data, attributes)] = topic.sent
    assert attributes == {}
    assert json.loads(data) == {
        "export_types": ["best-bets", "predictions", "tonight", "streaks", "tonight-players"],
        "target_date": "today",
        "update_latest": True,
        "trigger_source": "phase6-tonight-picks",
    }
    # It is one o'clock: the scheduler sends the same.
    assert "the run of 13:00" in err


def test_a_dry_run_sends_nothing(run: Callable[..., Said], topic: Recorded) -> None:
    code, out, err = run(
        "run", "trends-biweekly-mon", "--topic", TRIGGER, "--dry_run", now=WEDNESDAY
    )
    assert (code, topic.sent) == (0, [])
    assert out.startswith("would send")
    assert "even ISO weeks" in err


def test_a_topic_that_is_away_is_said(run: Callable[..., Said], topic: Recorded) -> None:
    topic.away = True
    code, _, err = run("run", "phase6-daily-results", "--topic", TRIGGER)
    assert code == 1
    assert "the topic does not exist" in err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("run", "phase6-nothing", "--topic", TRIGGER), "is no job"),
        (
            ("run", "live-export-evening", "--topic", TRIGGER),
            "gcloud scheduler jobs run live-export-evening --location=us-west2",
        ),
        (("run", "grading-daily", "--topic", TRIGGER), "sends to nba-grading-trigger"),
        (("run", "phase6-daily-results", "--topic", "trigger"), "projects/PROJECT/topics/NAME"),
        (("run", "phase6-daily-results"), "--topic"),
        (("compare", "/nowhere/jobs.json"), "No such file"),
        (("remove",), "invalid choice"),
    ],
)
def test_wrong_usage_is_a_sentence(
    words: tuple[str, ...], sentence: str, run: Callable[..., Said], topic: Recorded
) -> None:
    code, _, err = run(*words)
    assert code == 2
    assert sentence in err
    assert topic.sent == []


def compared(run: Callable[..., Said], tmp_path: Path, jobs: object) -> Said:
    file = tmp_path / "jobs.json"
    file.write_text(json.dumps(jobs))
    return run("compare", str(file))


def test_what_is_deployed_as_declared_is_said(run: Callable[..., Said], tmp_path: Path) -> None:
    others = {"name": "projects/p/locations/l/jobs/another", "schedule": "* * * * *"}
    code, out, _ = compared(run, tmp_path, [*deployed(), others])
    assert code == 0
    assert out.startswith(f"all {len(JOBS)} jobs")


CHANGES: tuple[tuple[str, Callable[[dict[str, Any]], Any], str], ...] = (
    ("phase6-daily-results", lambda job: job.update(state="PAUSED"), "is PAUSED"),
    ("phase6-daily-results", lambda job: job.update(schedule="0 10 * * *"), "'0 10 * * *'"),
    ("phase6-daily-results", lambda job: job.update(timeZone="UTC"), "'UTC'"),
    ("phase6-daily-results", lambda job: job.pop("pubsubTarget"), "sends no message"),
    (
        "phase6-daily-results",
        lambda job: job["pubsubTarget"].update(topicName="projects/p/topics/other"),
        "sends to other",
    ),
    (
        # The wrong keys that were not seen for eight days (incident 21).
        "phase6-tonight-picks-morning",
        lambda job: job["pubsubTarget"].update(
            data=base64.b64encode(b'{"export_type":"tonight-picks","date":"TODAY"}').decode()
        ),
        "sends another message",
    ),
    ("phase6-daily-results", lambda job: job["pubsubTarget"].update(data="{}"), "another message"),
    ("live-export-evening", lambda job: job.pop("httpTarget"), "calls nobody"),
    (
        "live-export-evening",
        lambda job: job["httpTarget"].update(uri="https://x.cloudfunctions.net/live-export"),
        "calls POST https://x.cloudfunctions.net/live-export",
    ),
    ("live-export-evening", lambda job: job["httpTarget"].pop("oidcToken"), "without a token"),
    (
        "live-freshness-monitor",
        lambda job: job["httpTarget"]["oidcToken"].update(audience=job["httpTarget"]["uri"]),
        "has a token for 'https://courtside-monitor-1.us-west2.run.app/rounds'",
    ),
    ("live-freshness-monitor", lambda job: job["httpTarget"].update(httpMethod="GET"), "calls GET"),
    ("live-freshness-monitor", lambda job: job["httpTarget"].update(body=""), "another body"),
)


@pytest.mark.parametrize("change", CHANGES, ids=[change[2] for change in CHANGES])
def test_what_was_changed_by_hand_is_seen(
    change: tuple[str, Callable[[dict[str, Any]], Any], str],
    run: Callable[..., Said],
    tmp_path: Path,
) -> None:
    name, edit, sentence = change
    jobs = deployed()
    edit(next(job for job in jobs if job["name"].endswith(f"/{name}")))
    code, out, _ = compared(run, tmp_path, jobs)
    assert code == 1
    assert all(line.startswith(f"{name} ") for line in out.splitlines())
    assert sentence in out


def test_jobs_that_were_removed_are_seen(
    run: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b"[]")))
    code, out, _ = run("compare", "-")
    assert code == 1
    assert out.splitlines() == [f"{job.name} is not there" for job in JOBS]


@pytest.mark.parametrize("text", ["", "{}", '[{"schedule": 1}]', "no jobs"])
def test_what_is_no_list_of_jobs_is_a_sentence(
    text: str, run: Callable[..., Said], tmp_path: Path
) -> None:
    (tmp_path / "jobs.json").write_text(text)
    code, _, err = run("compare", str(tmp_path / "jobs.json"))
    assert code == 2
    assert "no list of scheduler jobs" in err


def test_it_is_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["schedules", "--json"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(JOBS)
