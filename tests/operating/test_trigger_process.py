"""Phase 5's message goes in, the day's documents come out, and the completion message says so."""

from __future__ import annotations

import json
from typing import Any

import pytest

from demo.season import NIGHT
from publishing.operating.topics import EXPORT_TRIGGER, PREDICTIONS_COMPLETE
from tests.night.stage import until
from tests.operating.conftest import MakeFloor
from tests.operating.floor import Floor

pytestmark = pytest.mark.integration


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


def test_a_message_of_phase_5_becomes_the_documents_of_the_day(new_floor: MakeFloor) -> None:
    floor = new_floor()
    floor.trigger()
    floor.deliver(PREDICTIONS_COMPLETE)
    floor.deliver(EXPORT_TRIGGER)
    floor.send(PREDICTIONS_COMPLETE, predictions_complete())
    [message] = completed(floor, 1)
    assert message["status"] == "success", message
    public = floor.stage.documents()
    assert set(message["paths"]) == {
        "best_bets",
        "predictions",
        "streaks",
        "tonight",
        "tonight_players",
    }
    assert {"tonight/all-players.json", f"predictions/{NIGHT}.json"} <= set(public)
    for document in public.values():
        json.loads(document)
