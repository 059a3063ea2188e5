"""What the publisher asks of a store: a bucket, a folder, or a test's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import msgspec

from publishing.documents import CacheClass, Version

_SECTION = "courtside-section-"
_SECTION_SEQUENCE = "courtside-sequence-"


class Changed(Exception):
    """The object is not at the generation that the writer saw (HTTP 412)."""


class Unavailable(Exception):
    """The store did not answer, or not usefully; the request may or may not have worked."""


class Throttled(Exception):
    """The store asks for patience (HTTP 429)."""

    def __init__(self, message: str, retry_after_seconds: float = 1.0) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class Stamp(msgspec.Struct, frozen=True):
    """The custom metadata of a public object: what the next writer compares with."""

    version: Version | None = None
    digest: str = ""
    sequence: int = 0
    snapshot_id: str = ""
    sections: dict[str, Version] = msgspec.field(default_factory=dict)
    section_sequences: dict[str, int] = msgspec.field(default_factory=dict)
    lacks: str = ""

    def metadata(self) -> dict[str, str]:
        """As object metadata: text keys and values."""
        found = {
            "courtside-version": str(self.version) if self.version else "",
            "courtside-digest": self.digest,
            "courtside-sequence": str(self.sequence),
            "courtside-snapshot": self.snapshot_id,
            "courtside-lacks": self.lacks,
        }
        found |= {_SECTION + name: str(version) for name, version in self.sections.items()}
        found |= {
            _SECTION_SEQUENCE + name: str(number) for name, number in self.section_sequences.items()
        }
        return {name: value for name, value in found.items() if value}

    @classmethod
    def of(cls, metadata: Mapping[str, str] | None) -> Stamp:
        """From object metadata; an object that is not ours has no version."""
        if not metadata:
            return cls()
        try:
            text = metadata.get("courtside-version")
            sections, sequences = (
                {
                    name.removeprefix(prefix): value
                    for name, value in metadata.items()
                    if name.startswith(prefix)
                }
                for prefix in (_SECTION, _SECTION_SEQUENCE)
            )
            return cls(
                version=Version.parse(text) if text else None,
                digest=metadata.get("courtside-digest", ""),
                sequence=int(metadata.get("courtside-sequence", "0")),
                snapshot_id=metadata.get("courtside-snapshot", ""),
                lacks=metadata.get("courtside-lacks", ""),
                sections={name: Version.parse(at) for name, at in sections.items()},
                section_sequences={name: int(number) for name, number in sequences.items()},
            )
        except ValueError:
            return cls()


class Stored(msgspec.Struct, frozen=True):
    """What is public under one path. Generation 0 stands for no object."""

    generation: int
    stamp: Stamp
    cache_control: str | None
    content_type: str | None


class Store(Protocol):
    """A store of public objects. Every call may raise Throttled or Unavailable."""

    def list(self, prefix: str) -> dict[str, Stored]:
        """Every object directly or indirectly under `prefix`, by path."""

    def look(self, path: str) -> Stored | None:
        """One object without its body; None when there is none."""

    def read(self, path: str) -> tuple[bytes, Stored] | None:
        """One object with its body, both of one generation; None when there is none."""

    def write(
        self, path: str, body: bytes, cache: CacheClass, stamp: Stamp, generation: int
    ) -> Stored:
        """Replaces the object that is at `generation` in one request (D4); else Changed."""
