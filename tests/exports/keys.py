"""The keys of a document and of its type, as paths: `games[].players[].team`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from publishing.documents import schema

Json = dict[str, Any]


Step = str | int
Place = tuple[Step, ...]
"""The way to one key of one document: names of keys, numbers of list elements."""


def places(document: object, there: Place = ()) -> Iterator[Place]:
    """Every key of a document, with all that is below it."""
    inside: list[tuple[Step, object]] = []
    if isinstance(document, dict):
        inside = list(document.items())
    elif isinstance(document, list):
        inside = list(enumerate(document))
    for step, value in inside:
        place = (*there, step)
        if isinstance(step, str):
            yield place
        yield from places(value, place)


def path_of_key(place: Place, *, exact: bool) -> str:
    """A place as text; unless it is to be exact, every element of a list is `[]`."""
    steps = (
        f".{step}" if isinstance(step, str) else f"[{step if exact else ''}]" for step in place
    )
    return "".join(steps).removeprefix(".")


def at(document: Any, place: Place) -> Any:
    """What is at a place."""
    for step in place:
        document = document[step]
    return document


def keys_of_type(document: type[msgspec.Struct]) -> set[str]:
    """The path of every key that a document of this type can have."""
    whole = schema(document, "")
    return {path.removeprefix(".") for path in _of_schema(whole, whole["$defs"], "")}


def _of_schema(part: Json, known: Json, path: str) -> Iterator[str]:
    if "$ref" in part:
        part = part | known[part["$ref"].rpartition("/")[2]]
    for name, inside in part.get("properties", {}).items():
        yield f"{path}.{name}"
        yield from _of_schema(inside, known, f"{path}.{name}")
    for choice in part.get("anyOf", ()):
        yield from _of_schema(choice, known, path)
    if isinstance(part.get("items"), dict):
        yield from _of_schema(part["items"], known, f"{path}[]")
