"""The OpenAPI of the API: up to date, whole, and its examples are documents."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import pytest

from publishing import openapi
from publishing.families import FAMILIES
from publishing.routes import ROUTES
from site_contract import description
from tests.schemas import require_valid

WHOLE = openapi.openapi()


def test_the_file_is_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not description.stale(), "run `make contract`"
    monkeypatch.setattr(openapi, "ROUTES", ROUTES[1:])
    assert description.stale()


def test_every_published_path_is_described_and_both_on_demand() -> None:
    published = {f"/v1/{path}" for family in FAMILIES for path in family.paths}
    made = {
        "/v1/players/{player}/season/{season}",
        "/v1/players/{player}/game-report/{date}",
    }
    assert set(WHOLE["paths"]) == published | made
    names = [one["get"]["operationId"] for one in WHOLE["paths"].values()]
    assert len(names) == len(set(names))


def test_every_reference_leads_somewhere() -> None:
    references = set(re.findall(r"'\$ref': '#/components/(\w+)/([^']+)'", repr(WHOLE)))
    assert references
    assert all(name in WHOLE["components"][kind] for kind, name in references)
    # And nothing is described that nobody refers to.
    for kind, found in WHOLE["components"].items():
        assert {(kind, name) for name in found} <= references, kind


def test_the_examples_are_documents() -> None:
    examples = {
        path: one["get"]["responses"]["200"]["content"]["application/json"]["example"]
        for path, one in WHOLE["paths"].items()
        if not path.endswith(".json")
    }
    assert len(examples) == 2
    words = {
        name: WHOLE["components"]["parameters"][name]["example"]
        for name in ("player", "season", "date")
    }
    for path, example in examples.items():
        published = path.removeprefix("/v1/").format(**words) + ".json"
        body = json.dumps(example).encode()
        assert require_valid(published, body)["player_lookup"] == words["player"]
        assert "error" not in example


def test_the_dates_are_those_that_exist() -> None:
    pattern = re.compile(WHOLE["components"]["parameters"]["date"]["schema"]["pattern"])
    first, last = date(1946, 1, 1), date(2199, 12, 31)
    there = {first + timedelta(days=day) for day in range((last - first).days + 1)}
    texts = {day.isoformat() for day in there}
    assert all(pattern.search(text) for text in texts)
    for year in range(1940, 2206):
        for rest in ("02-29", "02-30", "04-31", "13-01", "00-10", "1-01", "12-32", "01-00"):
            text = f"{year}-{rest}"
            assert bool(pattern.search(text)) == (text in texts), text
