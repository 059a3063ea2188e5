"""No export is without an oracle, and no number of an export without its list of boundaries."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from publishing import exports, form, picks
from tests.exports.boundaries.boundary import numbers
from tests.exports.boundaries.every import BOUNDARIES, MOVES
from tests.exports.comparison import NAMES
from tests.exports.keys import at

DECLARED = {"__init__", "declaration", "inputs"}
"""Modules of the exports that compute nothing."""


def test_every_export_has_an_oracle_and_boundaries() -> None:
    every = {export.name for export in exports.EXPORTS}
    assert set(NAMES) == every, f"without an oracle: {sorted(every - set(NAMES))}"
    assert set(BOUNDARIES) == every, f"without boundaries: {sorted(every - set(BOUNDARIES))}"


def modules(name: str) -> dict[str, ModuleType]:
    """The modules that an export's numbers come from: its own, and those of its kind they use."""
    found: dict[str, ModuleType] = {}
    wanted = [f"publishing.exports.{name}"]
    while wanted:
        module = importlib.import_module(wanted.pop())
        if module.__name__ not in found:
            found[module.__name__] = module
            wanted += filter(computes, imported_by(module))
    return found


def imported_by(module: ModuleType) -> Iterator[str]:
    for node in tree_of(module).body:
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def computes(module: str) -> bool:
    package, _, last = module.rpartition(".")
    return module in (form.__name__, picks.__name__) or (
        package == exports.__name__ and last not in DECLARED
    )


def tree_of(module: ModuleType) -> ast.Module:
    assert module.__file__
    return ast.parse(Path(module.__file__).read_text())


COMPUTING = {where: module for name in BOUNDARIES for where, module in modules(name).items()}


def constants(module: ModuleType) -> Iterator[tuple[str, object]]:
    """Every constant with a number in it, those of other modules too."""
    for name, value in vars(module).items():
        if not name.startswith("__") and any(True for _ in numbers(value)):
            yield name, value


@pytest.mark.parametrize("where", COMPUTING)
def test_every_number_of_a_module_is_moved_down_and_up(where: str) -> None:
    still = sorted(unmoved(COMPUTING[where]))
    assert not still, f"{where}: {still} can move unseen"


def test_a_number_that_no_list_moves_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    module = COMPUTING["publishing.exports.results"]
    monkeypatch.setattr(module, "NEW_FROM", (3, {"high": 4}), raising=False)
    monkeypatch.setattr(module, "ELITE_FROM", 30)
    assert sorted(unmoved(module)) == [
        "ELITE_FROM up",
        "NEW_FROM[0] down",
        "NEW_FROM[0] up",
        "NEW_FROM[1, 'high'] down",
        "NEW_FROM[1, 'high'] up",
    ]


def unmoved(module: ModuleType) -> Iterator[str]:
    """Every number of a module, and the way in which no list moves it."""
    for name, value in constants(module):
        for place, number in numbers(value):
            for word in ways_without_a_move(module, name, place, number):
                yield f"{name}{list(place) or ''} {word}"


def ways_without_a_move(
    module: ModuleType, name: str, place: tuple[Any, ...], number: Any
) -> set[str]:
    """Of `down` and `up` those that no list has; none when a reason says why not both."""
    mine = [
        one for moves in MOVES.values() for one in moves if one.owner is module and one.name == name
    ]
    moved = [at(value, place) for one in mine for value in one.values]
    made = {"down": any(one < number for one in moved), "up": any(one > number for one in moved)}
    explained = any(one.one_way for one in mine) and any(made.values())
    return set() if explained else {word for word, there in made.items() if not there}


@pytest.mark.parametrize("where", COMPUTING)
def test_no_threshold_is_hidden_inside_a_function(where: str) -> None:
    hidden = list(hidden_numbers(tree_of(COMPUTING[where])))
    assert not hidden, f"{where}: give these a name: {hidden}"


def test_a_number_in_a_comparison_or_a_slice_is_hidden() -> None:
    source = "LIMIT = 5\ndef f(x):\n    return x[2] if x[:7] and -3 < x[0] <= LIMIT else x[1:]\n"
    assert sorted(hidden_numbers(ast.parse(source))) == ["line 3: 3", "line 3: 7"]
    source = "def f(x):\n    return x in (1, 2) or round(x, 3) > Decimal('4.5')\n"
    assert sorted(hidden_numbers(ast.parse(source))) == ["line 2: 2", "line 2: Decimal('4.5')"]


def hidden_numbers(tree: ast.Module) -> Iterator[str]:
    """Numbers that functions compare with or cut at; 0 and 1 need no name."""
    for function in tree.body:
        if isinstance(function, ast.FunctionDef | ast.ClassDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Compare):
                    yield from written_in(*[node.left, *node.comparators])
                elif isinstance(node, ast.Slice):
                    yield from written_in(*filter(None, (node.lower, node.upper, node.step)))


def written_in(*parts: ast.AST) -> Iterator[str]:
    for part in parts:
        if isinstance(part, ast.Tuple | ast.List | ast.Set | ast.BinOp | ast.UnaryOp):
            yield from written_in(*ast.iter_child_nodes(part))
        elif isinstance(part, ast.Call) and ast.unparse(part.func) in ("Decimal", "Fraction"):
            yield f"line {part.lineno}: {ast.unparse(part)}"
        elif (
            isinstance(part, ast.Constant)
            and isinstance(part.value, int | float)
            and part.value not in (0, 1)
        ):
            yield f"line {part.lineno}: {part.value}"
