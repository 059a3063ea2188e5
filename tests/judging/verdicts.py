"""A judgement as a test reads it."""

from __future__ import annotations

import json
from typing import Any

from publishing.operating.findings import Finding, Judgement
from publishing.operating.judging import judge
from publishing.operating.seen import Seen

BREAK = "active_break"


def sections(judgement: Judgement) -> dict[str, Any]:
    """Every section by its name."""
    return {one.name: json.loads(one.body) for one in judgement.sections}


def section(seen: Seen, name: str) -> dict[str, Any]:
    """One section of a round."""
    found: dict[str, Any] = sections(judge(seen))[name]
    return found


def words(judgement: Judgement) -> dict[str, str]:
    """The status word of every service."""
    return {name: one["status"] for name, one in sections(judgement).items() if name != BREAK}


def findings(seen: Seen) -> dict[str, Finding]:
    """The findings of a round by their keys, which differ."""
    found = judge(seen).findings
    by_key = {one.key: one for one in found}
    assert len(by_key) == len(found), "two findings have one key"
    return by_key


def keys(seen: Seen) -> list[str]:
    """What a round found."""
    return list(findings(seen))
