"""What every command raises that was told what it cannot use."""

from __future__ import annotations

from collections.abc import Sequence


class BadOptions(Exception):
    """It cannot start with these options; `problems` holds one sentence each."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)
