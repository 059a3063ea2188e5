"""`courtside dead-letters` over a folder: listed, shown, and sent into the feed again."""

from __future__ import annotations

import base64
import gzip
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from publishing import cli
from publishing.adapters.dead_letters import DeadLetters
from publishing.adapters.private import PrivateFolder
from publishing.live.events import Rejection, split
from publishing.services import dead_letters
from publishing.store import Unavailable
from tests.live import payloads

FEED = "projects/courtside-test/topics/feed"
POLL = payloads.poll(payloads.game(), event_id="poll-1")


@dataclass
class RecordingFeed:
    """A topic that takes messages until `room` is used up.

    `absent` is why it cannot be used, once `goes_after` messages were brought to it.
    """

    path: str = FEED
    room: int = 1000
    absent: str | None = None
    goes_after: int = 0
    asked: int = 0
    messages: list[tuple[bytes, Mapping[str, str]]] = field(default_factory=list)

    def publish(self, data: bytes, attributes: Mapping[str, str]) -> str:
        self.asked += 1
        if len(self.messages) >= self.room:
            raise Unavailable(f"{self.path}: away")
        self.messages.append((data, dict(attributes)))
        return str(len(self.messages))

    def problem(self) -> str | None:
        return self.absent if self.asked >= self.goes_after else None


@pytest.fixture
def feed(monkeypatch: pytest.MonkeyPatch) -> RecordingFeed:
    feed = RecordingFeed()
    monkeypatch.setattr(dead_letters, "Topic", lambda path: feed)
    return feed


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "letters"
    folder.mkdir()
    return folder


def keep(place: Path, stage: str, body: bytes, reason: str = "why") -> str:
    """Keeps a letter; each is a second newer than the one before."""
    letter_id = DeadLetters(PrivateFolder(place)).add(Rejection(stage, reason, body))
    number = len(list(place.rglob("*.json")))
    os.utime(place / stage / f"{letter_id}.json", (1_770_000_000 + number,) * 2)
    return letter_id


def courtside(*arguments: object) -> int:
    return cli.main(["dead-letters", *map(str, arguments)])


def replay(place: Path, *arguments: object) -> int:
    return courtside("replay", "--from", place, "--to", FEED, *arguments)


def objects(place: Path) -> dict[str, bytes]:
    return {
        file.relative_to(place).as_posix(): file.read_bytes()
        for file in place.rglob("*")
        if file.is_file()
    }


def test_list_has_a_line_per_letter_and_the_newest_last(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = keep(place, "slate", POLL, "slate closed")
    large = keep(place, "decode", b"x" * 1_000_001, "larger\n\x1b[2J" + "é" * 500)
    last = keep(place, "parse", b"\xff", "no game")
    assert courtside("list", "--from", place) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines] == [
        [first, "2026-02-02T02:40:01Z"],
        [large, "2026-02-02T02:40:02Z"],
        [last, "2026-02-02T02:40:03Z"],
    ]
    assert lines[0].split()[2:] == ["slate", str(len(POLL)), "slate", "closed"]
    assert "1000001  larger\\n\\x1b[2Jéé" in lines[1]
    assert len(lines[1]) < 200
    assert lines[1].endswith("…")


