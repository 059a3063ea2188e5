"""The journal: one JSON line for each decision of the publisher."""

from __future__ import annotations

from pathlib import Path

import orjson

from publishing.adapters.places import problem_of
from publishing.decisions import Outcome


class JournalFile:
    """Appends to a file; each line is one write, so that several processes can share it."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("ab", buffering=0)

    def record(self, outcome: Outcome) -> None:
        """Appends one decision."""
        self._file.write(orjson.dumps(outcome, option=orjson.OPT_APPEND_NEWLINE))


def journal_problem(file: str) -> str | None:
    """Why no journal can be written there, and what to do; None when one can."""
    if Path(file).is_dir():
        return f"--journal {file} is a folder: name a file"
    return problem_of(str(Path(file).parent), ("write",))
