"""Published documents against their JSON Schemas."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any, NoReturn

from jsonschema_rs import Draft202012Validator

from publishing.documents import schema
from publishing.families import FAMILIES, family_of


def require_valid(path: str, body: bytes) -> Any:
    """The parsed document; an error when it is not strict JSON or does not fit its schema."""
    family = family_of(path)
    assert family is not None, f"{path} belongs to no family"
    document = json.loads(body.decode(), parse_constant=_refuse)
    validator(family.name).validate(document)
    return document


def published(folder: Path) -> dict[str, bytes]:
    """Every public document of a folder by path, each of them valid."""
    found = {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*.json"))
    }
    for path, body in found.items():
        require_valid(path, body)
    return found


@functools.cache
def validator(name: str) -> Draft202012Validator:
    """The validator of a family's documents."""
    family = next(family for family in FAMILIES if family.name == name)
    return Draft202012Validator(schema(family.document, name))


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")
