"""A push of Pub/Sub as a delivery."""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable

import msgspec

from publishing.calendar import parse_instant
from publishing.operating.messages import Refused
from publishing.services.serving.answers import Answer, Delivery

log = logging.getLogger("courtside.trigger")


class _Pushed(msgspec.Struct):
    data: str
    message_id: str = msgspec.field(name="messageId")
    publish_time: str = msgspec.field(name="publishTime")


class _Push(msgspec.Struct):
    message: _Pushed
    subscription: str = ""


def delivery_of(body: bytes) -> Delivery:
    """The message of a push; Refused with a sentence when the body is none."""
    try:
        push = msgspec.json.decode(body, type=_Push).message
        data = base64.b64decode(push.data, validate=True)
        published_at = parse_instant(push.publish_time).timestamp()
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError) as problem:
        raise Refused(f"not a push of Pub/Sub: {problem}") from None
    return Delivery(data, push.message_id, published_at)


def pushed(handle: Callable[[Delivery], Answer]) -> Callable[[bytes], Answer]:
    """The handler of a push's body."""

    def answered(body: bytes) -> Answer:
        try:
            return handle(delivery_of(body))
        except Refused as refused:
            log.error("push refused reason=%r", str(refused))
            return Answer("unreadable", str(refused))

    return answered
