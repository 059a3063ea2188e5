"""Writes `docs/changes.md` from the rules and how often the golden documents needed each.

The counts are of the golden documents; where they are, `python -m tests.parity.changes` makes
`counts.json` beside this file, and the page, again.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.conftest import REAL_DATA
from tests.parity.comparison import Comparison, compared
from tests.parity.editions import editions
from tests.parity.registry import FAMILIES
from tests.parity.rules import Change, Family

COUNTS = Path(__file__).with_name("counts.json")
PAGE = Path(__file__).parents[2] / "docs" / "changes.md"

Counts = Mapping[str, Mapping[str, int]]
"""By family: how many documents under `documents`, and the uses of each `pattern: change`."""

_HEAD = """\
# What changes for the website

What a document of this project holds that is not what the previous system published, and why.
Everything else is equal: every key, every type, every unit, every value. The numbers are places
in the documents that the previous system made of one season's warehouse for four dates, before
and after the games; each of those places was recomputed by the rule of before and by that of
today. A place that needs several changes together counts for each of them. Decisions (`D17`) and
sections (`core 5.6`) are those of the contract.

Written by `python -m tests.parity.changes` from the rules in `tests/parity`; do not edit it.
"""


def page(counts: Counts) -> str:
    """The text of the page."""
    return "\n".join([_HEAD, *(line for family in FAMILIES for line in _section(family, counts))])


def _section(family: Family, counts: Counts) -> Iterator[str]:
    found = counts.get(family.name, {})
    yield f"## {family.name}\n"
    yield f"{_text(family)}: {found.get('documents', 0)} documents compared.\n"
    yield "| decision | what changes, and why | where, and how often |"
    yield "|---|---|---|"
    for change, patterns in _by_change(family).items():
        where = ", ".join(
            f"`{pattern}` {found.get(key(pattern, change), 0)}" for pattern in patterns
        )
        yield f"| {change.decision} | {change.reason} | {where} |"
    yield ""


def _text(family: Family) -> str:
    text = family.paths.pattern.replace("\\", "").replace("(?P<player>[^/]+)", "{player}")
    text = text.replace("(?!index.)", "")
    return f"`{text.replace('[^/]+', '{date}')}`"


def _by_change(family: Family) -> dict[Change, list[str]]:
    found: dict[Change, list[str]] = {}
    for one in family.rules:
        for change in one.changes:
            found.setdefault(change, []).extend(one.patterns)
    return found


def key(pattern: str, change: Change) -> str:
    """The name of a change at a place in the counts."""
    return f"{pattern}: {change.name}"


def counted(found: Comparison) -> dict[str, dict[str, int]]:
    """The counts of a comparison."""
    counts = {name: {"documents": number} for name, number in found.documents.items()}
    for (family, pattern, change), number in found.used.items():
        counts[family][key(pattern, change)] = number
    return {
        family.name: dict(sorted(counts[family.name].items()))
        for family in FAMILIES
        if family.name in counts
    }


def read_counts() -> Counts:
    """The counts that are checked in."""
    counts: Counts = json.loads(COUNTS.read_text())
    return counts


def main() -> int:
    """Compares every night and writes both files; 1 where it cannot, or a difference is new."""
    if not REAL_DATA.is_dir():
        print("error: the golden documents are not here", file=sys.stderr)
        return 1
    found = Comparison()
    with tempfile.TemporaryDirectory() as folder:
        for edition, facts in editions(REAL_DATA, Path(folder)):
            found.add(compared(edition, facts))
    for difference in found.unexplained:
        print(f"unexplained: {difference}", file=sys.stderr)
    if found.unexplained:
        return 1
    counts = counted(found)
    COUNTS.write_text(json.dumps(counts, indent=1) + "\n")
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(counts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
