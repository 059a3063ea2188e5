"""The shape of what is encoded: every field with its type, to be compared between releases."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from msgspec import inspect

Shape = dict[str, str]
"""The type of each place: `games{}.best.period` is an `int`. No names of classes: they may change.

`[]` is an item of a list, `{}` a value of a mapping. A type has its alternatives between bars.
"""

ABSENT = "absent"
"""The alternative of a field that has a default: what was written before it came has none."""


def shape(encoded: object) -> Shape:
    """The shape of a type."""
    return dict(_places(inspect.type_info(encoded), "", ()))


def incompatible(old: Shape, new: Shape) -> list[str]:
    """Why what was written in the old shape cannot be read as the new one, a sentence each."""
    found = []
    for place, was in old.items():
        if place not in new:
            found.append(f"{place} was removed")
        elif not {*was.split(" | ")} <= {*new[place].split(" | ")}:
            found.append(f"{place or 'it'} was {was}, is {new[place]}")
    for place, text in new.items():
        is_field = place not in old and place[-1] not in "]}"
        if is_field and place.rpartition(".")[0] in old and ABSENT not in text.split(" | "):
            found.append(f"{place} is added without a default")
    return found


def _places(node: inspect.Type, place: str, more: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The type at `place` with `more` alternatives, and all below it."""
    options = node.types if isinstance(node, inspect.UnionType) else (node,)
    texts = {text for option in options for text in _texts(option)}
    yield place, " | ".join([*sorted(texts), *more])
    for option in options:
        if isinstance(option, inspect.StructType):
            for field in option.fields:
                inner = f"{place}.{field.encode_name}" if place else field.encode_name
                yield from _places(field.type, inner, () if field.required else (ABSENT,))
        elif isinstance(option, inspect.DictType):
            yield from _places(option.key_type, f"{place}{{key}}", ())
            yield from _places(option.value_type, f"{place}{{}}", ())
        elif isinstance(option, inspect.TupleType):
            for number, item in enumerate(option.item_types):
                yield from _places(item, f"{place}[{number}]", ())
        elif isinstance(option, _LISTS):
            yield from _places(option.item_type, f"{place}[]", ())


_LISTS = (inspect.ListType, inspect.SetType, inspect.FrozenSetType, inspect.VarTupleType)
_INSIDE = ("item_type", "item_types", "key_type", "value_type", "cls", "fields", "array_like")


def _texts(node: inspect.Type) -> list[str]:
    """A type alone, with its limits; each of its values when there is only a choice of them."""
    if isinstance(node, inspect.LiteralType):
        return [repr(value) for value in node.values]
    if isinstance(node, inspect.EnumType):
        return [repr(member.value) for member in node.cls]
    name = type(node).__name__.removesuffix("Type").lower()
    if isinstance(node, inspect.StructType) and node.array_like:
        name = f"array of {' '.join(field.encode_name for field in node.fields)}"
    limits = [
        f"{field.name}={getattr(node, field.name)}"
        for field in msgspec.structs.fields(node)
        if field.name not in _INSIDE and getattr(node, field.name) != field.default
    ]
    return [" ".join([name, *limits])]
