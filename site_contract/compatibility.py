"""What breaks the site between two contracts, and what only adds (D15, D30, core 14.12).

A reader of the old contract must be able to read every document of the new one, to show every
number in its unit, and to compile against the new types. So a new family, path or key adds. So
does a promise that is stronger: a key that is always there now, or never null any more. All else
breaks, a new word among the words of a key too: where words may grow the type is text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

from site_contract.contract import Contract, FamilyContract
from site_contract.shapes import Key, Shape, in_words

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference. `place` is how the changelog names it, `live LiveGame.arena`."""

    kind: Literal["addition", "break"]
    place: str
    sentence: str

    def __str__(self) -> str:
        return f"`{self.place}` {self.sentence}"


def differences(old: Contract, new: Contract) -> list[Difference]:
    """Everything that is not the same, by family in the order of the old contract."""
    found: list[Difference] = []
    for name, before, now in _pairs(old.families, new.families):
        if before is None:
            found.append(_adds(name, "is a new family"))
        elif now is None:
            found.append(_breaks(name, "is gone with all its documents"))
        else:
            found += _of_family(name, before, now)
    return found


def breaks(found: Iterable[Difference]) -> list[Difference]:
    """Those that break a reader."""
    return [one for one in found if one.kind == "break"]


def _of_family(family: str, old: FamilyContract, new: FamilyContract) -> Iterator[Difference]:
    for path, kept, keeps in _pairs(old.paths, new.paths):
        if kept is None:
            yield _adds(f"{family} {path}", "is a new path")
        elif keeps is None:
            yield _breaks(f"{family} {path}", "is not published any more")
        elif kept != keeps:
            yield _breaks(
                f"{family} {path}", f"may be kept for {_seconds(keeps)}, not {_seconds(kept)}"
            )
    if old.document != new.document:
        sentence = f"is a {new.document} and no {old.document} any more"
        yield _breaks(f"{family} document", sentence)
    for name, had, has in _pairs(old.types, new.types):
        if had is None:
            # What leads to it is named.
            continue
        if has is None:
            yield _breaks(f"{family} {name}", "is no type any more")
        else:
            yield from _of_keys(f"{family} {name}", had, has)


def _of_keys(place: str, old: Mapping[str, Key], new: Mapping[str, Key]) -> Iterator[Difference]:
    for name, before, now in _pairs(old, new):
        key = f"{place}.{name}"
        if before is None:
            yield _adds(key, "is a new key")
        elif now is None:
            yield _breaks(key, "is gone")
        else:
            yield from _of_key(key, before, now)


def _of_key(place: str, old: Key, new: Key) -> Iterator[Difference]:
    if new.optional and not old.optional:
        yield _breaks(place, "may be absent now")
    elif old.optional and not new.optional:
        yield _adds(place, "is always there now")
    if old.unit != new.unit:
        yield _breaks(place, f"is in {new.unit or 'no unit'}, not in {old.unit or 'no unit'}")
    yield from _of_shape(place, old.shape, new.shape)


def _of_shape(place: str, old: Shape, new: Shape) -> Iterator[Difference]:
    if (old.kind, old.name) != (new.kind, new.name):
        yield _breaks(place, f"is {in_words(new)}, not {in_words(old)}")
        return
    if new.null and not old.null:
        yield _breaks(place, "may be null now")
    elif old.null and not new.null:
        yield _adds(place, "is never null any more")
    for word in sorted({*new.words} - {*old.words}):
        yield _breaks(place, f'has a new word "{word}"')
    for word in sorted({*old.words} - {*new.words}):
        yield _breaks(place, f'has no word "{word}" any more')
    if old.of is not None and new.of is not None:
        yield from _of_shape(f"{place}[]", old.of, new.of)


def _pairs(old: Mapping[str, T], new: Mapping[str, T]) -> Iterator[tuple[str, T | None, T | None]]:
    for name in dict.fromkeys([*old, *new]):
        yield name, old.get(name), new.get(name)


def _adds(place: str, sentence: str) -> Difference:
    return Difference("addition", place, sentence)


def _breaks(place: str, sentence: str) -> Difference:
    return Difference("break", place, sentence)


def _seconds(kept: tuple[int, ...]) -> str:
    return f"{' or '.join(map(str, kept))} s"
