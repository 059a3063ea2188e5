"""What is published: documents with their version, cache class and strict JSON (D3-D8)."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from enum import IntEnum
from typing import Any

import msgspec

from publishing.calendar import format_instant, parse_instant

CONTENT_TYPE = "application/json; charset=utf-8"

NOT_CONTENT = ("generated_at", "updated_at", "snapshot_id")
"""Top-level keys that say when, not what: they are left out of every comparison (D7)."""


class CacheClass(IntEnum):
    """How long a reader may keep a document, in seconds (D3)."""

    LIVE = 30
    TONIGHT = 300
    TRENDS = 3600
    SETTLED = 86400

    @property
    def header(self) -> str:
        """The `Cache-Control` header."""
        return f"public, max-age={self.value}"


class Version(msgspec.Struct, frozen=True, order=True):
    """What decides between two states of a path: the content date, then the as-of (D5)."""

    content_date: date
    as_of: datetime

    def __str__(self) -> str:
        """A text that sorts as the version does."""
        return f"{self.content_date.isoformat()}/{format_instant(self.as_of)}"

    @classmethod
    def parse(cls, text: str) -> Version:
        """The version that `str` wrote; ValueError for any other text."""
        content_date, _, as_of = text.partition("/")
        return cls(date.fromisoformat(content_date), parse_instant(as_of))


class Target(msgspec.Struct, frozen=True):
    """One object that a document is written to.

    `moves` is False when the document may not take a pointer over from another content date:
    it may then only create it or follow itself (D11).
    """

    path: str
    cache: CacheClass
    moves: bool = True


class Document(msgspec.Struct, frozen=True):
    """A finished document: its bytes, where they go (dated path first), and its version.

    `sequence` counts the events or runs behind it and ends a tie between equal versions.
    `digest` is the hash of the content without `NOT_CONTENT`. `lacks` says which source had
    nothing for it: such a document never replaces one that lacked nothing (D6).
    """

    targets: tuple[Target, ...]
    body: bytes
    digest: str
    version: Version
    sequence: int
    snapshot_id: str
    lacks: str = ""


class Section(msgspec.Struct, frozen=True):
    """One writer's part of a composed document such as `status.json` (D32).

    `sequence` and `moves` are to a section what they are to a document and its target.
    """

    name: str
    body: bytes
    version: Version
    moves: bool = True
    sequence: int = 0


class Composed(msgspec.Struct, frozen=True):
    """The sections that one writer replaces in a composed document."""

    target: Target
    sections: tuple[Section, ...]
    sequence: int
    snapshot_id: str


def encode(body: msgspec.Struct) -> tuple[bytes, str]:
    """Compact strict JSON in the contract's key order, and the digest of its content.

    NaN and infinities become null (D8); an instant must already be text.
    """
    said = {name: getattr(body, name) for name in NOT_CONTENT if hasattr(body, name)}
    content = msgspec.json.encode(msgspec.structs.replace(body, **dict.fromkeys(said, "")))
    first = body.__struct_fields__[0]
    if list(said) == [first]:
        # The document is large and this key stands at its start: it is not encoded twice.
        blank = b'{"%s":""' % first.encode()
        encoded = b'{"%s":%s' % (first.encode(), msgspec.json.encode(said[first]))
        return encoded + content.removeprefix(blank), digest(content)
    return msgspec.json.encode(body) if said else content, digest(content)


def digest(content: bytes) -> str:
    """The content hash that metadata carries: 32 hexadecimal digits."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def schema(document: type[msgspec.Struct], path: str) -> dict[str, Any]:
    """The JSON Schema of a document type; no other key allowed, each without a default required."""
    (reference,), components = msgspec.json.schema_components(
        [document], ref_template="#/$defs/{name}"
    )
    for component in components.values():
        if "properties" in component:
            component["additionalProperties"] = False
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": path,
        **reference,
        "$defs": components,
    }
