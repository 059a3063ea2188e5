"""The tables of `docs/incidents.md`: what is written by hand, and the tests of the tree.

    python -m tests.incidents.catalogue

fills in the tests of each number. The other columns are by hand, and so are tests that are named
without a number: after `also`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
FILE = ROOT / "docs" / "incidents.md"

KINDS = {"": "incident", "L": "latent", "V": "vector"}
"""The letter before a number in the tables, and the word of its tests."""

OTHERS = ("exports",)
"""Tests of other catalogues: the numbers of documents' own incidents and vectors (`core.md`)."""

_NAME = re.compile(r"test_(incident|latent|vector)s?_(\d\d)(?:_|$)")
_ROW = re.compile(r"\| ([LV]?)(\d+) \|(.*)\| ?([^|]*?) ?\|")
_NAMED = re.compile(r"`(tests/[\w/.]+\.py)::(\w+)`")
_LINE = "<br>"
_ALSO = "also "
_NOT_HERE = "not here: "


class Row(NamedTuple):
    """One row: its letter and number, the columns by hand, and the cell of its tests."""

    letter: str
    number: int
    text: str
    cell: str

    @property
    def kind(self) -> str:
        return KINDS[self.letter]

    @property
    def named(self) -> list[tuple[str, str]]:
        """Every test of the cell, as path and name."""
        return _NAMED.findall(self.cell)

    @property
    def by_hand(self) -> list[str]:
        """The parts of the cell that nobody can find in the tree."""
        parts = self.cell.split(_LINE)
        return [part for part in parts if part.startswith((_ALSO, _NOT_HERE))]

    def filled(self) -> str:
        """The row with the tests of the tree."""
        found = [f"`{path}::{name}`" for path, name in numbered().get((self.kind, self.number), ())]
        cell = _LINE.join([*found, *self.by_hand])
        return f"| {self.letter}{self.number} |{self.text}| {cell} |"


@cache
def collected() -> tuple[tuple[str, str], ...]:
    """Every test of the tree, as path and name."""
    return tuple(
        (file.relative_to(ROOT).as_posix(), name)
        for file in sorted((ROOT / "tests").rglob("test_*.py"))
        for name in _functions(file)
    )


@cache
def numbered() -> dict[tuple[str, int], list[tuple[str, str]]]:
    """The tests that name a number of the contract's catalogue."""
    found: dict[tuple[str, int], list[tuple[str, str]]] = {}
    for path, name in collected():
        said = _NAME.match(name)
        if said and path.split("/")[1] not in OTHERS:
            found.setdefault((said[1], int(said[2])), []).append((path, name))
    return found


def rows(text: str) -> Iterator[Row]:
    """The rows of the tables."""
    for line in text.splitlines():
        if found := _ROW.fullmatch(line):
            yield Row(found[1], int(found[2]), found[3], found[4])


def filled(text: str) -> str:
    """The text with every cell of tests as the tree has it."""
    lines = []
    for line in text.splitlines():
        found = _ROW.fullmatch(line)
        lines.append(Row(found[1], int(found[2]), found[3], found[4]).filled() if found else line)
    return "\n".join(lines) + "\n"


def _functions(file: Path) -> Iterator[str]:
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name[:5] == "test_":
            yield node.name


if __name__ == "__main__":
    FILE.write_text(filled(FILE.read_text(encoding="utf-8")), encoding="utf-8")
