"""Documents that are made of players asked for by name, and of nobody else (D2, core 8 and 9)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pipelines.export_runs import BEAM_IN_CHECK, ENGINES, Export
from tests.pipelines.small_games import AFTER, BEFORE, DAY, PLAYERS

SOMEBODY, NOBODY = sorted(PLAYERS)[0], "nosuchplayer"
ASKED = ("--only=player-season,player-game-report", f"--players={SOMEBODY},{NOBODY}")


def season(player: str) -> str:
    return f"players/{player}/season/2025-26.json"


def report(player: str) -> str:
    return f"players/{player}/game-report/{DAY}.json"


@pytest.mark.parametrize("engine", BEAM_IN_CHECK)
def test_whom_nobody_knows_is_not_found_and_that_for_five_minutes(
    engine: str, small_warehouse: Path, batch: Export
) -> None:
    batch.go(small_warehouse, f"--engine={engine}", f"--as_of={AFTER}", *ASKED)
    assert batch.headers() == {
        season(SOMEBODY): "public, max-age=3600",
        season(NOBODY): "public, max-age=3600",
        report(SOMEBODY): "public, max-age=86400",
        report(NOBODY): "public, max-age=300",
    }
    found = {path: batch.document(path) for path in batch.documents()}
    assert {path: one.get("error") for path, one in found.items()} == {
        season(SOMEBODY): None,
        season(NOBODY): "Player not found",
        report(SOMEBODY): None,
        report(NOBODY): "Player not found",
    }
    assert found[report(SOMEBODY)]["result"]["actual"] is not None


@pytest.mark.parametrize("engine", ENGINES)
def test_before_the_game_there_is_no_report_and_after_it_there_is(
    engine: str, small_warehouse: Path, batch: Export
) -> None:
    asked = (f"--engine={engine}", *ASKED)
    batch.go(small_warehouse, f"--as_of={BEFORE}", *asked)
    assert batch.document(report(SOMEBODY))["error"] == "Game not found"
    assert batch.headers()[report(SOMEBODY)] == "public, max-age=300"
    before = batch.document(season(SOMEBODY))["averages"]["games"]
    batch.go(small_warehouse, f"--as_of={AFTER}", *asked)
    assert "error" not in batch.document(report(SOMEBODY))
    assert batch.headers()[report(SOMEBODY)] == "public, max-age=86400"
    assert batch.document(season(SOMEBODY))["averages"]["games"] == before + 1
    # What is late knows less, and takes nothing back.
    assert batch.main(small_warehouse, f"--as_of={BEFORE}", *asked) == 0
    assert "error" not in batch.document(report(SOMEBODY))
