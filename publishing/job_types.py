"""The words for exports in messages and on command lines: job types and groups (`live.md` 9)."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from publishing.exports import EXPORTS

NOT_HERE = (
    "subset-picks",
    "season-subsets",
    "daily-signals",
    "subset-performance",
    "subset-definitions",
    "calendar",
)
"""Words that real messages carry for exports of other projects (D28)."""

EVERY = "all"
"""The word for every export, those that are only made when they are named too."""

STREAMED = ("live", "live-grading")
"""Words of what the streaming job publishes."""


@dataclass(frozen=True, slots=True)
class Named:
    """What words mean: exports by name in their order, a sentence for each word that is skipped
    and for each that nobody knows.
    """

    names: tuple[str, ...]
    skipped: tuple[str, ...]
    unknown: tuple[str, ...]


def exports_named(words: Iterable[str]) -> Named:
    """The exports that the words mean."""
    wanted: set[str] = set()
    skipped, unknown = [], []
    for word in words:
        named = {one.name for one in EXPORTS if word in (EVERY, one.job_type, *one.groups)}
        if named:
            wanted |= named
        elif word in NOT_HERE:
            skipped.append(f"{word} skipped: not exported here")
        elif word in STREAMED:
            skipped.append(f"{word} skipped: the streaming job publishes it")
        else:
            unknown.append(_unknown(word))
    names = tuple(one.name for one in EXPORTS if one.name in wanted)
    return Named(names, tuple(skipped), tuple(unknown))


def _unknown(word: str) -> str:
    known = sorted({word for one in EXPORTS for word in (EVERY, one.job_type, *one.groups)})
    near = difflib.get_close_matches(word, known, n=1)
    return f"{word!r} is not known" + (f"; {near[0]} is" if near else f": {known}")
