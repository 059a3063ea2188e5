"""A document with one thing wrong at many places, to see that the comparison finds each."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.parity.alignment import TEXT, Json, Shape


@dataclass(frozen=True)
class Spot:
    """One value of a document: its path as differences name it, and how to reach it."""

    path: str
    pattern: str
    steps: tuple[str | int, ...]

    def inside(self, document: Any) -> tuple[Any, str | int]:
        """What holds the value, and under which key."""
        for step in self.steps[:-1]:
            document = document[step]
        return document, self.steps[-1]


Damage = Callable[[Any, str | int], bool]
"""Damages what an object or list holds under a key; False where it cannot."""


def spots(value: Any, shape: Shape, spot: Spot = Spot("", "", ())) -> Iterator[Spot]:
    """Every value and every element of a document; a list without a key is one value."""
    if isinstance(value, dict):
        for key, one in value.items():
            dot = "." if spot.path else ""
            yield from spots(
                one,
                shape,
                Spot(f"{spot.path}{dot}{key}", f"{spot.pattern}{dot}{key}", (*spot.steps, key)),
            )
    elif isinstance(value, list) and spot.pattern in shape:
        for index, one in enumerate(value):
            name = shape[spot.pattern].name(one)
            inside = Spot(f"{spot.path}[{name}]", f"{spot.pattern}[]", (*spot.steps, index))
            yield inside
            yield from spots(one, shape, inside)
    else:
        yield spot


def one_of_each(
    document: Json, before: Json, shape: Shape, elements: bool, last: bool
) -> list[Spot]:
    """The first or the last spot of every pattern.

    Without the names of elements, which are elements more and fewer, and without what a text of
    before hides.
    """
    found: dict[str, Spot] = {}
    names = {f"{pattern}[].{key}" for pattern, one in shape.items() for key in one.key}
    for spot in spots(document, shape):
        if spot.pattern.endswith("[]") is not elements or spot.pattern in names:
            continue
        if _free(spot, before, shape):
            continue
        if last or spot.pattern not in found:
            found[spot.pattern] = spot
    return list(found.values())


def damaged(document: Json, wanted: list[Spot], damage: Damage) -> tuple[Json, list[str]]:
    """A copy with damage at these spots; the paths at which there is some."""
    found = copy.deepcopy(document)
    # From the end on: what is removed moves nothing that is still to come.
    paths = [spot.path for spot in reversed(wanted) if damage(*spot.inside(found))]
    return found, paths


def another(holder: Any, key: str | int) -> bool:
    """A near value of the same type."""
    value = holder[key]
    if isinstance(value, bool):
        holder[key] = not value
    elif isinstance(value, int):
        holder[key] = value + 1
    elif isinstance(value, float):
        holder[key] = round(value + 0.3, 3)
    elif isinstance(value, str):
        holder[key] = value + "x"
    elif isinstance(value, list):
        holder[key] = [*value, value[0] if value else 1]
    else:
        holder[key] = {} if value is None else None
    return True


def nothing(holder: Any, key: str | int) -> bool:
    """No key at all."""
    del holder[key]
    return True


def twice(holder: Any, key: str | int) -> bool:
    """An element that is there a second time."""
    holder.insert(key, copy.deepcopy(holder[key]))
    return True


def _free(spot: Spot, before: Json, shape: Shape) -> bool:
    """Whether what was published before stands for any text there."""
    found: list[Any] = [before]
    walked = ""
    for part in re.findall(r"\[[^\]]*\]|[^.\[\]]+", spot.path):
        if part.startswith("["):
            listing = shape[walked]
            found = [one for some in found for one in some if listing.name(one) == part[1:-1]]
            walked += "[]"
        else:
            found = [one[part] for one in found if isinstance(one, dict) and part in one]
            walked += f".{part}" if walked else part
    return any(isinstance(one, str) and TEXT in one for one in found)
