"""The same bytes, whether one process does the work or several share it (D9)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.pipelines.export_runs import Export
from tests.pipelines.small_games import AFTER, DAY, EVE
from tests.pipelines.small_league import small_league
from tests.pipelines.small_warehouse import write_shuffled

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]

RANGE = (f"--as_of={AFTER}", f"--start_date={EVE}", f"--end_date={DAY}")


def in_processes(arguments: list[str], workers: int) -> None:
    """Runs the command with so many worker processes; it must not fail, nor spill a trace."""
    several = ("--direct_running_mode=multi_processing", f"--direct_num_workers={workers}")
    command = [sys.executable, "-m", "pipelines.export", *arguments, *several]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("success: ")
    assert "Traceback" not in done.stderr


@pytest.fixture(scope="module")
def parted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small league in many parts, so that there is something to share."""
    return write_shuffled(small_league(), tmp_path_factory.mktemp("parted"), seed=3)


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_any_number_of_worker_processes_gives_the_same_bytes(
    workers: int, small_warehouse: Path, parted: Path, tmp_path: Path
) -> None:
    plain, run = Export(tmp_path / "plain"), Export(tmp_path / "workers")
    together = plain.go(small_warehouse, "--engine=inline", *RANGE)
    in_processes(run.arguments(parted, *RANGE), workers)
    assert run.documents() == together
    assert run.headers() == plain.headers()
    # The record comes last, also when other processes write the documents.
    record = run.record()
    assert record.status == "success"
    assert {document.path for document in record.documents} == set(together)
    written = run.manifest.stat().st_mtime_ns
    assert all((run.output / path).stat().st_mtime_ns <= written for path in together)
