"""The bucket, the state or a topic is away for a while: it comes again, then all is done."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from publishing.operating.topics import EXPORT_COMPLETE, EXPORT_TRIGGER, PREDICTIONS_COMPLETE
from tests.night.stage import until
from tests.operating.conftest import MakeFloor
from tests.operating.floor import Floor
from tests.operating.phase5 import (
    claims,
    completed,
    one_effective_set,
    predictions_complete,
    reference,
)
from tests.operating.postman import Postman
from tests.pipelines.runs import Night

pytestmark = pytest.mark.integration


def test_an_outage_of_the_bucket_and_the_state_is_waited_for(
    new_floor: MakeFloor, simulated_night: Night, tmp_path: Path
) -> None:
    """It fails in the middle of the set; nothing is lost, and nothing is written twice."""
    expected = reference(tmp_path, simulated_night.warehouse)
    floor = new_floor()
    floor.trigger("trigger", "--patience_seconds=3")
    floor.deliver(PREDICTIONS_COMPLETE)
    exports = floor.deliver(EXPORT_TRIGGER)
    floor.stage.wire.fault = 503
    floor.send(PREDICTIONS_COMPLETE, predictions_complete())
    until("an answer of 503", lambda: _codes(floor) == {503})
    floor.stage.wire.fault = None
    until("public objects", lambda: len(floor.stage.wire.public()) >= 5)
    floor.stage.wire.fault = 503
    refusals = floor.stage.wire.refusals
    until("requests in vain", lambda: floor.stage.wire.refusals > refusals + 5)
    floor.stage.wire.fault = None
    [message] = completed(floor, 1)
    assert message["status"] == "success"
    one_effective_set(floor, expected)
    assert {one["state"] for one in claims(floor).values()} == {"done"}
    assert {one["attempt"] for one in claims(floor).values()} == {1}
    until("the last answer", lambda: _last(exports) == 200)


def test_topics_that_are_away_are_waited_for(
    new_floor: MakeFloor, simulated_night: Night, tmp_path: Path
) -> None:
    """First the orchestrator cannot send, then the run cannot say that it has ended."""
    expected = reference(tmp_path, simulated_night.warehouse)
    floor = new_floor()
    floor.trigger()
    predictions = floor.deliver(PREDICTIONS_COMPLETE)
    _delete(floor, EXPORT_TRIGGER)
    floor.send(PREDICTIONS_COMPLETE, predictions_complete())
    until("an answer of 503", lambda: _last(predictions) == 503)
    _delete(floor, EXPORT_COMPLETE)
    _create(floor, EXPORT_TRIGGER)
    exports = floor.deliver(EXPORT_TRIGGER)
    until("the set, and 503", lambda: _last(exports) == 503)
    assert len(floor.stage.wire.public()) == len(expected)
    _create(floor, EXPORT_COMPLETE)
    [message] = completed(floor, 1)
    assert message["status"] == "success"
    one_effective_set(floor, expected)
    until("the last answers", lambda: _last(exports) == _last(predictions) == 200)
    assert {(one["state"], one["attempt"]) for one in claims(floor).values()} == {("done", 1)}


def _delete(floor: Floor, what: str) -> None:
    floor.stage.subscriber().delete_subscription(subscription=floor.stage.subscription(what))
    floor.stage.publisher().delete_topic(topic=floor.name(what))


def _create(floor: Floor, what: str) -> None:
    floor.stage.publisher().create_topic(name=floor.name(what))
    floor.stage.subscriber().create_subscription(
        name=floor.stage.subscription(what), topic=floor.name(what), ack_deadline_seconds=600
    )


def _codes(floor: Floor) -> set[int]:
    return {
        code
        for postman, _ in floor.postmen
        for said in list(postman.answers.values())
        for code, _ in said
    }


def _last(postman: Postman) -> int | None:
    """The newest status that the only message of a postman was answered with."""
    with postman.lock:
        said = [one for answers in postman.answers.values() for one in answers]
    assert all(json.loads(text) for code, text in said if code == 503)
    return said[-1][0] if said else None
