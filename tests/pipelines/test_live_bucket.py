"""A night into a bucket: the same bytes as into a folder, with their headers, and restored."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import google.cloud.storage as storage
import orjson
import pytest
from google.auth.credentials import AnonymousCredentials

from tests.pipelines.runs import Night, Run
from tests.servers import gcs_server

pytestmark = pytest.mark.integration

BUCKET = "courtside-night"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with gcs_server() as address:
        client = storage.Client(
            project="test",
            credentials=AnonymousCredentials(),  # type: ignore[no-untyped-call]
            client_options={"api_endpoint": address},
        )
        client.create_bucket(BUCKET)
        yield address


def _run(server: str, night: Night, output: str, *more: str) -> subprocess.CompletedProcess[str]:
    """The job as a user starts it, with that server in place of Google's."""
    return subprocess.run(
        [
            *(sys.executable, "-m", "pipelines.live", f"--source=replay:{night.file}"),
            *(f"--warehouse=parquet:{night.warehouse}", f"--output={output}", *more),
        ],
        env=os.environ | {"STORAGE_EMULATOR_HOST": server},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def _into_the_bucket(server: str, night: Night, run: Run) -> str:
    """Runs the night into the bucket with its archive, and returns what the job said."""
    ended = _run(
        server,
        night,
        f"gs://{BUCKET}/v1",
        f"--archive=gs://{BUCKET}/archive",
        f"--journal={run.folder / 'journal.jsonl'}",
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_a_bucket_gets_what_a_folder_gets(
    server: str, simulated_night: Night, plain_run: Callable[[Night], Run], tmp_path: Path
) -> None:
    run = Run(tmp_path)
    _into_the_bucket(server, simulated_night, run)
    for path, body in plain_run(simulated_night).documents().items():
        with urllib.request.urlopen(f"{server}/{BUCKET}/v1/{path}", timeout=10) as answer:
            assert answer.read() == body, path
            assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
            assert answer.headers["Cache-Control"] == "public, max-age=30"
    assert run.flushes() == plain_run(simulated_night).flushes()
    decisions = [(one["path"], one["decision"]) for one in run.journal()]
    plain = plain_run(simulated_night).journal()
    assert sorted(decisions) == sorted((one["path"], one["decision"]) for one in plain)

    # Once more on the same archive and bucket: everything is known, nothing is uploaded.
    again = Run(tmp_path / "again")
    again.folder.mkdir()
    said = _into_the_bucket(server, simulated_night, again)
    assert {one["decision"] for one in again.journal()} == {"unchanged"}
    assert "restored from the archive" in said


def test_a_bucket_that_is_not_there_is_a_sentence(server: str, simulated_night: Night) -> None:
    ended = _run(server, simulated_night, "gs://no-such-bucket/v1")
    assert ended.returncode == 2
    assert "error: the bucket of gs://no-such-bucket/v1 does not exist" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_letters_of_a_bucket_job_are_not_public(server: str, simulated_night: Night) -> None:
    with urllib.request.urlopen(f"{server}/storage/v1/b/{BUCKET}/o?prefix=v1/", timeout=10) as got:
        names = {item["name"] for item in orjson.loads(got.read())["items"]}
    assert names == {
        "v1/status.json",
        *(
            f"v1/{family}/{name}.json"
            for family in ("live", "live-grading")
            for name in (simulated_night.day, "latest")
        ),
    }
