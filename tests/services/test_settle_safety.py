"""`courtside settle` when something is wrong, gone, or happens at the same time."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from publishing.adapters.archive import Archive
from publishing.adapters.folder import FolderStore
from publishing.live.flush_record import FlushRecord
from publishing.services import settle
from publishing.store import Unavailable
from tests.live.payloads import DAY, final, line, poll, schedule, scheduled
from tests.services.handmade import NOW, Handmade
from tests.services.test_settle import LINES, PICKS, POLLED, by_player, over, ruled

Said = pytest.CaptureFixture[str]


@pytest.fixture
def night(tmp_path: Path) -> Handmade:
    return Handmade(tmp_path)


@pytest.fixture
def played(night: Handmade) -> Handmade:
    """A night that was polled, with official rows that differ."""
    night.play(schedule(scheduled()), PICKS, poll(POLLED))
    night.rows([over()], lines=[ruled("annash", "BOS", 12), *LINES[1:]])
    return night


def test_another_archive_is_refused(played: Handmade, capsys: Said) -> None:
    """From it the night would come out without what the polls alone know."""
    played.archive.rename(played.root / "elsewhere")
    before = played.files()
    assert played.settle() == 2
    said = capsys.readouterr().err
    assert "has no record of snapshot 20260109-20260110T020000000000Z-000003" in said
    assert "give the archive of the job that published it" in said
    assert played.files() == before


def test_what_somebody_else_put_there_is_replaced(played: Handmade) -> None:
    (played.output / f"live/{DAY}.json.meta").unlink()
    assert played.settle() == 0
    assert by_player(played.live())["annash"]["points"] == 12


class Killed(BaseException):
    pass


def _keep_nothing_after(monkeypatch: pytest.MonkeyPatch, point: str) -> None:
    """The process ends right before it publishes, or before it records what it archived."""

    def killed(*_: Any) -> None:
        raise Killed

    if point == "before it publishes":
        monkeypatch.setattr("publishing.publisher.Publisher.publish", killed)
        return
    keep = Archive.keep

    def half(self: Archive, record: FlushRecord, events: tuple[bytes, ...]) -> None:
        add = self._store.add

        def only_events(path: str, body: bytes) -> bool:
            if path.startswith("flushes/"):
                raise Killed
            return add(path, body)

        monkeypatch.setattr(self._store, "add", only_events)
        keep(self, record, events)

    monkeypatch.setattr(Archive, "keep", half)


@pytest.mark.parametrize("point", ["before it publishes", "before it records"])
def test_a_settle_that_is_killed_is_finished_by_the_next(
    played: Handmade, monkeypatch: pytest.MonkeyPatch, point: str, capsys: Said
) -> None:
    with monkeypatch.context() as patched:
        _keep_nothing_after(patched, point)
        with pytest.raises(Killed):
            played.settle("--run_id=killed")
    assert by_player(played.live())["annash"]["points"] == 10
    assert played.settle("--run_id=second") == 0
    assert "added: nothing" in capsys.readouterr().out
    assert by_player(played.live())["annash"]["points"] == 12
    assert played.explain(f"live/{DAY}.json") == 0
    run = "killed" if point == "before it publishes" else "second"
    assert f"run         {run}" in capsys.readouterr().out
    before = played.files()
    assert played.settle() == 0
    assert played.files() == before


def test_a_live_job_that_publishes_in_between_is_joined(
    played: Handmade, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    """Its poll is newer than the official rows, and what it publishes does not have them."""
    keep = Archive.keep
    late = poll(final([line(1, "Ann Ash", 11)]), at="2026-01-10T09:30:00Z")
    live = played.folded(late)

    def first_the_other(self: Archive, record: FlushRecord, events: tuple[bytes, ...]) -> None:
        monkeypatch.setattr(Archive, "keep", keep)
        keep(self, record, events)
        keep(self, live.record, live.snapshot.events)
        played.publish(live)

    monkeypatch.setattr(Archive, "keep", first_the_other)
    assert played.settle() == 0
    assert by_player(played.live())["annash"]["points"] == 12
    assert played.live()["updated_at"] == "2026-01-10T09:30:00.000000+00:00"
    assert "7 events of 3 flushes; added: schedule, names, official" in capsys.readouterr().out
    assert played.explain(f"live/{DAY}.json") == 0


def test_two_settles_at_once_say_the_same(
    played: Handmade, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep, codes = Archive.keep, []

    def first_the_other(self: Archive, record: FlushRecord, events: tuple[bytes, ...]) -> None:
        monkeypatch.setattr(Archive, "keep", keep)
        codes.append(played.settle("--as_of=2026-01-10T20:00:00Z"))
        keep(self, record, events)

    monkeypatch.setattr(Archive, "keep", first_the_other)
    assert [played.settle(), *codes] == [0, 0]
    events = played.kept().events(date(2026, 1, 9))
    lines = {event.line for event in events}
    assert len(lines) == len({event.event_id for event in events}) == 6
    assert by_player(played.live())["annash"]["points"] == 12
    assert played.explain(f"live/{DAY}.json") == 0
    before = played.files()
    assert played.settle() == 0
    assert played.files() == before


def test_a_document_that_the_store_would_not_take_is_said(
    played: Handmade, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    write = FolderStore.write

    def failing(self: FolderStore, path: str, *rest: Any) -> Any:
        if path == f"live-grading/{DAY}.json":
            raise Unavailable("the disk is full")
        return write(self, path, *rest)

    monkeypatch.setattr("publishing.services.settle.PATIENCE_SECONDS", 0.1)
    with monkeypatch.context() as patched:
        patched.setattr(FolderStore, "write", failing)
        assert played.settle() == 1
    assert f"live-grading/{DAY}.json was not published: the disk is full" in capsys.readouterr().err
    assert by_player(played.live())["annash"]["points"] == 12
    assert played.settle() == 0
    assert by_player(played.grading())["annash"]["actual"] == 12
    assert played.explain(f"live-grading/{DAY}.json") == 0


def test_a_damaged_archive_is_a_sentence(played: Handmade, capsys: Said) -> None:
    (file,) = played.archive.rglob("*.jsonl.gz")
    whole = file.read_bytes()
    for damage in (whole[:-20], b"no gzip", gzip.compress(b"{")[:-8] + whole[-8:]):
        file.write_bytes(damage)
        before = played.files()
        assert played.settle() == 1
        said = capsys.readouterr().err
        assert said.startswith("error: ")
        assert said.count("\n") == 1
        assert played.files() == before
    file.write_bytes(whole)
    (record,) = (played.archive / "flushes").rglob("*.json")
    record.write_bytes(b"{}")
    assert played.settle() == 1
    assert "an object of the archive" in capsys.readouterr().err


def test_a_warehouse_that_lacks_a_table_is_a_sentence(played: Handmade, capsys: Said) -> None:
    table = played.warehouse / "nba_analytics.player_game_summary.parquet"
    whole = table.read_bytes()
    table.unlink()
    before = played.files()
    assert played.settle() == 2
    assert "table nba_analytics.player_game_summary is missing" in capsys.readouterr().err
    table.write_bytes(whole[: len(whole) // 2])
    assert played.settle() == 2
    assert "nba_analytics.player_game_summary cannot be read" in capsys.readouterr().err
    table.unlink()
    assert played.files() == before


def test_a_warehouse_that_goes_away_is_a_sentence(
    played: Handmade, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    def gone(*_: Any) -> Any:
        raise Unavailable("nobody answers")

    monkeypatch.setattr("publishing.adapters.parquet.ParquetWarehouse.parts", gone)
    before = played.files()
    assert played.settle() == 1
    assert capsys.readouterr().err == (
        "error: nba_raw.nbac_schedule cannot be read: nobody answers\n"
    )
    assert played.files() == before


def test_rows_that_do_not_fit_are_said_and_left_out(
    played: Handmade, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    played.rows([over()], lines=[ruled("annash", "BOS", 12), ruled("bobbirch", None, 1)])  # type: ignore[arg-type]
    assert played.settle() == 0
    said = capsys.readouterr().err
    assert "warning: 1 rows of nba_analytics.player_game_summary do not fit: " in said
    assert by_player(played.live())["bobbirch"]["points"] == 8


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["2026-13-01"], "DATE: '2026-13-01' is not a date"),
        (["TODAY"], "DATE: 'TODAY' is not a date"),
        ([DAY, "--warehouse=mysql:x"], "--warehouse: 'mysql:x' is no warehouse"),
        ([DAY, "--as_of=yesterday"], "--as_of: 'yesterday' is not an instant"),
        ([DAY, "--flush_interval_seconds=0"], "'0' is not a whole number from 1 to 86400"),
        ([DAY, "--output=gs://"], "--output: 'gs://' is not a bucket"),
        ([DAY, "--archive="], "--archive: the place is empty"),
        ([DAY, "--champion_system= "], "--champion_system: the name is empty"),
        ([DAY, "--archive={root}/out/archive"], "would be public: it is inside"),
        ([DAY, "--journal={root}/out/journal"], "would be public: it is inside"),
        ([DAY, "--warehouse=parquet:{root}/none"], "none does not exist"),
        ([DAY, "--dry"], "unrecognized arguments: --dry"),
        ([], "arguments are required: DATE"),
    ],
)
def test_wrong_usage(night: Handmade, arguments: list[str], sentence: str, capsys: Said) -> None:
    night.rows()
    more = [argument.format(root=night.root) for argument in arguments]
    if more:
        assert night.settle(*more[1:], word=more[0]) == 2
    else:
        places = ["--archive=a", "--output=o", "--warehouse=parquet:w"]
        assert settle.main(places, NOW) == 2
    assert sentence in capsys.readouterr().err
    assert not list(night.output.rglob("*.json"))


def test_words_for_dates_are_eastern(played: Handmade) -> None:
    """At 08:59 UTC it is still the night before (D10)."""
    assert played.settle(word="today", now=NOW.replace(hour=8, minute=59)) == 1
    assert played.settle(word="yesterday", now=NOW.replace(hour=9)) == 0
    assert by_player(played.live())["annash"]["points"] == 12


def test_help(capsys: Said) -> None:

    assert settle.main(["--help"]) == 0
    assert "Exit code 0" in capsys.readouterr().out
