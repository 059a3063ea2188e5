"""What is done when a run has ended, in this order: marks, gates, the message, the claim.

It is the last step of every run, in process or as a job. Each part can be done twice.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import msgspec

from publishing.batch_rows import Features, GameContext, Grading
from publishing.calendar import format_instant, parse_date, parse_instant
from publishing.exports import BY_NAME
from publishing.exports.declaration import Export
from publishing.league import League
from publishing.operating.claims import done
from publishing.operating.completion import completion
from publishing.operating.gates import Gate, closed, is_try_of
from publishing.operating.marks import Mark, advanced, marks_of
from publishing.operating.messages import ExportComplete, ExportTrigger
from publishing.operating.orchestration import GATE
from publishing.operating.requests import Request, request_of_run
from publishing.rows import Prediction, Row
from publishing.run_record import RunRecord
from publishing.services.outside import LIFE, Outside, Sender
from publishing.services.state import State

OF_THE_DATE: tuple[type[Row], ...] = (GameContext, Prediction, Grading, Features)
"""The tables that a date must have rows of; of the others older rows do too."""

PATIENCE_SECONDS = 60.0
"""How long the private places are waited for."""

log = logging.getLogger("courtside.export")


@dataclass(frozen=True, slots=True)
class Ending:
    """Ends runs. Without a claim's key nobody waits for it; without a topic nobody is told."""

    state: State | None
    topic: Sender | None
    output: str

    def __call__(
        self, request: Request, record: RunRecord | None, claim: str | None, now: datetime
    ) -> ExportComplete:
        """The message that was sent; Unavailable when a part could not be done."""
        message = completion(request, record, self.output, now)
        if self.state is not None and record is not None:
            self._mark(self.state, record)
            self._gate(self.state, request, record, now)
        if self.topic is not None:
            self.topic.publish(msgspec.json.encode(message), {})
        if self.state is not None and claim is not None:
            self.state.claims.change(claim, lambda found: done(found, message.status, now))
        log.info(
            "run_id=%s step=end status=%s waiting=%d errors=%d",
            message.run_id,
            message.status,
            len(message.waiting),
            len(message.errors),
        )
        return message

    def _mark(self, state: State, record: RunRecord) -> None:
        for name, mark in marks_of(record).items():
            state.marks.change(name, partial(_advance, mark))

    def _gate(self, state: State, request: Request, record: RunRecord, now: datetime) -> None:
        """Closes a gate for each export of a date that waits, and takes those away that do not."""
        waiting = {gate.key: gate for gate in _waiting(request, record, now)}
        for day in record.dates:
            for name in record.exports:
                new = waiting.get(f"{day}/{name}")
                state.gates.change(f"{day}/{name}", partial(_close, new))
            # What waited for a batch has been made; what still lacks has a gate of its own.
            state.gates.change(f"{day}/{GATE}", partial(_open, request.batch))


@dataclass(frozen=True, slots=True)
class EndSettings:
    """Where a run's end is noted and said, if anywhere; `claim` is the key of its claim."""

    state: str | None
    claim: str | None
    completion: str | None
    output: str


def end_run(
    settings: EndSettings, record: RunRecord, now: datetime, outside: Outside = LIFE
) -> None:
    """Ends a run that was started by hand or as a job; Unavailable when it could not be said."""
    timing = outside.timing(PATIENCE_SECONDS)
    state = outside.state(settings.state, timing) if settings.state else None
    topic = outside.topic(settings.completion) if settings.completion else None
    request = _asked(state, settings.claim) or request_of_run(record)
    Ending(state, topic, settings.output)(request, record, settings.claim, now)


def _asked(state: State | None, claim: str | None) -> Request | None:
    found = state.claims.get(claim) if state and claim else None
    return msgspec.json.decode(found.what, type=Request) if found else None


def _advance(mark: Mark, found: Mark | None) -> Mark:
    return advanced(found, mark)


def _close(new: Gate | None, found: Gate | None) -> Gate | None:
    return None if new is None else closed(found, new)


def _open(batch: str, found: Gate | None) -> Gate | None:
    return None if found is not None and is_try_of(batch, found) else found


def _waiting(request: Request, record: RunRecord, now: datetime) -> Iterator[Gate]:
    """The gates of a run: a source that had no row or that failed (D29), a store that did not
    take a document, which is tried again without waiting for rows.
    """
    waits = [(one.export, one.game_date, one.reason, True) for one in record.waiting]
    waits += [
        (one.export, one.game_date, one.reason, one.table is not None)
        for one in record.failures
        if one.table or one.path
    ]
    at = format_instant(now)
    for name, day, reason, lacks in waits:
        if name in BY_NAME:
            yield Gate(
                name=name,
                game_date=day,
                tables=_tables(BY_NAME[name], record, day) if lacks else (),
                reason=reason,
                sends=ExportTrigger(
                    export_types=(BY_NAME[name].job_type,),
                    target_date=day,
                    update_latest=request.update_latest,
                    correlation_id=request.correlation_id,
                ),
                closed_at=at,
                next_at=at,
            )


def _tables(export: Export, record: RunRecord, day: str) -> tuple[str, ...]:
    """The tables without whose rows of the date the export cannot be made."""
    slate = League({}, parse_instant(record.as_of), record.champion).slate(parse_date(day))
    return tuple(one.table for one in export.essential(slate) if one in OF_THE_DATE)
