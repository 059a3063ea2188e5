"""The words of `--only`."""

from __future__ import annotations

from publishing import job_types
from publishing.exports import EXPORTS


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
    named = job_types.exports_named(words)
    problems += [f"--only: {sentence}" for sentence in named.unknown]
    return named.names, named.skipped
