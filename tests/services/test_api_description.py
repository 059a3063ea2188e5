"""schemathesis asks the API whatever its description allows, and much that it does not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.generation import GenerationMode

from publishing.routes import ROUTES
from publishing.services.answering.answers import Answer
from publishing.services.answering.api import Api
from tests.pipelines.export_runs import Export
from tests.pipelines.small_games import AFTER, BEFORE, EVE, PLAYERS
from tests.pipelines.small_league import small_league
from tests.pipelines.small_warehouse import write
from tests.services.asking import Service

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The application over a small league and all that is published of it."""
    folder = tmp_path_factory.mktemp("described")
    warehouse = write(small_league(), folder / "warehouse")
    run = Export(folder / "run")
    run.go(warehouse, "--engine=inline", f"--as_of={BEFORE}", "--only=all")
    service = Service(warehouse, run.output, AFTER)
    assert service.holder.refresh()
    return schemathesis.openapi.from_asgi("/v1/openapi.json", service.api)


FIXED = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
PATHS = [route.path for route in ROUTES]
WITH_WORDS = [route.path for route in ROUTES if route.words]
ON_DEMAND = [route.path for route in ROUTES if route.export]


def ask(described: Any, path: str, mode: GenerationMode, **known: Any) -> list[int]:
    """Asks an operation again and again, checks each answer, and says which codes there were."""
    codes = []

    @FIXED
    @given(case=described[path]["GET"].as_strategy(generation_mode=mode, **known))
    def asked(case: Any) -> None:
        codes.append(case.call_and_validate().status_code)

    asked()
    return codes


@pytest.mark.parametrize("path", PATHS)
def test_what_is_described_is_answered_so(described: Any, path: str) -> None:
    codes = set(ask(described, path, GenerationMode.POSITIVE))
    assert codes <= {200, 304, 404}
    assert codes


@pytest.mark.parametrize("path", WITH_WORDS)
def test_what_is_not_described_is_refused(described: Any, path: str) -> None:
    assert set(ask(described, path, GenerationMode.NEGATIVE)) <= {400, 404, 405}


@pytest.mark.parametrize("path", ON_DEMAND)
def test_reports_of_players_fit_their_schema(described: Any, path: str) -> None:
    for player in PLAYERS[:3]:
        words = {"player": player, "season": "2025-26", "date": str(EVE)}
        known = {name: value for name, value in words.items() if f"{{{name}}}" in path}
        codes = ask(
            described, path, GenerationMode.POSITIVE, path_parameters=known, query={"as_of": AFTER}
        )
        assert 200 in codes


@pytest.mark.parametrize("path", ["/v1/players/index.json", *ON_DEMAND[:1]])
def test_an_answer_that_is_not_as_described_is_seen(
    described: Any, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered = Api.answer

    async def changed(self: Api, *asked: Any) -> Answer:
        found = await answered(self, *asked)
        return replace(found, body=b"[]", packed=None) if found.status < 500 else found

    monkeypatch.setattr(Api, "answer", changed)
    with pytest.raises(BaseException, match="Response violates schema"):
        ask(described, path, GenerationMode.POSITIVE)
