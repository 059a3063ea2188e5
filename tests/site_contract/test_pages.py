"""The pages of the documents are those of the types, and their examples are real."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pipelines.options import OPTIONS
from publishing.documents import schema
from publishing.families import FAMILIES, family_of
from publishing.operating.schedules import JOBS
from site_contract import examples, pages, units
from site_contract.contract import object_types
from site_contract.shapes import Key, ObjectType, Shape
from tests.schemas import published, require_valid


def test_the_pages_are_up_to_date() -> None:
    assert pages.stale() == [], "run `make contract`"


def test_every_family_has_one_example_and_it_is_valid() -> None:
    kept = examples.kept()
    families = [family_of(path) for path in kept]
    assert Counter(one.name for one in families if one) == Counter(one.name for one in FAMILIES)
    for path, text in kept.items():
        require_valid(path, text.encode())
        assert len(text) < 16_000


def test_every_path_and_key_is_on_its_page() -> None:
    for family in FAMILIES:
        page = pages.page(family)
        assert all(f"| `{path}` |" in page for path in family.paths)
        for one in object_types(family.name, schema(family.document, family.name)):
            assert f"\n## {one.name}\n" in page
            assert all(f"\n| `{key}`" in page for key in one.keys)


def test_a_page_of_no_family_is_stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "FOLDER", tmp_path)
    assert set(pages.write()) == pages.files().keys()
    (tmp_path / "gone.md").write_text("of before")
    (tmp_path / "live.md").write_text("of before")
    assert pages.stale() == ["gone.md", "live.md"]
    pages.write()
    assert pages.stale() == []


def test_what_the_pages_say_of_the_live_job_is_so() -> None:
    interval = next(one for one in OPTIONS if one.name == "flush_interval_seconds")
    assert interval.default == "180"
    rounds = [job for job in JOBS if "monitor" in job.name]
    assert {job.cron.split()[0] for job in rounds} == {"*/5"}
    assert sorted(hour for job in rounds for hour in hours(job.cron)) == [*range(24)]
    page = pages.page(next(one for one in FAMILIES if one.name == "live"))
    assert "every three minutes" in page


def hours(cron: str) -> Iterator[int]:
    for part in cron.split()[1].split(","):
        first, last = part.split("-")
        yield from range(int(first), int(last) + 1)


@pytest.mark.slow
def test_the_examples_are_what_the_demo_publishes(demo_output: Path) -> None:
    now = examples.made(demo_output)
    assert examples.kept() == now, "make demo && python -m site_contract examples out"


def test_a_folder_without_a_family_gives_no_examples(tmp_path: Path) -> None:
    (tmp_path / "status.json").write_text("{}")
    with pytest.raises(ValueError, match=r"has no document of live, live-grading, results"):
        examples.made(tmp_path)


@pytest.mark.slow
def test_every_value_that_the_demo_publishes_is_in_its_unit(demo_output: Path) -> None:
    types = {one.name: object_types(one.name, schema(one.document, one.name)) for one in FAMILIES}
    known = {
        unit.name: unit
        for unit in [*units.BY_KEY.values(), *units.TEXT_BY_KEY.values(), *units.ELSEWHERE.values()]
    }
    seen: set[str] = set()
    for path, body in published(demo_output).items():
        family = family_of(path)
        assert family is not None
        root, *_ = of = types[family.name]
        by_name = {one.name: one for one in of}
        for key, value in measured(msgspec.json.decode(body), root, by_name):
            unit = known[key.unit]
            seen.add(unit.name)
            fits = (
                re.fullmatch(unit.form, value)
                if isinstance(value, str)
                else unit.least <= value <= unit.most
            )
            assert fits, f"{path} has {value!r} for {unit.name}"
    assert known.keys() - seen <= {units.HOURS.name, units.STORED.name}


def measured(
    document: Any, of: ObjectType, types: dict[str, ObjectType]
) -> Iterator[tuple[Key, Any]]:
    """Every value of a document that has a unit, with its key."""
    for name, key in of.keys.items():
        for shape, value in inside(key.shape, document.get(name)):
            if shape.name:
                yield from measured(value, types[shape.name], types)
            elif key.unit:
                yield key, value


def inside(shape: Shape, value: Any) -> Iterator[tuple[Shape, Any]]:
    if value is None:
        return
    if shape.of is None:
        yield shape, value
    else:
        for one in value.values() if shape.kind == "map" else value:
            yield from inside(shape.of, one)
