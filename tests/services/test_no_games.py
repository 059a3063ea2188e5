"""A date without games is published by nobody's job: empty, explicit, healthy (A4, A5, I-16)."""

from __future__ import annotations

import json
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from publishing.adapters.archive import Archive
from publishing.adapters.folder import FolderStore
from publishing.adapters.private import PrivateFolder
from publishing.patience import Timing
from publishing.publisher import Publisher
from publishing.services.no_games import NoGames, empty_flush
from tests.schemas import require_valid

EMPTY = date(2026, 2, 14)
TIMING = Timing(time.monotonic, time.sleep, 5.0)


@pytest.fixture
def no_games(tmp_path: Path) -> NoGames:
    publisher = Publisher(FolderStore(tmp_path / "out"), TIMING)
    return NoGames(Archive(PrivateFolder(tmp_path / "archive"), TIMING), publisher, 180)


def public(folder: Path) -> dict[str, Any]:
    root = folder / "out"
    return {
        file.relative_to(root).as_posix(): json.loads(file.read_bytes())
        for file in root.rglob("*.json")
    }


def test_the_envelopes_of_a_date_without_games(no_games: NoGames, tmp_path: Path) -> None:
    no_games(EMPTY)
    found = public(tmp_path)
    assert found["live/latest.json"] == {
        "updated_at": "2026-02-14T21:00:00.000000+00:00",
        "game_date": "2026-02-14",
        "poll_id": "20260214T210000Z",
        "games_in_progress": 0,
        "games_final": 0,
        "total_games": 0,
        "games": [],
    }
    assert found["live/latest.json"] == found["live/2026-02-14.json"]
    grading = found["live-grading/latest.json"]
    assert grading["predictions"] == []
    assert grading["summary"]["win_rate"] is None
    assert found["status.json"]["services"]["live_data"]["status"] == "healthy"
    assert found["status.json"]["services"]["live_data"]["games_active"] is False
    for path in found:
        require_valid(path, (tmp_path / "out" / path).read_bytes())


def test_a_second_tick_writes_nothing(no_games: NoGames, tmp_path: Path) -> None:
    no_games(EMPTY)
    before = {path: (tmp_path / "out" / path).stat().st_mtime_ns for path in public(tmp_path)}
    assert "written" not in no_games(EMPTY)
    after = {path: (tmp_path / "out" / path).stat().st_mtime_ns for path in public(tmp_path)}
    assert after == before


def test_a_night_of_games_that_is_public_is_not_taken_back(
    no_games: NoGames, tmp_path: Path
) -> None:
    """The day before an empty day never replaces a later one."""
    no_games(EMPTY)
    no_games(date(2026, 2, 13))
    assert public(tmp_path)["live/latest.json"]["game_date"] == "2026-02-14"


def test_it_is_one_flush_whenever_it_is_made() -> None:
    assert empty_flush(EMPTY, 180) == empty_flush(EMPTY, 180)
    assert empty_flush(EMPTY, 180).snapshot.as_of == datetime(2026, 2, 14, 21, tzinfo=UTC)
    summer = date(2026, 4, 14)
    assert empty_flush(summer, 180).snapshot.as_of == datetime(2026, 4, 14, 20, tzinfo=UTC)


def test_the_archive_has_it_first(no_games: NoGames, tmp_path: Path) -> None:
    no_games(EMPTY)
    archive = Archive(PrivateFolder(tmp_path / "archive"), TIMING)
    assert [event.kind for event in archive.events(EMPTY)] == ["schedule", "predictions", "poll"]
    assert len(archive.records(EMPTY)) == 1
