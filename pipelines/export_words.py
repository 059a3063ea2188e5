"""The words of `--only`: job types, groups, and those that are known and not exported here."""

from __future__ import annotations

import difflib

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


def exports_named(text: str | None, problems: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the exports that the words mean, and a sentence for each word skipped.

    Without words every export that need not be named. An unknown word adds a sentence to
    `problems`.
    """
    if text is None:
        return tuple(export.name for export in EXPORTS if not export.when_named), ()
    words = [word.strip() for word in text.split(",") if word.strip()]
    if not words:
        problems.append("--only names no export")
    wanted: set[str] = set()
    skipped = []
    for word in words:
        named = {one.name for one in EXPORTS if word in (EVERY, one.job_type, *one.groups)}
        if named:
            wanted |= named
        elif word in NOT_HERE:
            skipped.append(f"{word} skipped: not exported here")
        elif word in STREAMED:
            skipped.append(f"{word} skipped: the streaming job publishes it")
        else:
            problems.append(_unknown(word))
    return tuple(one.name for one in EXPORTS if one.name in wanted), tuple(skipped)


def _unknown(word: str) -> str:
    known = sorted({word for one in EXPORTS for word in (EVERY, one.job_type, *one.groups)})
    near = difflib.get_close_matches(word, known, n=1)
    return f"--only: {word!r} is not known" + (f"; {near[0]} is" if near else f": {known}")
