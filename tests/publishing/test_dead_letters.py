"""Dead letters keep every byte, in a store as on a topic, and say exactly when one is damaged."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from publishing.adapters.dead_letters import (
    LARGEST_INLINE,
    DeadLetters,
    Letter,
    LetterUnreadable,
    dead_letters_at,
    dead_letters_problem,
    decode_letter,
    original,
    written,
)
from publishing.adapters.private import PrivateFolder
from publishing.adapters.pubsub import LARGEST_MESSAGE, Topic
from publishing.live.events import Rejection
from publishing.store import Unavailable

TOPIC = "pubsub:projects/courtside-test/topics/dead-letters"

BODIES = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=200).map(str.encode),
    st.binary(min_size=1, max_size=9).map(lambda part: part * (LARGEST_INLINE // len(part) + 1)),
)


@dataclass
class RecordingTopic:
    """Takes every message, or none while it is away."""

    away: bool = False
    messages: list[tuple[bytes, Mapping[str, str]]] = field(default_factory=list)

    def publish(self, data: bytes, attributes: Mapping[str, str]) -> str:
        if self.away:
            raise Unavailable("the topic is away")
        self.messages.append((data, dict(attributes)))
        return str(len(self.messages))


def kept_in_folder(rejection: Rejection, folder: Path) -> tuple[str, Letter, bytes]:
    """A rejection's id, its letter as it is read again, and its body as it is read again."""
    store = PrivateFolder(folder)
    letter_id = DeadLetters(store).add(rejection)
    letter = decode_letter((folder / rejection.stage / f"{letter_id}.json").read_bytes())
    return letter_id, letter, original(letter, store)


def kept_on_topic(
    rejection: Rejection, bodies: Path
) -> tuple[str, bytes, Mapping[str, str], Letter, bytes]:
    store, topic = PrivateFolder(bodies), RecordingTopic()
    letter_id = DeadLetters(store, topic).add(rejection)
    ((data, attributes),) = topic.messages
    letter = decode_letter(data)
    return letter_id, data, attributes, letter, original(letter, store)


