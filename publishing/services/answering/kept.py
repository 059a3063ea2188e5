"""What was used last, as much of it as has room."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Kept(Generic[K, V]):
    """Values by key; those unused for longest go when the sum of sizes passes `most`."""

    def __init__(self, most: int, size: Callable[[V], int]) -> None:
        self._most, self._size = most, size
        self._values: OrderedDict[K, V] = OrderedDict()
        self._held = 0

    def get(self, key: K) -> V | None:
        """The value, now the one used last; None when there is none."""
        value = self._values.get(key)
        if value is not None:
            self._values.move_to_end(key)
        return value

    def put(self, key: K, value: V) -> None:
        """Keeps a value; one larger than all the room is not kept."""
        old = self._values.pop(key, None)
        if old is not None:
            self._held -= self._size(old)
        self._values[key] = value
        self._held += self._size(value)
        while self._held > self._most:
            _, gone = self._values.popitem(last=False)
            self._held -= self._size(gone)
