"""Phase 5's message goes in, the day's documents come out, and the completion message says so."""

from __future__ import annotations

import json

import pytest

from demo.season import NIGHT
from publishing.operating.topics import EXPORT_TRIGGER, PREDICTIONS_COMPLETE
from tests.operating.conftest import MakeFloor
from tests.operating.phase5 import completed, predictions_complete

pytestmark = pytest.mark.integration


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
