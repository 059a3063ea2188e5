"""The page of changes is that of the rules; it needs no data."""

from __future__ import annotations

from tests.parity.changes import PAGE, key, page, read_counts
from tests.parity.registry import FAMILIES
from tests.parity.rules import declared


def test_the_page_is_made_from_the_rules() -> None:
    assert PAGE.read_text() == page(read_counts()), "run python -m tests.parity.changes"


def test_every_change_has_a_count_and_every_count_a_change() -> None:
    counts = read_counts()
    wanted: dict[str, set[str]] = {family.name: {"documents"} for family in FAMILIES}
    for family, pattern, change in declared(FAMILIES):
        wanted[family.name].add(key(pattern, change))
    assert {name: set(found) for name, found in counts.items()} == wanted
    assert all(number > 0 for found in counts.values() for number in found.values())


def test_no_change_of_a_family_has_the_name_of_another() -> None:
    for family in FAMILIES:
        changes = {change for one in family.rules for change in one.changes}
        assert len({change.name for change in changes}) == len(changes), family.name
