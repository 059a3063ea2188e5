"""Phase 5's message, and what a set of documents made of it must be."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import orjson

from demo.season import NIGHT
from tests.night.stage import until
from tests.operating.floor import Floor
from tests.pipelines.export_runs import Export

TYPES = ("best-bets", "predictions", "tonight", "streaks", "tonight-players")
"""What is made of predictions (`live.md` 6.4), of what is ours."""

YESTERDAY = "2025-12-26"


def predictions_complete(**changed: Any) -> dict[str, Any]:
    """The message of phase 5 (producer A)."""
    return {
        "processor_name": "PredictionCoordinator",
        "phase": "phase_5_predictions",
        "execution_id": "batch_2025-12-27_1",
        "correlation_id": "c-1",
        "game_date": NIGHT.isoformat(),
        "output_table": "player_prop_predictions",
        "output_dataset": "nba_predictions",
        "status": "success",
        "record_count": 448,
        "records_failed": 0,
        "timestamp": f"{NIGHT}T17:59:00+00:00",
        "duration_seconds": 12.5,
        "trigger_source": "automatic",
        "metadata": {
            "batch_id": "batch_2025-12-27_1",
            "expected_players": 131,
            "completed_players": 131,
            "total_predictions": 448,
            "completion_percentage": 100.0,
        },
        **changed,
    }


def completed(floor: Floor, number: int) -> list[dict[str, Any]]:
    """The completion messages, once there are so many."""
    found: list[dict[str, Any]] = []

    def enough() -> bool:
        found.extend(floor.completions())
        return len(found) >= number

    until(f"{number} completions\n{floor.stage.logs()}", enough)
    return found


def reference(
    folder: Path, warehouse: Path, *more: str, only: str = ",".join(TYPES)
) -> dict[str, Any]:
    """What a batch run by hand makes of the same rows, in a folder: parsed, without times."""
    run = Export(folder)
    arguments = [f"--as_of={NIGHT}T18:00:00Z", f"--only={only}", "--engine=inline"]
    run.main(warehouse, *arguments, *(more or (f"--date={NIGHT}",)))
    return {path: _timeless(body) for path, body in run.documents().items()}


def content(floor: Floor) -> dict[str, Any]:
    """The public documents, parsed, without the times at which they were made."""
    return {path: _timeless(body) for path, body in floor.stage.documents().items()}


def one_effective_set(floor: Floor, expected: dict[str, Any]) -> None:
    """Every object was written once, in one way, and the set is whole (vector 20)."""
    wire = floor.stage.wire
    assert set(content(floor)) == set(expected)
    assert content(floor) == expected
    written = Counter(seen.path for seen in wire.public())
    assert set(written.values()) == {1}, [path for path, number in written.items() if number > 1]
    nothing_goes_back(floor)


def nothing_goes_back(floor: Floor) -> None:
    """Every upload was conditional, and no path's version fell."""
    versions: defaultdict[str, list[str]] = defaultdict(list)
    for seen in floor.stage.wire.public():
        assert seen.condition is not None, f"{seen.path} was written without a condition"
        versions[seen.path].append(seen.upload.resource["metadata"]["courtside-version"])
    for path, history in versions.items():
        assert history == sorted(history), f"the version of {path} went back"


def claims(floor: Floor) -> dict[str, dict[str, Any]]:
    """The claims as they are kept, by key."""
    bucket = floor.stage.client().list_blobs(floor.stage.bucket, prefix="state/claims/")
    return {
        blob.name.removeprefix("state/claims/"): json.loads(blob.download_as_bytes())["value"]
        for blob in bucket
    }


def _timeless(body: bytes) -> Any:
    document = orjson.loads(body)
    for name in ("generated_at", "updated_at", "snapshot_id"):
        document.pop(name, None)
    return document
