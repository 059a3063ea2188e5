"""The generator of types: each shape as TypeScript has it, and nothing that it cannot say."""

from __future__ import annotations

from typing import Any, Literal

import msgspec
import pytest

from publishing.documents import schema
from publishing.families import FAMILIES, Family
from site_contract import package, typescript
from site_contract.shapes import types_of


class Inner(msgspec.Struct):
    """One part of it."""

    share: float | None


class Every(msgspec.Struct, kw_only=True):
    """All shapes that a document may have.

    A second paragraph with */ in it.
    """

    word: Literal["b", "a"]
    words: list[Literal["b", "a"]]
    maybe: Literal["a"] | None
    absent: int | msgspec.UnsetType = msgspec.UNSET
    absent_or_null: int | msgspec.UnsetType | None = msgspec.UNSET
    inner: Inner
    inners: tuple[Inner, ...]
    nulls: list[int | None]
    by_name: dict[str, float]
    odd: bool = msgspec.field(name="2nd-half")


EXPECTED = """
/**
 * All shapes that a document may have.
 *
 * A second paragraph with *\u200b/ in it.
 */
export interface Every {
  word: "a" | "b";
  words: ("a" | "b")[];
  maybe: "a" | null;
  absent?: number;
  absent_or_null?: number | null;
  inner: Inner;
  inners: Inner[];
  nulls: (number | null)[];
  by_name: Record<string, number>;
  "2nd-half": boolean;
}

/** One part of it. */
export interface Inner {
  share: number | null;
}
"""


def test_every_shape_is_written_as_typescript_has_it() -> None:
    written = typescript.module(types_of(schema(Every, "every.json")))
    assert written.partition("\n")[2] == EXPECTED


class Untyped(msgspec.Struct):
    """What nobody can read."""

    anything: Any


class Either(msgspec.Struct):
    """What is two things."""

    value: int | str


@pytest.mark.parametrize("document", [Untyped, Either])
def test_what_has_no_shape_is_no_type(document: type[msgspec.Struct]) -> None:
    with pytest.raises(ValueError, match=rf"{document.__name__}\.\w+: nothing here can say"):
        types_of(schema(document, "some.json"))


def test_two_documents_of_one_name_are_refused() -> None:
    twice = [Family("one", ("one.json",), Inner), Family("two", ("two.json",), Inner)]
    with pytest.raises(ValueError, match="one name"):
        typescript.files(twice)


def test_every_path_has_its_type_and_nothing_is_any() -> None:
    files = package.files()
    index = files["index.d.ts"]
    for family in FAMILIES:
        for path in family.paths:
            assert f'  "{path}": {family.document.__name__};\n' in index
    declared = [text for path, text in files.items() if path.endswith(".d.ts")]
    assert len(declared) == len(FAMILIES) + 1
    assert not any(f"{before}any" in text for text in declared for before in (": ", "<", "| "))
