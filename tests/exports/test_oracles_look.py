"""Proof that the oracles look: no key can go and no threshold can move unseen.

An export joins by one module of its name in `boundaries`: `SCENES` with rows exactly on its
thresholds, and `MOVES`, the thresholds themselves; `test_oracles_complete` sees that none lacks.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from publishing.exports import BY_NAME
from tests.exports.boundaries.boundary import Move, Scene
from tests.exports.boundaries.every import BOUNDARIES, MOVES, SCENES
from tests.exports.comparison import Documents, Json, Moment, expected, published, told, wrong
from tests.exports.keys import Place, at, keys_of_type, path_of_key, places
from tests.exports.oracles.difference import MISSING, differences

Stage = tuple[Moment, Documents]


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
