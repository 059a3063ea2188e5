"""What is written again when rows change: exactly the documents that say something else (D7)."""

from __future__ import annotations

from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

from publishing.documents import NOT_CONTENT
from publishing.rows import BoxScoreRow
from tests.pipelines.export_runs import BEAM_IN_CHECK, Export, decisions
from tests.pipelines.small_games import AFTER, DAY, PLAYERS, at
from tests.pipelines.small_league import small_league
from tests.pipelines.small_warehouse import write

LATER = "2026-01-15T16:30:00Z"
"""An hour after the run over the rows that were wrong."""

ALL = ("--only=all", f"--as_of={AFTER}")

CORRECTED = PLAYERS[3]
"""Whose two points of three days ago became three."""


def corrected() -> Any:
    """The small league after one box score came again, an instant after `AFTER`."""
    rows = deepcopy(small_league())
    scores = [row for row in rows[BoxScoreRow] if row["player_lookup"] == CORRECTED]
    wrong = max(
        (row for row in scores if row["game_date"] < DAY and row.get("points") is not None),
        key=lambda row: row["game_date"],
    )
    rows[BoxScoreRow].append(
        wrong | {"points": wrong["points"] + 1, "processed_at": at(DAY + timedelta(days=1), 16)}
    )
    return rows


def content(body: bytes) -> Any:
    document = orjson.loads(body)
    return {key: value for key, value in document.items() if key not in NOT_CONTENT}


@pytest.mark.parametrize("engine", BEAM_IN_CHECK)
def test_a_second_run_over_the_same_rows_uploads_nothing_of_any_export(
    engine: str, small_warehouse: Path, batch: Export
) -> None:
    first = batch.go(small_warehouse, f"--engine={engine}", *ALL)
    assert batch.go(small_warehouse, f"--engine={engine}", *ALL) == first
    assert batch.record().decisions == {"unchanged": len(first)}
    again = batch.go(small_warehouse, f"--engine={engine}", "--only=all", f"--as_of={LATER}")
    assert again == first
    assert batch.record().decisions == {"unchanged": len(first)}


@pytest.mark.parametrize("engine", BEAM_IN_CHECK)
def test_one_corrected_box_score_rewrites_exactly_what_it_touches(
    engine: str, small_warehouse: Path, tmp_path: Path
) -> None:
    run, fresh = Export(tmp_path / "corrected"), Export(tmp_path / "fresh")
    asked = (f"--engine={engine}", "--only=all", f"--as_of={LATER}")
    before = run.go(small_warehouse, f"--engine={engine}", *ALL)
    folder = write(corrected(), tmp_path / "rows")
    after = run.go(folder, *asked)
    written = {path for path, decision in decisions(run).items() if decision == "written"}
    changed = {path for path in before if before[path] != after[path]}
    assert written == changed
    # A run that knew nothing before says what should have changed.
    wanted = fresh.go(folder, *asked)
    assert wanted.keys() == before.keys()
    differs = {path for path in wanted if content(wanted[path]) != content(before[path])}
    assert written == differs
    assert {content(wanted[path]) == content(after[path]) for path in wanted} == {True}
    # His own documents, and those of the league that he is in: nobody else's.
    his = {path for path in written if path.startswith(("players/", "tonight/player/"))}
    assert his == {
        f"players/{CORRECTED}.json",
        f"players/{CORRECTED}/season/2025-26.json",
        f"players/{CORRECTED}/game-report/{DAY}.json",
        f"tonight/player/{CORRECTED}.json",
    }
    assert written - his == {
        f"tonight/{DAY}.json",
        "tonight/all-players.json",
        "trends/tonight-plays.json",
        "trends/tonight-trend-plays.json",
        "trends/whos-hot-v2.json",
    }
    assert decisions(run).keys() == before.keys()
    assert len(before) > 5 * len(written)
