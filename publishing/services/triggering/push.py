"""A push of Pub/Sub as a delivery."""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable

import msgspec

from publishing.adapters.dead_letters import TROUBLE, DeadLetters
from publishing.calendar import GAME_YEARS, parse_instant
from publishing.live.events import Rejection
from publishing.operating.messages import Refused
from publishing.services.serving.answers import Answer, Delivery

log = logging.getLogger("courtside.trigger")

STAGE = "push"
"""The stage of dead letters that are no push at all: the body as it came."""


class _Pushed(msgspec.Struct):
    message_id: str = msgspec.field(name="messageId")
    publish_time: str = msgspec.field(name="publishTime")
    # A message of attributes alone comes without any.
    data: str = ""


class _Push(msgspec.Struct):
    message: _Pushed
    subscription: str = ""


def delivery_of(body: bytes) -> Delivery:
    """The message of a push; Refused with a sentence when the body is none."""
    try:
        push = msgspec.json.decode(body, type=_Push).message
        data = base64.b64decode(push.data, validate=True)
        published_at = _published(push.publish_time)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError) as problem:
        raise Refused(f"not a push of Pub/Sub: {problem}") from None
    return Delivery(data, push.message_id, published_at)


def pushed(
    handle: Callable[[Delivery], Answer], dead_letters: DeadLetters
) -> Callable[[bytes], Answer]:
    """The handler of a push's body; one that is none is kept as a dead letter."""

    def answered(body: bytes) -> Answer:
        try:
            delivery = delivery_of(body)
        except Refused as refused:
            return _unreadable(str(refused), body)
        return handle(delivery)

    def _unreadable(reason: str, body: bytes) -> Answer:
        try:
            letter = dead_letters.add(Rejection(STAGE, reason, body))
        except TROUBLE as problem:
            return Answer("unavailable", f"{type(problem).__name__}: {problem}")
        log.error("push refused reason=%r letter=%s", reason, letter)
        return Answer("unreadable", f"{reason}; dead letter {letter}")

    return answered


def _published(text: str) -> float:
    """Unix seconds; ValueError for no instant, or one that no date can be reckoned from."""
    instant = parse_instant(text)
    if instant.year not in GAME_YEARS:
        raise ValueError(f"{text!r} is out of range")
    return instant.timestamp()
