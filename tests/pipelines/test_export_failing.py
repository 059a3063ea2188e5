"""Builders and private places that fail: reported, and everything else is published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from publishing.adapters import run_records
from publishing.adapters.private import PrivateFolder
from publishing.batch_rows import GameContext
from publishing.exports import BY_NAME
from publishing.exports.declaration import OfPlayer, OfSlate
from publishing.player_rows import PlayerRows
from publishing.store import Unavailable
from tests.pipelines.export_runs import BEAM_IN_CHECK, ENGINES, Export
from tests.pipelines.kept import ONLY, PATHS, TABLES, broken_run, contents, good_run, of_exports
from tests.pipelines.rubbish import plant, rubbish_rows
from tests.pipelines.small_games import AFTER, DAY, PLAYERS
from tests.pipelines.small_league import small_league
from tests.pipelines.small_warehouse import break_pages, place_of, write

OF_SLATES = [name for name in PATHS if isinstance(BY_NAME[name].made, OfSlate)]


def raising(build: Callable[..., Any], lookups: set[str] | None = None) -> Callable[..., Any]:
    """The builder, which raises for these players; for everybody without any."""

    def broken(subject: Any, *more: Any) -> Any:
        if lookups is None or subject.player_lookup in lookups:
            raise ZeroDivisionError("division by zero")
        return build(subject, *more)

    return broken


def break_export(patch: pytest.MonkeyPatch, name: str) -> None:
    made: Any = BY_NAME[name].made
    broken = replace(made, document=raising(made.document))
    patch.setitem(BY_NAME, name, replace(BY_NAME[name], made=broken))


def break_players(patch: pytest.MonkeyPatch, *lookups: str) -> None:
    """No export can be made of these players."""
    for name in PATHS:
        made: Any = BY_NAME[name].made
        if isinstance(made, OfSlate):
            broken: Any = replace(made, pieces=raising(made.pieces, {*lookups}))
        elif isinstance(made, OfPlayer):
            broken = replace(made, document=raising(made.document, {*lookups}))
        else:
            continue
        patch.setitem(BY_NAME, name, replace(BY_NAME[name], made=broken))


@pytest.mark.parametrize("engine", BEAM_IN_CHECK)
@pytest.mark.parametrize("name", PATHS)
def test_an_export_that_raises_stops_no_other(
    name: str,
    engine: str,
    small_warehouse: Path,
    batch: Export,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    break_export(monkeypatch, name)
    code = batch.main(small_warehouse, ONLY, f"--engine={engine}", f"--as_of={AFTER}")
    assert code == 0
    record, documents = batch.record(), batch.documents()
    assert record.status == "partial"
    assert {failure.export for failure in record.failures} == {name}
    assert all("ZeroDivisionError: division by" in one.reason for one in record.failures)
    assert not of_exports(documents, name)
    monkeypatch.undo()
    good = good_run(Export(batch.folder / "good"), small_warehouse)
    assert documents == {path: good[path] for path in good if not of_exports({path: b""}, name)}
    captured = capfd.readouterr()
    assert f"failed: {name} {DAY}" in captured.out
    assert "Traceback" not in captured.err


@pytest.mark.parametrize("engine", ENGINES)
def test_a_player_who_raises_costs_nobody_else(
    engine: str, small_warehouse: Path, batch: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The dates' documents are made without him, and his own stays as it is."""
    good = good_run(batch, small_warehouse)
    break_players(monkeypatch, PLAYERS[0])
    assert broken_run(batch, small_warehouse, f"--engine={engine}") == 0
    record, documents = batch.record(), batch.documents()
    assert record.status == "partial"
    assert {failure.player_lookup for failure in record.failures} == {PLAYERS[0]}
    assert {one.export for one in record.failures} == {*OF_SLATES, "tonight_player"}
    own = f"tonight/player/{PLAYERS[0]}.json"
    assert documents[own] == good[own]
    assert batch.document(f"tonight/{DAY}.json")["total_players"] == len(PLAYERS) - 1
    named = {path for path, body in documents.items() if PLAYERS[0].encode() in body}
    assert named == {own}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_player_of_whom_nothing_can_be_said(
    engine: str, small_warehouse: Path, batch: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Already what his rows are is more than can be found out."""
    good = good_run(batch, small_warehouse)
    unidentified = PlayerRows.unidentified
    broken = raising(unidentified, {PLAYERS[0]})
    monkeypatch.setattr(PlayerRows, "unidentified", lambda *given: broken(*given))
    assert broken_run(batch, small_warehouse, f"--engine={engine}") == 0
    (failure,) = batch.record().failures
    assert (failure.export, failure.player_lookup) == ("", PLAYERS[0])
    own = f"tonight/player/{PLAYERS[0]}.json"
    assert batch.documents()[own] == good[own]
    assert batch.document(f"tonight/{DAY}.json")["total_players"] == len(PLAYERS) - 1


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("wrong", [{"game_id": "0029999999"}, {"team_abbr": None}])
def test_a_player_whose_only_row_is_rubbish_keeps_his_document(
    wrong: dict[str, Any], engine: str, small_warehouse: Path, batch: Export, tmp_path: Path
) -> None:
    """He is not one who does not play: the run knows that it is not complete (D36)."""
    good = good_run(batch, small_warehouse)
    rows = small_league()
    rows[GameContext] = [
        row | {"home_game": None} | wrong if row["player_lookup"] == PLAYERS[0] else row
        for row in rows[GameContext]
    ]
    assert broken_run(batch, write(rows, tmp_path / "rows"), f"--engine={engine}") == 0
    record, own = batch.record(), f"tonight/player/{PLAYERS[0]}.json"
    assert batch.documents()[own] == good[own]
    assert own not in {document.path for document in record.documents}
    assert batch.document(f"tonight/{DAY}.json")["total_players"] == len(PLAYERS) - 1
    (source,) = (one for one in record.sources if one.table == GameContext.table)
    assert source.rejected == record.dead_letters > 0


@pytest.mark.parametrize("engine", ENGINES)
def test_a_document_that_a_fifth_of_the_players_lack_is_kept(
    engine: str, small_warehouse: Path, batch: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = good_run(batch, small_warehouse)
    break_players(monkeypatch, *PLAYERS[:3])
    assert broken_run(batch, small_warehouse, f"--engine={engine}") == 0
    documents, failures = batch.documents(), batch.record().failures
    assert of_exports(documents, *OF_SLATES) == of_exports(good, *OF_SLATES)
    assert {one.export for one in failures if one.player_lookup is None} == {*OF_SLATES}
    reasons = {one.reason for one in failures if one.player_lookup is None}
    assert reasons == {"3 of 12 players could not be made"}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_dead_letter_that_cannot_be_kept_is_said(
    engine: str,
    small_warehouse: Path,
    batch: Export,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    good = good_run(batch, small_warehouse)
    folder = write(small_league(), tmp_path / "rows")
    plant(folder, TABLES[0], rubbish_rows(TABLES[0]))

    def full(*_: object) -> bool:
        raise Unavailable("no space left")

    monkeypatch.setattr(PrivateFolder, "add", full)
    assert broken_run(batch, folder, f"--engine={engine}") == 0
    assert batch.documents() == good
    record = batch.record()
    assert record.status == "partial"
    assert record.dead_letters == len(rubbish_rows(TABLES[0]))
    said = {failure.reason for failure in record.failures}
    assert said == {"a dead letter was not kept: no space left"}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_run_that_made_nothing_is_recorded_and_has_failed(
    engine: str, small_warehouse: Path, batch: Export, tmp_path: Path
) -> None:
    good = good_run(batch, small_warehouse)
    folder = write(small_league(), tmp_path / "rows")
    for row_type in TABLES:
        break_pages(place_of(row_type, folder))
    assert broken_run(batch, folder, f"--engine={engine}") == 1
    record = batch.record()
    assert (record.status, record.documents, record.decisions) == ("failed", [], {})
    assert {failure.export for failure in record.failures} == {*PATHS}
    assert {one.table for one in record.sources if one.problem} == {one.table for one in TABLES}
    # A range says so too, and its exit code is that of a backfill (`live.md` 9).
    dates = (f"--start_date={DAY}", f"--end_date={DAY}")
    assert broken_run(batch, folder, f"--engine={engine}", *dates) == 0
    assert batch.record().status == "failed"
    assert contents(batch.documents()) == contents(good)


def test_words_of_other_jobs_alone_are_a_run_that_is_recorded(
    small_warehouse: Path, batch: Export, capsys: pytest.CaptureFixture[str]
) -> None:
    assert batch.main(small_warehouse, "--only=live,subset-picks") == 0
    record = batch.record()
    assert (record.status, record.exports, record.documents) == ("success", [], [])
    said = capsys.readouterr()
    assert said.err.splitlines() == [
        "live skipped: the streaming job publishes it",
        "subset-picks skipped: not exported here",
    ]
    assert said.out.startswith("success: no document of 1 date(s)")
    assert not batch.output.exists()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_record_that_cannot_be_kept_is_said_in_a_sentence(
    engine: str,
    small_warehouse: Path,
    batch: Export,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    def full(*_: object) -> None:
        raise Unavailable("no space left")

    monkeypatch.setattr(run_records, "_write", full)
    assert broken_run(batch, small_warehouse, f"--engine={engine}") == 1
    captured = capfd.readouterr()
    assert "error: the end of the run could not be kept or said" in captured.err
    assert "no space left" in captured.err
    assert "Traceback" not in captured.err
    assert len(batch.documents()) > len(PLAYERS)
