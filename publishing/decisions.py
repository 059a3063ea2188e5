"""Whether a version may and must become public: D5 and D7 as pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from publishing.documents import CONTENT_TYPE, CacheClass, Document, Section, Target, Version
from publishing.store import Stored

Decision = Literal["written", "unchanged", "refused"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one object; `bytes` is the size of what was uploaded.

    `version` sorts as the version does. `decision` is None when the store failed for too long.
    """

    path: str
    version: str
    snapshot_id: str
    decision: Decision | None
    reason: str
    bytes: int


def decide(target: Target, document: Document, current: Stored | None) -> tuple[Decision, str]:
    """The decision for one object over what is public there, and the reason for the journal.

    `written` means: upload it. What is unchanged keeps the version under which it was written:
    of runs that overlap, one between the two can still be written, until the next run.
    """
    if current is None:
        return "written", "new"
    public = current.stamp.version
    if document.lacks and not current.stamp.lacks:
        return "refused", f"it would be emptier: {document.lacks}"
    if public is None:
        return "written", "the public object has no version"
    if document.version < public:
        return "refused", f"the public version {public} is newer"
    if not target.moves and document.version.content_date > public.content_date:
        return "refused", f"{document.version.content_date} has not begun"
    same = current.stamp.digest == document.digest and _same_headers(target.cache, current)
    if document.version == public:
        if same:
            return "unchanged", "this version is public"
        if document.sequence > current.stamp.sequence:
            return "written", "same version, more behind it"
        return "refused", "same version, no more behind it"
    if same and target.cache is not CacheClass.LIVE:
        return "unchanged", "same content"
    return "written", "newer"


def newer_sections(
    sections: tuple[Section, ...], public: Mapping[str, Version], sequences: Mapping[str, int]
) -> tuple[Section, ...]:
    """The sections of a composed document that may replace the public ones of their name (D32)."""
    return tuple(
        section
        for section in sections
        if section.name not in public
        or _is_newer(section, public[section.name], sequences.get(section.name, 0))
    )


def _is_newer(section: Section, public: Version, sequence: int) -> bool:
    moves_on = section.version.content_date > public.content_date
    if moves_on and not section.moves:
        return False
    return (section.version, section.sequence) > (public, sequence)


def _same_headers(cache: CacheClass, current: Stored) -> bool:
    return current.cache_control == cache.header and current.content_type == CONTENT_TYPE
