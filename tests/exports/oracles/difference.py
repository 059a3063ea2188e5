"""Every place at which two JSON documents are not the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tests.exports.oracles.texts import FreeText


class Missing:
    """Stands for a key or an element that one of the documents does not have."""

    def __repr__(self) -> str:
        return "<missing>"


MISSING: Final = Missing()


@dataclass(frozen=True)
class Difference:
    """One path, `games[0].players[3].team`, with what was expected there and what was found."""

    path: str
    expected: object
    found: object

    def __str__(self) -> str:
        return f"{self.path}: expected {self.expected!r}, found {self.found!r}"


def differences(expected: object, found: object, path: str = "") -> list[Difference]:
    """Each difference by path: keys and their order, lists by index, numbers by their value.

    Free texts equal every text; 1 equals 1.0, and no number equals a bool. Key order is reported
    at `path{}` once both objects have the same keys.
    """
    return list(_walk(expected, found, path))


def _walk(expected: object, found: object, path: str) -> Iterator[Difference]:
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in [*expected, *(key for key in found if key not in expected)]:
            below = f"{path}.{key}" if path else str(key)
            yield from _walk(expected.get(key, MISSING), found.get(key, MISSING), below)
        if expected.keys() == found.keys() and list(expected) != list(found):
            yield Difference(f"{path}{{}}", list(expected), list(found))
    elif isinstance(expected, list) and isinstance(found, list):
        for index in range(max(len(expected), len(found))):
            one = expected[index] if index < len(expected) else MISSING
            other = found[index] if index < len(found) else MISSING
            yield from _walk(one, other, f"{path}[{index}]")
    elif not _same(expected, found):
        yield Difference(path, expected, found)


def _same(expected: object, found: object) -> bool:
    if isinstance(expected, FreeText) or isinstance(found, FreeText):
        return expected == found
    numbers = [
        isinstance(value, int | float) and not isinstance(value, bool)
        for value in (expected, found)
    ]
    return (all(numbers) or type(expected) is type(found)) and expected == found
