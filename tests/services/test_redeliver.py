"""`courtside redeliver`: what was given up goes back, is taken off only when that was confirmed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from publishing import cli
from publishing.adapters.pubsub import Message
from publishing.services import redeliver
from publishing.store import Unavailable
from tests.services.test_dead_letters_pulled import Queue, waiting

NAME = "nba-phase6-export-trigger"
FROM = f"projects/courtside-test/subscriptions/{NAME}-dlq-monitor"
TO = f"projects/courtside-test/topics/{NAME}"
NOW = datetime(2026, 2, 11, 18, tzinfo=UTC)
ADDED = {
    "CloudPubSubDeadLetterSourceDeliveryCount": "21",
    "CloudPubSubDeadLetterSourceSubscription": f"{NAME}-courtside",
    "CloudPubSubDeadLetterSourceSubscriptionProject": "courtside-test",
    "CloudPubSubDeadLetterSourceTopicPublishTime": "2026-02-11T15:00:00.123+00:00",
}


@dataclass
class Topic:
    """Takes `room` messages; `then` happens once one is taken."""

    path: str = TO
    room: int = 1000
    absent: str | None = None
    then: Callable[[], None] = lambda: None
    messages: list[tuple[bytes, Mapping[str, str]]] = field(default_factory=list)

    def publish(self, data: bytes, attributes: Mapping[str, str]) -> str:
        if len(self.messages) >= self.room:
            raise Unavailable("it was not confirmed")
        self.messages.append((data, dict(attributes)))
        self.then()
        return str(len(self.messages))

    def problem(self) -> str | None:
        return self.absent


@dataclass
class Desk:
    """The command between a subscription and a topic in memory."""

    queue: Queue
    topic: Topic
    capsys: pytest.CaptureFixture[str]

    def run(self, *words: str, now: datetime = NOW) -> tuple[int, str, str]:
        code = redeliver.main(["--from", FROM, "--to", TO, *words], now)
        said = self.capsys.readouterr()
        return code, said.out, said.err

    def gave_up(self, body: bytes, **attributes: str) -> str:
        number = len(self.queue.waiting) + 1
        at = NOW - timedelta(minutes=number)
        self.queue.waiting.append(Message(body, {**ADDED, **attributes}, f"m{number}", at, ""))
        return f"m{number}"


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    desk = Desk(Queue(FROM), Topic(), capsys)
    monkeypatch.setattr(redeliver, "Subscription", lambda path: desk.queue)
    monkeypatch.setattr(redeliver, "Topic", lambda path: desk.topic)
    return desk


def trigger(**more: Any) -> bytes:
    return json.dumps({"export_types": ["results"], **more}).encode()


def test_without_being_asked_it_lists_and_takes_nothing(desk: Desk) -> None:
    for number in range(25):
        desk.gave_up(f"body {number}\x1b[2J".encode())
    desk.gave_up(b"\xff" + b"x" * 1_000_000)
    before = waiting(desk.queue)
    code, out, err = desk.run()
    lines = sorted(out.splitlines(), key=lambda line: int(line.split()[0][1:]))
    assert (code, err, len(lines)) == (0, "", 26)
    assert lines[0] == (
        f"m1  2026-02-11T15:00:00Z  21 deliveries to {NAME}-courtside  10 bytes  body 0\\x1b[2J"
    )
    assert lines[-1].split("  ")[3:] == ["1000001 bytes", "\\xff" + "x" * 115 + "…"]
    assert (desk.topic.messages, desk.queue.ended, waiting(desk.queue)) == ([], [], before)


def test_all_go_back_as_they_were_published(desk: Desk) -> None:
    desk.gave_up(b"first", event_id="e-1", CloudPub="kept")
    desk.gave_up(b"")
    code, out, err = desk.run("--all")
    assert (code, err) == (0, "")
    assert desk.topic.messages == [(b"first", {"event_id": "e-1", "CloudPub": "kept"}), (b"", {})]
    assert out == f"sent m1 as 1\nsent m2 as 2\n2 sent to {TO}\n"
    assert desk.queue.ended == ["m1", "m2"]
    assert waiting(desk.queue) == []


def test_those_that_are_named_go_back_and_the_others_stay(desk: Desk) -> None:
    for number in range(15):
        desk.gave_up(str(number).encode())
    code, _, err = desk.run("--ids", "m3", "m12", "m99")
    assert (code, err) == (1, f"error: no message m99 at {FROM}\n")
    assert [body for body, _ in desk.topic.messages] == [b"2", b"11"]
    assert desk.queue.ended == ["m3", "m12"]
    assert len(waiting(desk.queue)) == 13


def test_a_dry_run_sends_nothing(desk: Desk) -> None:
    desk.gave_up(b"first")
    desk.gave_up(b"second")
    code, out, _ = desk.run("--ids", "m2", "--dry_run")
    assert code == 0
    assert out.startswith("would send m2  ")
    assert out.endswith(f"\n1 would be sent to {TO}\n")
    assert (desk.topic.messages, desk.queue.ended) == ([], [])
    assert waiting(desk.queue) == ["m1", "m2"]


def test_what_is_not_confirmed_is_not_taken_off(desk: Desk) -> None:
    for number in range(3):
        desk.gave_up(str(number).encode())
    desk.topic.room = 1
    code, _, err = desk.run("--all")
    assert code == 1
    assert err == "error: m2 was not sent, and nothing after it: it was not confirmed\n"
    assert desk.queue.ended == ["m1"]
    assert waiting(desk.queue) == ["m2", "m3"]
    # The same command goes on.
    desk.topic.room = 1000
    assert desk.run("--all")[0] == 0
    assert sorted(body for body, _ in desk.topic.messages) == [b"0", b"1", b"2"]


def test_one_that_dies_between_the_two_loses_nothing(desk: Desk) -> None:
    class Killed(BaseException):
        pass

    def die() -> None:
        raise Killed

    desk.gave_up(b"first")
    desk.topic.then = die
    with pytest.raises(Killed):
        desk.run("--all")
    assert desk.queue.ended == []
    desk.queue.expire()
    desk.topic.then = lambda: None
    assert desk.run("--all")[0] == 0
    assert [body for body, _ in desk.topic.messages] == [b"first", b"first"]
    assert desk.queue.ended == ["m1"]


def test_what_was_sent_and_stays_is_said(desk: Desk) -> None:
    desk.gave_up(b"first")
    desk.queue.away = "acknowledge"
    code, out, err = desk.run("--all")
    assert (code, out) == (1, "sent m1 as 1\n")
    assert err.startswith("error: m1 was sent, but could not be taken off: ")
    assert waiting(desk.queue) == ["m1"]


def test_a_word_for_a_date_that_means_another_by_now_is_not_sent(desk: Desk) -> None:
    """`yesterday` is that of the publication (D10): a message of Monday is about Sunday."""
    desk.gave_up(trigger(target_date="yesterday", trigger_source="phase6-daily-results"))
    desk.gave_up(trigger())
    desk.gave_up(trigger(target_date="2026-02-10"))
    desk.gave_up(json.dumps({"players": True, "min_games": 5}).encode())
    # Before four in the morning of the east it is still the same date.
    assert desk.run("--all", "--dry_run", now=NOW + timedelta(hours=14, minutes=59))[0] == 0
    code, _, err = desk.run("--all", now=NOW + timedelta(hours=15))
    assert code == 1
    why = "it meant 2026-02-10, and would mean a later date now: --dated sends it for 2026-02-10"
    assert err.splitlines() == [f"error: m{number} was not sent: {why}" for number in (1, 2)]
    assert desk.queue.ended == ["m3", "m4"]
    assert waiting(desk.queue) == ["m1", "m2"]
    desk.topic.messages.clear()
    assert desk.run("--all", "--dated", now=NOW + timedelta(hours=15))[0] == 0
    sent = [json.loads(body) for body, _ in desk.topic.messages]
    results = {"export_types": ["results"], "target_date": "2026-02-10"}
    assert sent == [{**results, "trigger_source": "phase6-daily-results"}, results]
    assert waiting(desk.queue) == []


def test_an_attribute_that_cannot_be_said_is_not_left_out(desk: Desk) -> None:
    desk.gave_up(b"first", topic="x")
    code, _, err = desk.run("--all")
    assert code == 1
    assert "m1 was not sent: its attribute topic cannot be sent from here" in err
    assert (desk.topic.messages, waiting(desk.queue)) == ([], ["m1"])


def test_more_than_it_looks_at_is_not_done(desk: Desk) -> None:
    for number in range(4):
        desk.gave_up(str(number).encode())
    code, out, err = desk.run("--max", "3")
    assert (code, len(out.splitlines())) == (0, 3)
    assert err == "note: there may be more messages than were looked at, with --max 3\n"
    code, _, err = desk.run("--all", "--max", "3")
    assert (code, len(desk.topic.messages)) == (1, 3)
    assert err == "error: there may be more messages than were looked at, with --max 3\n"


def test_places_that_are_not_there_are_said_together(desk: Desk) -> None:
    desk.queue.away, desk.topic.absent = "pull", "the topic does not exist"
    code, out, err = desk.run("--all")
    assert (code, out) == (2, "")
    assert err == "error: the subscription does not exist\nerror: the topic does not exist\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--from", FROM], "the following arguments are required: --to"),
        (["--from", FROM, "--to", "x"], "--to: 'x' is not known: write projects/PROJECT/topics/"),
        (["--from", TO, "--to", TO], "--from: "),
        (
            ["--from", FROM, "--to", "projects/courtside-test/topics/nba-live-boxscores"],
            f"--to: the messages of {NAME}-dlq-monitor are for {NAME}",
        ),
        (["--from", FROM, "--to", TO, "--all", "--ids", "1"], "not allowed with argument --all"),
        (["--from", FROM, "--to", TO, "--ids"], "expected at least one argument"),
        (["--from", FROM, "--to", TO, "--max", "0"], "--max: 0 is not a number above 0"),
    ],
)
def test_wrong_usage(words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["redeliver", *words]) == 2
    assert sentence in capsys.readouterr().err


def test_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["redeliver", "--help"]) == 0
    assert "messages that Pub/Sub gave up" in " ".join(capsys.readouterr().out.split())
