"""Messages that come often, in any order, at several triggers: one effective set (vector 20)."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest

from publishing.operating.topics import EXPORT_TRIGGER, PREDICTIONS_COMPLETE
from tests.night.stage import until
from tests.operating.conftest import MakeFloor
from tests.operating.floor import Floor
from tests.operating.phase5 import (
    YESTERDAY,
    claims,
    completed,
    content,
    nothing_goes_back,
    one_effective_set,
    predictions_complete,
    reference,
)
from tests.operating.postman import Postman
from tests.pipelines.runs import Night

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def expected(simulated_night: Night, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return reference(tmp_path_factory.mktemp("reference"), simulated_night.warehouse)


def answered(postman: Postman, messages: list[str]) -> None:
    """Waits until each message has been answered with 200, however often it was not before."""

    def all_of_them() -> bool:
        with postman.lock:
            said = {one: [code for code, _ in postman.answers.get(one, [])] for one in messages}
        return all(200 in codes for codes in said.values())

    until("every message is answered with 200", all_of_them)


def settled(floor: Floor, postman: Postman) -> None:
    """Waits until all that was sent to the export trigger so far has been answered."""
    answered(postman, [floor.send(EXPORT_TRIGGER, {"export_types": ["calendar"]})])


def test_doubled_concurrent_and_redelivered_messages_make_one_set(
    new_floor: MakeFloor, expected: dict[str, Any]
) -> None:
    floor = new_floor()
    floor.trigger()
    predictions = floor.deliver(PREDICTIONS_COMPLETE, copies=2)
    exports = floor.deliver(EXPORT_TRIGGER, copies=2)
    sent = [floor.send(PREDICTIONS_COMPLETE, predictions_complete()) for _ in range(2)]
    [first] = completed(floor, 1)
    # The message again and again, after the set is public (vector 20: redelivered five times).
    sent += [floor.send(PREDICTIONS_COMPLETE, predictions_complete()) for _ in range(5)]
    # The other producer tells of the same batch in its own words.
    facts = {"batch_id": "batch_2025-12-27_1", "completed_predictions": 448, "completion_pct": 100}
    other = predictions_complete(trigger_source="scheduler", metadata=facts)
    sent.append(floor.send(PREDICTIONS_COMPLETE, other))
    answered(predictions, sent)
    # And the orchestrator's own message, as a second orchestrator would send it.
    trigger = json.loads(_triggers_sent(floor))
    again = [floor.send(EXPORT_TRIGGER, trigger) for _ in range(5)]
    answered(exports, again)
    settled(floor, exports)
    [skipped] = completed(floor, 1)
    assert first["status"] == "success"
    assert skipped["skipped"] == ["calendar skipped: not exported here"]
    one_effective_set(floor, expected)
    assert {one["attempt"] for one in claims(floor).values()} == {1}


def test_two_triggers_and_two_subscriptions_of_a_topic_make_one_set(
    new_floor: MakeFloor, expected: dict[str, Any]
) -> None:
    """Incident 24: an old and a new orchestrator, each with a subscription of its own."""
    floor = new_floor()
    floor.trigger("old")
    floor.trigger("new")
    second = floor.stage.subscription("second")
    floor.stage.subscriber().create_subscription(
        name=second, topic=floor.name(PREDICTIONS_COMPLETE), ack_deadline_seconds=600
    )
    old = floor.deliver(PREDICTIONS_COMPLETE, "old")
    new = floor.deliver(PREDICTIONS_COMPLETE, "new", subscription=second)
    exports = floor.deliver(EXPORT_TRIGGER, "old", copies=2)
    # Its two copies go to different triggers, at once.
    turns = itertools.cycle(("old", "new"))
    exports.url = lambda: floor.url("/messages/export-trigger", next(turns))
    message = floor.send(PREDICTIONS_COMPLETE, predictions_complete())
    answered(old, [message])
    answered(new, [message])
    [first] = completed(floor, 1)
    settled(floor, exports)
    [skipped] = completed(floor, 1)
    assert first["status"] == "success"
    assert skipped["skipped"]
    one_effective_set(floor, expected)


def test_messages_out_of_order_move_no_pointer_back(new_floor: MakeFloor) -> None:
    """The newest date's batch comes first, an older date after it, and the batch again."""
    floor = new_floor()
    floor.trigger()
    predictions = floor.deliver(PREDICTIONS_COMPLETE)
    floor.deliver(EXPORT_TRIGGER)
    floor.send(PREDICTIONS_COMPLETE, predictions_complete())
    completed(floor, 1)
    before = content(floor)
    types = ["tonight", "tonight-players", "streaks", "best-bets"]
    floor.send(EXPORT_TRIGGER, {"export_types": types, "target_date": YESTERDAY})
    answered(predictions, [floor.send(PREDICTIONS_COMPLETE, predictions_complete())])
    [message] = completed(floor, 1)
    assert message["game_date"] == YESTERDAY
    after = content(floor)
    assert {path: after[path] for path in before} == before
    assert {path for path in after if path not in before} >= {
        f"tonight/{YESTERDAY}.json",
        f"streaks/{YESTERDAY}.json",
    }
    nothing_goes_back(floor)


def _triggers_sent(floor: Floor) -> bytes:
    """The message that the orchestrator has sent, as the claim of its batch keeps it."""
    [claim] = [one for key, one in claims(floor).items() if "/orchestrate/" in key]
    return json.dumps(claim["what"]).encode()
