"""`courtside settle` on nights made by hand: what it changes, and what it must leave alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from publishing.adapters.folder import FolderStore
from publishing.rows import BoxScoreRow, ScheduledGame
from tests.live.payloads import (
    DAY,
    Json,
    final,
    game,
    line,
    pick,
    poll,
    predictions,
    schedule,
    scheduled,
    tick,
)
from tests.live.warehouse_rows import boxed, planned, predicted
from tests.services.handmade import NOW, Handmade

PROCESSED = datetime(2026, 1, 10, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
SETTLED, LIVE = "public, max-age=86400", "public, max-age=30"


@pytest.fixture
def night(tmp_path: Path) -> Handmade:
    return Handmade(tmp_path)


def over(**more: Any) -> ScheduledGame:
    row: dict[str, Any] = {"game_status": 3, "home_team_score": 101, "away_team_score": 99}
    return planned(**row | {"processed_at": PROCESSED} | more)


def ruled(lookup: str, team: str, points: int | None, **more: Any) -> BoxScoreRow:
    """An official line; without points it is a did-not-play."""
    known: dict[str, Any] = {"player_lookup": lookup, "team_abbr": team, "points": points}
    if points is None:
        known |= {"is_dnp": True, "minutes_played": None, "assists": None}
    return boxed(**{"processed_at": PROCESSED} | known | more)


POLLED = final(
    [line(1, "Ann Ash", 10, ast=2, reb=4, fgm=2, fga=2, min="32")],
    [line(2, "Bob Birch", 8, min="30"), line(3, "Cy Cole", 6, min="12")],
    home_team_score=101,
    visitor_team_score=99,
)
PICKS = predictions(pick("annash"), pick("bobbirch"), pick("cycole"))
LINES = [ruled("annash", "BOS", 10), ruled("bobbirch", "NYK", 8), ruled("cycole", "NYK", 6)]


def by_player(document: Json) -> dict[str, Json]:
    rows = document.get("predictions") or [
        row for one in document["games"] for row in one["players"]
    ]
    return {row["player_lookup"]: row for row in rows}


def header(night: Handmade, path: str) -> str | None:
    stored = FolderStore(night.output).look(path)
    return stored.cache_control if stored else None


def test_a_correction_changes_exactly_the_rows_it_must(
    night: Handmade, capsys: pytest.CaptureFixture[str]
) -> None:
    night.play(schedule(scheduled()), PICKS, poll(POLLED))
    night.rows([over()], [predicted()], [ruled("annash", "BOS", 10), *LINES[1:]])
    assert night.settle() == 0
    live, grading = night.live(), night.grading()
    night.rows(
        [over()],
        [predicted()],
        [ruled("annash", "BOS", 9, processed_at=PROCESSED + HOUR), *LINES[1:]],
    )
    assert night.settle() == 0
    assert "settled by official rows" in capsys.readouterr().out
    before, after = by_player(live), by_player(night.live())
    assert after == before | {"annash": before["annash"] | {"points": 9}}
    before, after = by_player(grading), by_player(night.grading())
    expected: Json = {"actual": 9, "error": 3.4, "margin_vs_line": -0.5, "pace": 9.0}
    expected |= {"status": "incorrect", "result": "LOSS"}
    assert (before["annash"]["actual"], before["annash"]["result"]) == (10, "WIN")
    assert after == before | {"annash": before["annash"] | expected}
    for family, document in (("live", night.live()), ("live-grading", night.grading())):
        assert night.documents()[f"{family}/latest.json"] == document
        assert document["updated_at"] == "2026-01-10T10:00:00.000000+00:00"


def test_who_did_not_play_is_void(night: Handmade) -> None:
    night.play(schedule(scheduled()), PICKS, poll(POLLED))
    assert by_player(night.grading())["cycole"]["result"] == "LOSS"
    night.rows([over()], lines=[*LINES[:2], ruled("cycole", "NYK", None)])
    assert night.settle() == 0
    row = by_player(night.grading())["cycole"]
    assert (row["result"], row["status"], row["minutes"]) == ("VOID", "graded", "0:00")


def test_a_game_that_was_stuck_in_progress_becomes_final(night: Handmade) -> None:
    """Incident 22: the last poll before the end saw it live."""
    stuck = game([line(1, "Ann Ash", 10)], [line(2, "Bob Birch", 8)], period=4, time="Q4 0:08")
    night.play(schedule(scheduled()), PICKS, poll(stuck))
    assert night.live()["games_in_progress"] == 1
    night.rows([over()], lines=LINES)
    assert night.settle() == 0
    (one,) = night.live()["games"]
    assert (one["status"], one["time_remaining"]) == ("final", "Final")
    assert (one["home_score"], one["away_score"]) == (101, 99)
    assert {row["game_status"] for row in night.grading()["predictions"]} == {"final"}
    dated = f"live/{DAY}.json"
    assert (header(night, dated), header(night, "live/latest.json")) == (SETTLED, LIVE)


def test_a_night_that_the_stream_missed_wholly(
    night: Handmade, capsys: pytest.CaptureFixture[str]
) -> None:
    night.rows([over()], [predicted(), predicted(player_lookup="cycole")], LINES)
    assert night.settle() == 0
    assert {name: row["points"] for name, row in by_player(night.live()).items()} == {
        "annash": 10,
        "bobbirch": 8,
        "cycole": 6,
    }
    results = {name: row["result"] for name, row in by_player(night.grading()).items()}
    assert results == {"annash": "WIN", "cycole": "LOSS"}
    said = capsys.readouterr().out
    assert "0 events of 0 flushes; added: schedule, predictions, names, official" in said
    assert sorted(night.documents()) == [
        f"live-grading/{DAY}.json",
        "live-grading/latest.json",
        f"live/{DAY}.json",
        "live/latest.json",
    ]


def test_a_second_settle_writes_nothing_and_archives_nothing(
    night: Handmade, capsys: pytest.CaptureFixture[str]
) -> None:
    night.play(schedule(scheduled()), PICKS, poll(POLLED))
    night.rows([over()], [predicted()], LINES)
    assert night.settle() == 0
    before = night.files()
    for later in (NOW, NOW + 400 * HOUR):
        capsys.readouterr()
        assert night.settle(now=later) == 0
        assert night.files() == before
        said = capsys.readouterr().out
        assert said.count("unchanged: this version is public") == 4
        assert "added: nothing" in said


def test_an_older_date_does_not_move_latest(
    night: Handmade, capsys: pytest.CaptureFixture[str]
) -> None:
    newer = "2026-01-10"
    night.play(
        poll(final(date=newer), at="2026-01-11T03:00:00Z"),
        predictions(at="2026-01-10T20:00:00Z"),
        day=newer,
    )
    night.rows([over()], [predicted()], LINES)
    assert night.settle() == 0
    documents, said = night.documents(), capsys.readouterr().out
    for family in ("live", "live-grading"):
        assert documents[f"{family}/latest.json"] == documents[f"{family}/{newer}.json"]
        assert documents[f"{family}/{DAY}.json"]["game_date"] == DAY
        assert f"{family}/latest.json  refused: the public version {newer}/" in said
    before = night.files()
    assert night.settle() == 0
    assert night.files() == before


def test_status_is_left_alone(night: Handmade) -> None:
    night.play(schedule(scheduled()), PICKS, poll(POLLED))
    before = (night.output / "status.json").read_bytes()
    night.rows([over()], lines=LINES)
    assert night.settle() == 0
    assert (night.output / "status.json").read_bytes() == before


def test_a_live_job_that_comes_back_takes_nothing_back(night: Handmade) -> None:
    night.play(schedule(scheduled()), PICKS, poll(POLLED))
    night.rows([over()], lines=[ruled("annash", "BOS", 12), *LINES[1:]])
    assert night.settle() == 0
    before = night.documents()
    again = night.play(poll(POLLED), tick("2026-01-10T03:00:00Z"), run_id="restarted")
    assert again.snapshot.events
    after = night.documents()
    assert by_player(after["live/latest.json"])["annash"]["points"] == 12
    assert {path: after[path] for path in before if path != "status.json"} == {
        path: found for path, found in before.items() if path != "status.json"
    }


def test_what_is_final_by_polls_only_is_published_and_awaited(
    night: Handmade, capsys: pytest.CaptureFixture[str]
) -> None:
    other = "20260109_DEN_LAL"
    shown = final(
        [line(5, "Di Dale", 20)], [line(6, "Al Horn", 9)], home_code="LAL", away_code="DEN", id=7
    )
    night.play(schedule(scheduled(), scheduled(other, "0022500442")), PICKS, poll(POLLED, shown))
    night.rows(
        [over(), planned(game_id="0022500442", home_team_tricode="LAL", away_team_tricode="DEN")],
        lines=LINES,
    )
    assert night.settle() == 1
    said = capsys.readouterr()
    assert f"game      {other}  final by polls only: no official rows" in said.out
    assert f"{DAY} is not settled yet: {other} (final by polls only" in said.err
    assert header(night, f"live/{DAY}.json") == LIVE
    states = {one["home_team"]: one["status"] for one in night.live()["games"]}
    assert states == {"BOS": "final", "LAL": "final"}


def test_a_game_that_nobody_knows_the_end_of_is_awaited(
    night: Handmade, capsys: pytest.CaptureFixture[str]
) -> None:
    night.play(schedule(scheduled()), poll(game()))
    night.rows([planned(game_status=2, processed_at=PROCESSED)])
    assert night.settle() == 1
    assert "not final: in progress, period 3" in capsys.readouterr().err


def test_a_postponed_game_is_not_awaited(
    night: Handmade, capsys: pytest.CaptureFixture[str]
) -> None:
    night.play(schedule(scheduled()), PICKS, poll(game(period=0, status="7:00 pm ET", time=None)))
    night.rows([planned(game_status_text="PPD", processed_at=PROCESSED)])
    assert night.settle() == 0
    assert "20260109_NYK_BOS  postponed" in capsys.readouterr().out
    assert header(night, f"live/{DAY}.json") == SETTLED
    assert {row["result"] for row in night.grading()["predictions"]} == {"PENDING"}
    before = night.files()
    assert night.settle() == 0
    assert night.files() == before


def test_nothing_to_settle_leaves_nothing_behind(
    night: Handmade, capsys: pytest.CaptureFixture[str]
) -> None:
    night.rows([over()], [predicted()])
    assert night.settle() == 2
    said = capsys.readouterr().err
    assert f"nothing of {DAY} is in the archive" in said
    assert "there is nothing to settle" in said
    assert not list(night.archive.rglob("*"))
    assert not list(night.output.rglob("*.json"))


def test_a_slate_that_only_the_schedule_knows(
    night: Handmade, capsys: pytest.CaptureFixture[str]
) -> None:
    night.play(schedule(scheduled()))
    night.rows([planned()])
    assert night.settle() == 1
    assert "document  none: no poll was answered" in capsys.readouterr().out


def test_a_dry_run_writes_nothing(night: Handmade, capsys: pytest.CaptureFixture[str]) -> None:
    night.play(schedule(scheduled()), PICKS, poll(POLLED))
    night.rows([over()], lines=[ruled("annash", "BOS", 11)])
    before = night.files()
    assert night.settle("--dry_run", f"--journal={night.root / 'j' / 'journal.jsonl'}") == 0
    assert night.files() == before
    said = capsys.readouterr().out
    assert said.count("would be written: newer") == 4
    assert "would be added: schedule, names, official" in said
    assert not (night.root / "j").exists()


def test_a_dry_run_makes_no_folder(night: Handmade) -> None:
    night.rows([over()], lines=LINES)
    assert night.settle("--dry_run") == 0
    assert sorted(path.name for path in night.root.iterdir()) == ["warehouse"]


def test_the_journal_has_every_decision(night: Handmade) -> None:
    night.rows([over()], lines=LINES)
    journal = night.root / "journal.jsonl"
    for _ in range(2):
        assert night.settle(f"--journal={journal}") == 0
    entries = [msgspec.json.decode(line) for line in journal.read_bytes().splitlines()]
    assert [entry["decision"] for entry in entries] == ["written"] * 4 + ["unchanged"] * 4


def test_rows_after_the_as_of_wait(night: Handmade) -> None:
    night.play(schedule(scheduled()), PICKS, poll(POLLED))
    late = ruled("annash", "BOS", 12, processed_at=PROCESSED + HOUR)
    night.rows([over()], lines=[late, *LINES[1:]])
    assert night.settle("--as_of=2026-01-10T09:30:00Z") == 0
    assert by_player(night.live())["annash"]["points"] == 10
    assert night.settle("--as_of=2026-01-10T10:00:00Z") == 0
    assert by_player(night.live())["annash"]["points"] == 12


def test_an_as_of_before_what_is_archived_is_refused(
    night: Handmade, capsys: pytest.CaptureFixture[str]
) -> None:
    night.play(poll(POLLED))
    night.rows([over()], lines=LINES)
    before = night.files()
    assert night.settle("--as_of=2026-01-10T01:59:59Z") == 2
    assert "is before the newest archived event of 2026-01-09" in capsys.readouterr().err
    assert night.files() == before


def test_the_present_may_be_before_what_is_archived(night: Handmade) -> None:
    """Two machines never have the same time."""
    night.play(schedule(scheduled()), poll(POLLED))
    night.rows([over(processed_at=None)], lines=[ruled("annash", "BOS", 11, processed_at=None)])
    assert night.settle(now=datetime(2026, 1, 10, 1, 59, tzinfo=UTC)) == 0
    assert by_player(night.live())["annash"]["points"] == 11
