"""The contract as one value: every family's paths, their cache times, and its document's types."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from publishing.documents import CacheClass, schema
from publishing.exports import BY_NAME
from publishing.exports.declaration import Export, OfPlayer
from publishing.families import FAMILIES, Family
from site_contract.shapes import Json, Key, ObjectType, types_of
from site_contract.units import unit_of


class FamilyContract(msgspec.Struct, frozen=True):
    """A family: the cache times of each path in seconds, the type of the document, all types."""

    paths: dict[str, tuple[int, ...]]
    document: str
    types: dict[str, dict[str, Key]]


class Contract(msgspec.Struct, frozen=True):
    """What a release promises."""

    families: dict[str, FamilyContract]


def present(families: Iterable[Family] = FAMILIES) -> Contract:
    """What the code promises now."""
    return Contract(
        {one.name: family_contract(one, schema(one.document, one.name)) for one in families}
    )


def family_contract(family: Family, schema_of: Json) -> FamilyContract:
    """A family whose document has this schema."""
    found = object_types(family.name, schema_of)
    paths = {path: cache_seconds(family, path) for path in family.paths}
    return FamilyContract(paths, found[0].name, {one.name: one.keys for one in found})


def object_types(family: str, schema_of: Json) -> tuple[ObjectType, ...]:
    """The types of a family's document, the document's own first; with units."""
    return tuple(
        msgspec.structs.replace(
            one, keys={key: _measured(family, one.name, key, own) for key, own in one.keys.items()}
        )
        for one in types_of(schema_of)
    )


def export_of(family: Family) -> Export | None:
    """The export that makes a family; None for one of the live job's."""
    return BY_NAME.get(family.name.replace("-", "_"))


def cache_seconds(family: Family, path: str) -> tuple[int, ...]:
    """How long a path may be kept: before its date is settled, and then where that differs (D3)."""
    export = export_of(family)
    if export is None:
        kept = (CacheClass.LIVE, CacheClass.SETTLED) if "{date}" in path else (CacheClass.LIVE,)
    elif path != export.dated:
        kept = (export.pointer_cache,)
    elif isinstance(export.made, OfPlayer):
        kept = (CacheClass.SETTLED,)
    else:
        kept = (CacheClass.TONIGHT, CacheClass.SETTLED)
    return tuple(one.value for one in kept)


def _measured(family: str, name: str, key: str, found: Key) -> Key:
    unit = unit_of(family, name, key, found.shape)
    return found if unit is None else msgspec.structs.replace(found, unit=unit.name)
