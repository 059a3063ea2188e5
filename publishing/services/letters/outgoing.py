"""From a dead letter to the messages that bring its events into the feed again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec

from publishing.adapters.dead_letters import LONGEST_ATTRIBUTE, Letter
from publishing.adapters.pubsub import LARGEST_MESSAGE
from publishing.calendar import format_instant
from publishing.live.events import Rejection, SlateEvent, split
from publishing.operating.messages import LiveEvent, PredictionsComplete, read, read_trigger
from publishing.operating.messages import Refused as Unknown

NO_EVENT = {
    "publish": "the next flush publishes newer documents by itself",
    "warehouse": "mend the row in its table, and its next reading brings it",
    "announce": "the next flush, or a restarted job, says it again",
    "source": "the source's next answer takes its place",
}
"""Stages whose bodies are no events, and what to do instead."""

MESSAGE = "message"
"""The stage of letters that asked for exports, or told of predictions or of a night (D28)."""

_ROOM_FOR_ATTRIBUTES = 10_000
_ANY_TIME = "2000-01-01T00:00:00+00:00"


class Refused(ValueError):
    """The letter cannot go into the feed; the text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to the feed."""

    data: bytes
    attributes: Mapping[str, str]


def outgoing(letter: Letter, body: bytes, polled_at: datetime | None = None) -> list[Outgoing]:
    """The messages that a letter becomes: its original bytes, those of an archive line by line.

    Attributes: `event_id` is the event's own, else the letter's; `polled_at` is the event's own,
    else the argument; `replay_of` is the letter's id. Refused for a letter that carries no
    event, or one that would come back as the same letter: then nothing of it is to be sent.
    A letter of stage `message` is for the topic that it came from, not for the feed.
    """
    if letter.stage in NO_EVENT:
        raise Refused(
            f"a letter of stage {letter.stage} carries no event: {NO_EVENT[letter.stage]}"
        )
    if letter.stage == MESSAGE:
        return [_asking(letter, body)]
    if letter.stage != "archive":
        return [_message(letter, letter.id, body, polled_at)]
    found = []
    for number, line in enumerate(body.split(b"\n"), start=1):
        if line.strip():
            try:
                found.append(_message(letter, f"{letter.id}-{number}", line, polled_at))
            except Refused as refused:
                raise Refused(f"line {number}: {refused}") from None
    if not found:
        raise Refused("it has no event line")
    return found


def _asking(letter: Letter, body: bytes) -> Outgoing:
    """A message as it came: a topic's reader may know by now what it did not know then."""
    refused = []
    for understand in (read_trigger, _read_predictions, _read_event):
        try:
            understand(body)
        except Unknown as problem:
            refused.append(str(problem))
        else:
            return Outgoing(body, {"replay_of": letter.id})
    raise Refused(f"it would be rejected again: {refused[0]}")


def _read_predictions(body: bytes) -> object:
    return read(body, PredictionsComplete)


def _read_event(body: bytes) -> object:
    return read(body, LiveEvent)


def _message(letter: Letter, own_id: str, data: bytes, polled_at: datetime | None) -> Outgoing:
    attributes = {"event_id": own_id, "replay_of": letter.id}
    if polled_at is not None:
        attributes["polled_at"] = format_instant(polled_at)
    events, rejected = split(data, attributes)
    if not _carries_something(events, rejected):
        refused = f"it would be rejected again: {rejected[0].reason}"
        if polled_at is None and _carries_something(
            *split(data, {**attributes, "polled_at": _ANY_TIME})
        ):
            refused += "; say when it was polled, with --polled_at"
        raise Refused(refused)
    if len(data) + _ROOM_FOR_ATTRIBUTES > LARGEST_MESSAGE:
        raise Refused(f"its {len(data)} bytes are too many for one message")
    first = events[0]
    if len(first.event_id.encode()) <= LONGEST_ATTRIBUTE:
        attributes["event_id"] = first.event_id
    attributes["polled_at"] = format_instant(first.polled_at)
    return Outgoing(data, attributes)


class _Answer(msgspec.Struct):
    data: list[msgspec.Raw]


class _Poll(msgspec.Struct):
    payload: _Answer | None


def _carries_something(events: list[SlateEvent], rejected: list[Rejection]) -> bool:
    """Whether the feed would get more out of it than the rejections and an empty poll."""
    return bool(events) and (not rejected or any(_contents(events)))


def _contents(events: list[SlateEvent]) -> Iterator[bool]:
    for event in events:
        if event.kind == "poll":
            answer = msgspec.json.decode(event.line, type=_Poll).payload
            yield answer is not None and bool(answer.data)
        else:
            yield True
