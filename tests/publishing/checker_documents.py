"""The rules that bind several objects, or several writers of one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.publishing.facts import Facts, content, rank, version_of
from tests.publishing.record import Call, Generation

LIVE_SECONDS = 30


def pointers(facts: Facts) -> Iterator[str]:
    """A pointer never shows what its dated path has not shown; in the end both are one."""
    for (path, snapshot_id), (document, target) in facts.meant.items():
        dated = document.targets[0]
        if target is dated:
            continue
        for one in facts.by_path.get(path, []):
            shown = (_shows(earlier, one) for earlier in facts.by_path.get(dated.path, []))
            if one.snapshot_id == snapshot_id and not any(shown):
                yield f"{path}: {snapshot_id} is there before its dated object"
    for call in facts.record.finals:
        yield from _ends(facts, call)


def _shows(earlier: Generation, one: Generation) -> bool:
    newer = version_of(earlier) >= version_of(one)
    return earlier.at < one.at and (newer or content(earlier.body) == content(one.body))


def _ends(facts: Facts, call: Call) -> Iterator[str]:
    """After a healthy publisher's last call the newest is public everywhere."""
    for document, target in call.targets():
        if target.path not in facts.by_path or document.targets[0].path not in facts.by_path:
            yield f"{target.path}: nothing is public"
            continue
        first = document.targets[0]
        dated, public = facts.by_path[first.path][-1], facts.by_path[target.path][-1]
        own_date, public_date = document.version.content_date, version_of(public)[0]
        if target is first:
            if content(public.body) != content(document.body):
                yield f"{target.path}: the newest content is not public"
        elif target.moves and public_date < own_date:
            yield f"{target.path}: did not move to {own_date}"
        elif public_date == own_date:
            # A document that is not live keeps the older bytes of the same content (D7).
            live = first.cache == LIVE_SECONDS
            same = content(public.body) == content(dated.body)
            if not same or (live and public.body != dated.body):
                yield f"{target.path}: differs from {first.path}"


def _moved(before: Any, after: Any) -> bool:
    return rank(after["version"])[0] > rank(before["version"])[0]


def sections(facts: Facts) -> Iterator[str]:
    """No writer loses or sets back another's section, or claims what is not there."""
    if not facts.composed:
        return
    path = next(iter(facts.composed.values())).target.path
    before: dict[str, Any] = {}
    for one in facts.by_path.get(path, []):
        parts = content(one.body)["sections"]
        own = {section.name: section for section in facts.composed[one.snapshot_id].sections}
        for name, part in before.items():
            if name not in parts:
                yield f"{path}: {one.snapshot_id} lost {name}"
            elif parts[name] != part and name not in own:
                yield f"{path}: {one.snapshot_id} changed {name}"
            elif rank(parts[name]["version"]) < rank(part["version"]):
                yield f"{path}: {one.snapshot_id} set {name} back"
            elif _moved(part, parts[name]) and not own[name].moves:
                yield f"{path}: {one.snapshot_id} moved {name} to a date that has not begun"
        for name, part in parts.items():
            if one.metadata.get(f"courtside-section-{name}") != part["version"]:
                yield f"{path}: {name} is not at the version that the metadata says"
        before = parts
    for call in facts.record.finals:
        for section in call.composed.sections if call.composed else ():
            public = before.get(section.name)
            newest = (section.version.content_date, section.version.as_of)
            if public is None or (section.moves and rank(public["version"]) < newest):
                yield f"{path}: the newest {section.name} is not public"
