"""What a slate's last flush computed, to be used again where nothing changed.

Between two flushes most games stand as they were. Answers are kept by the identity of their
inputs, all of them immutable, so that remembering can never change what is published.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")


class Memory:
    """Answers by key, each valid for the very same input objects."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[tuple[object, ...], Any]] = {}

    def recall(self, key: Hashable, inputs: tuple[object, ...], make: Callable[..., T]) -> T:
        """`make(*inputs)`, or what it gave when the same objects were last asked for `key`."""
        found = self._kept.get(key)
        if found is not None and all(map(_same, found[0], inputs)):
            answer: T = found[1]
            return answer
        made = make(*inputs)
        self._kept[key] = (inputs, made)
        return made


def _same(one: object, other: object) -> bool:
    return one is other
