"""A message that Pub/Sub gave up: what it added to it, and whether it still means the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from publishing.adapters.pubsub import Message
from publishing.calendar import resolve_date
from publishing.operating.bodies import instant_of
from publishing.operating.messages import ExportTrigger, Refused, read_trigger
from publishing.services.letters.text import instant, plain

ADDED = "CloudPubSubDeadLetterSource"
"""How the attributes begin that Pub/Sub adds to a message that it gives up."""

_RELATIVE = ("today", "yesterday")
_SHOWN = 120

# The client's own words: an attribute of such a name cannot be said to it.
_UNSAYABLE = frozenset(("data", "ordering_key", "retry", "self", "timeout", "topic"))


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A message where it lies."""

    message: Message

    @property
    def attributes(self) -> dict[str, str]:
        """Those that it was published with."""
        every = self.message.attributes
        return {name: every[name] for name in sorted(every) if not name.startswith(ADDED)}

    @property
    def published_at(self) -> datetime:
        """When it was published at first; when it was given up, if nobody says more."""
        said = self.message.attributes.get(f"{ADDED}TopicPublishTime", "")
        return instant_of(said) or self.message.publish_time

    @property
    def unsayable(self) -> str | None:
        """An attribute that cannot be sent from here; None when all can."""
        return min(_UNSAYABLE & self.attributes.keys(), default=None)

    def meant(self, now: datetime) -> date | None:
        """The date that its `today` or `yesterday` meant, when that means another by now (D10);
        None when it means what it meant.
        """
        try:
            trigger = read_trigger(self.message.data)
        except Refused:
            return None
        if not isinstance(trigger, ExportTrigger) or trigger.target_date not in _RELATIVE:
            return None
        # Such a word is about the instant at which its message was published.
        meant = resolve_date(trigger.target_date, self.published_at)
        return None if meant == resolve_date(trigger.target_date, now) else meant

    def body(self, day: date | None) -> bytes:
        """Its bytes, or those of the same message about that date."""
        if day is None:
            return self.message.data
        said = msgspec.json.decode(self.message.data)
        return msgspec.json.encode({**said, "target_date": day.isoformat()})

    def line(self) -> str:
        """It in one line: id, time, how often it was delivered, size, and how it begins."""
        given = self.message.attributes
        count = given.get(f"{ADDED}DeliveryCount", "?")
        body = plain(self.message.data[: 4 * _SHOWN].decode(errors="backslashreplace"))
        if len(body) > _SHOWN:
            body = body[: _SHOWN - 1] + "…"
        words = (
            self.message.message_id,
            instant(self.published_at),
            f"{plain(count)} deliveries to {plain(given.get(f'{ADDED}Subscription', '?'))}",
            f"{len(self.message.data)} bytes",
            body,
        )
        return "  ".join(words)
