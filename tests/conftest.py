"""What every test shares: data that may be absent, and a watch over what is published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from demo import source, warehouse
from publishing.decisions import Outcome
from publishing.documents import Document
from publishing.publisher import Publisher
from tests.schemas import require_valid

SEED = 7

REAL_DATA = Path(__file__).parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real nights and seasons; the test is skipped where it is absent."""
    if not REAL_DATA.is_dir():
        pytest.skip("the real data is not here")
    return REAL_DATA


@pytest.fixture(scope="session")
def real_seasons(real_data: Path) -> Path:
    """The folder of real seasons."""
    return real_data / "seasons"


@pytest.fixture(scope="session")
def simulation() -> source.Source:
    """A simulated season."""
    return source.simulated(SEED)


@pytest.fixture(scope="session")
def written(simulation: source.Source, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of the simulated season; nobody changes it."""
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


@pytest.fixture(autouse=True)
def _only_valid_documents(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Every document that a test publishes fits its schema.

    Tests of the protocol alone, in `tests/publishing`, publish bodies of their own.
    """
    if "tests/publishing" in str(request.path):
        yield
        return
    publish = Publisher.publish

    def checked(self: Publisher, documents: Sequence[Document]) -> list[Outcome]:
        for document in documents:
            for target in document.targets:
                require_valid(target.path, document.body)
        return publish(self, documents)

    monkeypatch.setattr(Publisher, "publish", checked)
    yield
