"""One way to bring a defect back: the product, changed in memory for the length of a test."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from tests.live import test_mutants

Change = Callable[[pytest.MonkeyPatch], None]


class Mutant(NamedTuple):
    """A defect, and the tests that must see it; `slow` when they then take long to fail."""

    breaks: tuple[str, ...]
    change: Change
    slow: bool = False


def text(owner: Any, function: str, old: str, new: str) -> Change:
    """The function that `owner` holds, with one piece of its text replaced.

    When the product's line is written anew, write its mutant anew too.
    """

    def change(patch: pytest.MonkeyPatch) -> None:
        found = test_mutants.mutated(test_mutants.Mutant(owner, function, old, new))
        patch.setattr(owner, function, found)

    return change


def instead(owner: Any, name: str, value: object) -> Change:
    """Another value, or function, where `owner` has its own."""

    def change(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(owner, name, value)

    return change


def both(*changes: Change) -> Change:
    """Several changes at once."""

    def change(patch: pytest.MonkeyPatch) -> None:
        for one in changes:
            one(patch)

    return change
