"""The acceptance vectors of the orchestration (`live.md` 12, 20-26), through the trigger."""

from __future__ import annotations

import json
import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from publishing.adapters.folder import FolderStore
from publishing.batch_rows import GameContext
from publishing.calendar import parse_instant
from publishing.run import Run
from publishing.services.serving.answers import Word
from tests.incidents.operated import EXPORTS, LIVE, PREDICTIONS, Operated, asked, predicted
from tests.incidents.watched import Watched
from tests.judging.world import World, night
from tests.pipelines.conftest import small_warehouse
from tests.pipelines.small_games import DAY
from tests.pipelines.small_league import small_league
from tests.pipelines.small_warehouse import write

__all__ = ["small_warehouse"]

KEYS = (
    "processor_name phase correlation_id timestamp status export_type duration_seconds paths "
    "errors trigger_source target_date export_types"
).split()


def public(site: Operated) -> dict[str, tuple[int, str]]:
    """Every public object: how often it was written, and its digest."""
    found = FolderStore(site.folder / "out").list("")
    return {path: (one.generation, one.stamp.digest) for path, one in found.items()}


def test_vector_20_copies_and_redeliveries_make_one_set(
    tmp_path: Path, small_warehouse: Path
) -> None:
    once = Operated(tmp_path / "once", small_warehouse)
    once.send(PREDICTIONS, predicted())
    once.pass_on()
    site = Operated(tmp_path / "often", small_warehouse)
    for copy in range(2):
        for _ in range(5):
            site.send(PREDICTIONS, predicted(), f"copy-{copy}")
    site.pass_on(copies=5)
    assert public(site) == public(once)
    assert {writes for writes, _ in public(site).values()} == {1}
    assert len(site.runs) == 1
    assert site.statuses == ["success"]


@pytest.mark.parametrize(
    ("changed", "rows", "word"),
    [
        ({"status": None}, 9, "refused"),
        ({"status": "failed"}, 9, "skipped"),
        ({"status": "no_data"}, 9, "skipped"),
        ({"status": "partial"}, 9, "done"),
        ({"metadata": {"completion_pct": 79.9}}, 9, "waiting"),
        ({"metadata": {"completion_percentage": 79.9}}, 9, "waiting"),
        ({"metadata": {"completion_pct": 80.0}}, 9, "done"),
        ({"metadata": {}}, 9, "done"),
        ({"metadata": {"completion_pct": 0, "completed_predictions": 81}}, 9, "done"),
        ({}, 0, "waiting"),
        ({}, 1, "done"),
        ({}, 9, "done"),
        ({}, 10, "done"),
        ({}, "HTTP 503", "waiting"),
    ],
)
def test_vector_21_what_becomes_of_a_batch(
    changed: dict[str, Any], rows: int | str, word: Word, tmp_path: Path
) -> None:
    site = Operated(tmp_path, tmp_path, rows=rows)
    assert site.send(PREDICTIONS, predicted(**changed)).word == word
    assert len(site.triggers.sent) == (word == "done")
    assert len(site.gates) == (word == "waiting")
    assert len(site.kept) == (word == "refused")


def test_vector_22_wrong_keys_are_a_dead_letter_and_no_export(tmp_path: Path) -> None:
    site = Operated(tmp_path, tmp_path)
    body = b'{"export_type":"tonight-picks","date":"TODAY"}'
    assert site.send(EXPORTS, body).word == "refused"
    (letter,) = site.kept
    assert (letter["body"], letter["stage"]) == (body.decode(), "message")
    assert "export_type" in letter["reason"]
    assert (site.runs, site.jobs.launched, site.claims, site.completions.sent) == ([], [], {}, [])
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("sent", "word", "day"),
    [
        ("2026-01-15T01:30:00Z", "today", DAY),
        ("2026-01-15T01:30:00Z", "yesterday", date(2026, 1, 13)),
        ("2026-01-14T17:00:00Z", "2026-01-14", DAY),
    ],
)
def test_vector_23_today_is_the_eastern_date_of_the_message(
    sent: str, word: str, day: date, tmp_path: Path, small_warehouse: Path
) -> None:
    """20:30 Eastern is tomorrow in UTC; a message that comes a day late means the same."""
    site = Operated(tmp_path, small_warehouse, now=parse_instant("2026-01-16T01:30:00Z"))
    site.send(EXPORTS, asked("tonight", target_date=word), at=parse_instant(sent))
    assert [run.dates for run in site.runs] == [(day,)]