def test_list_restricts_and_speaks_to_machines(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(place, "decode", b"1")
    large = keep(place, "decode", b"x" * 1_000_001, "larger")
    keep(place, "parse", b"3")
    code = courtside(
        *("list", "--from", place, "--json", "--stage", "decode"),
        *("--since", "2026-02-01T21:40:02-05:00"),
    )
    assert code == 0
    assert json.loads(capsys.readouterr().out) == {
        "id": large,
        "stage": "decode",
        "reason": "larger",
        "size": 1_000_001,
        "body_reference": "bodies/a76cefbe2bc69df89369040eccfe7c4a",
        "kept_at": "2026-02-02T02:40:02Z",
        "replayed_at": None,
    }
    assert courtside("list", "--from", place, "--stage", "source") == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", f"note: no letters are listed of {place}\n")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ('{"é": 1}\n\ttab'.encode(), '{"é": 1}\n\ttab'),
        (b"\x1b[2J\xff\x00\r", "\\x1b[2J\\xff\\x00\\r"),
        (gzip.compress(b'{"zipped": 1}', mtime=0), '{"zipped": 1}'),
        (b"\x1f\x8b\xff", "\\x1f\\x8b\\xff"),
        (b"x" * 1_000_001, "x" * 1_000_001),
    ],
)
def test_show_prints_a_letter_and_its_body(
    body: bytes, text: str, place: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    letter_id = keep(place, "decode", body, "not\nan event")
    assert courtside("show", letter_id, "--from", place) == 0
    head, _, shown = capfdbinary.readouterr().out.decode().partition("\n\n")
    assert head.splitlines() == [
        f"id        {letter_id}",
        "stage     decode",
        "kept at   2026-02-02T02:40:01Z",
        "replayed  never",
        f"size      {len(body)} bytes",
        "reason    not\\nan event",
    ]
    assert shown == text + "\n"
    assert courtside("show", letter_id, "--from", place, "--raw") == 0
    assert capfdbinary.readouterr().out == body


def test_a_body_that_is_elsewhere(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letter_id = keep(place, "decode", b"x" * 1_000_001)
    (place / "bodies").rename(tmp_path / "bodies")
    assert courtside("show", letter_id, "--from", place) == 1
    assert "is not there; if it is elsewhere, say where with --bodies" in capsys.readouterr().err
    assert courtside("show", letter_id, "--from", place, "--bodies", tmp_path, "--raw") == 0
    assert capsys.readouterr().out == "x" * 1_000_001


def test_replay_sends_the_original_bytes(place: Path, feed: RecordingFeed) -> None:
    own = keep(place, "decode", POLL)
    zipped = keep(place, "decode", gzip.compress(POLL, mtime=0))
    nameless = keep(place, "slate", payloads.tick("2026-01-10T02:00:00Z"))
    before = objects(place)
    assert replay(place, own, zipped, nameless) == 0
    at = "2026-01-10T02:00:00.000000+00:00"
    assert feed.messages == [
        (POLL, {"event_id": "poll-1", "polled_at": at, "replay_of": own}),
        (
            gzip.compress(POLL, mtime=0),
            {"event_id": "poll-1", "polled_at": at, "replay_of": zipped},
        ),
        (
            payloads.tick("2026-01-10T02:00:00Z"),
            {"event_id": nameless, "polled_at": at, "replay_of": nameless},
        ),
    ]
    # The letters are as they were, and each has a marker beside it.
    after = objects(place)
    assert {path: after.pop(path) for path in before} == before
    assert sorted(path.split("/")[1] for path in after) == sorted([own, zipped, nameless])
    assert all(json.loads(body)["topic"] == FEED for body in after.values())


def test_what_was_sent_is_not_sent_again(
    place: Path, feed: RecordingFeed, capsys: pytest.CaptureFixture[str]
) -> None:
    letter_id = keep(place, "decode", POLL)
    assert replay(place, "--all") == 0
    keep(place, "decode", payloads.poll(event_id="poll-2"))
    capsys.readouterr()
    assert replay(place, "--all") == 0
    assert [message[1]["event_id"] for message in feed.messages] == ["poll-1", "poll-2"]
    said = capsys.readouterr()
    assert "1 sent before" in said.err
    assert f"1 sent to {FEED}" in said.out
    assert courtside("list", "--from", place) == 0
    assert capsys.readouterr().out.count("replayed 20") == 2
    assert replay(place, letter_id) == 1
    assert f"{letter_id} was not sent: it was sent before, at 20" in capsys.readouterr().err
    assert replay(place, letter_id, "--again") == 0
    assert len(feed.messages) == 3
    assert len(list((place / "replayed" / letter_id).iterdir())) == 2


def test_a_dry_run_sends_nothing(
    place: Path, feed: RecordingFeed, capsys: pytest.CaptureFixture[str]
) -> None:
    letter_id = keep(place, "decode", POLL)
    before = objects(place)
    assert replay(place, "--all", "--dry_run") == 0
    assert (feed.messages, objects(place)) == ([], before)
    said = capsys.readouterr().out
    assert f"would send {letter_id} as 1 message\n1 would be sent to {FEED}\n" == said
    feed.absent = "the topic does not exist"
    for more in ([], ["--dry_run"]):
        assert replay(place, "--all", *more) == 2
        ended = capsys.readouterr()
        assert (ended.out, ended.err) == ("", "error: the topic does not exist\n")
    assert feed.asked == 0


BARE_GAME = json.dumps(payloads.game()).encode()
UNREADABLE_GAME = json.dumps(payloads.game(home_code="RMA")).encode()

REFUSED = {
    "failed document": ("publish", b"{}", "a letter of stage publish carries no event"),
    "row": ("warehouse", b"{}", "a letter of stage warehouse carries no event"),
    "answer": ("source", POLL, "a letter of stage source carries no event"),
    "event of the night": ("announce", b"{}", "a letter of stage announce carries no event"),
    "not JSON": ("decode", b'{"polled_at', "rejected again: not an event"),
    "not UTF-8": ("decode", b"\xff", "rejected again: not an event"),
    "empty": ("replay", b"", "rejected again: the body is empty"),
    "unknown kind": (
        "decode",
        payloads.event("guess", {}, "2026-01-10T02:00:00Z"),
        "Invalid enum value 'guess'",
    ),
    "unreadable answer": (
        "decode",
        payloads.event("poll", {"data": 1}, "2026-01-10T02:00:00Z"),
        "Expected `array`, got `int`",
    ),
    "game without a time": ("parse", BARE_GAME, "say when it was polled, with --polled_at"),
    "unreadable game": ("parse", UNREADABLE_GAME, "neither in the body nor beside it"),
    "player": ("parse", json.dumps(payloads.line()).encode(), "neither in the body nor beside"),
    "no lines": ("archive", b"\n", "it has no event line"),
    "line": ("archive", POLL + b"\n{}\n", "line 2: it would be rejected again"),
    "too large": (
        "decode",
        payloads.poll(payloads.game(), padding="x" * 5_000_000),
        "the body is larger than",
    ),
    "too many bytes": (
        "decode",
        gzip.compress(POLL) + bytes(10_000_000),
        "bytes are too many for one message",
    ),
}


@pytest.mark.parametrize(("stage", "body", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_event_is_refused(
    stage: str,
    body: bytes,
    reason: str,
    place: Path,
    feed: RecordingFeed,
    capsys: pytest.CaptureFixture[str],
) -> None:
    letter_id = keep(place, stage, body)
    before = objects(place)
    assert replay(place, "--all") == 1
    assert (feed.messages, objects(place)) == ([], before)
    said = capsys.readouterr().err
    assert said.startswith(f"error: {letter_id} was not sent: ")
    assert reason in said


def test_only_a_readable_game_asks_for_its_time(
    place: Path, feed: RecordingFeed, capsys: pytest.CaptureFixture[str]
) -> None:
    good = keep(place, "parse", BARE_GAME)
    at = "2026-01-09T21:05:00-05:00"
    assert replay(place, good, "--polled_at", at) == 0
    ((data, attributes),) = feed.messages
    assert attributes == {
        "event_id": good,
        "polled_at": "2026-01-10T02:05:00.000000+00:00",
        "replay_of": good,
    }
    # The feed's reader makes an event of exactly this.
    (event,), rejected = split(data, attributes)
    assert (event.event_id, event.game_date.isoformat(), rejected) == (good, payloads.DAY, [])
    for body in (UNREADABLE_GAME, json.dumps(payloads.line()).encode()):
        capsys.readouterr()
        assert replay(place, keep(place, "parse", body), "--polled_at", at) == 1
        said = capsys.readouterr().err
        assert "it would be rejected again" in said
        assert "--polled_at" not in said
    assert len(feed.messages) == 1


def test_a_message_goes_back_as_it_came(place: Path, feed: RecordingFeed) -> None:
    """What asked for exports is for its own topic; what nobody understands stays (D28)."""
    good = b'{"export_types":["tonight"],"target_date":"today"}'
    bad = b'{"export_type":"tonight-picks","date":"TODAY"}'
    known = keep(place, "message", good)
    keep(place, "message", bad)
    assert replay(place, known) == 0
    assert feed.messages == [(good, {"replay_of": known})]
    assert replay(place, "--all") == 1
    assert len(feed.messages) == 1


def test_a_poll_of_which_a_part_is_good_is_sent(place: Path, feed: RecordingFeed) -> None:
    game = payloads.game()
    game["home_team"]["players"].append(payloads.line(7) | {"pts": "many"})
    spoiled = payloads.poll(game, payloads.game(home_code="LAL", away_code="GSW"))
    spoiled = spoiled.replace(b'"many"', b"NaN")
    keep(place, "decode", spoiled)
    assert replay(place, "--all") == 0
    assert [data for data, _ in feed.messages] == [spoiled]


def test_an_own_id_that_is_no_attribute_stays_in_the_body(place: Path, feed: RecordingFeed) -> None:
    letter_id = keep(place, "decode", payloads.poll(event_id="é" * 513))
    assert replay(place, "--all") == 0
    assert feed.messages[0][1]["event_id"] == letter_id


def test_the_lines_of_an_archive_are_messages_of_their_own(
    place: Path, feed: RecordingFeed
) -> None:
    lines = [POLL, payloads.tick("2026-01-10T02:03:00Z"), payloads.schedule(event_id="s-1")]
    letter_id = keep(place, "archive", b"\n".join(lines) + b"\n")
    assert replay(place, letter_id) == 0
    assert [data for data, _ in feed.messages] == lines
    assert [each["event_id"] for _, each in feed.messages] == ["poll-1", f"{letter_id}-2", "s-1"]
    assert {each["replay_of"] for _, each in feed.messages} == {letter_id}


def test_a_closed_slate_is_warned_of(
    place: Path, feed: RecordingFeed, capsys: pytest.CaptureFixture[str]
) -> None:
    letter_id = keep(place, "slate", POLL)
    assert replay(place, "--all") == 0
    assert f"warning: {letter_id}: its slate was closed" in capsys.readouterr().err
    assert len(feed.messages) == 1


def test_a_feed_that_does_not_confirm_leaves_the_letters(
    place: Path, feed: RecordingFeed, capsys: pytest.CaptureFixture[str]
) -> None:
    first = keep(place, "decode", POLL)
    second = keep(place, "archive", POLL + b"\n" + payloads.tick("2026-01-10T02:03:00Z"))
    third = keep(place, "decode", payloads.poll(event_id="poll-3"))
    feed.room = 2
    assert replay(place, "--all") == 1
    said = capsys.readouterr()
    assert f"sent {first} as 1 message" in said.out
    assert f"{second}: only 1 of its 2 messages were sent, and nothing after it" in said.err
    # The third letter is not even tried.
    assert feed.asked == 3
    feed.absent, feed.goes_after = "the topic does not exist", 4
    assert replay(place, "--all") == 1
    assert f"{second}: it was not sent, and nothing after it: the topic" in capsys.readouterr().err
    feed.room, feed.absent = 1000, None
    assert replay(place, "--all") == 0
    sent = [attributes["replay_of"] for _, attributes in feed.messages]
    assert sent == [first, second, second, second, third]


def test_a_marker_that_cannot_be_written_is_said(
    place: Path, feed: RecordingFeed, capsys: pytest.CaptureFixture[str]
) -> None:
    letter_id = keep(place, "decode", POLL)
    (place / "replayed").write_bytes(b"")
    assert replay(place, "--all") == 1
    assert len(feed.messages) == 1
    assert f"{letter_id} was sent, but that could not be recorded" in capsys.readouterr().err


def _truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def _edit(file: Path) -> None:
    letter = json.loads(file.read_bytes())
    letter["body"] = base64.b64encode(b"{}").decode()
    file.write_text(json.dumps(letter))


def _misname(file: Path) -> None:
    file.rename(file.with_name(file.name.replace(file.name[0], "0" if file.name[0] > "0" else "1")))


@pytest.mark.parametrize("damage", [_truncate, _edit, _misname])
def test_an_unreadable_letter_costs_only_itself(
    damage: Callable[[Path], None],
    place: Path,
    feed: RecordingFeed,
    capsys: pytest.CaptureFixture[str],
) -> None:
    good = keep(place, "decode", POLL)
    bad = keep(place, "parse", b"x")
    damage(place / "parse" / f"{bad}.json")
    (file,) = (place / "parse").iterdir()
    assert courtside("list", "--from", place) == 1
    said = capsys.readouterr()
    assert f"error: parse/{file.name}: " in said.err
    assert [line.split()[0] for line in said.out.splitlines()] == [good]
    assert courtside("show", file.stem, "--from", place) == 1
    assert capsys.readouterr().err.count("error: ") == 1
    assert replay(place, "--all") == 1
    assert [attributes["replay_of"] for _, attributes in feed.messages] == [good]
    assert f"error: parse/{file.name} was not sent: " in capsys.readouterr().err
    capsys.readouterr()
    assert replay(place, file.stem) == 1
    assert capsys.readouterr().err.count("error: ") == 1


def test_what_is_not_there_is_a_sentence(
    place: Path, feed: RecordingFeed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    absent = "0" * 32
    there = keep(place, "decode", POLL)
    for arguments in (("show", absent), ("replay", absent, "--to", FEED)):
        assert courtside(*arguments, "--from", place) == 1
        assert f"error: no letter {absent} at {place}" in capsys.readouterr().err
    assert replay(place, there, "--stage", "parse") == 1
    assert f"no letter {there} of stage parse at {place}" in capsys.readouterr().err
    for command in (["list"], ["show", there], ["replay", "--all", "--to", FEED]):
        assert courtside(*command, "--from", tmp_path / "none") == 2
        assert f"error: the folder {tmp_path / 'none'} does not exist" in capsys.readouterr().err
    assert courtside("show", there, "--from", place, "--bodies", tmp_path / "none") == 2
    assert not (tmp_path / "none").exists()
    assert feed.messages == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "required: command"),
        (["burn"], "invalid choice: 'burn'"),
        (["list"], "required: --from"),
        (["list", "--from", "x", "--max", "0"], "'0' is not a number above 0"),
        (["list", "--from", "x", "--since", "yesterday"], "'yesterday' is not an instant"),
        (["list", "--from", "gs://"], "--from: 'gs://' is not a bucket"),
        (["list", "--from", ""], "is not a folder"),
        (["list", "--from", "pubsub:letters"], "write projects/PROJECT/subscriptions/NAME"),
        (["list", "--from", f"pubsub:{FEED}"], "write projects/PROJECT/subscriptions/NAME"),
        (["list", "--from", FEED], f"is not a folder: write pubsub:{FEED}"),
        (["show", "--from", "x"], "required: ID"),
        (["show", "1", "--from", "x", "--bodies", f"pubsub:{FEED}"], "is not a folder"),
        (["replay", "1", "--from", "x"], "required: --to"),
        (["replay", "--from", "x", "--to", FEED], "name the letters, or write --all"),
        (["replay", "1", "--all", "--from", "x", "--to", FEED], "name the letters, or write"),
        (["replay", "--all", "--from", "x", "--to", "feed"], "write projects/PROJECT/topics"),
        (
            ["replay", "1", "--from", "x", "--to", FEED, "--polled_at", "2199-01-01T00:00:00Z"],
            "--polled_at is yet to come",
        ),
    ],
)
def test_wrong_usage_is_2_and_a_sentence(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert courtside(*arguments) == 2
    assert sentence in capsys.readouterr().err


def test_help_is_0(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["--help"], ["list", "--help"], ["replay", "--help"]):
        assert courtside(*arguments) == 0
    assert "--dry_run" in capsys.readouterr().out
