from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import orjson
import pytest

from demo import night, source

SEED = 7

Poll = dict[str, Any]


@pytest.fixture(scope="session")
def simulation() -> source.Source:
    return source.simulated(SEED)


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
