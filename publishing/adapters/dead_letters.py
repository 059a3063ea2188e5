"""Where everything goes that does not fit: stage, reason and the original bytes (D28, I-8).

A letter is one object `{stage}/{id}.json` of a private store, or one message of a topic.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal, Protocol

import msgspec
import orjson
from google.api_core import exceptions as google_errors
from google.auth import exceptions as auth_errors

from publishing.adapters import places
from publishing.adapters.bucket import REQUEST_SECONDS, translated
from publishing.adapters.private import PrivateStore
from publishing.adapters.pubsub import Topic, pubsub_path
from publishing.documents import digest
from publishing.live.events import Rejection
from publishing.store import Throttled, Unavailable

LARGEST_INLINE = 1_000_000
"""Bytes; a larger body is kept beside its letter and referred to."""

LARGEST_LETTER = 4_000_000
"""Bytes of JSON; a letter that its body makes larger refers to it too.

JSON writes a control character with six: a body of 1 MB may need six. A message may have 10 MB,
but a gRPC client takes 4 MiB unless it was told otherwise.
"""

LONGEST_REASON = 100_000
"""Characters; a reason that quotes more of its body is cut."""

LONGEST_ATTRIBUTE = 1024
"""Bytes of an attribute's value that Pub/Sub takes."""

SCHEME = "pubsub:"

TROUBLE = (
    Unavailable,
    Throttled,
    google_errors.GoogleAPIError,
    auth_errors.GoogleAuthError,
    OSError,
)
"""What a place raises that is away, is missing, or may not be used."""

_REFERENCE = re.compile(r"bodies/[0-9a-f]{32}")
_BARE_PATH = re.compile(r"projects/[^/]+/(topics|subscriptions)/[^/]+")


class LetterUnreadable(ValueError):
    """A letter or its body cannot be had as it was written; the text says why."""


