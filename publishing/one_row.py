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
    best: dict[Any, R] = {}
    for row in rows:
        name = key(row)
        found = best.setdefault(name, row)
        if found is row:
            # As a rule a key comes once: then there is nothing to compare.
            continue
        rank, other = order(row), order(found)
        if rank > other or (rank == other and repr(row) > repr(found)):
            best[name] = row
    return list(best.values())
