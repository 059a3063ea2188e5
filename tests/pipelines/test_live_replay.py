"""A whole night through the streaming job: what it ends with, and that order cannot matter."""

from __future__ import annotations

import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import orjson
import pytest

from tests.pipelines.runs import Night, Run, kill_when_written, shuffled, write

NIGHTS = ["simulated_night", pytest.param("real_night", marks=pytest.mark.slow)]


@pytest.fixture
def night(request: pytest.FixtureRequest) -> Night:
    found: Night = request.getfixturevalue(request.param)
    return found


@pytest.mark.parametrize("night", NIGHTS, indirect=True)
def test_everything_is_final_and_in_its_place(
    night: Night, plain_run: Callable[[Night], Run]
) -> None:
    documents = plain_run(night).documents()
    assert sorted(documents) == [
        f"live-grading/{night.day}.json",
        "live-grading/latest.json",
        f"live/{night.day}.json",
        "live/latest.json",
        "status.json",
    ]
    scores = orjson.loads(documents[f"live/{night.day}.json"])
    assert {game["status"] for game in scores["games"]} == {"final"}
    grading = orjson.loads(documents[f"live-grading/{night.day}.json"])
    assert not [row for row in grading["predictions"] if row["status"] == "pending"]
    for family in ("live", "live-grading"):
        assert documents[f"{family}/latest.json"] == documents[f"{family}/{night.day}.json"]
    assert plain_run(night).letters() == []


@pytest.mark.parametrize("night", NIGHTS, indirect=True)
def test_the_journal_never_goes_back(night: Night, plain_run: Callable[[Night], Run]) -> None:
    versions: defaultdict[str, list[str]] = defaultdict(list)
    families: defaultdict[str, set[str]] = defaultdict(set)
    for entry in plain_run(night).journal():
        assert list(entry) == ["path", "version", "snapshot_id", "decision", "reason", "bytes"]
        # A flush at a tick, right after one at a final, knows nothing new.
        assert entry["decision"] in ("written", "unchanged")
        versions[entry["path"]].append(entry["version"])
        families[entry["snapshot_id"]].add(entry["path"].split("/")[0])
    for found in versions.values():
        assert found == sorted(found)
    # Scores, grading and status of one flush are of one snapshot.
    assert all(found == {"live", "live-grading", "status.json"} for found in families.values())


@pytest.mark.parametrize("night", NIGHTS, indirect=True)
def test_the_archive_holds_every_event_once(
    night: Night, plain_run: Callable[[Night], Run]
) -> None:
    archived = list(plain_run(night).archived())
    ids = [event["event_id"] for event in archived]
    assert len(set(ids)) == len(ids)
    polls = [event["polled_at"] for event in archived if event["kind"] == "poll"]
    assert len(polls) == len(night.lines())
    kinds = {event["kind"] for event in archived}
    assert {"poll", "schedule", "predictions", "names"} <= kinds


@pytest.mark.parametrize("night", NIGHTS, indirect=True)
def test_order_and_doubles_cannot_matter(
    night: Night, plain_run: Callable[[Night], Run], tmp_path: Path
) -> None:
    lines = night.lines()
    orders = {
        "late": shuffled(lines, timedelta(minutes=10), seed=1),
        "doubled": [line for line in lines for _ in range(2)],
        "any": random.Random(2).sample(lines, len(lines)),
    }
    for name, order in orders.items():
        run = Run(tmp_path / name)
        run.folder.mkdir()
        run.go(night, file=write(tmp_path / f"{name}.jsonl.gz", order))
        assert run.documents() == plain_run(night).documents(), name
        assert run.flushes() == plain_run(night).flushes(), name


@pytest.mark.parametrize("night", NIGHTS, indirect=True)
def test_a_killed_run_goes_on_from_its_archive(
    night: Night, plain_run: Callable[[Night], Run], tmp_path: Path
) -> None:
    plain = plain_run(night)
    run = Run(tmp_path)
    command = [sys.executable, "-m", "pipelines.live", *run.arguments(night)]
    for share in (0.2, 0.6):
        kill_when_written(command, run, int(share * len(plain.journal())))
    assert 0 < len(run.flushes()) < len(plain.flushes())
    run.go(night)
    assert run.documents() == plain.documents()
    assert run.flushes() == plain.flushes()
    versions: defaultdict[str, list[str]] = defaultdict(list)
    for entry in run.journal():
        if entry["decision"] == "written":
            versions[entry["path"]].append(entry["version"])
    assert all(found == sorted(found) for found in versions.values())
    ids = [event["event_id"] for event in run.archived()]
    assert len(ids) == len(set(ids))


def test_any_speed_gives_the_same_flushes(
    simulated_night: Night, plain_run: Callable[[Night], Run], tmp_path: Path
) -> None:
    run = Run(tmp_path)
    began = time.monotonic()
    run.go(simulated_night, "--speed=6000")
    # Six and a half hours of night at 6,000 times their speed take about four seconds.
    assert time.monotonic() - began > 3
    assert run.documents() == plain_run(simulated_night).documents()
    assert run.flushes() == plain_run(simulated_night).flushes()


def test_a_paced_night_is_published_as_it_goes(simulated_night: Night, tmp_path: Path) -> None:
    run = Run(tmp_path)
    command = [sys.executable, "-m", "pipelines.live", *run.arguments(simulated_night)]
    # At this speed the night would take more than half an hour.
    kill_when_written([*command, "--speed=10"], run, lines=5)
    scores = orjson.loads(run.documents()[f"live/{simulated_night.day}.json"])
    assert scores["games_final"] == 0


def test_official_rows_of_the_morning_settle_the_night(
    simulated_night: Night, plain_run: Callable[[Night], Run], tmp_path: Path
) -> None:
    morning = orjson.dumps(
        {
            "polled_at": "2025-12-28T14:30:00Z",
            "game_date": simulated_night.day.isoformat(),
            "payload": {"data": []},
        }
    )
    run = Run(tmp_path / "run")
    file = write(tmp_path / "day.jsonl.gz", [*simulated_night.lines(), morning])
    run.go(simulated_night, file=file)
    dated = f"live/{simulated_night.day}.json"
    headers = {
        path: orjson.loads((run.output / f"{path}.meta").read_bytes())["cache_control"]
        for path in (dated, "live/latest.json", "status.json")
    }
    assert headers == {
        dated: "public, max-age=86400",
        "live/latest.json": "public, max-age=30",
        "status.json": "public, max-age=30",
    }
    # The simulated night's official lines are its last polled ones.
    before, after = (
        {
            (line["team"], line["player_lookup"]): line["points"]
            for game in orjson.loads(found.documents()[dated])["games"]
            for line in game["players"]
        }
        for found in (plain_run(simulated_night), run)
    )
    assert after == before