class Letter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rejection as it is kept: the body inline, or a reference to it. `size` is in bytes."""

    id: str
    stage: str
    reason: str
    size: Annotated[int, msgspec.Meta(ge=0)]
    body: str | None = None
    body_encoding: Literal["utf-8", "base64"] | None = None
    body_reference: str | None = None


class LetterTopic(Protocol):
    """What letters need of a topic."""

    def publish(self, data: bytes, attributes: Mapping[str, str]) -> str:
        """Publishes a message and returns its id; Unavailable when it was not confirmed."""


class DeadLetters:
    """Keeps one letter per rejection; equal rejections have equal ids.

    Without a topic the store has the letters, and the same one again changes nothing. With a
    topic each is a message, with the attributes `letter_id`, `stage` and `reason` (cut), and
    the store has only the bodies that are too large for it.
    """

    def __init__(self, store: PrivateStore, topic: LetterTopic | None = None) -> None:
        self._store = store
        self._topic = topic

    def add(self, rejection: Rejection) -> str:
        """Keeps a rejection and returns its id; Unavailable or Throttled when it is not kept."""
        fields = _fields(rejection)
        letter_id = _id_of(fields)
        encoded = orjson.dumps({"id": letter_id, **fields})
        if "body_reference" in fields:
            # The body first: a letter never refers to what is not there.
            self._store.add(str(fields["body_reference"]), rejection.body)
        if self._topic is None:
            self._store.add(f"{rejection.stage}/{letter_id}.json", encoded)
        else:
            reason = _cut(str(fields["reason"]), LONGEST_ATTRIBUTE)
            attributes = {"letter_id": letter_id, "stage": rejection.stage, "reason": reason}
            self._topic.publish(encoded, attributes)
        return letter_id


def dead_letters_at(place: str, bodies: str | None = None) -> DeadLetters:
    """The dead letters at a folder, `gs://BUCKET/PREFIX` or `pubsub:projects/P/topics/T`.

    Only a topic needs `bodies`, a folder or bucket for what is over 1 MB; the others keep that
    themselves. ValueError with a sentence for a place that is none of these.
    """
    path = pubsub_place(place, "topics")
    if path is None:
        return DeadLetters(_private_store(place))
    if bodies is None:
        raise ValueError(
            f"{place} takes no bodies over 1 MB: say where these go, a folder or gs://BUCKET/PREFIX"
        )
    if pubsub_place(bodies, "topics") is not None:
        raise ValueError(f"{bodies} takes no bodies: write a folder or gs://BUCKET/PREFIX")
    return DeadLetters(_private_store(bodies), Topic(path))


def dead_letters_problem(place: str, bodies: str | None = None) -> list[str]:
    """Why no letter could be kept there, one sentence each; nothing when every one can."""
    try:
        path = pubsub_place(place, "topics")
        if path is None:
            found = [places.problem_of(place, ("write",))]
        else:
            dead_letters_at(place, bodies)
            found = [Topic(path).problem(), places.problem_of(bodies or "", ("write",))]
    except (ValueError, auth_errors.GoogleAuthError) as problem:
        found = [str(problem)]
    return [problem for problem in found if problem]


def pubsub_place(place: str, kind: Literal["topics", "subscriptions"]) -> str | None:
    """The full name behind `pubsub:…`; None for a folder or bucket, ValueError for neither."""
    if place.startswith(SCHEME):
        return pubsub_path(place.removeprefix(SCHEME), kind)
    if _BARE_PATH.fullmatch(place):
        # Else it would be the name of a folder, and letters would be lost with the machine.
        raise ValueError(f"{place!r} is not a folder: write {SCHEME}{place}")
    return None


def decode_letter(encoded: bytes) -> Letter:
    """The letter that `add` wrote; LetterUnreadable for anything else, however near."""
    try:
        letter = msgspec.json.decode(encoded, type=Letter)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise LetterUnreadable(f"not a dead letter: {problem}") from None
    has = [part is not None for part in (letter.body, letter.body_encoding, letter.body_reference)]
    if has not in ([True, True, False], [False, False, True]):
        raise LetterUnreadable("not a dead letter: it needs a body or a reference to one")
    if letter.body_reference is not None and not _REFERENCE.fullmatch(letter.body_reference):
        raise LetterUnreadable(f"not a dead letter: it refers to {letter.body_reference!r}")
    said = msgspec.structs.asdict(letter)
    if letter.id != _id_of({name: said[name] for name in said if said[name] is not None}):
        raise LetterUnreadable(f"the letter {letter.id!r} was changed: its id does not fit it")
    return letter


def original(letter: Letter, bodies: PrivateStore | None) -> bytes:
    """The bytes that were rejected; LetterUnreadable when they cannot be had.

    `bodies` is the store that the letter's reference, if it has one, leads into.
    """
    if letter.body_reference is not None:
        if bodies is None:
            raise LetterUnreadable(f"its body is kept apart, as {letter.body_reference}")
        body = bodies.get(letter.body_reference)
        if body is None:
            raise LetterUnreadable(f"its body {letter.body_reference} is not there")
        if letter.body_reference != f"bodies/{digest(body)}":
            raise LetterUnreadable(f"its body {letter.body_reference} was changed")
    elif letter.body_encoding == "base64":
        try:
            body = base64.b64decode(letter.body or "", validate=True)
        except ValueError as problem:
            raise LetterUnreadable(f"its body is not base64: {problem}") from None
    else:
        body = (letter.body or "").encode()
    if len(body) != letter.size:
        raise LetterUnreadable(f"its body has {len(body)} bytes and not {letter.size}")
    return body


def written(place: str) -> dict[str, datetime]:
    """When each object of a folder or bucket was written, by path in it."""
    if not places.is_bucket(place):
        root = Path(place).resolve()
        return {
            file.relative_to(root).as_posix(): datetime.fromtimestamp(file.stat().st_mtime, UTC)
            for file in root.rglob("*")
            if not file.name.startswith(".") and file.is_file()
        }
    bucket, prefix = places.bucket_and_prefix(place)
    root_prefix = prefix.strip("/") + "/" if prefix.strip("/") else ""

    def request() -> dict[str, datetime]:
        blobs = places._client().list_blobs(
            bucket,
            prefix=root_prefix,
            fields="items(name,timeCreated),nextPageToken",
            timeout=REQUEST_SECONDS,
            retry=None,
        )
        return {blob.name.removeprefix(root_prefix): blob.time_created for blob in blobs}

    return translated(request)


def _private_store(place: str) -> PrivateStore:
    if places.is_bucket(place):
        # A place that is none is said before credentials are asked for.
        places.bucket_and_prefix(place)
    return places.private_store(place)


def _fields(rejection: Rejection) -> dict[str, object]:
    """A letter without its id, in the order that the id is made of."""
    # A text that is not UTF-8, as from a file's name, must not cost the letter.
    reason = rejection.reason[:LONGEST_REASON].encode(errors="backslashreplace").decode()
    head = {"stage": rejection.stage, "reason": reason, "size": len(rejection.body)}
    if len(rejection.body) <= LARGEST_INLINE:
        inline = {**head, **_inline(rejection.body)}
        if len(orjson.dumps(inline)) <= LARGEST_LETTER:
            return inline
    return {**head, "body_reference": f"bodies/{digest(rejection.body)}"}


def _inline(body: bytes) -> dict[str, object]:
    try:
        return {"body": body.decode(), "body_encoding": "utf-8"}
    except UnicodeDecodeError:
        return {"body": base64.b64encode(body).decode(), "body_encoding": "base64"}


def _id_of(fields: Mapping[str, object]) -> str:
    return digest(orjson.dumps({name: fields[name] for name in fields if name != "id"}))


def _cut(text: str, size: int) -> str:
    """The beginning of a text, in `size` bytes of UTF-8 at the most."""
    return text.encode()[:size].decode(errors="ignore")
