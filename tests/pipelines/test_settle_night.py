"""Whole nights, settled: against the official rows, and with the live job before and after."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from publishing.services import explain, settle
from tests.pipelines.runs import Night, Run, write

NIGHTS = ["simulated_night", pytest.param("real_night", marks=pytest.mark.slow)]
ROWS = "nba_analytics.player_game_summary.parquet"

Json = dict[str, Any]


@pytest.fixture
def night(request: pytest.FixtureRequest) -> Night:
    found: Night = request.getfixturevalue(request.param)
    return found


def noon(night: Night) -> datetime:
    """The day after, when the official rows are there."""
    return datetime(night.day.year, night.day.month, night.day.day, 17, tzinfo=UTC) + timedelta(1)


def settled(run: Run, night: Night, *more: str, warehouse: Path | None = None) -> int:
    return settle.main(
        [
            night.day.isoformat(),
            f"--archive={run.archive}",
            f"--warehouse=parquet:{warehouse or night.warehouse}",
            f"--output={run.output}",
            *more,
        ],
        noon(night),
    )


def copied(run: Run, folder: Path) -> Run:
    """What a run left, to be changed."""
    shutil.copytree(run.folder, folder)
    return Run(folder)


def rows(night: Night, warehouse: Path | None = None) -> list[Json]:
    """The official rows of the night."""
    table = pq.read_table((warehouse or night.warehouse) / ROWS)
    found: list[Json] = table.to_pylist()
    return [row for row in found if row["game_date"] == night.day]


def documents(run: Run, night: Night) -> tuple[Json, Json]:
    """The public scores and grading of the night, which are `latest` too."""
    found = run.documents()
    for family in ("live", "live-grading"):
        assert found[f"{family}/{night.day}.json"] == found[f"{family}/latest.json"]
    live, grading = (
        orjson.loads(found[f"{name}/latest.json"]) for name in ("live", "live-grading")
    )
    return live, grading


_NOBODY: Json = {"points": None}


def require_the_official_rows(run: Run, night: Night, warehouse: Path | None = None) -> None:
    """An oracle: every player has his official points, and every pick its verdict by them."""
    live, grading = documents(run, night)
    official = {row["player_lookup"]: row for row in rows(night, warehouse)}
    assert {game["status"] for game in live["games"]} == {"final"}
    shown = {line["player_lookup"]: line for game in live["games"] for line in game["players"]}
    assert shown.keys() >= official.keys()
    for lookup, row in official.items():
        assert shown[lookup]["points"] == (row["points"] or 0), lookup
    assert len(grading["predictions"]) > 50
    for pick in grading["predictions"]:
        points = official.get(pick["player_lookup"], _NOBODY)["points"]
        if pick["recommendation"] not in ("OVER", "UNDER") or pick["line"] is None:
            assert pick["result"] == "PASS"
        elif points is None:
            assert pick["result"] == "VOID"
        elif points == pick["line"]:
            assert pick["result"] == "PUSH"
        else:
            won = (points > pick["line"]) == (pick["recommendation"] == "OVER")
            assert pick["result"] == ("WIN" if won else "LOSS")
        assert pick["game_status"] == "final"


def require_explained(run: Run) -> None:
    for path in run.documents():
        code = explain.main([path, f"--output={run.output}", f"--archive={run.archive}"])
        assert code == 0, path


def files(run: Run) -> dict[str, tuple[bytes, int]]:
    return {
        str(file): (file.read_bytes(), file.stat().st_mtime_ns)
        for file in sorted([*run.output.rglob("*.json*"), *run.archive.rglob("*")])
        if file.is_file()
    }


@pytest.mark.parametrize("night", NIGHTS, indirect=True)
def test_the_night_equals_the_official_rows_and_stays_so(
    night: Night, plain_run: Callable[[Night], Run], tmp_path: Path
) -> None:
    run = copied(plain_run(night), tmp_path / "run")
    assert settled(run, night) == 0
    require_the_official_rows(run, night)
    require_explained(run)
    before = files(run)
    assert settled(run, night) == 0
    assert files(run) == before
    # The live job is started once more: it restores the night with what was settled.
    public = run.documents()
    run.go(night, "--run_id=restarted")
    after = run.documents()
    assert {path: after[path] for path in after if path != "status.json"} == {
        path: public[path] for path in public if path != "status.json"
    }
    require_explained(run)


def test_a_night_that_stopped_in_the_middle_is_settled(
    simulated_night: Night, tmp_path: Path
) -> None:
    run, lines = Run(tmp_path / "run"), simulated_night.lines()
    run.go(simulated_night, file=write(tmp_path / "half.jsonl.gz", lines[: len(lines) // 2]))
    live, _ = documents(run, simulated_night)
    assert live["games_in_progress"] > 0
    assert settled(run, simulated_night) == 0
    require_the_official_rows(run, simulated_night)
    require_explained(run)


def test_a_night_that_the_stream_missed_wholly(simulated_night: Night, tmp_path: Path) -> None:
    run = Run(tmp_path / "run")
    assert settled(run, simulated_night) == 0
    require_the_official_rows(run, simulated_night)
    require_explained(run)
    public = run.documents()
    # The feed comes after all: it has the source's ids, and takes no result back.
    run.go(simulated_night)
    require_the_official_rows(run, simulated_night)
    live = orjson.loads(public["live/latest.json"])
    assert {game["game_id"] for game in live["games"]} == {""}
    live, _ = documents(run, simulated_night)
    assert "" not in {game["game_id"] for game in live["games"]}


def test_a_correction_changes_the_rows_of_its_players_and_no_other(
    simulated_night: Night, plain_run: Callable[[Night], Run], tmp_path: Path
) -> None:
    night, run = simulated_night, copied(plain_run(simulated_night), tmp_path / "run")
    assert settled(run, night) == 0
    before = documents(run, night)
    corrected = _with_one_point_more(night, tmp_path / "corrected")
    assert settled(run, night, warehouse=tmp_path / "corrected") == 0
    require_the_official_rows(run, night, tmp_path / "corrected")
    require_explained(run)
    assert changed(before, documents(run, night)) == corrected


def _with_one_point_more(night: Night, folder: Path) -> set[str]:
    """The warehouse with later rows for three who played; returns their lookups."""
    shutil.copytree(night.warehouse, folder)
    played = [row for row in rows(night) if row["points"]]
    chosen = {row["player_lookup"] for row in played[:: len(played) // 3][:3]}
    table = pq.read_table(folder / ROWS)
    later = [
        row
        | {
            "points": row["points"] + 1,
            "processed_at": row["processed_at"] + timedelta(hours=2),
        }
        for row in played
        if row["player_lookup"] in chosen
    ]
    both = pa.concat_tables([table, pa.Table.from_pylist(later, table.schema)])
    pq.write_table(both, folder / ROWS)
    return chosen


def changed(before: tuple[Json, Json], after: tuple[Json, Json]) -> set[str]:
    """The players of whom any row differs."""
    found = set()
    for old, new in zip(before, after, strict=True):
        olds, news = _players(old), _players(new)
        assert olds.keys() == news.keys()
        found |= {lookup for lookup in olds if olds[lookup] != news[lookup]}
    return found


def _players(document: Json) -> dict[str, Json]:
    lines = [line for game in document.get("games", []) for line in game["players"]]
    return {row["player_lookup"]: row for row in lines + document.get("predictions", [])}
