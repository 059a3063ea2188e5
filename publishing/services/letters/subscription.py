"""Dead letters on a subscription: looked at and given back, or ended once they were sent."""

from __future__ import annotations

import dataclasses
import time
from collections import defaultdict
from collections.abc import Iterator
from typing import Protocol

from publishing.adapters.dead_letters import Letter, LetterUnreadable, decode_letter, original
from publishing.adapters.private import PrivateStore
from publishing.adapters.pubsub import Message
from publishing.services.letters.found import Found, Replayed, Unreadable, Wanted

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


class Pulled(Protocol):
    """What letters need of a subscription."""

    def pull(self, max_messages: int, wait_seconds: float = ...) -> list[Message]:
        """Up to `max_messages` that are waiting."""

    def acknowledge(self, messages: list[Message]) -> None:
        """Ends the messages."""

    def release(self, messages: list[Message]) -> None:
        """Gives the messages back."""


class PulledLetters:
    """Implements `Letters` over a subscription to the topic of dead letters.

    The same letter may come as several messages: it is found once, and all of them end with it.
    `most` limits how many letters are looked at. Each look is a delivery attempt: the
    subscription must not have a dead-letter policy of its own.
    """

    def __init__(self, subscription: Pulled, bodies: PrivateStore | None, most: int) -> None:
        self._subscription = subscription
        self._bodies = bodies
        self._most = most
        self._held: defaultdict[str, dict[str, Message]] = defaultdict(dict)
        self._seen: set[str] = set()
        self._sent: set[str] = set()
        self._out: list[Message] = []
        self.more = False

    def find(self, wanted: Wanted) -> Iterator[Found | Unreadable]:
        """See `Letters.find`; in no order."""
        missing = set(wanted.ids)
        quiet = stale = 0
        while quiet < QUIET_PULLS and not self.more:
            self._out = self._subscription.pull(_AT_A_TIME, PULL_SECONDS)
            until = time.monotonic() + HOLD_SECONDS
            quiet = 0 if self._out else quiet + 1
            while self._out and time.monotonic() <= until and len(self._held) < self._most:
                message = self._out.pop(0)
                stale = stale + 1 if message.message_id in self._seen else 0
                self._seen.add(message.message_id)
                found = self._look(message)
                if isinstance(found, Unreadable):
                    yield found
                elif found and wanted.takes(found.letter.id, found.letter.stage):
                    missing.discard(found.letter.id)
                    yield found
            if wanted.ids and not missing:
                return
            self._release(self._out)
            self.more = len(self._held) >= self._most or stale > ROUNDS * len(self._seen)

    def body(self, letter: Letter) -> bytes:
        """See `Letters.body`."""
        return original(letter, self._bodies)

    def sent(self, letter: Letter, replayed: Replayed) -> None:
        """See `Letters.sent`: ends every message of the letter."""
        self._sent.add(letter.id)
        self._subscription.acknowledge(list(self._held[letter.id].values()))
        self._held[letter.id].clear()

    def close(self) -> None:
        """See `Letters.close`: every message that was not ended is given back at once."""
        held = [message for messages in self._held.values() for message in messages.values()]
        self._held.clear()
        self._release(self._out + held)

    def _release(self, messages: list[Message]) -> None:
        self._out = []
        for start in range(0, len(messages), _IDS_AT_A_TIME):
            self._subscription.release(messages[start : start + _IDS_AT_A_TIME])

    def _look(self, message: Message) -> Found | Unreadable | None:
        """What the message holds; None when another one brought it before."""
        found: Found | Unreadable
        try:
            letter = decode_letter(message.data)
            key, found = letter.id, Found(letter, message.publish_time)
        except LetterUnreadable as problem:
            where = f"message {message.message_id}"
            key, found = where, Unreadable(where, str(problem))
        if key in self._sent:
            self._subscription.acknowledge([message])
            return None
        known = key in self._held
        # Its data is not needed to give it back, and a thousand of them would be gigabytes.
        self._held[key][message.message_id] = dataclasses.replace(message, data=b"")
        return None if known else found
