"""Real examples of the documents: those of the demo, shortened.

They are made again by `make demo && python -m site_contract examples out`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from publishing.families import FAMILIES, Family, family_of

FOLDER = Path(__file__).parents[1] / "docs" / "documents" / "examples"

LONGEST = 2
"""How many elements of a list an example keeps."""


def shortened(document: Any) -> Any:
    """A document with the first elements of each of its lists."""
    if isinstance(document, dict):
        return {key: shortened(inside) for key, inside in document.items()}
    if isinstance(document, list):
        return [shortened(inside) for inside in document[:LONGEST]]
    return document


def made(output: Path) -> dict[str, str]:
    """By path, the document of each family in a public folder that says most; ValueError when a
    family has none."""
    best: dict[str, tuple[int, str, Any]] = {}
    for path, document in _documents(output):
        family = family_of(path)
        if family is None:
            raise ValueError(f"{path} belongs to no family")
        # Of those that say as much, the first one.
        found = best.get(family.name)
        if found is None or _said(document) > found[0]:
            best[family.name] = _said(document), path, document
    if lacking := [family.name for family in FAMILIES if family.name not in best]:
        raise ValueError(f"{output} has no document of {', '.join(lacking)}")
    return {path: _text(document) for _, path, document in best.values()}


def kept() -> dict[str, str]:
    """The examples that are here, by the path of their document."""
    return {path.relative_to(FOLDER).as_posix(): path.read_text() for path in _files(FOLDER)}


def example_of(family: Family) -> tuple[str, str]:
    """The path of a family's example, and the example."""
    return next((path, text) for path, text in kept().items() if family.has(path))


def write(output: Path) -> list[str]:
    """Replaces the examples by those of a public folder; the paths that changed."""
    before, now = kept(), made(output)
    changed = [path for path in {**before, **now} if before.get(path) != now.get(path)]
    for path in changed:
        file = FOLDER / path
        if path in now:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(now[path])
        else:
            file.unlink()
    return changed


def _documents(output: Path) -> Iterator[tuple[str, Any]]:
    for path in _files(output):
        yield path.relative_to(output).as_posix(), shortened(json.loads(path.read_text()))


def _files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.json"))


def _text(document: Any) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _said(part: Any) -> int:
    """How many values there are that are not null."""
    if isinstance(part, dict):
        return sum(map(_said, part.values()))
    if isinstance(part, list):
        return sum(map(_said, part))
    return int(part is not None)
