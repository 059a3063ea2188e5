"""Nights to replay, simulated ones always and real ones where they are, and a small warehouse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from demo import night, source, warehouse
from demo.season import NIGHT
from tests.pipelines.export_runs import Export
from tests.pipelines.runs import Night, Run
from tests.pipelines.small_league import small_league
from tests.pipelines.small_warehouse import write

SEED = 7


@pytest.fixture(scope="session")
def simulated_night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    """The demo's night, a poll every two minutes, and its warehouse."""
    folder = tmp_path_factory.mktemp("simulated")
    warehouse.build(source.simulated(SEED), folder / "warehouse", NIGHT)
    night.write(folder / "night.jsonl.gz", SEED, NIGHT, every_seconds=120)
    return Night(folder / "night.jsonl.gz", folder / "warehouse", NIGHT)


@pytest.fixture(scope="session")
def real_night(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Night:
    """2018-11-23: fourteen games from noon to past midnight."""
    day = date(2018, 11, 23)
    folder = tmp_path_factory.mktemp("real") / "warehouse"
    games = real_data / "seasons" / "player_games_2018-19.parquet"
    warehouse.build(source.real(games), folder, day)
    return Night(real_data / "nights" / "2018-11-23.jsonl.gz", folder, day)


@pytest.fixture(scope="session")
def plain_run(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Night], Run]:
    """The night as it was recorded, run once for all tests."""
    runs: dict[Path, Run] = {}

    def run(night: Night) -> Run:
        if night.file not in runs:
            runs[night.file] = Run(tmp_path_factory.mktemp("plain"))
            runs[night.file].go(night)
        return runs[night.file]

    return run


@pytest.fixture(scope="session")
def small_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every table of a batch run, of a small league; nobody changes it."""
    return write(small_league(), tmp_path_factory.mktemp("small"))


@pytest.fixture
def batch(tmp_path: Path) -> Export:
    """Where the batch runs of one test write."""
    return Export(tmp_path / "batch")
