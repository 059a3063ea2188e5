"""Stages for nights, and the night that they play."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from publishing.adapters.replay import Moment
from tests.night.feed import recorded
from tests.night.stage import MakeStage, Stage, stages
from tests.pipelines.conftest import plain_run, real_night, simulated_night
from tests.pipelines.runs import Night, Run

__all__ = ["plain_run", "real_night", "simulated_night"]


@pytest.fixture(scope="module")
def new_stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MakeStage]:
    """What makes a stage; its servers live as long as the module's tests."""
    with stages(tmp_path_factory.mktemp("stages")) as make:
        yield make


@pytest.fixture
def stage(new_stage: MakeStage, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    """The test's own stage, with one subscription, `live`."""
    name = "".join(letter if letter.isalnum() else "-" for letter in request.node.name)
    made = new_stage(name.strip("-").lower()[:60])
    made.prepare("live")
    yield made
    made.end()


@pytest.fixture(scope="session")
def feed(simulated_night: Night) -> list[Moment]:
    """The simulated night's feed."""
    return recorded(simulated_night)


@pytest.fixture
def expected(simulated_night: Night, plain_run: Callable[[Night], Run]) -> dict[str, bytes]:
    """What the replay of the night ends with."""
    return plain_run(simulated_night).documents()
