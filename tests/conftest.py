"""What every test shares: data that may be absent, and a watch over what is published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from publishing.decisions import Outcome
from publishing.documents import Document
from publishing.publisher import Publisher
from tests.schemas import require_valid

REAL_DATA = Path(__file__).parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real nights and seasons; the test is skipped where it is absent."""
    if not REAL_DATA.is_dir():
        pytest.skip("the real data is not here")
    return REAL_DATA


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
