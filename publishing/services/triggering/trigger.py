"""What the trigger does with each kind of delivery."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from publishing.adapters.dead_letters import TROUBLE, DeadLetters
from publishing.live.events import Rejection
from publishing.operating.claims import done, released, taken
from publishing.operating.gates import closed
from publishing.operating.messages import (
    LiveEvent,
    PredictionsComplete,
    Refused,
    read,
    read_trigger,
)
from publishing.operating.orchestration import GATE, Verdict, verdict
from publishing.operating.requests import request_of, request_of_event
from publishing.services.outside import Sender
from publishing.services.serving.answers import Answer, Delivery
from publishing.services.state import claim_key
from publishing.services.triggering.work import Work, not_ours

log = logging.getLogger("courtside.trigger")

ORCHESTRATE = "orchestrate"
STAGE = "message"
"""The stage of dead letters that are messages nobody understands."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """The handlers, each from a delivery to an answer. `count` says how many active predictions
    a date has, or why nobody knows. `at` turns Unix seconds of life into its clock's instants.
    """

    work: Work
    triggers: Sender
    dead_letters: DeadLetters
    count: Callable[[str], int | str]
    at: Callable[[datetime], datetime]

    def predictions_complete(self, delivery: Delivery) -> Answer:
        """Phase 5 has made a batch: sends the export trigger, or waits, or skips (6.3)."""
        return self._answered(delivery, self._orchestrate)

    def export_trigger(self, delivery: Delivery) -> Answer:
        """Exports are asked for (6.5)."""
        return self._answered(
            delivery,
            lambda one: self.work.do(
                request_of(read_trigger(one.data), one.message_id, self._published(one))
            ),
        )

    def live_event(self, delivery: Delivery) -> Answer:
        """Something happened in a live night."""
        return self._answered(delivery, self._of_the_night)

    def _answered(self, delivery: Delivery, handle: Callable[[Delivery], Answer]) -> Answer:
        """What does not fit is kept as a dead letter, and never acted on (D28)."""
        try:
            try:
                answer = handle(delivery)
            except Refused as refused:
                letter = self.dead_letters.add(Rejection(STAGE, str(refused), delivery.data))
                answer = Answer("refused", f"{refused}; dead letter {letter}")
        except TROUBLE as problem:
            answer = Answer("unavailable", f"{type(problem).__name__}: {problem}")
        log.info("message id=%s answer=%s text=%r", delivery.message_id, answer.word, answer.text)
        return answer

    def _orchestrate(self, delivery: Delivery) -> Answer:
        message = read(delivery.data, PredictionsComplete)
        now = self.work.now()
        found = verdict(message, self.count(message.game_date), now)
        if found.word == "skip":
            return Answer("skipped", found.reason)
        named = message.batch or f"message-{delivery.message_id}"
        batch = f"{named}-{found.trigger.upstream_predictions}"
        if found.gate is not None:
            gate = found.gate
            self.work.state.gates.change(gate.key, lambda current: closed(current, gate))
            return Answer("waiting", found.reason)
        return self._send(found, claim_key(message.game_date, ORCHESTRATE, batch))

    def _send(self, found: Verdict, key: str) -> Answer:
        claims, owner = self.work.state.claims, uuid.uuid4().hex[:12]
        body = msgspec.json.encode(found.trigger)
        before, claim = claims.change(
            key, lambda one: taken(one, body, owner, self.work.now(), self.work.lease)
        )
        assert claim is not None, "a claim is there when it was asked for"
        if claim.owner != owner:
            return not_ours(before, claim, key)
        try:
            self.triggers.publish(body, {})
        except TROUBLE as problem:
            reason = str(problem)
            claims.change(
                key, lambda one: released(one, owner, reason, self.work.now(), counts=False)
            )
            raise
        claims.change(key, lambda one: done(one, "success", self.work.now()))
        # A later, complete batch makes the gate of an incomplete one needless.
        gate = f"{found.trigger.target_date}/{GATE}"
        self.work.state.gates.change(gate, lambda _: None)
        return Answer("done", found.reason)

    def _of_the_night(self, delivery: Delivery) -> Answer:
        event = read(delivery.data, LiveEvent)
        request = request_of_event(event, self._published(delivery))
        if request is None:
            return Answer("skipped", f"nothing is made on {event.event}")
        return self.work.do(request)

    def _published(self, delivery: Delivery) -> datetime:
        return self.at(datetime.fromtimestamp(delivery.published_at, UTC))
