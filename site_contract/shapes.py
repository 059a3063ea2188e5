"""The document types as a reader sees them: keys, and what stands under each.

Taken from JSON Schema, so that types, pages and the comparison of releases speak of one thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

import msgspec

Kind = Literal["string", "integer", "number", "boolean", "words", "list", "map", "object"]
Json = Mapping[str, Any]

_SOURCE = re.compile(r" \((?:`\w+\.md` [\d.]+(?:, )?|[DL]\d+(?:, )?)+\)")
"""Where a docstring says on which rule it stands: that is nothing to a reader."""


class Shape(msgspec.Struct, frozen=True, omit_defaults=True):
    """What stands under a key. `words` are all texts that there can be, `name` is the type of an
    object, `of` that of a list's elements and of a map's values."""

    kind: Kind
    null: bool = False
    words: tuple[str, ...] = ()
    name: str = ""
    of: Shape | None = None


class Key(msgspec.Struct, frozen=True, omit_defaults=True):
    """One key of an object; an `optional` one may be absent. `unit` is what its numbers count
    or how its text is written."""

    shape: Shape
    optional: bool = False
    unit: str = ""


class ObjectType(msgspec.Struct, frozen=True):
    """An object with its keys in the order of the document, and what its docstring says."""

    name: str
    text: str
    keys: dict[str, Key]


def types_of(schema: Json) -> tuple[ObjectType, ...]:
    """Every object type of a document, the document's own first.

    ValueError for a schema that says something that no document type does.
    """
    names = [_name(schema)]
    found: list[ObjectType] = []
    for name in names:
        found.append(_object(name, schema["$defs"][name]))
        mentioned = (one for key in found[-1].keys.values() for one in names_in(key.shape))
        names.extend(one for one in dict.fromkeys(mentioned) if one not in names)
    return tuple(found)


def names_in(shape: Shape) -> Iterator[str]:
    """The object types that a shape mentions."""
    if shape.name:
        yield shape.name
    if shape.of:
        yield from names_in(shape.of)


def numbers_in(shape: Shape) -> bool:
    """Whether a shape is of numbers, alone or in a list or a map."""
    return shape.kind in ("integer", "number") or (shape.of is not None and numbers_in(shape.of))


def in_words(shape: Shape) -> str:
    """A shape as a sentence names it, `list of PlayerCard` or `number or null`."""
    match shape.kind:
        case "words":
            text = " or ".join(f'"{word}"' for word in shape.words)
        case "list" | "map" as kind:
            text = f"{'list of' if kind == 'list' else 'map to'} {_inner(shape)}"
        case "object":
            text = shape.name
        case kind:
            text = kind
    return f"{text} or null" if shape.null else text


def _inner(shape: Shape) -> str:
    if shape.of is None:
        raise ValueError(f"a {shape.kind} of nothing")
    text = in_words(shape.of)
    return f"({text})" if " or " in text else text


def _object(name: str, schema: Json) -> ObjectType:
    if schema.get("type") != "object":
        raise ValueError(f"{name} is no object")
    needed = schema.get("required", ())
    keys = {
        key: Key(_shape(inside, f"{name}.{key}"), optional=key not in needed)
        for key, inside in schema["properties"].items()
    }
    lines = (line.strip() for line in schema.get("description", "").splitlines())
    return ObjectType(name, _SOURCE.sub("", "\n".join(lines)).strip(), keys)


def _shape(schema: Json, place: str) -> Shape:
    match schema:
        case {"$ref": _}:
            return Shape("object", name=_name(schema))
        case {"anyOf": [one, {"type": "null"}]}:
            return msgspec.structs.replace(_shape(one, place), null=True)
        case {"enum": words} if all(isinstance(word, str) for word in words):
            return Shape("words", words=tuple(sorted(words)))
        case {"type": "array", "items": inside}:
            return Shape("list", of=_shape(inside, place))
        case {"type": "object", "additionalProperties": inside} if "properties" not in schema:
            return Shape("map", of=_shape(inside, place))
        case {"type": "string" | "integer" | "number" | "boolean" as kind}:
            return Shape(kind)
    raise ValueError(f"{place}: nothing here can say {dict(schema)}")


def _name(schema: Json) -> str:
    return str(schema["$ref"]).rpartition("/")[2]
