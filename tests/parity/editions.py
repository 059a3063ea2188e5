"""Every night, cut, published and read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.parity.facts import Facts
from tests.parity.nights import NIGHTS, Edition, Night, cut, publish
from tests.parity.registry import family_of


def editions(real_data: Path, folder: Path) -> Iterator[tuple[Edition, Facts]]:
    """Each night's golden documents, with those published now from the same rows."""
    for night in NIGHTS:
        yield edition(night, real_data, folder / str(night))


def edition(night: Night, real_data: Path, folder: Path) -> tuple[Edition, Facts]:
    """One night: cuts the warehouse, runs the exports that have golden documents."""
    found = Edition(night, real_data / "golden" / str(night), folder / "warehouse", folder / "out")
    cut(real_data / "warehouse-2023-24", night, found.warehouse)
    families = {one for path in found.golden_paths if (one := family_of(path)) is not None}
    players = {
        player
        for family in families
        for path in found.golden_paths
        if (matched := family.paths.fullmatch(path))
        and (player := matched.groupdict().get("player"))
    }
    publish(found, ",".join(sorted(family.job_type for family in families)), players)
    return found, Facts(night, found.warehouse, found.golden)
