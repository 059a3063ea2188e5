"""`docs/incidents.md` has a row for every number, and names the tests that there are."""

from __future__ import annotations

import pytest

from tests.incidents import catalogue
from tests.incidents.catalogue import FILE, collected, filled, numbered, rows

STALE = "docs/incidents.md is stale: python -m tests.incidents.catalogue"


def text() -> str:
    return FILE.read_text(encoding="utf-8")


def test_every_number_has_its_row() -> None:
    found = [(row.letter, row.number) for row in rows(text())]
    assert found == [
        *(("", number) for number in range(1, 49)),
        *(("L", number) for number in range(1, 21)),
        *(("V", number) for number in range(1, 33)),
    ]


def test_every_test_of_a_number_is_named_and_no_other() -> None:
    assert filled(text()) == text(), STALE
    said = {(row.kind, row.number) for row in rows(text())}
    assert numbered().keys() <= said


def test_every_row_is_tested_and_whatever_it_names_is_there() -> None:
    known = set(collected())
    for row in rows(text()):
        columns = [column.strip() for column in row.text.split(" | ")]
        assert all(columns), row
        assert len(columns) == (1 if row.letter == "V" else 2), row
        assert any((row.kind, row.number) == of for of in numbered()), f"no test of {row}"
        assert set(row.named) <= known, set(row.named) - known
        for part in row.by_hand:
            assert part.startswith("not here: ") or catalogue._NAMED.search(part), part


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("::test_incident_31_a_zero_percentage_does_not_skip_the_export", "::test_incident_31_x"),
        ("`tests/incidents/test_messages.py::test_latent_12", "`tests/x.py::test_latent_12"),
        ("| 31 | a zero percentage", "| 30 | a zero percentage"),
    ],
)
def test_a_row_of_tests_that_are_not_there_is_seen(old: str, new: str) -> None:
    assert old in text()
    assert filled(text().replace(old, new)) != text().replace(old, new)


def test_what_is_written_by_hand_stays() -> None:
    cells = [row for row in rows(text()) if row.by_hand]
    assert len(cells) > 15
    assert [row.filled() for row in rows(text())] == [
        line for line in text().splitlines() if catalogue._ROW.fullmatch(line)
    ]
