"""Everything outside is wrong at once: every command says all of it in one message (I-14).

Each sentence ends with what mends it: a command, a role, or what to write.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from publishing.batch_rows import Grading
from publishing.rows import Prediction, ScheduledGame
from tests.pipelines.runs import Night
from tests.servers import gcs_server, pubsub_server

pytestmark = pytest.mark.integration

PROJECT = "projects/courtside-preflight"
TOPIC = f"{PROJECT}/topics/absent"
SUBSCRIPTION = f"{PROJECT}/subscriptions/absent"
BUCKET = "gs://absent-bucket"
MENDS = re.compile(
    r": (gcloud (storage|pubsub) [\w.:/=-]+|chmod |write it |write one |name a file)"
    r"|, write (another|a|it)\b"
)


@dataclass(frozen=True)
class Wrong:
    """Where everything is wrong: a warehouse without a table and a column, a file as a folder."""

    root: Path
    environment: Mapping[str, str]

    @property
    def warehouse(self) -> str:
        return f"--warehouse=parquet:{self.root / 'warehouse'}"

    @property
    def blocked(self) -> Path:
        return self.root / "file" / "below"

    def said(self, module: str, *arguments: str, code: int = 2) -> list[str]:
        """The problems that a command names, without the sentences' beginning `error: `."""
        ended = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            env={**os.environ, **self.environment},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert (ended.returncode, ended.stdout) == (code, ""), ended.stderr
        lines = ended.stderr.splitlines()
        assert all(line.startswith("error: ") for line in lines), ended.stderr
        assert [line for line in lines if not MENDS.search(line)] == []
        return [line.removeprefix("error: ") for line in lines]


@pytest.fixture(scope="module")
def servers() -> Iterator[dict[str, str]]:
    with gcs_server() as storage, pubsub_server() as pubsub:
        yield {"STORAGE_EMULATOR_HOST": storage, "PUBSUB_EMULATOR_HOST": pubsub}


@pytest.fixture
def wrong(servers: dict[str, str], simulated_night: Night, tmp_path: Path) -> Wrong:
    folder = tmp_path / "warehouse"
    folder.mkdir()
    for file in simulated_night.warehouse.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    (folder / f"{ScheduledGame.table}.parquet").unlink()
    predictions = folder / f"{Prediction.table}.parquet"
    pq.write_table(pq.read_table(predictions).drop_columns(["system_id"]), predictions)
    (tmp_path / "file").write_bytes(b"")
    return Wrong(tmp_path, servers)


def starts(lines: list[str], *sentences: str) -> None:
    """The lines begin with these sentences, one each and in this order."""
    assert len(lines) == len(sentences), lines
    for line, sentence in zip(lines, sentences, strict=True):
        assert line.startswith(sentence), lines


def tables(place: Wrong) -> tuple[str, str]:
    missing = f"table {ScheduledGame.table} is missing: no {place.root}/warehouse/"
    return f"table {Prediction.table} lacks system_id in {place.root}/warehouse/", missing


NO_TOPIC = f"the topic {TOPIC} does not exist: gcloud pubsub topics create {TOPIC}"
CREATE = "does not exist: gcloud storage buckets create gs://absent-bucket --location=LOCATION"


@pytest.mark.parametrize("more", [[], ["--dry_run"]])
def test_the_feeder(wrong: Wrong, more: list[str]) -> None:
    lines = wrong.said(
        "publishing.cli",
        "feeder",
        "--source=bdl:http://127.0.0.1:1",
        wrong.warehouse,
        f"--topic={TOPIC}",
        "--date=2018-11-23",
        f"--dead_letters={BUCKET}/letters",
        *more,
    )
    starts(
        lines,
        *tables(wrong),
        NO_TOPIC,
        "the slate of 2018-11-23 took events until 2018-11-24 23:00 UTC",
        f"the bucket of {BUCKET}/letters {CREATE}",
    )


@pytest.mark.parametrize("more", [[], ["--dry_run"]])
def test_settle(wrong: Wrong, more: list[str]) -> None:
    lines = wrong.said(
        "publishing.cli",
        "settle",
        "2025-12-27",
        f"--archive={BUCKET}/archive",
        wrong.warehouse,
        f"--output={wrong.blocked}",
        f"--journal={wrong.root}",
        *more,
    )
    starts(
        lines,
        f"the bucket of {BUCKET}/archive {CREATE}",
        *tables(wrong),
        f"the folder {wrong.blocked} cannot be made: {wrong.root}/file is no folder",
        f"--journal {wrong.root} is a folder: name a file",
    )


def test_explain(wrong: Wrong) -> None:
    lines = wrong.said(
        "publishing.cli",
        "explain",
        "live/latest.json",
        f"--output={BUCKET}/v1",
        f"--archive={wrong.root}/none",
        f"--write={wrong.root}",
    )
    starts(
        lines,
        f"the bucket of {BUCKET}/v1 {CREATE}",
        f"the folder {wrong.root}/none does not exist",
        f"--write {wrong.root} is a folder: name a file",
    )


