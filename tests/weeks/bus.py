"""Pub/Sub in memory: pushes that come again until they are taken, and one pulled feed."""

from __future__ import annotations

import base64
import json
import random
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from publishing.operating.topics import MOST_DELIVERIES
from publishing.services.serving.answers import Answer
from publishing.store import Unavailable
from tests.weeks.agenda import Agenda

UNDER_WAY_SECONDS = 1.0
FIRST_AGAIN_SECONDS = 10.0
LONGEST_AGAIN_SECONDS = 600.0


@dataclass(frozen=True)
class Sent:
    """One message of a topic."""

    at: datetime
    topic: str
    message_id: str
    data: bytes
    attributes: Mapping[str, str]

    @property
    def body(self) -> Any:
        """The message as JSON."""
        return json.loads(self.data)


@dataclass
class Bus:
    """Topics by their last name. `pushed` are handlers of a push's body, by topic.

    With `chance` every message is delivered twice, and each delivery takes its own time. `lost`
    says which messages never arrive, and `away` which topics take none.
    """

    agenda: Agenda
    chance: random.Random | None = None
    pushed: dict[str, Callable[[bytes], Answer]] = field(default_factory=dict)
    pulled: dict[str, Callable[[Sent], object]] = field(default_factory=dict)
    lost: Callable[[Sent], bool] = lambda _: False
    away: set[str] = field(default_factory=set)
    sent: list[Sent] = field(default_factory=list)
    answers: defaultdict[str, list[Answer]] = field(default_factory=lambda: defaultdict(list))
    undelivered: list[Sent] = field(default_factory=list)

    def publish(self, topic: str, data: bytes, attributes: Mapping[str, str]) -> str:
        """Takes a message; Unavailable while its topic is away."""
        if topic in self.away:
            raise Unavailable(f"{topic} is away")
        message_id = str(len(self.sent) + 1)
        message = Sent(self.agenda.now, topic, message_id, data, dict(attributes))
        self.sent.append(message)
        if self.lost(message):
            return message_id
        for _ in range(2 if self.chance else 1):
            seconds = self.chance.uniform(0.1, 40.0) if self.chance else UNDER_WAY_SECONDS
            if topic in self.pushed:
                self.agenda.after(seconds, lambda: self._push(message, 1))
            if topic in self.pulled:
                self.agenda.after(min(seconds, 5.0), lambda: self.pulled[topic](message))
        return message_id

    def of(self, topic: str) -> list[Sent]:
        """Every message that a topic took."""
        return [one for one in self.sent if one.topic == topic]

    def _push(self, message: Sent, number: int) -> None:
        answer = self.pushed[message.topic](_push_body(message))
        self.answers[message.message_id].append(answer)
        if answer.status_code in (200, 400):
            return
        if number == MOST_DELIVERIES:
            self.undelivered.append(message)
            return
        seconds = min(FIRST_AGAIN_SECONDS * 2 ** (number - 1), LONGEST_AGAIN_SECONDS)
        self.agenda.after(seconds, lambda: self._push(message, number + 1))


@dataclass(frozen=True)
class Topic:
    """One topic of a bus, by its full name."""

    bus: Bus
    path: str

    def publish(self, data: bytes, attributes: Mapping[str, str]) -> str:
        return self.bus.publish(self.path.rpartition("/")[2], data, attributes)

    def problem(self) -> str | None:
        return None


def _push_body(message: Sent) -> bytes:
    body = {
        "data": base64.b64encode(message.data).decode(),
        "messageId": message.message_id,
        "publishTime": message.at.isoformat().replace("+00:00", "Z"),
        "attributes": dict(message.attributes),
    }
    return json.dumps({"message": body, "subscription": "s"}).encode()
