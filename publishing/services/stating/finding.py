"""From a key as a person writes it to what is kept under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from publishing.adapters.shelf import ObjectUnreadable, Shelf
from publishing.services.state import State, episode_key
from publishing.services.stating.options import SHELVES

ONE = {"claims": "claim", "gates": "gate", "marks": "mark", "episodes": "episode"}


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing that is kept, on which shelf, and under which key."""

    shelf: str
    key: str
    value: Any


def shelf_of(state: State, name: str) -> Shelf[Any]:
    """The shelf of a kind."""
    found: Shelf[Any] = getattr(state, name)
    return found


def find(state: State, said: str, shelves: Sequence[str] = SHELVES) -> list[Kept]:
    """Everything that a key may mean: one thing at most of each kind.

    A kind may be written before it. An episode has the key of its finding too.
    """
    kind, _, rest = said.partition("/")
    if kind in SHELVES and rest:
        shelves, said = [name for name in shelves if name == kind], rest
    found = []
    for name in shelves:
        for key in (said, episode_key(said)) if name == "episodes" else (said,):
            value = _get(shelf_of(state, name), key)
            if value is not None:
                found.append(Kept(name, key, value))
                break
    return found


def _get(shelf: Shelf[Any], key: str) -> Any:
    try:
        return shelf.get(key)
    except ObjectUnreadable:
        raise
    except ValueError:
        # What can be no key has nothing under it.
        return None
