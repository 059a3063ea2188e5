"""One row per business key, however often it was loaded and in whatever order (D18)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

R = TypeVar("R")

Order = tuple[Any, ...]


def null_first(value: Any) -> Order:
    """A sort key under which nothing is smaller than None."""
    return (0,) if value is None else (1, value)


def null_last(value: Any) -> Order:
    """A sort key under which nothing is greater than None."""
    return (1,) if value is None else (0, value)


def newest_by(rows: Iterable[R], key: Callable[[R], Any], order: Callable[[R], Order]) -> list[R]:
    """The row of the greatest `order` of each key, in the order in which the keys came first.

    Rows of one key and one order must be equal in all that is published; the text of the row
    decides between others, so that their order of arrival cannot.
    """
    found = list(rows)
    names = list(map(key, found))
    best = dict(zip(names, found, strict=True))
    if len(best) == len(found):
        return found
    for name, row in zip(names, found, strict=True):
        other = best[name]
        if other is not row:
            rank, best_rank = order(row), order(other)
            if rank > best_rank or (rank == best_rank and repr(row) > repr(other)):
                best[name] = row
    return list(best.values())
