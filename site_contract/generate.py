"""The files of the contract, made from the document types: `make contract` writes them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from publishing.documents import schema
from publishing.families import FAMILIES
from site_contract import package

FOLDER = Path(__file__).parent

_GENERATED = ("schemas/*.json", "npm/**/*.*")


def files() -> dict[str, str]:
    """Every generated file by its path below this folder."""
    schemas = {
        f"schemas/{family.name}.schema.json": json.dumps(
            _open(schema(family.document, " and ".join(family.paths))), indent=2
        )
        + "\n"
        for family in FAMILIES
    }
    return {**schemas, **{f"npm/{path}": text for path, text in package.files().items()}}


def stale() -> list[str]:
    """The files that are missing, wrong, or generated from nothing any more."""
    wanted = files()
    found = {
        path.relative_to(FOLDER).as_posix(): path.read_text()
        for pattern in _GENERATED
        for path in FOLDER.glob(pattern)
    }
    return sorted(path for path in {*wanted, *found} if wanted.get(path) != found.get(path))


def write() -> list[str]:
    """Brings the folder up to date and returns what changed."""
    changed, wanted = stale(), files()
    for path in changed:
        file = FOLDER / path
        if path in wanted:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(wanted[path])
        else:
            file.unlink()
    return changed


def _open(part: Any) -> Any:
    """A schema that takes keys of later releases too: they may be added (D15)."""
    if isinstance(part, dict):
        return {
            key: _open(inside)
            for key, inside in part.items()
            if (key, inside) != ("additionalProperties", False)
        }
    return [_open(inside) for inside in part] if isinstance(part, list) else part
