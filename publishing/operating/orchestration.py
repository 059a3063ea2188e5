"""From a batch of predictions to what is exported (`live.md` 6.3, D28, D29).

A batch that failed, or made nothing, is skipped. One that is not complete enough, or whose rows
are not there, waits behind a gate. The old thresholds on rows are gone: a single row is enough
(D29, A26), and a source that does not answer never counts as one that answered (L12).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

import msgspec

from publishing.calendar import format_instant, parse_date
from publishing.exports import EXPORTS
from publishing.occasions import PREDICTED
from publishing.operating.gates import Gate
from publishing.operating.messages import UNKNOWN, ExportTrigger, PredictionsComplete, Refused
from publishing.rows import Prediction

ENOUGH_PERCENT = 80.0
"""How complete a batch must be (`live.md` 6.3)."""

PATIENCE = timedelta(minutes=30)
"""How long an incomplete batch is waited for; then what is there is published."""

GATE = "predictions-complete"
"""The gate of a date's predictions."""


class Verdict(msgspec.Struct, frozen=True):
    """What becomes of a batch; `trigger` is what is sent, now or through the gate."""

    word: Literal["send", "skip", "wait"]
    reason: str
    trigger: ExportTrigger
    gate: Gate | None = None


def verdict(message: PredictionsComplete, rows: int | str, now: datetime) -> Verdict:
    """What to do with a batch; `rows` are the date's active predictions, or why nobody knows.

    Refused for a date that is none.
    """
    try:
        parse_date(message.game_date)
    except ValueError as problem:
        raise Refused(str(problem)) from None
    trigger = trigger_of(message, now)
    if message.status not in ("success", "partial"):
        return Verdict("skip", f"the batch is {message.status}", trigger)
    percentage = _percentage(message, rows)
    if percentage < ENOUGH_PERCENT:
        reason = f"the batch is complete to {percentage:g} per cent"
        return _wait(trigger, reason, now + PATIENCE, now)
    if isinstance(rows, str):
        return _wait(trigger, rows, now, now)
    if rows == 0:
        reason = f"no active row of {Prediction.table} for {message.game_date}"
        return _wait(trigger, reason, now, now)
    return Verdict("send", f"{rows} predictions", trigger)


def trigger_of(message: PredictionsComplete, now: datetime) -> ExportTrigger:
    """The message to the export trigger (`live.md` 6.4)."""
    return ExportTrigger(
        export_types=tuple(one.job_type for one in EXPORTS if PREDICTED in one.cadence),
        target_date=message.game_date,
        update_latest=True,
        correlation_id=message.correlation_id or UNKNOWN,
        trigger_source="orchestrator",
        triggered_by="phase5_to_phase6_orchestrator",
        timestamp=format_instant(now),
        upstream_batch_id=message.batch or UNKNOWN,
        upstream_predictions=message.metadata.predictions or 0,
    )


def _percentage(message: PredictionsComplete, rows: int | str) -> float:
    """How complete the batch is; one of which nobody says it is complete (A24)."""
    said = message.metadata.percentage
    made = message.metadata.predictions or (rows if isinstance(rows, int) else 0)
    # Zero per cent beside predictions is a producer that does not count (incident 31).
    return 100.0 if said is None or (said == 0 and made) else said


def _wait(trigger: ExportTrigger, reason: str, not_before: datetime, now: datetime) -> Verdict:
    gate = Gate(
        name=GATE,
        game_date=trigger.target_date,
        tables=(Prediction.table,),
        reason=reason,
        sends=trigger,
        closed_at=format_instant(now),
        next_at=format_instant(not_before),
    )
    return Verdict("wait", reason, trigger, gate)