@pytest.mark.parametrize("more", [[], ["--dry_run"]])
def test_dead_letters(wrong: Wrong, more: list[str]) -> None:
    replay = ("dead-letters", "replay", "--all", f"--bodies={wrong.blocked}", f"--to={TOPIC}")
    bodies = f"the folder {wrong.blocked} does not exist"
    lines = wrong.said("publishing.cli", *replay, f"--from={BUCKET}/letters", *more)
    starts(lines, f"the bucket of {BUCKET}/letters {CREATE}", bodies, NO_TOPIC)
    lines = wrong.said("publishing.cli", *replay, f"--from=pubsub:{SUBSCRIPTION}", *more)
    absent = f"the subscription {SUBSCRIPTION} does not exist: gcloud pubsub subscriptions create"
    starts(lines, absent, bodies, NO_TOPIC)


def test_dead_letters_that_are_listed(wrong: Wrong) -> None:
    lines = wrong.said("publishing.cli", "dead-letters", "list", f"--from={BUCKET}/letters")
    starts(lines, f"the bucket of {BUCKET}/letters {CREATE}")


@pytest.mark.parametrize("more", [["--engine=beam"], ["--engine=inline"], ["--dry_run"]])
def test_a_batch_run(wrong: Wrong, more: list[str]) -> None:
    lines = wrong.said(
        "pipelines.export",
        "--date=2025-12-27",
        "--only=predictions",
        wrong.warehouse,
        f"--output={BUCKET}/v1",
        f"--dead_letters=pubsub:{TOPIC}",
        f"--dead_letter_bodies={wrong.blocked}",
        f"--manifest={wrong.blocked}/record.json",
        f"--journal={wrong.root}",
        *more,
        code=1,
    )
    blocked = f"the folder {wrong.blocked} cannot be made: {wrong.root}/file is no folder"
    starts(
        lines,
        *tables(wrong),
        f"the bucket of {BUCKET}/v1 {CREATE}",
        blocked,
        f"--journal {wrong.root} is a folder: name a file",
        NO_TOPIC,
        blocked,
    )


@pytest.mark.parametrize("only", ["predictions", "performance"])
def test_a_backfill_of_all_without_the_table_that_says_its_dates(wrong: Wrong, only: str) -> None:
    """Its absence hides nothing else, whether an export reads the table or not."""
    (wrong.root / "warehouse" / f"{Grading.table}.parquet").unlink()
    lines = wrong.said(
        "pipelines.export",
        "--backfill_all",
        f"--only={only}",
        wrong.warehouse,
        f"--output={BUCKET}/v1",
        f"--dead_letters={wrong.blocked}",
        f"--manifest={wrong.root / 'record.json'}",
        f"--journal={wrong.blocked}/journal.jsonl",
        code=1,
    )
    lacks, missing = tables(wrong)
    undated = f"table {Grading.table} is missing: no {wrong.root}/warehouse/"
    blocked = f"the folder {wrong.blocked} cannot be made: {wrong.root}/file is no folder"
    starts(
        lines,
        *([lacks, undated, missing] if only == "predictions" else [missing, undated]),
        f"the bucket of {BUCKET}/v1 {CREATE}",
        blocked,
        blocked,
    )


@pytest.mark.parametrize("more", [[], ["--dry_run"]])
def test_a_replayed_night(wrong: Wrong, more: list[str]) -> None:
    lines = wrong.said(
        "pipelines.live",
        f"--source=replay:{wrong.root}/none.jsonl.gz",
        wrong.warehouse,
        f"--output={BUCKET}/v1",
        f"--archive={wrong.blocked}",
        f"--dead_letters=pubsub:{TOPIC}",
        f"--dead_letter_bodies={wrong.blocked}",
        f"--journal={wrong.root}",
        *more,
    )
    blocked = f"the folder {wrong.blocked} cannot be made: {wrong.root}/file is no folder"
    starts(
        lines,
        f"the replay {wrong.root}/none.jsonl.gz cannot be read: No such file",
        *tables(wrong),
        f"the bucket of {BUCKET}/v1 {CREATE}",
        NO_TOPIC,
        blocked,
        blocked,
        f"--journal {wrong.root} is a folder: name a file",
    )


def test_a_streamed_night(wrong: Wrong) -> None:
    lines = wrong.said(
        "pipelines.live",
        f"--source=pubsub:{SUBSCRIPTION}",
        f"--output={wrong.blocked}",
        f"--archive={BUCKET}/archive",
        f"--dead_letters=pubsub:{TOPIC}",
        f"--dead_letter_bodies={BUCKET}/bodies",
    )
    starts(
        lines,
        f"the subscription {SUBSCRIPTION} does not exist: gcloud pubsub subscriptions create",
        f"the folder {wrong.blocked} cannot be made: {wrong.root}/file is no folder",
        NO_TOPIC,
        f"the bucket of {BUCKET}/bodies {CREATE}",
        f"the bucket of {BUCKET}/archive {CREATE}",
    )
