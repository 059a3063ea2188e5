"""A date of which not every game is graded is published, and the record says so (core 1.6, D29)."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import pytest

from publishing.batch_rows import Grading
from tests.pipelines.export_runs import ENGINES, Export
from tests.pipelines.small_games import AFTER, DAY
from tests.pipelines.small_league import small_league
from tests.pipelines.small_warehouse import write

ASKED = (f"--as_of={AFTER}", "--only=results,best-bets,player-game-report")


def half_graded(folder: Path) -> Path:
    """The small league without the gradings of one of three games."""
    rows = deepcopy(small_league())
    of_date = [row for row in rows[Grading] if row["game_date"] == DAY]
    games = {row["player_lookup"]: row["game_id"] for row in of_date}
    missing = of_date[0]["game_id"]
    players = {lookup for lookup, game in games.items() if game == missing}
    rows[Grading] = [
        row for row in rows[Grading] if row not in of_date or row["game_id"] != missing
    ]
    assert 0 < len(players) < len(games)
    return write(rows, folder)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_record_says_how_many_games_have_no_grading(
    engine: str, tmp_path: Path, batch: Export
) -> None:
    batch.go(half_graded(tmp_path / "rows"), f"--engine={engine}", *ASKED)
    record = batch.record()
    assert record.status == "partial"
    assert record.failures == []
    assert {one.export: one.reason for one in record.waiting} == {
        "results": "1 of 3 games with picks have no grading",
        "best_bets": "1 of 3 games with picks have no grading",
    }
    # It is public all the same, for minutes; and the gradings that come later replace it.
    assert batch.headers()[f"results/{DAY}.json"] == "public, max-age=300"


def test_the_rest_replaces_it(tmp_path: Path, small_warehouse: Path, batch: Export) -> None:
    folder = half_graded(tmp_path / "rows")
    half = batch.go(folder, "--engine=inline", *ASKED)["results/latest.json"]
    later = ("--as_of=2026-01-15T16:30:00Z", "--only=results")
    whole = batch.go(small_warehouse, "--engine=inline", *later)["results/latest.json"]
    assert len(whole) > len(half)
    assert batch.record().status == "success"
    assert batch.headers()[f"results/{DAY}.json"] == "public, max-age=86400"
