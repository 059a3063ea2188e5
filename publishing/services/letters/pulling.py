"""Messages of a subscription: each looked at once, and given back unless it was ended."""

from __future__ import annotations

import dataclasses
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Generic, Protocol, TypeVar

from publishing.adapters.pubsub import Message

PULL_SECONDS = 3.0
"""How long one pull waits for messages."""

QUIET_PULLS = 2
"""Pub/Sub may answer an empty pull although messages wait: so many in a row end a look."""

ROUNDS = 2
"""So does everything that was seen before, when it came again so many times and nothing else."""

HOLD_SECONDS = 8.0
"""A message may be ended for ten seconds at least; after these it is better pulled again."""

_AT_A_TIME = 10
_IDS_AT_A_TIME = 500

T = TypeVar("T")


class Pulled(Protocol):
    """What is needed of a subscription."""

    def pull(self, max_messages: int, wait_seconds: float = ...) -> list[Message]:
        """Up to `max_messages` that are waiting."""

    def acknowledge(self, messages: list[Message]) -> None:
        """Ends the messages."""

    def release(self, messages: list[Message]) -> None:
        """Gives the messages back."""


class Pulling(Generic[T]):
    """A look at what waits. `read` turns a message into its key and what is found in it.

    Messages with the same key are one thing: it is found once, and all of them end with it.
    `most` limits how many things are looked at, and `more` says that there may be others. Each
    look is a delivery attempt: the subscription must not have a dead-letter policy of its own.
    """

    def __init__(
        self, subscription: Pulled, read: Callable[[Message], tuple[str, T]], most: int
    ) -> None:
        self._subscription = subscription
        self._read = read
        self._most = most
        self._held: defaultdict[str, dict[str, Message]] = defaultdict(dict)
        self._seen: set[str] = set()
        self._ended: set[str] = set()
        self._out: list[Message] = []
        self.more = False

    def each(self, enough: Callable[[], bool]) -> Iterator[T]:
        """Everything that waits, in no order; nothing more is pulled once there is `enough`."""
        quiet = stale = 0
        while quiet < QUIET_PULLS and not self.more:
            self._out = self._subscription.pull(_AT_A_TIME, PULL_SECONDS)
            until = time.monotonic() + HOLD_SECONDS
            quiet = 0 if self._out else quiet + 1
            while self._out and time.monotonic() <= until and len(self._held) < self._most:
                message = self._out.pop(0)
                stale = stale + 1 if message.message_id in self._seen else 0
                self._seen.add(message.message_id)
                key, found = self._read(message)
                if self._is_new(key, message):
                    yield found
            if enough():
                return
            self._release(self._out)
            self.more = len(self._held) >= self._most or stale > ROUNDS * len(self._seen)

    def end(self, key: str) -> None:
        """Ends every message of a key, also those that come later."""
        self._ended.add(key)
        self._subscription.acknowledge(list(self._held[key].values()))
        self._held[key].clear()

    def close(self) -> None:
        """Gives back at once every message that was not ended."""
        held = [message for messages in self._held.values() for message in messages.values()]
        self._held.clear()
        self._release(self._out + held)

    def _is_new(self, key: str, message: Message) -> bool:
        """Whether nothing of this key came before; the message is held, or ended like them."""
        if key in self._ended:
            self._subscription.acknowledge([message])
            return False
        known = key in self._held
        # Its data is not needed to give it back, and a thousand of them would be gigabytes.
        self._held[key][message.message_id] = dataclasses.replace(message, data=b"")
        return not known

    def _release(self, messages: list[Message]) -> None:
        self._out = []
        for start in range(0, len(messages), _IDS_AT_A_TIME):
            self._subscription.release(messages[start : start + _IDS_AT_A_TIME])
