"""What a service answers to a call: done, come again, or never."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Word = Literal[
    "done", "skipped", "waiting", "refused", "unreadable", "launched", "busy", "unavailable"
]

_CODES: dict[Word, int] = {"unreadable": 400, "busy": 503, "unavailable": 503}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. A call that is `busy` or `unavailable` is to come again; all others not."""

    word: Word
    text: str

    @property
    def status_code(self) -> int:
        """The HTTP status: 200 ends a delivery, 503 asks for another, 400 is no delivery."""
        return _CODES.get(self.word, 200)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One delivery of a message: its bytes, its id, and when it was sent, in Unix seconds."""

    data: bytes
    message_id: str
    published_at: float
