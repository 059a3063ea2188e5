"""`status.json`: composed of sections, each written by one writer (`live.md` 4, D32).

**The overall word.** `live_data`, `tonight_data` and `predictions` decide, as in `live.md` 4.1:
one that is unhealthy makes all unhealthy, one that is degraded or unknown makes it degraded.
`grading` and `best_bets` never count. Of the additive services `live_job`, `exports` and
`alerts` count when they are degraded or unhealthy: without the live job there are no scores,
with late exports pages are old, and without a way to tell anybody nobody mends it. While nobody
has written them they are `unknown`, and then they do not count: a site without a monitor reads
as it always did.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeVar

import msgspec

from publishing.calendar import format_instant, parse_instant
from publishing.documents import Section, Version
from publishing.live.services import BLANK, BREAK, ActiveBreak, Services, service_type
from publishing.live.silence import shown

_DECIDE_OVERALL = ("live_data", "tonight_data", "predictions")
_COUNT_WHEN_BAD = ("exports", "live_job", "alerts")
_NAMES = Services.__struct_fields__

T = TypeVar("T")


class KnownIssue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A service that is not well; `detected_at` is since when this document says so."""

    severity: Literal["degraded", "unhealthy"]
    message: str
    detected_at: str


class MaintenanceWindow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Reserved: the list is always empty."""


class Status(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The document; `updated_at` is the as-of of its newest section."""

    updated_at: str
    overall_status: Literal["healthy", "degraded", "unhealthy"]
    services: Services
    known_issues: tuple[KnownIssue, ...]
    maintenance_windows: tuple[MaintenanceWindow, ...]
    active_break: ActiveBreak | None


@dataclass(frozen=True, slots=True)
class _Public:
    """What a public body holds that can be read; `detected` is when each of its issues was."""

    services: Mapping[str, object] = field(default_factory=dict)
    active_break: ActiveBreak | None = None
    detected: Mapping[str, str] = field(default_factory=dict)


def compose(
    current: bytes | None, versions: Mapping[str, Version], sections: tuple[Section, ...]
) -> Status:
    """`current` with `sections` in place of its own; unreadable or missing parts are `unknown`.

    `versions` are those of every section of the result. The live job's section is shown as old
    as it is beside the newest one (L14). An issue that goes on keeps its `detected_at`.
    """
    public = _read(current)
    services: dict[str, object] = {name: getattr(BLANK, name) for name in _NAMES}
    services |= public.services
    active_break = public.active_break
    for section in sections:
        if section.name == BREAK:
            active_break = msgspec.json.decode(section.body, type=ActiveBreak | None)
        else:
            kind = service_type(section.name)
            services[section.name] = msgspec.json.decode(section.body, type=kind)
    found = Services(**services)  # type: ignore[arg-type]
    newest = max((version.as_of for version in versions.values()), default=None)
    said_at = versions["live_data"].as_of if "live_data" in versions else None
    live = shown(found.live_data, said_at, newest, found.live_job, active_break)
    detected: Mapping[str, str] = public.detected
    if newest is not None and live != found.live_data:
        # Its own section did not say so: it is seen now.
        detected = {"live_data": format_instant(newest), **detected}
    found = msgspec.structs.replace(found, live_data=live)
    return overall(found, versions, active_break, detected)


def overall(
    services: Services,
    versions: Mapping[str, Version],
    active_break: ActiveBreak | None = None,
    detected: Mapping[str, str] | None = None,
) -> Status:
    """The document of these sections; `detected` says when issues were that go on."""
    words = {getattr(services, name).status for name in _DECIDE_OVERALL}
    words |= {getattr(services, name).status for name in _COUNT_WHEN_BAD} - {"unknown"}
    word: Literal["healthy", "degraded", "unhealthy"] = "healthy"
    if "unhealthy" in words:
        word = "unhealthy"
    elif words & {"degraded", "unknown"}:
        word = "degraded"
    newest = max((version.as_of for version in versions.values()), default=None)
    issues = []
    for name in _bad(services):
        service = getattr(services, name)
        at = format_instant(versions[name].as_of) if name in versions else ""
        at = (detected or {}).get(name, at)
        issues.append(KnownIssue(service.status, service.message, at))
    return Status(
        updated_at=format_instant(newest) if newest else "",
        overall_status=word,
        services=services,
        known_issues=tuple(issues),
        maintenance_windows=(),
        active_break=active_break,
    )


def _bad(services: Services) -> list[str]:
    """The services that are not well, in the order of `known_issues`."""
    return [name for name in _NAMES if getattr(services, name).status in ("degraded", "unhealthy")]


class _Loose(msgspec.Struct):
    services: dict[str, msgspec.Raw]
    active_break: msgspec.Raw = msgspec.Raw(b"null")
    known_issues: msgspec.Raw = msgspec.Raw(b"[]")


def _read(current: bytes | None) -> _Public:
    """The parts of a public body that still fit their type."""
    if current is None:
        return _Public()
    try:
        body = msgspec.json.decode(current, type=_Loose)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _Public()
    services: dict[str, object] = {}
    for name, raw in body.services.items():
        if name in _NAMES:
            found = _part(raw, service_type(name))
            services |= {} if found is None else {name: found}
    active_break = _part(body.active_break, ActiveBreak)
    issues = _part(body.known_issues, tuple[KnownIssue, ...]) or ()
    words = [(name, getattr(services[name], "status", "")) for name in _NAMES if name in services]
    bad = [(name, word) for name, word in words if word in ("degraded", "unhealthy")]
    if [word for _, word in bad] != [issue.severity for issue in issues]:
        # Issues do not name their service: nobody can say whose they are.
        return _Public(services, active_break)
    detected = {
        name: issue.detected_at
        for (name, _), issue in zip(bad, issues, strict=True)
        if _is_instant(issue.detected_at)
    }
    return _Public(services, active_break, detected)


def _part(raw: msgspec.Raw, kind: type[T]) -> T | None:
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _is_instant(text: str) -> bool:
    try:
        parse_instant(text)
    except ValueError:
        return False
    return True
