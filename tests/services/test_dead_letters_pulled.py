"""Letters on a subscription: looking never consumes, and only what was sent is ended."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from publishing import cli
from publishing.adapters.dead_letters import DeadLetters
from publishing.adapters.private import PrivateFolder
from publishing.adapters.pubsub import Message
from publishing.live.events import Rejection
from publishing.services import dead_letters
from publishing.services.letters import opened
from publishing.services.letters.found import Found, Replayed, Wanted
from publishing.services.letters.subscription import PulledLetters
from publishing.store import Unavailable
from tests.live import payloads
from tests.publishing.test_dead_letters import RecordingTopic
from tests.services.test_dead_letters import FEED, RecordingFeed

LETTERS = "projects/courtside-test/subscriptions/dead-letters"
BEGAN = datetime(2026, 2, 2, tzinfo=UTC)


@dataclass
class Queue:
    """A subscription in memory: a message waits, is out, or has ended."""

    path: str = LETTERS
    waiting: list[Message] = field(default_factory=list)
    out: dict[str, Message] = field(default_factory=dict)
    ended: list[str] = field(default_factory=list)
    too_late: int = 0
    pulls: int = 0
    silent_pull: int = 0
    away: str | None = None
    before_pull: Callable[[], None] = lambda: None

    def put(self, data: bytes) -> None:
        number = len(self.waiting) + 1
        at = BEGAN + timedelta(seconds=number)
        self.waiting.append(Message(data, {}, f"m{number}", at, ""))

    def keep(self, stage: str, body: bytes, bodies: Path | None = None) -> str:
        topic = RecordingTopic()
        store = PrivateFolder(bodies or Path("/nowhere"))
        letter_id = DeadLetters(store, topic).add(Rejection(stage, "why", body))
        self.put(topic.messages[0][0])
        return letter_id

    def expire(self) -> None:
        """The deadline of everything that is out has passed."""
        self.waiting = [*self.out.values(), *self.waiting]
        self.out.clear()

    def pull(self, max_messages: int, wait_seconds: float = 5.0) -> list[Message]:
        self._require("pull")
        self.before_pull()
        self.pulls += 1
        if self.pulls == self.silent_pull:
            return []
        pulled, self.waiting = self.waiting[:max_messages], self.waiting[max_messages:]
        given = []
        for message in pulled:
            ack_id = f"{self.pulls}/{message.message_id}"
            self.out[ack_id] = message
            given.append(
                Message(
                    message.data,
                    message.attributes,
                    message.message_id,
                    message.publish_time,
                    ack_id,
                )
            )
        return given

    def acknowledge(self, messages: list[Message]) -> None:
        self._require("acknowledge")
        for message in messages:
            # As Pub/Sub does: an id that is too old is no error, and ends nothing.
            if self.out.pop(message.ack_id, None):
                self.ended.append(message.message_id)
            else:
                self.too_late += 1

    def release(self, messages: list[Message]) -> None:
        self._require("release")
        for message in messages:
            if found := self.out.pop(message.ack_id, None):
                self.waiting.append(found)

    def problem(self) -> str | None:
        return "the subscription does not exist" if self.away == "pull" else None

    def _require(self, verb: str) -> None:
        if self.away == verb:
            raise Unavailable(f"{self.path}: away")


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Queue:
    queue = Queue()
    monkeypatch.setattr(opened, "Subscription", lambda path: queue)
    return queue


@pytest.fixture
def feed(monkeypatch: pytest.MonkeyPatch) -> RecordingFeed:
    feed = RecordingFeed()
    monkeypatch.setattr(dead_letters, "Topic", lambda path: feed)
    return feed


def courtside(command: str, *arguments: object) -> int:
    return cli.main(["dead-letters", command, "--from", f"pubsub:{LETTERS}", *map(str, arguments)])


def waiting(queue: Queue) -> list[str]:
    assert queue.out == {}
    return sorted(message.message_id for message in queue.waiting)


def poll(number: int) -> bytes:
    return payloads.poll(payloads.game(), event_id=f"poll-{number}")


def test_list_shows_every_letter_once_and_gives_all_back(
    queue: Queue, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = [queue.keep("decode", poll(number)) for number in range(120)]
    queue.put(queue.waiting[3].data)
    before = waiting(queue)
    queue.waiting.reverse()
    for _ in range(2):
        assert courtside("list") == 0
        lines = capsys.readouterr().out.splitlines()
        # The copy of the fourth came last, and was seen first.
        found = [line.split()[0] for line in lines]
        assert found == [*ids[:3], *ids[4:], ids[3]] or found == ids
        assert waiting(queue) == before
    assert queue.ended == []


def test_a_deadline_that_passes_makes_nothing_twice(
    queue: Queue, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = [queue.keep("decode", poll(number)) for number in range(120)]
    before = waiting(queue)

    def before_the_fourth() -> None:
        if queue.pulls == 12:
            queue.expire()

    queue.before_pull = before_the_fourth
    assert courtside("list") == 0
    said = capsys.readouterr()
    assert [line.split()[0] for line in said.out.splitlines()] == ids
    assert said.err == ""
    assert waiting(queue) == before


def test_one_empty_answer_is_not_the_end(queue: Queue, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(20):
        queue.keep("decode", poll(number))
    queue.silent_pull = 2
    assert courtside("list") == 0
    assert len(capsys.readouterr().out.splitlines()) == 20


def test_what_was_never_reached_is_said(queue: Queue, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(60):
        queue.keep("decode", poll(number))
    queue.before_pull = queue.expire
    assert courtside("list") == 0
    said = capsys.readouterr()
    assert len(said.out.splitlines()) == 10
    assert "note: there may be more letters than were looked at" in said.err


def test_list_is_bounded_and_says_so(queue: Queue, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(60):
        queue.keep("decode", poll(number))
    before = waiting(queue)
    assert courtside("list", "--max", 55) == 0
    said = capsys.readouterr()
    assert len(said.out.splitlines()) == 55
    assert "note: there may be more letters than were looked at, with --max 55" in said.err
    assert waiting(queue) == before


def test_show_finds_a_letter_and_gives_it_back(
    queue: Queue, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    large = queue.keep("decode", b"x" * 1_000_001, tmp_path)
    small = queue.keep("parse", b"{}")
    before = waiting(queue)
    assert courtside("show", small) == 0
    assert capsys.readouterr().out.endswith("\n\n{}\n")
    assert courtside("show", large) == 1
    assert "say where with --bodies" in capsys.readouterr().err
    assert courtside("show", large, "--raw", "--bodies", tmp_path) == 0
    assert capsys.readouterr().out == "x" * 1_000_001
    assert courtside("show", "0" * 32) == 1
    assert waiting(queue) == before


def test_replay_ends_what_it_sent_and_nothing_else(
    queue: Queue, feed: RecordingFeed, capsys: pytest.CaptureFixture[str]
) -> None:
    good = queue.keep("decode", poll(1))
    for _ in range(40):
        queue.put(queue.waiting[0].data)
    refused = queue.keep("publish", b"{}")
    queue.put(b"somebody else's message")
    assert courtside("replay", "--all", "--to", FEED) == 1
    assert [attributes["replay_of"] for _, attributes in feed.messages] == [good]
    # Every copy of the letter that was sent, and the others are there again.
    assert len(queue.ended) == 41
    assert waiting(queue) == ["m42", "m43"]
    said = capsys.readouterr().err
    assert f"{refused} was not sent: a letter of stage publish" in said
    assert "message m43 was not sent: not a dead letter" in said


def test_replay_of_one_letter_leaves_the_others(queue: Queue, feed: RecordingFeed) -> None:
    ids = [queue.keep("decode", poll(number)) for number in range(1, 4)]
    assert courtside("replay", ids[1], "--to", FEED) == 0
    assert [attributes["event_id"] for _, attributes in feed.messages] == ["poll-2"]
    assert queue.ended == ["m2"]
    assert waiting(queue) == ["m1", "m3"]


def test_a_dry_run_ends_nothing(queue: Queue, feed: RecordingFeed) -> None:
    queue.keep("decode", poll(1))
    assert courtside("replay", "--all", "--to", FEED, "--dry_run") == 0
    assert (feed.messages, queue.ended, waiting(queue)) == ([], [], ["m1"])


def test_a_feed_that_does_not_confirm_leaves_the_letter(queue: Queue, feed: RecordingFeed) -> None:
    for number in range(3):
        queue.keep("decode", poll(number))
    feed.room = 1
    assert courtside("replay", "--all", "--to", FEED) == 1
    assert queue.ended == ["m1"]
    assert waiting(queue) == ["m2", "m3"]


def test_an_end_that_fails_is_said(
    queue: Queue, feed: RecordingFeed, capsys: pytest.CaptureFixture[str]
) -> None:
    letter_id = queue.keep("decode", poll(1))
    queue.away = "acknowledge"
    assert courtside("replay", "--all", "--to", FEED) == 1
    assert f"{letter_id} was sent, but that could not be recorded" in capsys.readouterr().err
    assert waiting(queue) == ["m1"]


def test_replay_of_more_than_it_looks_at_is_not_done(
    queue: Queue, feed: RecordingFeed, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(4):
        queue.keep("decode", poll(number))
    assert courtside("replay", "--all", "--to", FEED, "--max", 3) == 1
    assert (
        "error: there may be more letters than were looked at, with --max 3"
        in capsys.readouterr().err
    )
    assert (len(feed.messages), waiting(queue)) == (3, ["m4"])


def test_a_subscription_that_is_not_there_is_a_sentence(
    queue: Queue, capsys: pytest.CaptureFixture[str]
) -> None:
    queue.away = "pull"
    assert courtside("list") == 2
    assert capsys.readouterr().err == "error: the subscription does not exist\n"


def test_a_slow_replay_ends_no_message_too_late(
    queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each letter takes three seconds; messages come again after ten, and old ids end nothing."""
    for number in range(9):
        queue.keep("decode", poll(number))
    clock = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    pulled_at = [0.0]

    def pulling() -> None:
        pulled_at[0] = clock[0]

    queue.before_pull = pulling
    letters = PulledLetters(queue, None, 1000)
    sent = []
    for item in letters.find(Wanted()):
        assert isinstance(item, Found)
        clock[0] += 3
        if clock[0] - pulled_at[0] > 10:
            queue.expire()
        letters.sent(item.letter, Replayed(BEGAN, FEED, ("1",)))
        sent.append(item.letter.id)
    letters.close()
    assert len(sent) == len(set(sent)) == len(queue.ended) == 9
    assert queue.too_late == 0
    assert queue.waiting == []
