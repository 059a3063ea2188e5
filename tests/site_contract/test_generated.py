from __future__ import annotations

import pytest

from publishing.families import FAMILIES
from site_contract import generate


def test_files_are_up_to_date() -> None:
    assert generate.stale() == [], "run `make contract`"


def test_a_changed_type_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generate, "FAMILIES", FAMILIES[1:])
    assert generate.stale() == ["schemas/live.schema.json"]
