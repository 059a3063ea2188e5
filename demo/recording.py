"""A recorded night in memory, to be asked for what the source listed at an instant."""

from __future__ import annotations

import gzip
import zlib
from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from demo.errors import InputError
from publishing.live.events import Instant


class _Body(msgspec.Struct):
    data: list[msgspec.Raw]


class _Head(msgspec.Struct):
    kind: str = "poll"


class _Poll(msgspec.Struct):
    polled_at: Instant
    payload: _Body | None


@dataclass(frozen=True, slots=True)
class Recording:
    """The answered polls of a night by ascending time: when, and the line of the replay format."""

    times: tuple[datetime, ...]
    lines: tuple[bytes, ...]

    @classmethod
    def read(cls, file: Path) -> Recording:
        """From a replay file; lines of other kinds and polls without an answer are left out.

        InputError when a line cannot be read.
        """
        try:
            packed = file.read_bytes()
            text = gzip.decompress(packed) if packed[:2] == b"\x1f\x8b" else packed
        except (EOFError, zlib.error, gzip.BadGzipFile) as problem:
            raise InputError(f"{file} is damaged: {problem}") from None
        found: list[tuple[datetime, bytes]] = []
        for number, line in enumerate(text.splitlines(), 1):
            try:
                if msgspec.json.decode(line, type=_Head).kind != "poll":
                    continue
                poll = msgspec.json.decode(line, type=_Poll)
            except msgspec.DecodeError as problem:
                raise InputError(f"line {number} of {file} is no poll: {problem}") from None
            if poll.payload is not None:
                found.append((poll.polled_at.astimezone(UTC), line))
        found.sort(key=lambda poll: poll[0])
        return cls(tuple(at for at, _ in found), tuple(line for _, line in found))

    def at(self, now: datetime) -> int:
        """The number of the newest poll that is not later than `now`; -1 before the first."""
        return bisect_right(self.times, now) - 1

    def rows(self, poll: int) -> list[bytes]:
        """The games that a poll listed, as they were recorded; none for -1."""
        if poll < 0:
            return []
        payload = msgspec.json.decode(self.lines[poll], type=_Poll).payload
        return [bytes(row) for row in payload.data] if payload else []
