"""Proof that the incident tests look: each fails, in its own words, when its defect is back."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from publishing import identity
from publishing.live import boxscore, lines
from tests import incidents
from tests.incidents.mutants import MUTANTS

Test = Callable[..., None]

STORY = re.compile(r"test_(incident|latent)_(\d\d)_\w+")
INVARIANT = re.compile(r"(I-\d+): ")


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.iter_modules(incidents.__path__):
        if found.name.startswith("test_") and found.name != "test_mutants":
            yield importlib.import_module(f"{incidents.__name__}.{found.name}")


def stories() -> dict[str, Test]:
    """Every incident test by its name, which no two of them share."""
    found: dict[str, Test] = {}
    for module in modules():
        for name, test in inspect.getmembers(module, inspect.isfunction):
            if test.__module__ == module.__name__ and STORY.fullmatch(name):
                assert name not in found, f"{name} is there twice"
                found[name] = test
    return found


STORIES = stories()


def pairs() -> Iterator[Any]:
    for name, mutant in MUTANTS.items():
        for test in mutant.breaks:
            module = inspect.getmodule(STORIES.get(test))
            marks = pytest.mark.slow if mutant.slow else getattr(module, "pytestmark", ())
            yield pytest.param(name, test, marks=marks, id=f"{name}-{test}")


def forget() -> None:
    """Games and names that were read before the product changed."""
    for remembered in (boxscore._parse_game, lines._lookup, identity.teams_of):
        getattr(remembered, "cache_clear", bool)()


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    yield
    forget()


@pytest.mark.parametrize(("name", "test"), list(pairs()))
def test_the_defect_is_seen(
    name: str,
    test: str,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    story = STORIES[test]

    def tell(folder: str) -> None:
        wanted = {one: request.getfixturevalue(one) for one in inspect.signature(story).parameters}
        if "tmp_path" in wanted:
            wanted["tmp_path"] = tmp_path / folder
            wanted["tmp_path"].mkdir()
        story(**wanted)

    tell("as-it-is")
    MUTANTS[name].change(monkeypatch)
    forget()
    with pytest.raises(AssertionError) as seen:
        tell("mutated")
    # Not an assertion of the product or of what the tests stand on: the story's own, in its words.
    assert seen.traceback[-1].path == Path(inspect.getfile(story)), seen.getrepr()
    said = INVARIANT.match(str(seen.value))
    assert said, f"the assertion that fails names no invariant: {seen.value}"
    about = f"{inspect.getdoc(story)} {inspect.getdoc(inspect.getmodule(story))}"
    assert said[1] in re.findall(r"I-\d+", about), f"{said[1]} is not what it is about"


def test_every_story_has_a_mutant_and_every_mutant_a_story() -> None:
    broken = {test for mutant in MUTANTS.values() for test in mutant.breaks}
    assert set(STORIES) - broken == set()
    assert broken - set(STORIES) == set()
    assert all(mutant.breaks for mutant in MUTANTS.values())
