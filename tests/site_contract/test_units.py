"""Every number of the contract has a unit, and every unit a number."""

from __future__ import annotations

from publishing.documents import schema
from publishing.families import FAMILIES
from site_contract import contract, units
from site_contract.shapes import numbers_in, types_of


def test_every_number_has_a_unit_and_no_word_has() -> None:
    for name, family in contract.present().families.items():
        for type_name, keys in family.types.items():
            for key, own in keys.items():
                place = f"{name} {type_name}.{key}"
                assert own.unit or not numbers_in(own.shape), place
                assert not own.unit or own.shape.kind not in ("words", "object", "boolean"), place


def test_no_unit_is_of_a_key_that_is_gone() -> None:
    every = [
        (family.name, one.name, key, own.shape)
        for family in FAMILIES
        for one in types_of(schema(family.document, family.name))
        for key, own in one.keys.items()
    ]
    numbers = {(family, name, key) for family, name, key, shape in every if numbers_in(shape)}
    assert units.BY_KEY.keys() <= {key for _, _, key in numbers}
    assert units.TEXT_BY_KEY.keys() <= {key for *_, key, shape in every if shape.kind == "string"}
    assert units.ELSEWHERE.keys() <= {f"{family} {name}.{key}" for family, name, key in numbers}
    for place, unit in units.ELSEWHERE.items():
        assert units.BY_KEY[place.rpartition(".")[2]] != unit
