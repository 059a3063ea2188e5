"""The completion message and the marks of a run, by the words of the contract (vector 25, D7)."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest

from publishing.calendar import format_instant
from publishing.operating.completion import completion
from publishing.operating.marks import Mark, advanced, is_of, marks_of
from publishing.operating.messages import ExportTrigger, PlayersTrigger
from publishing.operating.requests import Request, request_of, request_of_run
from publishing.run_record import DocumentRecord, FailureRecord, LackFact, RunRecord

NOW = datetime(2026, 2, 11, 18, tzinfo=UTC)
DAY = "2026-02-11"
KEYS = {
    *("processor_name", "phase", "correlation_id", "timestamp", "status", "export_type"),
    *("duration_seconds", "paths", "errors", "trigger_source", "target_date", "export_types"),
}


def record(**changed: Any) -> RunRecord:
    found = RunRecord(
        run_id="r",
        status="success",
        as_of=format_instant(NOW),
        dates=[DAY],
        exports=["tonight_all_players", "tonight_player", "streaks"],
        champion="catboost_v9",
        started_at=format_instant(NOW),
        finished_at=format_instant(NOW + timedelta(seconds=9)),
        duration_seconds=9.25,
        sources=[],
        documents=[
            document(f"tonight/{DAY}.json", "tonight_all_players"),
            document("tonight/all-players.json", "tonight_all_players"),
            document("tonight/player/b.json", "tonight_player", "unchanged"),
            document("tonight/player/a.json", "tonight_player"),
            document(f"streaks/{DAY}.json", "streaks"),
            document("streaks/today.json", "streaks"),
        ],
        decisions={},
        failures=[],
        waiting=[],
        dead_letters=0,
        seconds={},
        versions={},
    )
    return msgspec.structs.replace(found, **changed)


def document(path: str, export: str, decision: str = "written") -> DocumentRecord:
    return DocumentRecord(path, export, decision, "", 1, "d", "v")


def request() -> Request:
    message = ExportTrigger(
        export_types=("tonight", "tonight-players", "streaks", "calendar"),
        target_date="today",
        correlation_id="c",
        trigger_source="orchestrator",
    )
    return request_of(message, "m", NOW)


def said(found: RunRecord | None, asked: Request | None = None) -> dict[str, Any]:
    message = completion(asked or request(), found, "gs://b/v1/", NOW)
    decoded: dict[str, Any] = json.loads(msgspec.json.encode(message))
    return decoded


def test_every_key_of_the_contract_is_there_whatever_became_of_the_run() -> None:
    for found in (record(), record(status="failed", documents=[]), None):
        assert set(said(found)) >= KEYS


def test_its_values_are_the_contracts() -> None:
    message = said(record())
    expected = {
        "processor_name": "Phase6Export",
        "phase": "phase_6_publishing",
        "correlation_id": "c",
        "trigger_source": "orchestrator",
        "timestamp": "2026-02-11T18:00:00.000000+00:00",
        "status": "success",
        "export_type": "daily",
        "duration_seconds": 9.25,
        "errors": [],
        # As it was said; the date that it meant is beside it.
        "target_date": "today",
        "game_date": DAY,
        "export_types": ["tonight", "tonight-players", "streaks", "calendar"],
        "skipped": ["calendar skipped: not exported here"],
        "paths": {
            "tonight": "gs://b/v1/tonight/all-players.json",
            "tonight_players": [
                "gs://b/v1/tonight/player/a.json",
                "gs://b/v1/tonight/player/b.json",
            ],
            "streaks": f"gs://b/v1/streaks/{DAY}.json",
        },
    }
    assert {name: message[name] for name in expected} == expected


def test_profiles_are_one_list_of_paths() -> None:
    asked = request_of(PlayersTrigger(players=True), "m", NOW)
    found = record(
        exports=["player_index", "player_profile"],
        documents=[
            document("players/index.json", "player_index"),
            document("players/a.json", "player_profile"),
        ],
    )
    message = said(found, asked)
    assert message["export_type"] == "players"
    assert message["paths"] == ["gs://b/v1/players/a.json", "gs://b/v1/players/index.json"]
    assert message["target_date"] is None


CONTEXT = LackFact(
    "tonight_all_players", DAY, f"no row of nba_analytics.upcoming_player_game_context for {DAY}"
)
PREDICTIONS = LackFact(
    "tonight_all_players", DAY, f"no row of nba_predictions.player_prop_predictions for {DAY}"
)
BROKEN = FailureRecord("tonight_player", DAY, "a", None, "boom")
TABLE = FailureRecord("streaks", DAY, None, "nba_raw.nbac_schedule", "away")


@pytest.mark.parametrize(
    ("found", "status"),
    [
        (record(), "success"),
        (None, "success"),
        (record(status="partial", failures=[BROKEN]), "partial"),
        (record(status="partial", waiting=[CONTEXT]), "partial"),
        (record(status="failed", documents=[], failures=[TABLE]), "failed"),
        (record(status="failed", documents=[], waiting=[CONTEXT]), "analytics_not_ready"),
        (record(status="failed", documents=[], waiting=[PREDICTIONS]), "validation_failed"),
        (record(status="failed", documents=[], waiting=[PREDICTIONS, CONTEXT]), None),
        # A failure beside what waits is a failure.
        (record(status="failed", documents=[], waiting=[CONTEXT], failures=[TABLE]), "failed"),
    ],
)
def test_the_status_is_a_word_of_the_contract(found: RunRecord | None, status: str | None) -> None:
    assert said(found)["status"] == (status or "analytics_not_ready")


def test_errors_and_what_waits_begin_with_the_type() -> None:
    message = said(record(status="partial", failures=[BROKEN, TABLE], waiting=[CONTEXT]))
    assert message["errors"] == ["tonight-players: a: boom", "streaks: away"]
    assert message["waiting"] == [f"tonight: {CONTEXT.reason}"]


def test_a_run_by_hand_says_what_it_was() -> None:
    found = record(dates=["2026-02-10", DAY])
    asked = request_of_run(found)
    message = said(found, asked)
    assert (message["trigger_source"], message["correlation_id"]) == ("command", "r")
    assert message["target_date"] == f"2026-02-10/{DAY}"
    assert message["export_types"] == ["tonight", "tonight-players", "streaks"]


def test_whole_exports_are_marked_and_no_other() -> None:
    marks = marks_of(record(failures=[BROKEN], waiting=[CONTEXT]))
    assert set(marks) == {"streaks"}
    assert set(marks_of(record())) == {"tonight_all_players", "tonight_player", "streaks"}
    mark = marks_of(record())["tonight_player"]
    assert (mark.documents, mark.written, mark.game_date) == (2, 1, DAY)
    # Nobody can say whose the lost letter was.
    lost = FailureRecord("", "", None, None, "a dead letter was not kept: 503")
    assert marks_of(record(failures=[lost])) == {}
    assert marks_of(record(documents=[])) == {}


def test_a_mark_never_goes_back() -> None:
    mark = marks_of(record())["streaks"]

    def at(day: str, hours: int) -> Mark:
        as_of = format_instant(NOW + timedelta(hours=hours))
        return msgspec.structs.replace(mark, game_date=day, as_of=as_of)

    older, newer, backfill = at(DAY, -1), at(DAY, 1), at("2025-11-01", 5)
    for order in ([older, mark, newer, backfill], [backfill, newer, mark, older]):
        current: Mark | None = None
        for one in order:
            current = advanced(current, one)
        assert current == newer
    assert is_of(mark, date(2026, 2, 11), NOW)
    assert is_of(mark, date(2026, 2, 10), NOW)
    assert not is_of(mark, date(2026, 2, 12), NOW)
    assert not is_of(mark, date(2026, 2, 11), NOW + timedelta(seconds=1))


def test_a_path_that_was_not_moved_is_not_named() -> None:
    """A past date's `tonight` leaves the pointer alone: what was written is the dated one."""
    documents = [
        document(f"tonight/{DAY}.json", "tonight_all_players"),
        document("tonight/all-players.json", "tonight_all_players", "refused"),
    ]
    message = said(record(documents=documents, exports=["tonight_all_players"]))
    assert message["paths"] == {"tonight": f"gs://b/v1/tonight/{DAY}.json"}
