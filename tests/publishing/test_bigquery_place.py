"""`--warehouse` as a user writes it, and an emulator that the environment names."""

from __future__ import annotations

from pathlib import Path

import pytest

from publishing.adapters.bigquery import BigQueryWarehouse
from publishing.adapters.bigquery_clients import Emulator, named_emulator
from publishing.adapters.parquet import ParquetWarehouse
from publishing.adapters.warehouses import warehouse_at

REST, GRPC = "BIGQUERY_EMULATOR_HOST", "BIGQUERY_STORAGE_GRPC_ENDPOINT"


def test_a_folder() -> None:
    warehouse = warehouse_at("parquet:a:b/c")
    assert isinstance(warehouse, ParquetWarehouse)
    assert warehouse.root == Path("a:b/c")


@pytest.mark.parametrize("project", ["nba-props-2026", "example.com:nba-props"])
def test_a_project(project: str) -> None:
    warehouse = warehouse_at(f"bigquery:{project}")
    assert isinstance(warehouse, BigQueryWarehouse)
    assert warehouse.project == project


@pytest.mark.parametrize("project", ["a b", "p/../q", "NBA", "nba"])
def test_a_project_that_is_none_is_named(project: str) -> None:
    with pytest.raises(ValueError, match="is no project: write its id") as refused:
        warehouse_at(f"bigquery:{project}")
    assert repr(project) in str(refused.value)


@pytest.mark.parametrize("place", ["", "warehouse", "parquet:", "bigquery:", "gs://b"])
def test_anything_else_is_refused(place: str) -> None:
    with pytest.raises(ValueError, match="write parquet:DIR or bigquery:PROJECT") as refused:
        warehouse_at(place)
    assert repr(place) in str(refused.value)


def test_no_emulator() -> None:
    assert named_emulator({"HOME": "/root", REST: ""}) is None


@pytest.mark.parametrize("rest", ["http://127.0.0.1:9050", "127.0.0.1:9050"])
@pytest.mark.parametrize("storage", ["127.0.0.1:9060", "http://127.0.0.1:9060/"])
def test_an_emulator(rest: str, storage: str) -> None:
    found = named_emulator({REST: rest, GRPC: storage})
    assert found == Emulator("http://127.0.0.1:9050", "127.0.0.1:9060")


@pytest.mark.parametrize(("given", "other"), [(REST, GRPC), (GRPC, REST)])
def test_half_an_emulator_is_refused(
    given: str, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(other, raising=False)
    monkeypatch.setenv(given, "127.0.0.1:9050")
    with pytest.raises(ValueError, match=f"{given} names .* without {other}"):
        warehouse_at("bigquery:nba-props-2026")
