"""Warehouses of whole seasons: a simulated one always, real ones where their data is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from demo import source, warehouse
from tests.exports.comparison import Documents, Moment, published

SEED = 7

SIMULATED = "simulated"
REAL_WITH_LINES = "2023-24"
REAL = "2018-19"
IRREGULAR = "warehouse-2023-24"
"""A real season with duplicates, pushes, voids, injuries and superseded predictions."""

LINES = "points_lines_2024-03-02_2024-04-14.parquet"


@pytest.fixture(scope="session")
def run_of() -> Callable[[Moment], dict[str, Documents]]:
    """What a run publishes; the last one is kept for the tests of its other exports."""
    last: dict[Moment, dict[str, Documents]] = {}

    def run_of(moment: Moment) -> dict[str, Documents]:
        if moment not in last:
            last.clear()
            last[moment] = published(moment)
        return last[moment]

    return run_of


@pytest.fixture(scope="session")
def warehouse_of(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Path]:
    """The warehouse of a season by its name, written once; the test is skipped without data."""
    folders: dict[str, Path] = {}

    def made_from(season: str) -> source.Source:
        if season == SIMULATED:
            return source.simulated(SEED)
        seasons = request.getfixturevalue("real_data") / "seasons"
        lines = seasons / LINES if season == REAL_WITH_LINES else None
        return source.real(seasons / f"player_games_{season}.parquet", lines)

    def warehouse_of(season: str) -> Path:
        if season == IRREGULAR:
            there: Path = request.getfixturevalue("real_data") / IRREGULAR
            return there
        if season not in folders:
            folder = tmp_path_factory.mktemp("season")
            warehouse.build(made_from(season), folder)
            folders[season] = folder
        return folders[season]

    return warehouse_of
