"""Every place at which what was published before and what is published now are not the same.

Lists of things are aligned by their business key, never by their index; a list that has no key is
one value. `<text>` in a document of before stands for any text.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, Final

Json = dict[str, Any]
TEXT = "<text>"


class Missing:
    """Stands for a key or an element that one of the documents does not have."""

    def __repr__(self) -> str:
        return "<missing>"


MISSING: Final = Missing()


@dataclass(frozen=True)
class Listing:
    """How a list of things is read: which keys name one, and what the contract sorts them by.

    `order` gives what must not fall from one element to the next; None where the contract has no
    order. `ties` are the keys that end every tie in the documents of now (D9). `apart` are the
    keys that tell elements of one name apart.
    """

    key: tuple[str, ...]
    order: Callable[[Json], tuple[Any, ...]] | None = None
    ties: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()

    def name(self, thing: Json) -> str:
        """The business key of an element, as text."""
        return " ".join(str(thing.get(key)) for key in self.key)


Shape = Mapping[str, Listing]
"""The lists of a family, by pattern: `games[].players`."""


@dataclass(frozen=True)
class Difference:
    """One place: `games[20240325_CHA_CLE].players[maxstrus].team`, with both values.

    `document` is the path of the document.
    `pattern` is the path without keys; `keys` are the business keys on the way, and `around` the
    objects that enclose the place, before and now, the outermost first.
    """

    document: str
    path: str
    pattern: str
    keys: tuple[str, ...]
    before: Any
    after: Any
    around: tuple[tuple[Json, Json], ...] = field(repr=False, default=())

    def __str__(self) -> str:
        return f"{self.document} {self.path}: {_short(self.before)} -> {_short(self.after)}"


def differences(document: str, before: Json, after: Json, shape: Shape) -> list[Difference]:
    """Each difference of two editions of one document."""
    return list(_objects(before, after, shape, _Place(document, "", "", (), ())))


def disorder(document: Json, shape: Shape, ties: bool) -> list[str]:
    """Each place at which a list is not in the contract's order; of ties only where asked for."""
    return list(_disorder(document, shape, "", "", ties))


def same(before: Any, after: Any) -> bool:
    """Whether two values are the same; 1 is 1.0, and no number is a bool."""
    if isinstance(before, str) and TEXT in before:
        return isinstance(after, str)
    if isinstance(before, list) and isinstance(after, list):
        return len(before) == len(after) and all(map(same, before, after))
    if isinstance(before, dict) and isinstance(after, dict):
        return list(before) == list(after) and all(same(before[key], after[key]) for key in before)
    if _is_number(before) and _is_number(after):
        return bool(math.isclose(before, after, rel_tol=0, abs_tol=1e-9))
    return type(before) is type(after) and bool(before == after)


@dataclass(frozen=True)
class _Place:
    document: str
    path: str
    pattern: str
    keys: tuple[str, ...]
    around: tuple[tuple[Json, Json], ...]

    def key(self, name: str) -> _Place:
        dot = "." if self.path else ""
        return replace(self, path=f"{self.path}{dot}{name}", pattern=f"{self.pattern}{dot}{name}")

    def element(self, name: str) -> _Place:
        return replace(
            self,
            path=f"{self.path}[{name}]",
            pattern=f"{self.pattern}[]",
            keys=(*self.keys, name),
        )

    def order(self) -> _Place:
        return replace(self, path=f"{self.path}{{}}", pattern=f"{self.pattern}{{}}")

    def inside(self, before: Json, after: Json) -> _Place:
        return replace(self, around=(*self.around, (before, after)))

    def difference(self, before: Any, after: Any) -> Difference:
        return Difference(
            self.document, self.path, self.pattern, self.keys, before, after, self.around
        )


def _objects(before: Json, after: Json, shape: Shape, place: _Place) -> Iterator[Difference]:
    within = place.inside(before, after)
    for key in [*before, *(key for key in after if key not in before)]:
        yield from _values(
            before.get(key, MISSING), after.get(key, MISSING), shape, within.key(key)
        )
    shared = [key for key in before if key in after]
    if shared != [key for key in after if key in before]:
        yield within.order().difference(list(before), list(after))


def _values(before: Any, after: Any, shape: Shape, place: _Place) -> Iterator[Difference]:
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _objects(before, after, shape, place)
    elif place.pattern in shape and isinstance(before, list) and isinstance(after, list):
        yield from _lists(before, after, shape, place)
    elif not same(before, after):
        yield place.difference(before, after)


def _lists(
    before: Sequence[Json], after: Sequence[Json], shape: Shape, place: _Place
) -> Iterator[Difference]:
    listing = shape[place.pattern]
    left, right = _by_name(before, listing), _by_name(after, listing)
    for name in [*left, *(name for name in right if name not in left)]:
        olds, news = list(left.get(name, ())), right.get(name, [])
        at = place.element(name)
        for new in news:
            if not olds:
                yield at.difference(MISSING, new)
                continue
            nearest = min(olds, key=lambda old: len(list(_objects(old, new, shape, at))))
            olds.remove(nearest)
            yield from _objects(nearest, new, shape, at)
        for old in olds:
            yield at.difference(old, MISSING)


def _by_name(things: Sequence[Json], listing: Listing) -> dict[str, list[Json]]:
    found: dict[str, list[Json]] = {}
    for thing in things:
        found.setdefault(listing.name(thing), []).append(thing)
    return found


def _disorder(value: Any, shape: Shape, pattern: str, path: str, ties: bool) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inside in value.items():
            dot = "." if path else ""
            yield from _disorder(inside, shape, f"{pattern}{dot}{key}", f"{path}{dot}{key}", ties)
    elif isinstance(value, list) and pattern in shape:
        listing = shape[pattern]
        for one, other in pairwise(value):
            problem = _misplaced(one, other, listing, ties)
            if problem:
                yield f"{path}: {problem}"
        for thing in value:
            yield from _disorder(
                thing, shape, f"{pattern}[]", f"{path}[{listing.name(thing)}]", ties
            )


def _misplaced(one: Json, other: Json, listing: Listing, ties: bool) -> str:
    if listing.order is None:
        return ""
    names = f"{listing.name(one)} is before {listing.name(other)}"
    try:
        return names if _rank(one, listing, ties) > _rank(other, listing, ties) else ""
    except (KeyError, TypeError, ValueError) as problem:
        return f"{names}, and nothing says why: {problem!r}"


def _rank(thing: Json, listing: Listing, ties: bool) -> tuple[Any, ...]:
    assert listing.order is not None
    last = tuple(thing[key] for key in listing.ties) if ties else ()
    return (*listing.order(thing), *last)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 200 else f"{text[:200]} …"
