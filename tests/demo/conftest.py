from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import orjson
import polars as pl
import pytest

from demo import night, source, warehouse

SEED = 7

Poll = dict[str, Any]


@pytest.fixture(scope="session")
def simulation() -> source.Source:
    return source.simulated(SEED)


@pytest.fixture(scope="session")
def written(simulation: source.Source, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of the simulated season."""
    output = tmp_path_factory.mktemp("warehouse")
    warehouse.build(simulation, output)
    return output


@pytest.fixture(scope="session")
def written_2024(real_seasons: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of the real season 2023-24 with six weeks of real lines."""
    output = tmp_path_factory.mktemp("real")
    lines = real_seasons / "points_lines_2024-03-02_2024-04-14.parquet"
    made_from = source.real(real_seasons / "player_games_2023-24.parquet", lines)
    warehouse.build(made_from, output)
    return output


@pytest.fixture(scope="session")
def written_2019(real_seasons: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of the real season 2018-19, without real lines."""
    output = tmp_path_factory.mktemp("real")
    warehouse.build(source.real(real_seasons / "player_games_2018-19.parquet"), output)
    return output


def table(directory: Path, name: str) -> pl.DataFrame:
    return pl.read_parquet(directory / f"{name}.parquet")


@pytest.fixture(scope="session")
def night_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("night") / "night.jsonl.gz"
    night.write(path, SEED)
    return path


@pytest.fixture(scope="session")
def night_polls(night_file: Path) -> list[Poll]:
    with gzip.open(night_file) as file:
        return [orjson.loads(line) for line in file]


@pytest.fixture(scope="session")
def real_seasons() -> Path:
    seasons = Path(__file__).parents[3] / "shared" / "data" / "seasons"
    if not seasons.is_dir():
        pytest.skip("the optional real seasons are not beside the repository")
    return seasons
