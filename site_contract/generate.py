"""The files of the contract, made from the document types: `make contract` writes them."""

from __future__ import annotations

import json
from pathlib import Path

from publishing.documents import schema
from publishing.families import FAMILIES

FOLDER = Path(__file__).parent


def files() -> dict[str, str]:
    """Every generated file by its path below this folder."""
    return {
        f"schemas/{family.name}.schema.json": json.dumps(
            schema(family.document, " and ".join(family.paths)), indent=2
        )
        + "\n"
        for family in FAMILIES
    }


def stale() -> list[str]:
    """The files that are missing, wrong, or generated from nothing any more."""
    wanted = files()
    found = {
        path.relative_to(FOLDER).as_posix(): path.read_text()
        for path in FOLDER.glob("schemas/*.json")
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
