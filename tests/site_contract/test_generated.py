from __future__ import annotations

import pytest

from publishing.exports import EXPORTS
from publishing.families import FAMILIES
from publishing.operating.schedules import JOBS
from site_contract import exports_table, generate, schedules_table


def test_files_are_up_to_date() -> None:
    assert generate.stale() == [], "run `make contract`"


def test_the_readme_has_every_export() -> None:
    assert not exports_table.stale(), "run `make contract`"
    table = exports_table.table()
    assert all(path in table for export in EXPORTS for path in export.paths)


def test_the_schedules_are_those_of_the_declarations(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not schedules_table.stale(), "run `make contract`"
    assert all(f"`{job.name}`" in schedules_table.text() for job in JOBS)
    monkeypatch.setattr(schedules_table, "JOBS", JOBS[1:])
    assert schedules_table.stale()


def test_a_readme_without_an_export_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = exports_table.table()
    monkeypatch.setattr(exports_table, "table", lambda: whole.partition("| predictions")[0])
    assert exports_table.stale()


def test_a_changed_type_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generate, "FAMILIES", FAMILIES[1:])
    assert generate.stale() == ["schemas/live.schema.json"]
