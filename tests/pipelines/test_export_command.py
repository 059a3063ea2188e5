"""The batch command's words: what is refused, what is meant, what a dry run says (`live.md` 9)."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines import export
from pipelines.export_config import export_options
from publishing.adapters.pubsub import Topic
from publishing.batch_rows import Grading
from publishing.rows import Prediction, ScheduledGame
from tests.pipelines.export_runs import ENGINES, Export, only
from tests.pipelines.kept import ONLY, PATHS, TABLES, good_run
from tests.pipelines.small_games import AFTER, BEFORE, DAY, EVE, PLAYERS, dates
from tests.pipelines.small_league import small_league
from tests.pipelines.small_warehouse import write

ROOT = Path(__file__).parents[2]

REFUSED = {
    "--date=tomorrow": "'tomorrow' is not a date: write YYYY-MM-DD, `today` or `yesterday`",
    "--date=": "'' is not a date: write YYYY-MM-DD, `today` or `yesterday`",
    "--date=Today": "'Today' is not a date: write YYYY-MM-DD, `today` or `yesterday`",
    "--date=2026-02-30": "'2026-02-30' is not a date: write YYYY-MM-DD, `today` or `yesterday`",
    "--date=0001-01-01": "'0001-01-01' is not a date: write YYYY-MM-DD, `today` or `yesterday`",
    "--start_date=2026-01-13": "a range needs both --start_date and --end_date",
    "--end_date=2026-01-13": "a range needs both --start_date and --end_date",
    "--start_date=": "a range needs both --start_date and --end_date",
    "--start_date=2026-01-14 --end_date=2026-01-13": (
        "the range ends on 2026-01-13, before it begins on 2026-01-14"
    ),
    "--start_date=2026-01-14 --end_date=later": (
        "'later' is not a date: write YYYY-MM-DD, `today` or `yesterday`"
    ),
    "--only=reslts": "--only: 'reslts' is not known; results is",
    "--only=status": "--only: 'status' is not known",
    "--only=": "--only names no export",
    "--only=,": "--only names no export",
    "--only results tonight": "'tonight' is no option's value",
    "--onyl=results": "--onyl is not an option; --only is",
    "--players=../secret": "--players: '../secret' is no player_lookup",
    "--players=": "--players names no player",
    "--players=index": "--players: 'index' is no player_lookup",
    "--as_of=yesterday": "--as_of 'yesterday' is no instant: write 2026-02-11T18:00:00Z",
    "--as_of=2026-01-14T12:00:00": (
        "--as_of '2026-01-14T12:00:00' is no instant: write 2026-02-11T18:00:00Z"
    ),
    "--top_n=many": "--top_n 'many' is not a number from 1 to 10000",
    "--min_games=0": "--min_games '0' is not a number from 1 to 10000",
    "--engine=spark": "--engine 'spark' is not known: write beam or inline",
    "--run_id=../../x": "--run_id '../../x' is no name: write letters, digits, . _ and -",
    "--champion_system=": "--champion_system '' is no name: write letters, digits, . _ and -",
    "--warehouse=sqlite:x": (
        "--warehouse: 'sqlite:x' is no warehouse: write parquet:DIR or bigquery:PROJECT"
    ),
    "--warehouse=": "--warehouse is needed: write bigquery:PROJECT or parquet:DIR",
    "--output=": "--output is needed: write a folder, or gs://BUCKET/v1",
    "--output=gs://": "'gs://' is not a bucket: write gs://BUCKET/PREFIX",
    "--claim=claims/a": "--claim is a path below --state: say where that is",
    "--state=state --claim=../a": (
        "--claim '../a' is no path below --state: write letters, digits, . _ = and -, with /"
    ),
    "--state=state --claim=": "--claim '' is no path below --state",
    "--state=state --claim=/a": "--claim '/a' is no path below --state",
    "--state=state --claim=a/": "--claim 'a/' is no path below --state",
    "--state=state --claim=a//b": "--claim 'a//b' is no path below --state",
    "--state=state --claim=a/./b": "--claim 'a/./b' is no path below --state",
    "--state=state --claim=a\n": "--claim 'a\\n' is no path below --state",
    "--state=gs://": "'gs://' is not a bucket: write gs://BUCKET/PREFIX",
    "--completion=done": ("--completion: 'done' is not known: write projects/PROJECT/topics/NAME"),
    "--completion=projects/nba-test/subscriptions/done": (
        "--completion: 'projects/nba-test/subscriptions/done' is not known"
    ),
    "--top_n=1" + "0" * 5000: "--top_n '10000",
    "--update_latest=perhaps": "--update_latest is true or false, not 'perhaps'",
    "--dry_run=perhaps": "--dry_run is true or false, not 'perhaps'",
    "--date": "argument --date: expected one argument",
}


@pytest.mark.parametrize("words", REFUSED)
def test_what_cannot_be_meant_is_refused(
    words: str, small_warehouse: Path, batch: Export, capsys: pytest.CaptureFixture[str]
) -> None:
    assert batch.main(small_warehouse, "--engine=inline", *words.split(" ")) == 1
    said = capsys.readouterr()
    first = said.err.splitlines()[0]
    assert first.startswith(f"error: {REFUSED[words]}")
    assert "Traceback" not in said.err
    assert said.out == ""
    assert not batch.folder.exists()


def test_everything_that_is_wrong_is_said_at_once(
    small_warehouse: Path, batch: Export, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--date=tomorrow", "--only=reslts", "--engine=spark", "--min_games=0", "--players="]
    assert batch.main(small_warehouse, *words, "--onyl=x") == 1
    sentences = sorted(capsys.readouterr().err.splitlines())
    expected = sorted(f"error: {REFUSED[word]}" for word in ["--onyl=results", *words])
    assert sentences == expected


@pytest.mark.parametrize("what", ["dead_letters", "manifest", "journal", "state"])
def test_private_places_inside_the_output_are_refused(
    what: str, small_warehouse: Path, batch: Export, capsys: pytest.CaptureFixture[str]
) -> None:
    place = batch.output / "below"
    assert batch.main(small_warehouse, f"--{what}={place}") == 1
    sentence = f"error: --{what} {place} would be public: it is inside {batch.output}\n"
    assert capsys.readouterr().err == sentence
    assert not batch.folder.exists()


@pytest.mark.parametrize("what", ["output", "dead_letters", "manifest", "journal", "state"])
def test_a_place_that_cannot_be_written_is_refused(
    what: str,
    small_warehouse: Path,
    batch: Export,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"")
    place = (
        file / "below" if what in ("output", "dead_letters", "state") else file / "below" / "name"
    )
    assert batch.main(small_warehouse, f"--{what}={place}") == 1
    why = f"{file} is no folder, write another one"
    sentence = f"error: the folder {file / 'below'} cannot be made: {why}\n"
    assert capsys.readouterr().err == sentence
    assert not batch.folder.exists()


def test_where_the_end_of_a_run_is_said(
    small_warehouse: Path,
    batch: Export,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = []

    def problem(topic: Topic) -> str:
        asked.append(topic.path)
        return "it is away"

    monkeypatch.setattr(Topic, "problem", problem)
    end = (
        f"--state={batch.folder / 'state'}",
        "--claim=claims/daily/2026-01-14.json",
        "--completion=projects/nba-test/topics/done",
    )
    words = batch.arguments(small_warehouse, *end)
    _, config = export_options(words, datetime(2026, 1, 14, 18, tzinfo=UTC))
    assert config.state == str(batch.folder / "state")
    assert config.claim == "claims/daily/2026-01-14.json"
    assert config.completion == "projects/nba-test/topics/done"
    # A topic that cannot be published to stops the run before it starts.
    assert export.main(words) == 1
    assert capsys.readouterr().err == "error: it is away\n"
    assert asked == ["projects/nba-test/topics/done"]
    assert not batch.folder.exists()


def test_a_folder_where_a_file_should_be(
    small_warehouse: Path, batch: Export, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [f"--manifest={tmp_path}", f"--journal={tmp_path}"]
    assert batch.main(small_warehouse, *words) == 1
    assert sorted(capsys.readouterr().err.splitlines()) == [
        f"error: --journal {tmp_path} is a folder: name a file",
        f"error: --manifest {tmp_path} is a folder: name a file",
    ]


def test_a_dry_run_says_what_it_would_do_and_does_nothing(
    small_warehouse: Path, batch: Export, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = (ONLY, "--dry_run", f"--start_date={EVE}", f"--end_date={DAY}")
    assert batch.main(small_warehouse, *asked) == 0
    said = capsys.readouterr()
    assert not batch.folder.exists()
    assert said.err == ""
    assert f"A dry run: nothing is written. 2 date(s), {EVE} to {DAY}" in said.out
    assert f"Reads from parquet:{small_warehouse}, each table once:" in said.out
    reads, _, writes = said.out.partition("\nWrites to ")
    tables = {line.split()[0]: line for line in reads.splitlines() if line.startswith("  nba_")}
    assert tables.keys() == {row_type.table for row_type in TABLES}
    # Two weeks more than the dates: a game may be moved to one of them.
    assert "1946-01-01 to 2026-01-28" in tables[ScheduledGame.table]
    assert "system_id = catboost_v9" in tables[Prediction.table]
    assert f"{EVE} to {DAY}" in tables[Prediction.table]
    assert all(line.endswith(" columns") for line in tables.values())
    assert "11 columns" in tables[ScheduledGame.table]
    lines = writes.splitlines()
    assert lines[0] == f"{batch.output}:"
    assert any("results/{date}.json" in line and "for 2 date(s)" in line for line in lines)
    assert any("tonight/player/{player}.json" in line and "the newest" in line for line in lines)
    words = {line.split()[1].rstrip(",") for line in lines[1:] if line.startswith("  ")}
    assert words == set(ONLY.removeprefix("--only=").split(","))


@pytest.mark.parametrize("engine", ENGINES)
def test_every_date_that_was_graded(engine: str, small_warehouse: Path, batch: Export) -> None:
    """A backfill makes every date and moves each pointer once, for the newest (D5)."""
    asked = ("--backfill_all", f"--engine={engine}", f"--as_of={AFTER}", "--only=results")
    documents = batch.go(small_warehouse, *asked)
    graded = [str(day) for day, _ in dates() if day <= DAY]
    assert batch.record().dates == graded
    expected = {*(f"results/{day}.json" for day in graded), "results/latest.json"}
    assert documents.keys() == expected
    assert documents["results/latest.json"] == documents[f"results/{DAY}.json"]
    moved = [entry for entry in batch.journal() if entry["path"] == "results/latest.json"]
    assert len(moved) == 1
    # As of the evening of `DAY` it is not graded yet, so there is nothing to fill in.
    early = Export(batch.folder / "early")
    early.main(small_warehouse, *asked[:2], f"--as_of={BEFORE}", "--only=results")
    assert early.record().dates == graded[:-1]


def test_a_backfill_of_nothing(
    batch: Export, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write(small_league() | {Grading: []}, tmp_path / "rows")
    assert batch.main(folder, "--backfill_all", f"--as_of={AFTER}") == 1
    said = capsys.readouterr().err
    assert said.startswith(f"error: {Grading.table} has no row by 2026-01-15 15:30:00+00:00")
    assert not batch.folder.exists()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_player_who_is_asked_for_by_name_and_unknown(
    engine: str, small_warehouse: Path, batch: Export
) -> None:
    """The shape of a player without a game (`core.md` 6.5), and nobody else's document."""
    good = good_run(batch, small_warehouse)
    asked = (f"--engine={engine}", "--only=tonight-players", f"--players=nobodyatall,{PLAYERS[2]}")
    after = batch.go(small_warehouse, *asked, "--as_of=2026-01-15T15:31:00Z")
    assert only(batch) == {"tonight_player"}
    assert after.keys() - good.keys() == {"tonight/player/nobodyatall.json"}
    assert all(after[path] == good[path] for path in good)
    assert batch.document("tonight/player/nobodyatall.json") == {
        "player_lookup": "nobodyatall",
        "player_full_name": "nobodyatall",
        "game_date": str(DAY),
        "generated_at": "2026-01-15T15:31:00.000000+00:00",
        "game_context": None,
        "quick_numbers": {},
        "fatigue": {"score": None, "level": "normal", "context": None},
        "current_streak": {"type": None, "length": 0},
        "tonights_factors": [],
        "recent_form": [],
        "prediction": None,
    }


def test_the_command_in_a_process_of_its_own(small_warehouse: Path, batch: Export) -> None:
    command = [sys.executable, "-m", "pipelines.export"]
    arguments = batch.arguments(small_warehouse, ONLY, "--engine=inline", f"--as_of={AFTER}")
    done = subprocess.run(
        [*command, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0].startswith("success: 23 written of 1 date(s), from ")
    assert done.stdout.splitlines()[-1] == f"The record: {batch.manifest}"
    named = {line.split()[0] for line in done.stdout.splitlines() if line.endswith(" bytes")}
    assert named == {*PATHS}
    assert batch.record().status == "success"
