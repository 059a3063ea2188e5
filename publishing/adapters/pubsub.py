"""Pub/Sub as the live feed's transport: topics to publish to, subscriptions to look into."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Callable, Mapping
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import google.cloud.pubsub_v1 as pubsub_v1
import grpc
from google.api_core import exceptions as google_errors
from google.auth import exceptions as auth_errors
from google.pubsub_v1.services.subscriber.transports import SubscriberGrpcTransport

from publishing.adapters.granting import grant, member, trouble
from publishing.store import Unavailable

REQUEST_SECONDS = 20.0
LARGEST_MESSAGE = 10_000_000
"""Bytes that Pub/Sub takes in one request."""

_PATHS = {
    "topics": re.compile(r"projects/[a-z0-9:.-]{6,}/topics/[A-Za-z][\w.~+%-]{2,254}"),
    "subscriptions": re.compile(r"projects/[a-z0-9:.-]{6,}/subscriptions/[A-Za-z][\w.~+%-]{2,254}"),
}

_TROUBLE = (
    google_errors.GoogleAPIError,
    auth_errors.GoogleAuthError,
    FutureTimeout,
    ConnectionError,
)


@dataclass(frozen=True, slots=True)
class Message:
    """A message that was pulled; `ack_id` gives it back or ends it."""

    data: bytes
    attributes: Mapping[str, str]
    message_id: str
    publish_time: datetime
    ack_id: str


def pubsub_path(text: str, kind: Literal["topics", "subscriptions"]) -> str:
    """The full name of a topic or subscription; ValueError with a sentence when it is none."""
    if not _PATHS[kind].fullmatch(text):
        raise ValueError(f"{text!r} is not known: write projects/PROJECT/{kind}/NAME")
    return text


class Topic:
    """A topic to publish to: one message at a time, each confirmed."""

    def __init__(self, path: str) -> None:
        self.path = pubsub_path(path, "topics")

    def publish(self, data: bytes, attributes: Mapping[str, str]) -> str:
        """Publishes a message and returns its id; Unavailable when it was not confirmed."""
        try:
            future = _publisher().publish(self.path, data, timeout=REQUEST_SECONDS, **attributes)
            return str(future.result(REQUEST_SECONDS))
        except _TROUBLE as problem:
            raise Unavailable(f"{self.path}: {trouble(problem)}") from problem

    def problem(self) -> str | None:
        """Why nothing can be published here, and what to do; None when it can."""
        return _problem(
            _publisher,
            lambda client, **more: client.get_topic(request={"topic": self.path}, **more),
            self.path,
            "pubsub.topics.publish",
            "roles/pubsub.publisher",
            f"gcloud pubsub topics create {self.path}",
        )


class Subscription:
    """A subscription to look into and to take messages from."""

    def __init__(self, path: str) -> None:
        self.path = pubsub_path(path, "subscriptions")

    def pull(self, max_messages: int, wait_seconds: float = 5.0) -> list[Message]:
        """Up to `max_messages` that are waiting; nothing when none came in time."""
        try:
            answer = _subscriber().pull(
                request={"subscription": self.path, "max_messages": max_messages},
                timeout=wait_seconds,
                retry=None,
            )
        except google_errors.DeadlineExceeded:
            return []
        except _TROUBLE as problem:
            raise Unavailable(f"{self.path}: {trouble(problem)}") from problem
        return [
            Message(
                received.message.data,
                dict(received.message.attributes),
                received.message.message_id,
                received.message.publish_time,
                received.ack_id,
            )
            for received in answer.received_messages
        ]

    def acknowledge(self, messages: list[Message]) -> None:
        """Ends the messages: they do not come again."""
        self._for_each("acknowledge", messages, {})

    def release(self, messages: list[Message]) -> None:
        """Gives the messages back at once."""
        self._for_each("modify_ack_deadline", messages, {"ack_deadline_seconds": 0})

    def _for_each(self, verb: str, messages: list[Message], more: Mapping[str, int]) -> None:
        if not messages:
            return
        ids = [message.ack_id for message in messages]
        request = {"subscription": self.path, "ack_ids": ids, **more}
        try:
            getattr(_subscriber(), verb)(request=request, timeout=REQUEST_SECONDS)
        except _TROUBLE as problem:
            raise Unavailable(f"{self.path}: {trouble(problem)}") from problem

    def problem(self) -> str | None:
        """Why nothing can be read here, and what to do; None when it can."""
        return _problem(
            _subscriber,
            lambda client, **more: client.get_subscription(
                request={"subscription": self.path}, **more
            ),
            self.path,
            "pubsub.subscriptions.consume",
            "roles/pubsub.subscriber",
            f"gcloud pubsub subscriptions create {self.path} --topic TOPIC",
        )


@functools.cache
def _publisher() -> pubsub_v1.PublisherClient:
    # A batch of one: every message is sent at once and confirmed by itself.
    return pubsub_v1.PublisherClient(pubsub_v1.types.BatchSettings(max_messages=1))


@functools.cache
def _subscriber() -> pubsub_v1.SubscriberClient:
    return subscriber_client()


def subscriber_client() -> pubsub_v1.SubscriberClient:
    """A client that takes answers of any size, which Google's for its emulator does not."""
    emulator = os.environ.get("PUBSUB_EMULATOR_HOST")
    if not emulator:
        return pubsub_v1.SubscriberClient()
    channel = grpc.insecure_channel(emulator, options=[("grpc.max_receive_message_length", -1)])
    return pubsub_v1.SubscriberClient(transport=SubscriberGrpcTransport(channel=channel))


def _problem(
    connect: Callable[[], Any],
    look: Callable[..., object],
    path: str,
    permission: str,
    role: str,
    create: str,
) -> str | None:
    """Why the permission cannot be used on a topic or subscription, and what to do."""
    kind = path.split("/")[2]
    what = f"the {kind.removesuffix('s')} {path}"
    limits = {"timeout": REQUEST_SECONDS, "retry": None}
    try:
        client = connect()
        try:
            look(client, **limits)
            or_absent = ""
        except google_errors.PermissionDenied:
            # To see it is a right of its own, which nobody needs who holds the other.
            or_absent = ", if it exists"
        wanted = {"resource": path, "permissions": [permission]}
        try:
            held = permission in client.test_iam_permissions(request=wanted, **limits).permissions
        except (google_errors.MethodNotImplemented, google_errors.PermissionDenied):
            # An emulator knows no rights: what it showed may be used.
            held = not or_absent
    except google_errors.NotFound:
        return f"{what} does not exist: {create}"
    except _TROUBLE as problem:
        return f"{what} cannot be reached: {trouble(problem)}"
    if held:
        return None
    who = member(getattr(client.transport, "_credentials", None))
    command = grant(f"gcloud pubsub {kind} add-iam-policy-binding {path}", who, role)
    return f"{path} may not be used without {permission}{or_absent}: {command}"
