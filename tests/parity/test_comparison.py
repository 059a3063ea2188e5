"""The comparison can fail: wherever a real document is damaged, it says so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.parity.alignment import Json
from tests.parity.comparison import Comparison, compare, compared
from tests.parity.conftest import Editions
from tests.parity.facts import Facts
from tests.parity.mutations import Damage, Spot, another, damaged, nothing, one_of_each, twice
from tests.parity.registry import FAMILIES
from tests.parity.rules import Family

pytestmark = pytest.mark.slow

Sample = tuple[str, Json, Json, Facts]


def sample(family: Family, nights: Editions) -> Sample:
    """The largest document of a family, before and now."""
    found = [
        (path, edition.before(path), after, facts)
        for edition, facts in nights.values()
        for path in edition.golden_paths
        if family.paths.fullmatch(path) and (after := edition.after(path)) is not None
    ]
    return max(found, key=lambda one: len(str(one[2])))


def undetected(family: Family, of: Sample, wanted: list[Spot], damage: Damage) -> Iterator[str]:
    """The damaged paths that the comparison does not name."""
    path, before, after, facts = of
    document, paths = damaged(after, wanted, damage)
    assert paths, "nothing was damaged"
    found = Comparison()
    compare(found, path, family, before, document, facts)
    said = {one.split(": ")[0].removeprefix(f"{facts.night} {path} ") for one in found.unexplained}
    yield from (one for one in paths if not any(name.startswith(one) for name in said))


@pytest.fixture(params=FAMILIES, ids=lambda family: family.name)
def family(request: pytest.FixtureRequest) -> Family:
    found: Family = request.param
    return found


@pytest.mark.parametrize("last", [False, True], ids=["first", "last"])
@pytest.mark.parametrize("damage", [another, nothing])
def test_a_wrong_or_missing_value_is_seen_under_every_key(
    family: Family, last: bool, damage: Damage, nights: Editions
) -> None:
    of = sample(family, nights)
    wanted = one_of_each(of[2], of[1], family.shape, elements=False, last=last)
    assert list(undetected(family, of, wanted, damage)) == []


@pytest.mark.parametrize("last", [False, True], ids=["first", "last"])
@pytest.mark.parametrize("damage", [nothing, twice])
def test_an_element_too_few_or_too_many_is_seen_in_every_list(
    family: Family, last: bool, damage: Damage, nights: Editions
) -> None:
    of = sample(family, nights)
    wanted = one_of_each(of[2], of[1], family.shape, elements=True, last=last)
    for spot in wanted:
        # One at a time: a list that is gone hides those inside.
        assert list(undetected(family, of, [spot], damage)) == []


def elements(document: Json, pattern: str) -> list[Json]:
    """The list at a pattern."""
    found: Any = document
    for key in pattern.split("."):
        found = found[key]
    assert isinstance(found, list)
    return found


def with_elements(document: Json, pattern: str, others: list[Json]) -> Json:
    """The document with another list at a pattern."""
    key, _, rest = pattern.partition(".")
    return document | {key: with_elements(document[key], rest, others) if rest else others}


def test_another_name_is_seen(family: Family, nights: Editions) -> None:
    path, before, after, facts = sample(family, nights)
    for pattern, listing in family.shape.items():
        if "[]" in pattern:
            continue
        found = Comparison()
        first, *others = elements(after, pattern)
        renamed = first | {listing.key[0]: "2024-01-01"}
        changed = with_elements(after, pattern, [renamed, *others])
        compare(found, path, family, before, changed, facts)
        told = [one for one in found.unexplained if f"{pattern}[{listing.name(renamed)}]" in one]
        assert told


def test_another_order_is_seen(family: Family, nights: Editions) -> None:
    path, before, after, facts = sample(family, nights)
    for pattern, listing in family.shape.items():
        if "[]" in pattern or listing.order is None:
            continue
        found = Comparison()
        turned = with_elements(after, pattern, elements(after, pattern)[::-1])
        compare(found, path, family, before, turned, facts)
        assert any("not in the contract's order" in one for one in found.unexplained)


def test_another_order_of_keys_is_seen(family: Family, nights: Editions) -> None:
    path, before, after, facts = sample(family, nights)
    found = Comparison()
    compare(found, path, family, before, dict(reversed(after.items())), facts)
    assert any("{}:" in one for one in found.unexplained)


def test_a_document_that_is_not_published_is_seen(nights: Editions) -> None:
    edition, facts = next(iter(nights.values()))
    missing = next(path for path in edition.golden_paths if path.startswith("predictions/"))
    (edition.output / missing).rename(edition.output / "away")
    try:
        assert any("is not published" in one for one in compared(edition, facts).unexplained)
    finally:
        (edition.output / "away").rename(edition.output / missing)
