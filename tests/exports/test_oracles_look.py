"""Proof that the oracles look: no key can go and no threshold can move unseen.

An export joins by one module of its name in `boundaries`: `SCENES` with rows exactly on its
thresholds, and `MOVES`, the thresholds themselves.
"""

from __future__ import annotations

import ast
import copy
import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from publishing import exports, form, picks
from publishing.exports import BY_NAME
from tests.exports.boundaries.boundary import Move, Scene, numbers
from tests.exports.boundaries.irregular import IRREGULAR
from tests.exports.comparison import (
    NAMES,
    Documents,
    Json,
    Moment,
    expected,
    published,
    told,
    wrong,
)
from tests.exports.keys import Place, at, keys_of_type, path_of_key, places
from tests.exports.oracles.difference import MISSING, differences

Stage = tuple[Moment, Documents]

FOLDER = "tests.exports.boundaries"

BOUNDARIES = {
    name: importlib.import_module(f"{FOLDER}.{name}")
    for name in NAMES
    if importlib.util.find_spec(f"{FOLDER}.{name}")
}
SCENES: dict[str, dict[str, Scene]] = {
    name: found.SCENES | IRREGULAR for name, found in BOUNDARIES.items()
}
MOVES: dict[str, tuple[Move, ...]] = {name: found.MOVES for name, found in BOUNDARIES.items()}

DECLARED = {"__init__", "declaration", "inputs"}
"""Modules of the exports that compute nothing."""


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Stage]:
    """A scene of an export as a warehouse, with what its oracle says; written once."""
    moments: dict[Scene, Moment] = {}
    found: dict[tuple[str, str], Stage] = {}

    def stage(name: str, title: str) -> Stage:
        scene = SCENES[name][title]
        if scene not in moments:
            moments[scene] = scene.written(tmp_path_factory.mktemp("scene"))
        if (name, title) not in found:
            found[name, title] = moments[scene], expected(moments[scene], name)
        return found[name, title]

    return stage


@pytest.mark.parametrize(
    # The scenes that all exports share are looked at by all of them, one after the other.
    ("scene", "name"),
    sorted((one, name) for name in BOUNDARIES for one in SCENES[name]),
)
def test_on_the_boundaries_what_is_published_is_what_the_oracle_says(
    stage: Callable[[str, str], Stage], name: str, scene: str
) -> None:
    moment, says = stage(name, scene)
    found = wrong(says, published(moment, [name])[name])
    assert not found, told(found)


@pytest.fixture(scope="module")
def seen_in() -> dict[str, str]:
    """By export, the scene in which the last move was seen."""
    return {}


@pytest.mark.parametrize(
    ("name", "move", "value"),
    [
        pytest.param(name, move, value, id=f"{name}-{move}-{place}")
        for name in BOUNDARIES
        for move in MOVES[name]
        for place, value in enumerate(move.values)
    ],
)
def test_a_moved_threshold_is_seen(
    stage: Callable[[str, str], Stage],
    seen_in: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    move: Move,
    value: Any,
) -> None:
    monkeypatch.setattr(move.owner, move.name, value)
    # Neighbours in the list are seen in the same scene as a rule.
    for scene in sorted(SCENES[name], key=lambda scene: scene != seen_in.get(name)):
        moment, says = stage(name, scene)
        if wrong(says, published(moment, [name])[name]):
            seen_in[name] = scene
            return
    pytest.fail(f"{move} at {value!r} changes no document")


def test_every_export_has_an_oracle_and_boundaries() -> None:
    every = {export.name for export in exports.EXPORTS}
    assert set(NAMES) == every, f"without an oracle: {sorted(every - set(NAMES))}"
    assert set(BOUNDARIES) == every, f"without boundaries: {sorted(every - set(BOUNDARIES))}"


@pytest.fixture(scope="session")
def examples(stage: Callable[[str, str], Stage]) -> dict[str, dict[str, Example]]:
    """By export and key, a document of some scene that has the key."""
    found: dict[str, dict[str, Example]] = {name: {} for name in BOUNDARIES}
    for name, keys in found.items():
        for scene in SCENES[name]:
            moment, says = stage(name, scene)
            for path, document in published(moment, [name])[name].items():
                for place in places(document):
                    key = path_of_key(place, exact=False)
                    keys.setdefault(key, (says[path], document, place))
    return found


Example = tuple[Json, Json, Place]
"""What the oracle says, what is published, and where in it the key is."""


@pytest.mark.parametrize("name", BOUNDARIES)
def test_every_key_of_a_document_is_compared(
    examples: dict[str, dict[str, Example]], name: str
) -> None:
    assert set(examples[name]) == keys_of_type(BY_NAME[name].document)


@pytest.mark.parametrize("name", BOUNDARIES)
def test_a_missing_key_is_seen(examples: dict[str, dict[str, Example]], name: str) -> None:
    for says, document, place in examples[name].values():
        assert not differences(says, document)
        changed = copy.deepcopy(document)
        del at(changed, place[:-1])[place[-1]]
        (seen,) = differences(says, changed)
        assert (seen.path, seen.found) == (path_of_key(place, exact=True), MISSING)


@pytest.mark.parametrize("name", BOUNDARIES)
def test_a_key_in_another_place_is_seen(examples: dict[str, dict[str, Example]], name: str) -> None:
    for says, document, place in examples[name].values():
        changed = copy.deepcopy(document)
        inside = at(changed, place[:-1])
        if list(inside)[-1] != place[-1]:
            inside[place[-1]] = inside.pop(place[-1])
            (seen,) = differences(says, changed)
            assert seen.path == f"{path_of_key(place[:-1], exact=True)}{{}}"


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
    module = COMPUTING[where]
    still = {
        f"{name}{list(place) or ''} {word}"
        for name, value in constants(module)
        for place, number in numbers(value)
        for word in ways_without_a_move(module, name, place, number)
    }
    assert not still, f"{where}: {sorted(still)} can move unseen"


def ways_without_a_move(
    module: ModuleType, name: str, place: tuple[Any, ...], number: Any
) -> set[str]:
    """Of `down` and `up` those that no list has; none when a reason says why not both."""
    made = [one for moves in MOVES.values() for one in moves if one.owner is module]
    mine = [one for one in made if one.name == name]
    moved = [at(value, place) for one in mine for value in one.values]
    missing = {
        word
        for word, there in (
            ("down", any(value < number for value in moved)),
            ("up", any(value > number for value in moved)),
        )
        if not there
    }
    explained = any(one.one_way for one in mine) and len(missing) < 2
    return set() if explained else missing


@pytest.mark.parametrize("where", COMPUTING)
def test_no_threshold_is_hidden_inside_a_function(where: str) -> None:
    hidden = [
        f"line {node.lineno}: {part.value}"
        for function in tree_of(COMPUTING[where]).body
        if isinstance(function, ast.FunctionDef | ast.ClassDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Compare) or (isinstance(node, ast.Subscript) and sliced(node))
        for part in ast.walk(node.slice if isinstance(node, ast.Subscript) else node)
        if isinstance(part, ast.Constant)
        and isinstance(part.value, int | float)
        and part.value not in (0, 1)
    ]
    assert not hidden, f"{where}: give these a name: {hidden}"


def sliced(node: ast.Subscript) -> bool:
    return isinstance(node.slice, ast.Slice)
