"""Floors for tests: servers once a module, services for each test."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from demo.season import NIGHT
from tests.night.stage import MakeStage, stages
from tests.operating.floor import Floor, floor
from tests.operating.postman import keys
from tests.pipelines.conftest import simulated_night
from tests.pipelines.runs import Night

__all__ = ["simulated_night"]

AFTERNOON = f"{NIGHT}T18:00:00Z"

MakeFloor = Callable[..., Floor]


@pytest.fixture(scope="module")
def new_stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MakeStage]:
    with stages(tmp_path_factory.mktemp("stages")) as make:
        yield make


@pytest.fixture
def new_floor(
    new_stage: MakeStage, simulated_night: Night, request: pytest.FixtureRequest
) -> Iterator[MakeFloor]:
    """What makes a floor over the demo's season, at its night's afternoon or another time."""
    with ExitStack() as stack:
        certs = stack.enter_context(keys())

        def make(
            start: str = AFTERNOON,
            speed: float = 1.0,
            warehouse: Path | None = None,
            clock: str | None = None,
        ) -> Floor:
            name = "".join(letter if letter.isalnum() else "-" for letter in request.node.name)
            stage = new_stage(name.lower()[:50].strip("-"))
            clock = clock or f"{start}@{time.time():.3f}x{speed:g}"
            return stack.enter_context(
                floor(stage, certs, warehouse or simulated_night.warehouse, clock)
            )

        yield make
