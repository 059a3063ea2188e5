from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import orjson
import polars as pl
import pytest

from demo import night

SEED = 7

Poll = dict[str, Any]


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
