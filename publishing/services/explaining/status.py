"""Explains `status.json`, section by section: each has a writer and a version of its own (D32)."""

from __future__ import annotations

from datetime import date

import msgspec

from publishing.adapters.archive import Archive
from publishing.documents import Section, digest
from publishing.live.difference import difference
from publishing.live.explanation import section_candidates, section_of
from publishing.live.services import Services
from publishing.live.status import compose
from publishing.services.explaining.archived import Archived
from publishing.services.explaining.explained import (
    ExplainedSection,
    ExplainedStatus,
    Origin,
    Unexplained,
)
from publishing.services.explaining.options import ExplainOptions
from publishing.store import Stamp

LIVE_SECTIONS = ("live_data", "grading")
"""What the live job writes; the others are the monitor's."""


class _Public(msgspec.Struct):
    services: dict[str, msgspec.Raw]


def explain_status(
    options: ExplainOptions, body: bytes, stamp: Stamp, archive: Archive
) -> tuple[ExplainedStatus, bytes]:
    """The explanation, and the document with the live job's sections made again.

    Unexplained when the document is not ours.
    """
    if not stamp.sections:
        raise Unexplained(
            f"{options.path} at {options.output} has no metadata of ours: "
            "something else put it there"
        )
    public, slates = _sections(body), dict[date, Archived]()
    explained: list[ExplainedSection] = []
    made: list[Section] = []
    for name in Services.__struct_fields__:
        if name not in LIVE_SECTIONS or name not in stamp.sections:
            explained.append(_of_another(name, stamp))
            continue
        day = stamp.sections[name].content_date
        archived = slates.setdefault(day, Archived(archive, day))
        found, section = _of_the_job(name, body, public.get(name, b""), stamp, archived)
        explained.append(found)
        made += [section] if section is not None else []
    whole = msgspec.json.encode(compose(body, stamp.sections, tuple(made)))
    changed = difference(body, whole)
    # Other writers' parts cannot be made again: their bytes are those that were written, or not.
    untouched = digest(body) == stamp.digest
    known = all(one.same for one in explained if one.writer == "live job")
    return ExplainedStatus(
        path=options.path,
        same=changed is None and untouched and known,
        size=len(body),
        difference=changed,
        why="" if untouched else f"{options.path} was changed after it was written",
        sections=tuple(explained),
    ), whole


def _of_the_job(
    name: str, body: bytes, public: bytes, stamp: Stamp, archived: Archived
) -> tuple[ExplainedSection, Section | None]:
    version = stamp.sections[name]
    sequence = stamp.section_sequences.get(name, 0)
    attempts = map(archived.again, section_candidates(archived.records.values(), version, sequence))
    best = None
    for attempt in attempts:
        section = section_of(attempt.made, name)
        if section is None:
            continue
        shown = _shown(section, body, stamp)
        if best is None or shown == public:
            best = attempt, section, shown
            if shown == public:
                break
    if best is None:
        problem = f"no flush of the archive is of {version} with {sequence} events"
        return ExplainedSection(name, "live job", str(version), None, False, None, problem), None
    attempt, section, shown = best
    same = public == shown
    # A document that is no JSON has no sections to compare with.
    changed = difference(public, shown) if public else None
    return ExplainedSection(
        name, "live job", str(version), Origin.of(attempt), same, changed, ""
    ), section


def _shown(section: Section, body: bytes, stamp: Stamp) -> bytes:
    """The section as the document shows it: `live_data` grows old beside newer ones (L14)."""
    services = compose(body, stamp.sections, (section,)).services
    return msgspec.json.encode(getattr(services, section.name))


def _of_another(name: str, stamp: Stamp) -> ExplainedSection:
    version = stamp.sections.get(name)
    writer = "another writer" if version else "nobody"
    return ExplainedSection(name, writer, str(version or ""), None, None, None, "")


def _sections(body: bytes) -> dict[str, bytes]:
    """The sections of a public body as they stand there; none when it cannot be read."""
    try:
        found = msgspec.json.decode(body, type=_Public).services
        return {name: bytes(section) for name, section in found.items()}
    except (msgspec.DecodeError, UnicodeDecodeError):
        return {}
