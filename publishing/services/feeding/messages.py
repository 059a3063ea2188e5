"""The feed's messages: one event each, in the replay format, with its head as attributes."""

from __future__ import annotations

import gzip
from datetime import date, datetime

import msgspec

from publishing.calendar import format_instant
from publishing.live.events import Kind

PACKED_FROM = 64 * 1024
"""Bytes; a larger event travels as gzip."""


class Message(msgspec.Struct, frozen=True):
    """One event as it is published: `body` is its line, zipped when that is large."""

    kind: Kind
    body: bytes
    attributes: dict[str, str]


class Event(msgspec.Struct, frozen=True):
    """One event of the feed, before it is written down; `polled_at` in UTC.

    `payload` is None for a tick and for a poll that has no answer; then `reason` says why.
    """

    kind: Kind
    event_id: str
    polled_at: datetime
    game_date: date
    payload: msgspec.Raw | msgspec.Struct | None = None
    reason: str | None = None

    def line(self) -> bytes:
        """The event's line in the replay format."""
        line: dict[str, object] = {
            "polled_at": self.polled_at,
            "kind": self.kind,
            "event_id": self.event_id,
            "game_date": self.game_date,
        }
        if self.kind != "tick":
            line["payload"] = self.payload
        if self.reason is not None:
            line["reason"] = self.reason
        return msgspec.json.encode(line)

    def message(self, line: bytes) -> Message:
        """The event with its line, ready to be published."""
        # No time stamp in the gzip header: the same event is the same bytes.
        body = gzip.compress(line, 6, mtime=0) if len(line) > PACKED_FROM else line
        attributes = {
            "event_id": self.event_id,
            "kind": self.kind,
            "polled_at": format_instant(self.polled_at),
            "game_date": self.game_date.isoformat(),
        }
        return Message(self.kind, body, attributes)