@given(body=BODIES, reason=st.text(max_size=600))
@example(body=b"", reason="")
@example(body=b"\xff" * LARGEST_INLINE, reason="é" * 513)
@example(body="é".encode() * (LARGEST_INLINE // 2), reason="\U0001f3c0" * 300)
@example(body=b"\xc3" * (LARGEST_INLINE + 1), reason="larger")
@settings(max_examples=60, deadline=None)
def test_any_bytes_come_back_and_have_one_id(body: bytes, reason: str) -> None:
    rejection = Rejection("decode", reason, body)
    with tempfile.TemporaryDirectory() as place:
        stored_id, stored, from_folder = kept_in_folder(rejection, Path(place, "letters"))
        letter_id, data, attributes, sent, from_topic = kept_on_topic(
            rejection, Path(place, "bodies")
        )
    assert from_folder == from_topic == body
    assert stored_id == letter_id == stored.id
    assert stored == sent
    assert (sent.stage, sent.reason, sent.size) == ("decode", reason, len(body))
    assert (sent.body_reference is not None) == (len(body) > LARGEST_INLINE)
    assert len(data) < LARGEST_MESSAGE
    assert set(attributes) == {"letter_id", "stage", "reason"}
    assert attributes["letter_id"] == letter_id
    cut = attributes["reason"]
    assert reason.startswith(cut)
    assert len(cut.encode()) <= 1024
    assert cut == reason or len(cut.encode()) > 1024 - 4


@pytest.mark.parametrize("byte", [b"\x00", b"\x1f", b'"', b"\\", b"\x7f", b"\xff"])
@pytest.mark.parametrize("size", [LARGEST_INLINE, 600_000])
def test_no_letter_is_larger_than_any_client_takes(byte: bytes, size: int, tmp_path: Path) -> None:
    reason = "\x01" * 2_000_000
    rejection = Rejection("decode", reason, byte * size)
    _, data, attributes, letter, body = kept_on_topic(rejection, tmp_path)
    beside = sum(len(text.encode()) for item in attributes.items() for text in item)
    assert len(data) + beside < 4 * 1024 * 1024 < LARGEST_MESSAGE
    assert body == rejection.body
    assert reason.startswith(letter.reason)
    assert kept_in_folder(rejection, tmp_path / "letters")[1:] == (letter, body)
    # Only control characters make a megabyte that large.
    assert (letter.body is None) == (byte < b" ")


# As the first release wrote them: these ids and bytes must not change.
FIRST_RELEASE = [
    (
        Rejection("decode", "not an event", '{"é"\n'.encode()),
        '{"id":"27d8b38b7018c9da1bdd9942e49ad9ad","stage":"decode","reason":"not an event",'
        '"size":6,"body":"{\\"é\\"\\n","body_encoding":"utf-8"}',
    ),
    (
        Rejection("parse", "why", b"\xff\x00"),
        '{"id":"3fe9bf63efa993c7b436407d4dab98b7","stage":"parse","reason":"why",'
        '"size":2,"body":"/wA=","body_encoding":"base64"}',
    ),
    (
        Rejection("decode", "larger", b"x" * 1_000_001),
        '{"id":"bcc6c24c44a22b8e882095bb57aa3dd6","stage":"decode","reason":"larger",'
        '"size":1000001,"body_reference":"bodies/a76cefbe2bc69df89369040eccfe7c4a"}',
    ),
]


@pytest.mark.parametrize(("rejection", "text"), FIRST_RELEASE)
def test_letters_are_those_of_the_first_release(
    rejection: Rejection, text: str, tmp_path: Path
) -> None:
    letter_id, _, body = kept_in_folder(rejection, tmp_path)
    file = tmp_path / rejection.stage / f"{letter_id}.json"
    assert file.read_text() == text
    assert body == rejection.body
    assert kept_on_topic(rejection, tmp_path / "bodies")[1] == text.encode()


def test_the_same_letter_again_changes_nothing(tmp_path: Path) -> None:
    letters = DeadLetters(PrivateFolder(tmp_path))
    rejection = Rejection("slate", "closed", b"x" * 1_500_000)
    first = letters.add(rejection)
    before = {file: file.stat() for file in tmp_path.rglob("*")}
    assert letters.add(rejection) == first
    assert {file: file.stat() for file in tmp_path.rglob("*")} == before


def test_a_reason_that_is_no_text_does_not_cost_the_letter(tmp_path: Path) -> None:
    _, letter, body = kept_in_folder(Rejection("replay", "n\udcff.gz", b"x"), tmp_path)
    assert (letter.reason, body) == ("n\\udcff.gz", b"x")


def test_what_is_away_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    large = Rejection("decode", "why", b"x" * 1_500_000)
    with pytest.raises(Unavailable):
        dead_letters_at(str(tmp_path / "file")).add(large)
    topic = RecordingTopic()
    with pytest.raises(Unavailable):
        DeadLetters(PrivateFolder(tmp_path / "file"), topic).add(large)
    # A message without its body would be a letter that nobody can read.
    assert topic.messages == []
    with pytest.raises(Unavailable):
        DeadLetters(PrivateFolder(tmp_path), RecordingTopic(away=True)).add(large)


GOOD = orjson.loads(FIRST_RELEASE[0][1])


@pytest.mark.parametrize(
    ("encoded", "reason"),
    [
        (b"", "not a dead letter"),
        (b"{", "not a dead letter"),
        (b"\xff", "not a dead letter"),
        (b"[" * 100_000, "not a dead letter"),
        (b'{"letter_id": "1"}', "not a dead letter"),
        (orjson.dumps(GOOD | {"priority": 1}), "unknown field `priority`"),
        (orjson.dumps(GOOD | {"size": "6"}), "Expected `int`, got `str`"),
        (orjson.dumps(GOOD | {"size": -6}), "Expected `int` >= 0"),
        (orjson.dumps(GOOD | {"body_encoding": "hex"}), "Invalid enum value 'hex'"),
        (orjson.dumps(GOOD | {"body_encoding": None}), "needs a body or a reference"),
        (orjson.dumps(GOOD | {"body_reference": "bodies/" + "0" * 32}), "needs a body or a ref"),
        (
            orjson.dumps(
                GOOD | {"body": None, "body_encoding": None, "body_reference": "../../etc/passwd"}
            ),
            "refers to '../../etc/passwd'",
        ),
        (orjson.dumps(GOOD | {"reason": "another"}), "was changed"),
        (orjson.dumps(GOOD | {"size": 7}), "was changed"),
        (orjson.dumps(GOOD | {"body": "{}"}), "was changed"),
        (orjson.dumps(GOOD | {"id": "0" * 32}), "was changed"),
    ],
)
def test_anything_but_a_letter_is_refused(encoded: bytes, reason: str) -> None:
    with pytest.raises(LetterUnreadable, match=reason):
        decode_letter(encoded)


@given(damage=st.binary(max_size=3), at=st.integers(0, len(FIRST_RELEASE[1][1])))
def test_a_damaged_letter_is_refused_or_the_same(damage: bytes, at: int) -> None:
    encoded = FIRST_RELEASE[1][1].encode()
    try:
        letter = decode_letter(encoded[:at] + damage + encoded[at + len(damage) :])
    except LetterUnreadable:
        return
    assert letter == decode_letter(encoded)


def test_a_body_that_is_gone_or_changed_is_said_so(tmp_path: Path) -> None:
    store = PrivateFolder(tmp_path)
    rejection = Rejection("decode", "larger", b"x" * 1_000_001)
    letter_id, letter, _ = kept_in_folder(rejection, tmp_path)
    with pytest.raises(LetterUnreadable, match=f"kept apart, as {letter.body_reference}"):
        original(letter, None)
    (tmp_path / str(letter.body_reference)).write_bytes(b"y" * 1_000_001)
    with pytest.raises(LetterUnreadable, match="was changed"):
        original(letter, store)
    (tmp_path / str(letter.body_reference)).unlink()
    with pytest.raises(LetterUnreadable, match="is not there"):
        original(letter, store)
    for body, size, reason in (("x", 1, "not base64"), ("/wA=", 3, "2 bytes and not 3")):
        with pytest.raises(LetterUnreadable, match=reason):
            original(Letter(letter_id, "decode", "", size, body, "base64"), None)


def test_places(tmp_path: Path) -> None:
    bodies = tmp_path / "bodies"
    dead_letters_at(TOPIC, str(bodies))
    letter_id = dead_letters_at(str(tmp_path), str(bodies)).add(
        Rejection("decode", "why", b"x" * 1_000_001)
    )
    assert (tmp_path / "decode" / f"{letter_id}.json").exists()
    # A folder keeps its large bodies itself.
    assert list(bodies.iterdir()) == [bodies / "a76cefbe2bc69df89369040eccfe7c4a"]
    for place, other, reason in (
        (TOPIC, None, "takes no bodies over 1 MB: say where these go"),
        (TOPIC, TOPIC, "takes no bodies: write a folder"),
        ("pubsub:dead-letters", str(bodies), "write projects/PROJECT/topics/NAME"),
        (TOPIC.removeprefix("pubsub:"), None, f"is not a folder: write {TOPIC}"),
        ("gs://", None, "is not a bucket"),
    ):
        with pytest.raises(ValueError, match=reason):
            dead_letters_at(place, other)


def test_a_preflight_says_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"")
    assert dead_letters_problem(str(tmp_path / "letters")) == []
    (problem,) = dead_letters_problem(str(file))
    assert problem.startswith(f"the folder {file} cannot be made")
    (problem,) = dead_letters_problem(TOPIC)
    assert "takes no bodies over 1 MB" in problem
    (problem,) = dead_letters_problem("gs://")
    assert "is not a bucket" in problem
    monkeypatch.setattr(Topic, "problem", lambda topic: f"{topic.path} is missing")
    problems = dead_letters_problem(TOPIC, str(file))
    assert problems[0] == f"{TOPIC.removeprefix('pubsub:')} is missing"
    assert problems[1].startswith(f"the folder {file} cannot be made")


def test_when_a_letter_was_written(tmp_path: Path) -> None:
    before = datetime.now(UTC).timestamp()
    letter_id = DeadLetters(PrivateFolder(tmp_path)).add(Rejection("decode", "why", b"x"))
    (tmp_path / "decode" / ".unfinished").write_bytes(b"")
    ((path, at),) = written(str(tmp_path)).items()
    assert path == f"decode/{letter_id}.json"
    # A file system's clock may tick coarsely.
    assert before - 1 < at.timestamp() < before + 60
