"""The nights of the golden documents, made once for all tests of parity."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.parity.comparison import Comparison, compared
from tests.parity.editions import editions
from tests.parity.facts import Facts
from tests.parity.nights import Edition, Night

Editions = dict[Night, tuple[Edition, Facts]]


@pytest.fixture(scope="session")
def nights(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Editions:
    """Both editions of every night; the test is skipped where the golden documents are absent."""
    if not (real_data / "golden").is_dir():
        pytest.skip("the golden documents are not here")
    folder = tmp_path_factory.mktemp("parity")
    return {edition.night: (edition, facts) for edition, facts in editions(real_data, folder)}


@pytest.fixture(scope="session")
def comparisons(nights: Editions) -> dict[Night, Comparison]:
    """What was found on every night."""
    return {night: compared(edition, facts) for night, (edition, facts) in nights.items()}
