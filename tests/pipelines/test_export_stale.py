"""Players without a game have no game in public either, but only when that is known (D36)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from publishing.adapters.folder import FolderStore
from publishing.documents import CacheClass, Version
from publishing.exports import tonight_player as module
from publishing.store import Stamp
from tests.pipelines.export_runs import ENGINES, Export, decisions
from tests.pipelines.small_games import DAY, LATER

GONE = "tonight/player/longgone.json"

pytestmark = pytest.mark.parametrize("engine", ENGINES)


@pytest.fixture
def run(batch: Export) -> Export:
    """A public folder with the document of a player who played years ago."""
    body = orjson.dumps(_absent("longgone", "2021-11-02"))
    version = Version(date(2021, 11, 2), datetime(2021, 11, 2, 12, tzinfo=UTC))
    FolderStore(batch.output).write(GONE, body, CacheClass.TONIGHT, Stamp(version), 0)
    return batch


def _absent(lookup: str, game_date: str) -> dict[str, Any]:
    return {
        "player_lookup": lookup,
        "player_full_name": lookup,
        "game_date": game_date,
        "generated_at": "2021-11-02T12:00:00.000000+00:00",
        "game_context": None,
        "quick_numbers": {},
        "fatigue": {"score": None, "level": "normal", "context": None},
        "current_streak": {"type": None, "length": 0},
        "tonights_factors": [],
        "recent_form": [],
        "prediction": None,
    }


def test_a_player_without_a_game_is_rewritten(
    engine: str, run: Export, small_warehouse: Path
) -> None:
    run.main(small_warehouse, f"--engine={engine}")
    found = run.document(GONE)
    assert found.pop("generated_at") == "2026-01-14T22:30:00.000000+00:00"
    old = _absent("longgone", str(DAY))
    del old["generated_at"]
    assert found == old
    assert run.headers()[GONE] == "public, max-age=300"
    assert decisions(run)[GONE] == "written"
    # Whoever plays keeps his document, and a second run changes nothing.
    assert sum("tonight/player/" in path for path in decisions(run)) == 13
    run.go(small_warehouse, f"--engine={engine}")
    assert set(decisions(run).values()) == {"unchanged"}


def test_a_run_for_some_players_expires_nobody(
    engine: str, run: Export, small_warehouse: Path
) -> None:
    run.main(small_warehouse, f"--engine={engine}", "--players=nobodyatall")
    assert run.document(GONE)["game_date"] == "2021-11-02"


def test_a_partial_run_expires_nobody(
    engine: str, run: Export, small_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("one player")

    monkeypatch.setattr(module, "form_before", broken)
    run.main(small_warehouse, f"--engine={engine}")
    assert run.record().status == "partial"
    assert run.document(GONE)["game_date"] == "2021-11-02"


def test_a_run_without_tonights_players_expires_nobody(
    engine: str, run: Export, small_warehouse: Path
) -> None:
    run.go(small_warehouse, f"--engine={engine}", "--only=tonight,results")
    assert run.document(GONE)["game_date"] == "2021-11-02"


def test_a_date_that_has_not_begun_and_an_older_one_expire_nobody(
    engine: str, run: Export, small_warehouse: Path
) -> None:
    run.go(small_warehouse, f"--engine={engine}")
    for day in ("2026-01-13", str(LATER)):
        run.main(small_warehouse, f"--engine={engine}", f"--date={day}")
        assert run.document(GONE)["game_date"] == str(DAY)
