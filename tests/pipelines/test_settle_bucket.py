"""A night in a bucket, settled and explained by the `courtside` command as a user starts it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import google.cloud.storage as storage
import orjson
import pytest
from google.auth.credentials import AnonymousCredentials

from tests.pipelines.runs import Night, Run
from tests.servers import gcs_server

pytestmark = pytest.mark.integration

BUCKET = "courtside-settle"
OUTPUT, ARCHIVE = f"--output=gs://{BUCKET}/v1", f"--archive=gs://{BUCKET}/archive"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with gcs_server() as address:
        _client(address).create_bucket(BUCKET)
        yield address


def _client(address: str) -> storage.Client:
    return storage.Client(
        project="test",
        credentials=AnonymousCredentials(),  # type: ignore[no-untyped-call]
        client_options={"api_endpoint": address},
    )


def _started(server: str, module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env=os.environ | {"STORAGE_EMULATOR_HOST": server},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def test_a_night_in_a_bucket(server: str, simulated_night: Night, tmp_path: Path) -> None:
    night, day = simulated_night, simulated_night.day.isoformat()
    warehouse = f"--warehouse=parquet:{night.warehouse}"
    letters = f"--dead_letters={Run(tmp_path).dead_letters}"
    source = f"--source=replay:{night.file}"
    ended = _started(server, "pipelines.live", source, warehouse, letters, OUTPUT, ARCHIVE)
    assert ended.returncode == 0, ended.stderr

    settle = ("publishing.cli", "settle", day, warehouse, OUTPUT, ARCHIVE)
    for decision in ("written", "unchanged"):
        ended = _started(server, *settle)
        assert (ended.returncode, ended.stderr) == (0, "")
        assert ended.stdout.count(f"  {decision}: ") == 4
    bucket = _client(server).bucket(BUCKET)
    assert bucket.get_blob(f"v1/live/{day}.json").cache_control == "public, max-age=86400"

    for path in (f"live/{day}.json", "live-grading/latest.json", "status.json"):
        ended = _started(server, "publishing.cli", "explain", path, OUTPUT, ARCHIVE, "--json")
        assert (ended.returncode, ended.stderr) == (0, "")
        assert orjson.loads(ended.stdout)["same"] is True

    blob = bucket.get_blob(f"v1/live/{day}.json")
    metadata, body = blob.metadata, blob.download_as_bytes()
    changed = bucket.blob(blob.name)
    changed.metadata = metadata
    changed.upload_from_string(body.replace(b'"points":1', b'"points":2', 1))
    ended = _started(server, "publishing.cli", "explain", f"live/{day}.json", OUTPUT, ARCHIVE)
    assert ended.returncode == 1
    assert "its metadata is that of the flush" in ended.stdout
    bucket.blob("v1/live/2025-12-01.json").upload_from_string(b"{}")
    ended = _started(server, "publishing.cli", "explain", "live/2025-12-01.json", OUTPUT, ARCHIVE)
    assert ended.returncode == 1
    assert ended.stderr.endswith("has no metadata of ours: something else put it there\n")


def test_a_bucket_that_is_not_there_is_a_sentence(server: str, simulated_night: Night) -> None:
    output, warehouse = "--output=gs://no-such-bucket/v1", f"parquet:{simulated_night.warehouse}"
    day = simulated_night.day.isoformat()
    settle = ("settle", day, f"--warehouse={warehouse}", output, ARCHIVE)
    explain = ("explain", "live/latest.json", output, ARCHIVE)
    for command in (settle, explain):
        ended = _started(server, "publishing.cli", *command)
        assert ended.returncode == 2
        assert ended.stderr == (
            "error: the bucket of gs://no-such-bucket/v1 does not exist: "
            "gcloud storage buckets create gs://no-such-bucket --location=LOCATION\n"
        )
