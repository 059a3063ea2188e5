"""The generated types hold what is published, and see every key that is dropped or retyped."""

from __future__ import annotations

import copy
import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from publishing.documents import schema
from publishing.families import FAMILIES, Family, family_of
from site_contract import examples, typescript
from site_contract.contract import object_types
from site_contract.shapes import Key, Kind, ObjectType, Shape
from tests.schemas import validator
from tests.site_contract.compiling import CONSUMER, Project, installed, ran

pytestmark = pytest.mark.integration

SEED = 1228

LONGEST = 12
"""Elements of a list that a large document keeps as a literal."""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return installed(tmp_path)


def example(family: Family) -> tuple[str, Any]:
    path, text = examples.example_of(family)
    return path, json.loads(text)


def literal(path: str, document: Any) -> str:
    """A program in which the document is of the type that its path has."""
    return (
        'import type { DocumentAt } from "@courtside/contract";\n'
        f"export const document: DocumentAt<{json.dumps(path)}> = {json.dumps(document)};\n"
    )


@pytest.mark.slow
def test_a_strict_program_reads_every_document_of_the_demo(
    project: Project, demo_output: Path
) -> None:
    program = {file.name: file.read_text() for file in CONSUMER.glob("*.ts")}
    assert project.compile(program) == {}
    node = shutil.which("node") or "node"
    assert json.loads(ran([node, "built/paths.js"], project.folder)) == [
        13,
        "status.json",
        "live/2025-12-27.json",
        "players/aldenbarsby/season/2025-26.json",
    ]
    paths = sorted(file.relative_to(demo_output).as_posix() for file in demo_output.rglob("*.json"))
    said = ran([node, "built/read.js", str(demo_output), *paths], project.folder)
    read = dict(json.loads(line) for line in said.splitlines())
    assert list(read) == paths
    assert all(isinstance(line, str) for lines in read.values() for line in lines)
    assert {one.name for path in paths if (one := family_of(path))} == {
        one.name for one in FAMILIES
    }
    # What the program shows is what is in the files.
    scores = json.loads((demo_output / "live/latest.json").read_text())
    for game, line in zip(scores["games"], read["live/latest.json"], strict=True):
        most = max(player["points"] for player in game["players"])
        teams = f"{game['away_team']} {game['away_score']} {game['home_team']} {game['home_score']}"
        assert line.startswith(teams)
        assert line.endswith(f" {most}")
    picks = json.loads((demo_output / "best-bets/latest.json").read_text())["picks"]
    assert len(picks) == len(read["best-bets/latest.json"]) > 0


@pytest.mark.slow
def test_documents_of_the_demo_are_of_their_types_key_by_key(
    project: Project, demo_output: Path
) -> None:
    chance = random.Random(SEED)
    files: dict[str, str] = {}
    for family in FAMILIES:
        paths = [path for path in public(demo_output) if family.has(path)]
        # Of players, some: most kinds of them are among a dozen.
        for path in chance.sample(paths, min(len(paths), 12)):
            document = json.loads((demo_output / path).read_text())
            files[f"documents/{path}.ts"] = literal(path, cut(document))
    assert len(files) > len(FAMILIES)
    assert project.compile(files, "--noEmit") == {}


def public(folder: Path) -> list[str]:
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*.json"))


def cut(document: Any) -> Any:
    """A document with at most so many elements in each of its lists, from all over them."""
    if isinstance(document, dict):
        return {key: cut(inside) for key, inside in document.items()}
    if isinstance(document, list):
        step = max(1, len(document) // LONGEST)
        return [cut(inside) for inside in document[::step]]
    return document


def test_a_document_with_a_key_more_less_or_of_another_type_is_of_no_type(
    project: Project,
) -> None:
    files: dict[str, str] = {}
    for family in FAMILIES:
        path, document = example(family)
        (root, *_) = object_types(family.name, schema(family.document, family.name))
        files[f"whole/{family.name}.ts"] = literal(path, document)
        files[f"more/{family.name}.ts"] = literal(path, {**document, "more": 1})
        assert not validator(family.name).is_valid({**document, "more": 1})
        for key, own in root.keys.items():
            less = {name: inside for name, inside in document.items() if name != key}
            other = {**document, key: 7 if own.shape.kind != "integer" else "7"}
            if not own.optional:
                files[f"less/{family.name}/{key}.ts"] = literal(path, less)
                assert not validator(family.name).is_valid(less)
            files[f"other/{family.name}/{key}.ts"] = literal(path, other)
            assert not validator(family.name).is_valid(other)
    wrong = {file for file in files if not file.startswith("whole/")}
    assert len(wrong) > 10 * len(FAMILIES)
    assert project.compile(files, "--noEmit").keys() == wrong


def test_no_key_that_is_published_can_be_dropped_from_its_type_or_retyped(
    project: Project,
) -> None:
    chance = random.Random(SEED)
    files: dict[str, str] = {}
    programs: set[str] = set()
    for family in FAMILIES:
        _, document = example(family)
        types = object_types(family.name, schema(family.document, family.name))
        for name, key in sorted(published(types, document)):
            folder = f"mutants/{family.name}/{name}.{key}"
            files[f"{folder}/types.d.ts"] = typescript.module(mutant(types, name, key, chance))
            files[f"{folder}/{family.name}.ts"] = (
                f'import type {{ {types[0].name} }} from "./types.js";\n'
                f"export const document: {types[0].name} = {json.dumps(document)};\n"
            )
            programs.add(f"{folder}/{family.name}.ts")
    assert len(programs) > 600
    assert project.compile(files, "--noEmit").keys() == programs


def mutant(
    types: tuple[ObjectType, ...], name: str, key: str, chance: random.Random
) -> tuple[ObjectType, ...]:
    """The types with one key dropped, or of another type."""
    changed = copy.deepcopy(types)
    (keys,) = (one.keys for one in changed if one.name == name)
    if chance.random() < 0.5:
        del keys[key]
    else:
        kind: Kind = "number" if keys[key].shape.kind in ("string", "words") else "string"
        keys[key] = msgspec.structs.replace(keys[key], shape=Shape(kind, null=True))
    return changed


def published(types: tuple[ObjectType, ...], document: Any) -> set[tuple[str, str]]:
    """The keys, each with its type's name, that have a value in a document."""
    by_name = {one.name: one for one in types}
    found: set[tuple[str, str]] = set()

    def visit(name: str, part: Any) -> None:
        for key, own in by_name[name].keys.items():
            for shape, value in values(own, part.get(key)):
                found.add((name, key))
                if shape.name:
                    visit(shape.name, value)

    visit(types[0].name, document)
    return found


def values(key: Key, value: Any) -> Iterator[tuple[Shape, Any]]:
    """What stands under a key; of a list or a map, its elements."""
    if value is None:
        return
    of = key.shape.of
    if of is None:
        yield key.shape, value
    else:
        elements = value.values() if key.shape.kind == "map" else value
        yield from ((of, one) for one in elements if one is not None)
