"""What must hold of every history, whatever happened in it.

The rules (D3-D9, D32) are written down here a second time, over the record alone; nothing of
the publisher's own decisions is used.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator

from publishing.decisions import Outcome
from tests.publishing.checker_documents import pointers, sections
from tests.publishing.facts import Facts, content, rank, sequence_of, version_of
from tests.publishing.record import Call, Generation, Record

JSON_TYPE = "application/json; charset=utf-8"


def violations(record: Record) -> list[str]:
    """One sentence for each rule that the history breaks."""
    facts = Facts(record)
    found: list[str] = []
    for path, generations in facts.by_path.items():
        found += uploads(facts, path, generations)
        found += order(facts, path, generations)
    for call in record.calls:
        found += reports(facts, call)
    return [*found, *pointers(facts), *sections(facts)]


def uploads(facts: Facts, path: str, generations: list[Generation]) -> Iterator[str]:
    """Bytes and headers are those of the document that the generation claims to be."""
    seen = set()
    for one in generations:
        if one.snapshot_id in seen:
            yield f"{path}: {one.snapshot_id} was uploaded twice"
        seen.add(one.snapshot_id)
        for word in _not_json(one.body):
            yield f"{path}: {word} is not JSON"
        cache = "public, max-age=30"
        if (path, one.snapshot_id) in facts.meant:
            document, target = facts.meant[path, one.snapshot_id]
            cache = f"public, max-age={int(target.cache)}"
            if one.body != document.body:
                yield f"{path}: {one.snapshot_id} has another body"
            if version_of(one) != (document.version.content_date, document.version.as_of):
                yield f"{path}: {one.snapshot_id} has another version"
        elif one.snapshot_id not in facts.composed:
            yield f"{path}: nobody published {one.snapshot_id}"
        if (one.content_type, one.cache_control) != (JSON_TYPE, cache):
            yield f"{path}: headers {one.content_type}, {one.cache_control}"
    if facts.record.last_bodies[path] != generations[-1].body:
        yield f"{path}: the body is not that of the last generation"


def order(facts: Facts, path: str, generations: list[Generation]) -> Iterator[str]:
    """Nothing goes back, and the last is the greatest of all that was written or reported so."""
    for one, after in itertools.pairwise(generations):
        was, becomes = version_of(one), version_of(after)
        target = facts.target_of(after)
        if after.generation <= one.generation:
            yield f"{path}: generation {after.generation} after {one.generation}"
        if target is not None and not target.moves and becomes[0] > was[0]:
            yield f"{path}: {after.snapshot_id} moved it to a date that has not begun"
        if becomes < was:
            yield f"{path}: {becomes} replaced {was}"
        elif target is not None and becomes == was and sequence_of(after) <= sequence_of(one):
            yield f"{path}: an equal version with no more behind it replaced {one.snapshot_id}"
    greatest = max(version_of(one) for one in generations)
    for call in facts.record.calls:
        for outcome in call.outcomes or ():
            if outcome.path == path and outcome.decision == "written":
                greatest = max(greatest, rank(outcome.version))
    if version_of(generations[-1]) != greatest:
        yield f"{path}: the last is {version_of(generations[-1])}, not {greatest}"


def reports(facts: Facts, call: Call) -> Iterator[str]:
    """What a publisher reports is what the store saw, and every target has its report."""
    if call.outcomes is None:
        return
    failed, told = set(), set()
    for outcome in call.outcomes:
        key = outcome.path, outcome.snapshot_id
        told.add(key)
        if outcome.snapshot_id in failed:
            yield f"{key}: went on after the store failed the dated object"
        if outcome.decision is None:
            failed.add(outcome.snapshot_id)
        made = [
            one
            for one in facts.by_path.get(outcome.path, [])
            if one.snapshot_id == outcome.snapshot_id
        ]
        if outcome.decision == "written":
            if not made:
                yield f"{key}: is reported written and was never uploaded"
            continue
        for one in made:
            known = one.answered and one.writer == call.writer
            if known and call.start < one.at < (call.end or 0):
                yield f"{key}: is reported {outcome.decision} and was uploaded"
        if outcome.decision and key in facts.meant and not _justified(facts, call, outcome):
            yield f"{key}: {outcome.decision} for no reason: {outcome.reason}"
    for document, target in call.targets():
        snapshot_id = document.snapshot_id
        if (target.path, snapshot_id) not in told and snapshot_id not in failed:
            yield f"{target.path}: no word of {snapshot_id}"


def _justified(facts: Facts, call: Call, outcome: Outcome) -> bool:
    """Whether something that was public during the call allows not to write."""
    document, target = facts.meant[outcome.path, outcome.snapshot_id]
    own = (document.version.content_date, document.version.as_of)
    for one in facts.public_during(outcome.path, call):
        public = version_of(one)
        if outcome.decision == "unchanged":
            header = f"public, max-age={int(target.cache)}"
            same = content(one.body) == content(document.body) and one.cache_control == header
            allowed = same and public <= own
        else:
            more = public == own and sequence_of(one) >= document.sequence
            allowed = public > own or more or (not target.moves and own[0] > public[0])
        if allowed:
            return True
    return False


def _not_json(body: bytes) -> list[str]:
    found: list[str] = []
    json.loads(body.decode(), parse_constant=found.append)
    return found
