"""Dead letters where they lie, whether in a store or on a subscription."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from publishing.adapters.dead_letters import Letter


@dataclass(frozen=True, slots=True)
class Found:
    """A letter, when it was kept, and when it was last sent into the feed again."""

    letter: Letter
    kept_at: datetime
    replayed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something that lies among the letters and is none: where, why, and whose place it has."""

    where: str
    reason: str
    letter_id: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which letters are asked for: those named, or those of a stage, or all."""

    ids: frozenset[str] = frozenset()
    stage: str | None = None

    def takes(self, letter_id: str, stage: str) -> bool:
        """Whether a letter is asked for."""
        return (not self.ids or letter_id in self.ids) and self.stage in (None, stage)


@dataclass(frozen=True, slots=True)
class Replayed:
    """A letter was sent: when, to which topic, and as which messages."""

    at: datetime
    topic: str
    message_ids: tuple[str, ...]


class Letters(Protocol):
    """The letters of one place. Every call may raise one of `dead_letters.TROUBLE`."""

    @property
    def more(self) -> bool:
        """Whether `find` ended before it had seen everything."""

    def find(self, wanted: Wanted) -> Iterator[Found | Unreadable]:
        """Each letter that is asked for, once, and what could not be read on the way."""

    def body(self, letter: Letter) -> bytes:
        """The original bytes; LetterUnreadable when they cannot be had."""

    def sent(self, letter: Letter, replayed: Replayed) -> None:
        """Records that the letter was sent, so that it is not sent again."""

    def close(self) -> None:
        """Gives back what was only looked at."""
