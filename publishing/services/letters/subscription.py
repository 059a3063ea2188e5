"""Dead letters on a subscription: looked at and given back, or ended once they were sent."""

from __future__ import annotations

from collections.abc import Iterator

from publishing.adapters.dead_letters import Letter, LetterUnreadable, decode_letter, original
from publishing.adapters.private import PrivateStore
from publishing.adapters.pubsub import Message
from publishing.services.letters.found import Found, Replayed, Unreadable, Wanted
from publishing.services.letters.pulling import Pulled, Pulling


class PulledLetters:
    """Implements `Letters` over a subscription to the topic of dead letters.

    The same letter may come as several messages: it is found once, and all of them end with it.
    `most` limits how many letters are looked at.
    """

    def __init__(self, subscription: Pulled, bodies: PrivateStore | None, most: int) -> None:
        self._pulling = Pulling(subscription, _read, most)
        self._bodies = bodies

    @property
    def more(self) -> bool:
        """See `Letters.more`."""
        return self._pulling.more

    def find(self, wanted: Wanted) -> Iterator[Found | Unreadable]:
        """See `Letters.find`; in no order."""
        missing = set(wanted.ids)
        for found in self._pulling.each(lambda: bool(wanted.ids) and not missing):
            if isinstance(found, Unreadable):
                yield found
            elif wanted.takes(found.letter.id, found.letter.stage):
                missing.discard(found.letter.id)
                yield found

    def body(self, letter: Letter) -> bytes:
        """See `Letters.body`."""
        return original(letter, self._bodies)

    def sent(self, letter: Letter, replayed: Replayed) -> None:
        """See `Letters.sent`: ends every message of the letter."""
        self._pulling.end(letter.id)

    def close(self) -> None:
        """See `Letters.close`: every message that was not ended is given back at once."""
        self._pulling.close()


def _read(message: Message) -> tuple[str, Found | Unreadable]:
    try:
        letter = decode_letter(message.data)
    except LetterUnreadable as problem:
        where = f"message {message.message_id}"
        return where, Unreadable(where, str(problem))
    return letter.id, Found(letter, message.publish_time)
