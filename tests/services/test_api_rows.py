"""What answers are made of: rows of one instant, read again when they may be others (D6, D25)."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

import pyarrow.parquet as pq
import pytest

from publishing.adapters.parquet import ParquetWarehouse
from publishing.live.events import Rejection
from publishing.reads import Part, Read
from publishing.rows import BoxScoreRow, Row, ScheduledGame
from publishing.services.answering import snapshot
from publishing.services.answering.holder import MOST_AWAY, OLDEST
from publishing.store import Unavailable
from tests.pipelines.conftest import small_warehouse
from tests.pipelines.small_games import AFTER, DAY, PLAYERS
from tests.pipelines.small_warehouse import break_pages, place_of
from tests.services.asking import Service

__all__ = ["small_warehouse"]

R = TypeVar("R", bound=Row)

SOMEBODY, OTHER = sorted(PLAYERS)[:2]
SEASON = f"/v1/players/{SOMEBODY}/season/2025-26"
MINUTES = timedelta(minutes=5)


@pytest.fixture
def warehouse(small_warehouse: Path, tmp_path: Path) -> Path:
    """One that a test may change."""
    folder: Path = shutil.copytree(small_warehouse, tmp_path / "warehouse")
    return folder


@pytest.fixture
def service(warehouse: Path, tmp_path: Path) -> Service:
    made = Service(warehouse, tmp_path / "public", AFTER)
    assert made.holder.refresh()
    return made


def without_the_night(warehouse: Path) -> None:
    """Takes the box scores of `DAY` away."""
    file = place_of(BoxScoreRow, warehouse)
    table = pq.read_table(file)
    kept = table.filter([day.as_py() != DAY for day in table["game_date"]])
    assert kept.num_rows < table.num_rows
    pq.write_table(kept, file)


def games(service: Service) -> int:
    found: int = service.get(SEASON).document["averages"]["games"]
    return found


def test_rows_that_change_are_seen_at_the_next_look(warehouse: Path, service: Service) -> None:
    before = games(service)
    without_the_night(warehouse)
    assert games(service) == before
    service.now += MINUTES
    assert service.holder.refresh()
    assert games(service) == before - 1
    assert service.get(SEASON).document["generated_at"] == "2026-01-15T15:35:00.000000+00:00"


def test_rows_that_do_not_change_are_not_read_again(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = service.get(SEASON)
    with monkeypatch.context() as patch:
        patch.setattr(ParquetWarehouse, "parts", None)
        service.now += OLDEST - timedelta(seconds=1)
        assert not service.holder.refresh()
    assert service.get(SEASON).body == first.body
    # Nobody is told an instant older than his reader may keep it.
    service.now += timedelta(seconds=1)
    assert service.holder.refresh()
    later = service.get(SEASON)
    assert later.body != first.body
    assert later.headers["etag"] == first.headers["etag"]


def test_a_new_date_is_a_new_season_report(service: Service) -> None:
    # Four in the morning, Eastern.
    service.now = service.now.replace(day=16, hour=8, minute=59)
    assert service.holder.refresh()
    service.now += timedelta(minutes=1)
    assert service.holder.refresh()
    assert not service.holder.refresh()


@pytest.mark.parametrize("how", ["missing", "broken", "no folder"])
def test_while_the_rows_cannot_be_read_the_last_ones_answer(
    how: str, warehouse: Path, service: Service
) -> None:
    before = service.get(SEASON)
    file = place_of(BoxScoreRow, warehouse)
    if how == "missing":
        file.unlink()
    elif how == "broken":
        break_pages(file)
    else:
        shutil.rmtree(warehouse)
    service.now += MINUTES
    assert not service.holder.refresh()
    assert service.get(SEASON).body == before.body
    # Others are made too, of the same rows.
    other = service.get(f"/v1/players/{OTHER}/season/2025-26")
    assert other.document["generated_at"] == before.document["generated_at"]
    service.now += MOST_AWAY
    away = service.get(SEASON)
    assert (away.status, away.headers["retry-after"]) == (503, "1")
    assert "secret" not in away.detail
    assert str(warehouse) not in away.detail


def test_a_table_that_changes_while_it_is_read_is_read_again_later(
    warehouse: Path, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_the_night(warehouse)
    parts = ParquetWarehouse.parts

    def changing(self: ParquetWarehouse, read: Read) -> list[Part]:
        found = parts(self, read)
        if read.row_type is BoxScoreRow:
            file = place_of(BoxScoreRow, warehouse)
            pq.write_table(pq.read_table(file), file.with_suffix(".next"))
            file.with_suffix(".next").replace(file)
        return found

    before = games(service)
    with monkeypatch.context() as patch:
        patch.setattr(ParquetWarehouse, "parts", changing)
        service.now += MINUTES
        assert not service.holder.refresh()
    assert games(service) == before
    assert service.holder.refresh()
    assert games(service) == before - 1


def test_a_warehouse_larger_than_memory_is_refused(
    warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "MOST_ROWS", 100)
    service = Service(warehouse, tmp_path / "public", AFTER)
    assert not service.holder.refresh()
    assert service.get(SEASON).status == 503


class Asked:
    """A warehouse that is no folder to the service, and remembers what it was asked for."""

    def __init__(self, root: Path) -> None:
        self._inner = ParquetWarehouse(root)
        self.reads: list[Read] = []
        self.away = False
        self._lock = threading.Lock()

    def has(self, row_type: type[Row]) -> bool:
        return self._inner.has(row_type)

    def parts(self, read: Read) -> list[Part]:
        with self._lock:
            self.reads.append(read)
        if self.away:
            raise Unavailable("secret")
        return self._inner.parts(read)

    def part_rows(self, part: Part) -> Iterator[Row | Rejection]:
        return self._inner.part_rows(part)

    def problems(
        self, required: Sequence[type[Row]], optional: Sequence[type[Row]] = ()
    ) -> list[str]:
        return []

    def read_problems(self, reads: Sequence[Read]) -> list[str]:
        return []

    def rows(self, row_type: type[R], game_date: date | None = None) -> Iterator[R | Rejection]:
        raise AssertionError("nobody reads so")


def test_a_warehouse_that_is_asked_gives_the_same_bytes(
    warehouse: Path, service: Service, tmp_path: Path
) -> None:
    asked = Asked(warehouse)
    other = Service(asked, tmp_path / "public", AFTER)
    assert other.holder.refresh()
    asked.reads.clear()
    for player in (*PLAYERS, "nosuchplayer"):
        for path in ("season/2025-26", f"game-report/{DAY}"):
            whole = f"/v1/players/{player}/{path}"
            assert other.get(whole).body == service.get(whole).body
    # Once a player and table, of his rows alone, whatever is asked of him.
    assert len(asked.reads) == (len(PLAYERS) + 1) * 6
    assert all(dict(read.equals).keys() >= {"player_lookup"} for read in asked.reads)
    assert ScheduledGame not in {read.row_type for read in asked.reads}


def test_a_warehouse_that_goes_away_says_so_and_comes_back(warehouse: Path, tmp_path: Path) -> None:
    asked = Asked(warehouse)
    service = Service(asked, tmp_path / "public", AFTER)
    assert service.holder.refresh()
    known = service.get(SEASON)
    asked.away = True
    away = service.get(f"/v1/players/{OTHER}/season/2025-26")
    assert (away.status, away.headers["retry-after"]) == (503, "1")
    assert "secret" not in away.detail
    # Whose rows are there is answered all the same.
    assert service.get(SEASON).body == known.body
    assert service.get(f"/v1/players/{SOMEBODY}/game-report/{DAY}").status == 200
    asked.away = False
    assert service.get(f"/v1/players/{OTHER}/season/2025-26").status == 200


def test_players_are_not_kept_without_end(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "PLAYERS_KEPT", 2)
    asked = Asked(warehouse)
    with ThreadPoolExecutor(4) as pool:
        now = Service(warehouse, warehouse, AFTER).now
        found = snapshot.asked(asked, now, "catboost_v9", pool)
        for player in (*PLAYERS[:3], PLAYERS[2], PLAYERS[1]):
            found.player(player)
        before = len(asked.reads)
        found.player(PLAYERS[0])
        assert len(asked.reads) == before + 6
        found.player(PLAYERS[1])
        assert len(asked.reads) == before + 6
