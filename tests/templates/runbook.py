"""The commands of `docs/runbook.md`, with its words filled in."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from pathlib import Path

RUNBOOK = Path(__file__).parents[2] / "docs" / "runbook.md"

_FENCE = re.compile(r"^```sh\n(.*?)^```$", re.M | re.S)
_INLINE = re.compile(r"`((?:courtside|make|gcloud|python -m) [^`]+)`")
_EXPORT = re.compile(r"(\w+)=(\S+)")
_WORD = re.compile(r"\$\{?(\w+)\}?")

OURS = ("courtside", "python -m", "make")


def lines(text: str) -> list[str]:
    """Every command, of the blocks and of the sentences."""
    fenced = [line for block in _FENCE.findall(text) for line in block.splitlines() if line]
    sentences = _INLINE.findall(_FENCE.sub("", text))
    return [line for line in [*fenced, *sentences] if not line.startswith("export ")]


def words_of(text: str) -> dict[str, str]:
    """What the runbook says that its words stand for."""
    found: dict[str, str] = {}
    for line in re.findall(r"^export (.+)$", text, re.M):
        for name, value in _EXPORT.findall(line):
            found[name] = filled(value, found)
    return found


def filled(line: str, words: Mapping[str, str]) -> str:
    """The line with its words filled in; KeyError for one that is explained nowhere."""
    return _WORD.sub(lambda match: words[match[1]], line)


def arguments(line: str, words: Mapping[str, str]) -> list[str]:
    """The command as a shell would split it; what comes after a pipe or into a file is left off."""
    bare = re.split(r" [|>] ", line)[0]
    return shlex.split(filled(bare, words))


def sections(text: str) -> dict[str, str]:
    """Each heading's anchor, as GitHub makes it, and the text below."""
    parts = re.split(r"^#+ (.+)$", text, flags=re.M)
    return {
        re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-"): body
        for title, body in zip(parts[1::2], parts[2::2], strict=True)
    }