@pytest.mark.parametrize("word", ["TODAY", "tomorrow", "2026-13-01", "2026-1-1", "", "today "])
def test_vector_23_any_other_word_is_refused_by_the_trigger(word: str, tmp_path: Path) -> None:
    site = Operated(tmp_path, tmp_path)
    assert site.send(EXPORTS, asked("tonight", target_date=word)).word == "refused"
    assert site.runs == []


def test_vector_24_a_gate_opens_when_its_rows_come_four_hours_later(tmp_path: Path) -> None:
    rows = small_league() | {GameContext: []}
    site = Operated(tmp_path, write(rows, tmp_path / "rows"))
    site.send(EXPORTS, asked("tonight"))
    assert list(site.gates) == [f"{DAY}/tonight_all_players"]
    evening = World(night(str(DAY), "23:30"))
    watched = Watched(tmp_path, evening.seen(site.now), site=site)
    for _ in range(48):
        watched.round(evening.seen(site.now))
        site.later(minutes=5)
    assert [one for one in watched.topic.bodies if one["trigger_source"] == "gate"] == []
    write(small_league(), tmp_path / "rows")
    watched.round(evening.seen(site.now))
    watched.topic.sent = [
        body for body in watched.topic.sent if json.loads(body)["trigger_source"] == "gate"
    ]
    site.pass_on()
    assert site.public("tonight/all-players.json")["total_players"] == 12
    assert (site.statuses[-1], site.gates) == ("success", {})


def test_vector_25_a_completion_has_every_key(tmp_path: Path, small_warehouse: Path) -> None:
    site = Operated(tmp_path, small_warehouse)
    site.send(EXPORTS, asked("tonight", "tonight-players", "subset-picks", correlation_id="c-9"))
    (message,) = site.completions.bodies
    assert [key for key in KEYS if key not in message] == []
    assert message["processor_name"] == "Phase6Export"
    assert message["phase"] == "phase_6_publishing"
    assert (message["status"], message["export_type"]) == ("success", "daily")
    assert (message["correlation_id"], message["target_date"]) == ("c-9", str(DAY))
    assert message["export_types"] == ["tonight", "tonight-players", "subset-picks"]
    assert message["paths"]["tonight"] == "gs://public/v1/tonight/all-players.json"
    assert len(message["paths"]["tonight_players"]) == 12
    assert message["skipped"] == ["subset-picks skipped: not exported here"]
    assert isinstance(message["duration_seconds"], float)


def test_vector_26_a_slow_export_delays_neither_picks_nor_live(
    tmp_path: Path, small_warehouse: Path
) -> None:
    began, ends = threading.Event(), threading.Event()

    def slow_for_trends(run: Run) -> None:
        if "whos_hot_cold" in run.names:
            began.set()
            ends.wait(60)

    site = Operated(tmp_path, small_warehouse, before=slow_for_trends)
    slow = asked("trends-hot-cold")
    thread = threading.Thread(target=site.send, args=(EXPORTS, slow, "slow"))
    thread.start()
    try:
        assert began.wait(30)
        assert site.send(EXPORTS, asked("best-bets", "predictions"), "picks").word == "done"
        event = {"event": "slate-settled", "event_id": "e", "game_date": str(DAY), "as_of": "x"}
        assert site.send(LIVE, event | {"run_id": "r", "game": None}).word == "done"
        # What takes long by itself is a job, and holds nobody.
        assert site.send(EXPORTS, asked("results"), "results").word == "launched"
        assert site.public("best-bets/latest.json")["total_picks"] > 0
        assert site.public("trends/whos-hot-v2.json") == {}
    finally:
        ends.set()
        thread.join(30)
    assert site.public("trends/whos-hot-v2.json")["generated_at"]
