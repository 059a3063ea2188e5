"""A document on demand is, to the byte, the one that a batch run of the same as-of writes (D9)."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import orjson
import pytest

from demo.season import NIGHT
from publishing.calendar import days_before, season_label, season_year
from tests.pipelines.conftest import batch, small_warehouse
from tests.pipelines.export_runs import Export
from tests.pipelines.small_games import AFTER, BEFORE, DAY, EVE, PLAYERS, SPRING
from tests.pipelines.small_league import small_league
from tests.pipelines.small_warehouse import write_shuffled
from tests.services.asking import Service

__all__ = ["batch", "small_warehouse"]

NOBODY = "nosuchplayer"
BOTH, SEASON, REPORT = "player-season,player-game-report", "player-season", "player-game-report"


def exported(
    batch: Export, warehouse: Path, players: list[str], day: date, as_of: str, only: str = BOTH
) -> dict[str, bytes]:
    """What a run writes for these players, and for nobody else."""
    shutil.rmtree(batch.folder, ignore_errors=True)
    asked = (f"--players={','.join(players)}", f"--only={only}")
    batch.main(warehouse, "--engine=inline", f"--date={day}", f"--as_of={as_of}", *asked)
    return batch.documents()


def compared(service: Service, documents: dict[str, bytes], as_of: str = "") -> int:
    """How many documents there are; each is what the API says, or is not there in both."""
    there = 0
    for path, body in documents.items():
        query = f"?as_of={as_of}" if as_of else ""
        said = service.get(f"/v1/{path.removesuffix('.json')}{query}")
        error = orjson.loads(body).get("error")
        if error is None:
            assert (said.status, said.body) == (200, body), path
            there += 1
        else:
            assert (said.status, said.detail) == (404, f"{error}."), path
    return there


def service_at(warehouse: Path, as_of: str, folder: Path) -> Service:
    service = Service(warehouse, folder, as_of)
    assert service.holder.refresh()
    return service


@pytest.mark.parametrize("only", [BOTH, SEASON, REPORT])
def test_of_the_small_league(
    only: str, small_warehouse: Path, batch: Export, tmp_path: Path
) -> None:
    service = service_at(small_warehouse, AFTER, tmp_path)
    players = [*PLAYERS, NOBODY]
    # The season is as of today: of the date of the as-of.
    today = date(2026, 1, 15)
    assert compared(service, exported(batch, small_warehouse, players, today, AFTER, only)) >= (
        0 if only == REPORT else len(PLAYERS)
    )
    reports = 0
    for day in (DAY, EVE):
        found = exported(batch, small_warehouse, players, day, AFTER, REPORT)
        reports += compared(service, found)
    assert reports >= len(PLAYERS)


def test_as_of_an_earlier_instant(small_warehouse: Path, batch: Export, tmp_path: Path) -> None:
    service = service_at(small_warehouse, AFTER, tmp_path)
    players = [*PLAYERS, NOBODY]
    found = exported(batch, small_warehouse, players, DAY, BEFORE)
    assert compared(service, found, BEFORE) == len(PLAYERS)
    # What the service knew at that instant itself is the same.
    early = service_at(small_warehouse, BEFORE, tmp_path)
    assert compared(early, found) == len(PLAYERS)


def test_of_a_season_that_is_over(small_warehouse: Path, batch: Export, tmp_path: Path) -> None:
    service = service_at(small_warehouse, AFTER, tmp_path)
    label = season_label(season_year(SPRING))
    end = date(season_year(SPRING) + 1, 9, 30)
    found = exported(batch, small_warehouse, [*PLAYERS, NOBODY], end, AFTER, SEASON)
    assert {path.rpartition("/")[2] for path in found} == {f"{label}.json"}
    assert compared(service, found) > 0


@pytest.mark.parametrize("seed", range(3))
def test_in_whatever_order_the_rows_are(
    seed: int, small_warehouse: Path, batch: Export, tmp_path: Path
) -> None:
    found = exported(batch, small_warehouse, list(PLAYERS), DAY, AFTER, REPORT)
    shuffled = write_shuffled(small_league(), tmp_path / "shuffled", seed)
    assert compared(service_at(shuffled, AFTER, tmp_path), found) > 0


def test_of_a_whole_league(written: Path, batch: Export, tmp_path: Path) -> None:
    as_of = f"{NIGHT}T17:00:00Z"
    service = service_at(written, as_of, tmp_path)
    league = sorted(service.holder.current.maker.snapshot.players)
    assert compared(service, exported(batch, written, league, NIGHT, as_of, SEASON)) > 300
    eve = days_before(NIGHT, 1)
    assert compared(service, exported(batch, written, league, eve, as_of, REPORT)) > 50


@pytest.mark.slow
def test_of_a_real_season(written_2024: Path, batch: Export, tmp_path: Path) -> None:
    as_of = "2024-04-15T16:00:00Z"
    service = service_at(written_2024, as_of, tmp_path)
    league = sorted(service.holder.current.maker.snapshot.players)
    today = date(2024, 4, 15)
    assert compared(service, exported(batch, written_2024, league, today, as_of, SEASON)) > 400
    for day in (date(2024, 4, 14), date(2024, 3, 5)):
        found = exported(batch, written_2024, league, day, as_of, REPORT)
        assert compared(service, found) > 100
    # And long after it, when it is another's turn.
    later = service_at(written_2024, "2025-11-01T16:00:00Z", tmp_path)
    end = date(2024, 9, 30)
    found = exported(batch, written_2024, league, end, "2025-11-01T16:00:00Z", SEASON)
    assert compared(later, found) > 400
