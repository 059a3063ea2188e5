"""Whole nights, explained: every public document, and every flush that ever was."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import orjson
import pytest

from publishing.adapters.archive import Archive
from publishing.adapters.private import PrivateFolder
from publishing.live.flush_record import FlushRecord
from publishing.patience import Timing
from publishing.services import explain
from publishing.services.explaining.archived import Archived
from tests.pipelines.runs import Night, Run, kill_when_written, write

SAMPLE = 20


def archived(run: Run, night: Night) -> Archived:
    return Archived(
        Archive(PrivateFolder(run.archive), Timing(time.monotonic, time.sleep)), night.day
    )


def require_every_public_document_explained(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    documents = run.documents()
    assert len(documents) == 5
    for path in documents:
        code = explain.main([path, f"--output={run.output}", f"--archive={run.archive}"])
        said = capsys.readouterr().out
        # A writer that was killed may have left the body beside its place: a reader puts it there.
        body = (run.output / path).read_bytes()
        assert said.startswith(f"{path}: the same {len(body):,} bytes\n"), said[:2000]
        assert code == 0


def require_flushes_made_again(found: Archived, records: Iterable[FlushRecord]) -> int:
    """Each record leads to the events that give the documents that it recorded."""
    number = 0
    for record in records:
        attempt = found.again(record)
        assert attempt.missing == ()
        assert attempt.made is not None
        assert (attempt.made.snapshot_id, attempt.made.as_of) == (record.snapshot_id, record.as_of)
        assert [
            (tuple(target.path for target in one.targets), str(one.version), one.digest)
            for one in attempt.made.documents
        ] == [(one.paths, one.version, one.digest) for one in record.documents]
        number += 1
    return number


def test_a_plain_run(
    simulated_night: Night, plain_run: Callable[[Night], Run], capsys: pytest.CaptureFixture[str]
) -> None:
    run = plain_run(simulated_night)
    require_every_public_document_explained(run, capsys)
    found = archived(run, simulated_night)
    some = random.Random(1).sample(sorted(found.records.values(), key=lambda one: one.name), SAMPLE)
    assert require_flushes_made_again(found, some) == SAMPLE


NIGHTS = ["simulated_night", "real_night"]


@pytest.mark.slow
@pytest.mark.parametrize("name", NIGHTS)
def test_every_flush_of_a_night(
    name: str, request: pytest.FixtureRequest, plain_run: Callable[[Night], Run]
) -> None:
    night: Night = request.getfixturevalue(name)
    run = plain_run(night)
    found = archived(run, night)
    assert len(found.records) == len(run.flushes())
    assert require_flushes_made_again(found, found.records.values()) == len(found.records)


@pytest.mark.slow
def test_the_real_night_is_explained(
    real_night: Night, plain_run: Callable[[Night], Run], capsys: pytest.CaptureFixture[str]
) -> None:
    require_every_public_document_explained(plain_run(real_night), capsys)


def test_runs_that_follow_each_other_on_one_archive(
    simulated_night: Night, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each restores what those before it had folded, and goes on a bit."""
    run, lines = Run(tmp_path / "run"), simulated_night.lines()
    for share in (0.1, 0.2, 0.2, 0.3):
        part = write(tmp_path / "part.jsonl.gz", lines[: int(share * len(lines))])
        run.go(simulated_night, file=part)
        require_every_public_document_explained(run, capsys)
    found = archived(run, simulated_night)
    assert len({record.run_id for record in found.records.values()}) == 4
    require_flushes_made_again(found, found.records.values())


@pytest.mark.slow
def test_runs_that_were_killed(
    simulated_night: Night,
    plain_run: Callable[[Night], Run],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    plain, run = plain_run(simulated_night), Run(tmp_path)
    command = [sys.executable, "-m", "pipelines.live", *run.arguments(simulated_night)]
    for share in (0.2, 0.6):
        kill_when_written(command, run, int(share * len(plain.journal())))
        require_every_public_document_explained(run, capsys)
    run.go(simulated_night)
    assert run.documents() == plain.documents()
    require_every_public_document_explained(run, capsys)
    found = archived(run, simulated_night)
    assert len({record.run_id for record in found.records.values()}) == 3
    require_flushes_made_again(found, found.records.values())


def test_one_changed_byte_of_a_night_is_found(
    simulated_night: Night,
    plain_run: Callable[[Night], Run],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run = plain_run(simulated_night)
    copy = Run(tmp_path)
    for path, body in run.documents().items():
        file = copy.output / path
        file.parent.mkdir(parents=True, exist_ok=True)
        meta = run.output / f"{path}.meta"
        (copy.output / f"{path}.meta").write_bytes(meta.read_bytes())
        changed = bytearray(body)
        changed[random.Random(path).randrange(len(body))] ^= 1
        file.write_bytes(changed)
        code = explain.main([path, f"--output={copy.output}", f"--archive={run.archive}", "--json"])
        assert code == 1
        assert orjson.loads(capsys.readouterr().out)["same"] is False
