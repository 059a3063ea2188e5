"""Gates: an export that waits for a source, and what is sent when it opens (D29, I-10).

A gate is a private object. The run that found nothing closes it; the monitor looks at it every
round and sends its message as soon as the rows are there; the run that was whole takes it away.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

import msgspec

from publishing.calendar import format_instant, parse_instant
from publishing.operating.messages import ExportTrigger

FIRST_AGAIN = timedelta(minutes=5)
LONGEST_AGAIN = timedelta(hours=1)

GIVEN_UP = timedelta(hours=48)
"""Age of a gate that nothing opens any more: then a person is asked."""


class Gate(msgspec.Struct, frozen=True):
    """What waits: `name` is an export, or a batch of predictions; `tables` are those that must
    have rows of the date, and `reason` says in words what is missing.

    `sends` is the message that makes it; `tries` counts how often it was sent.
    """

    name: str
    game_date: str
    tables: tuple[str, ...]
    reason: str
    sends: ExportTrigger
    closed_at: str
    next_at: str
    tries: int = 0

    @property
    def key(self) -> str:
        """Its name below the gates: the date, then what waits."""
        return f"{self.game_date}/{self.name}"


def closed(current: Gate | None, new: Gate) -> Gate:
    """The gate of something that still waits: as old as it was, with the newest reason."""
    if current is None:
        return new
    return msgspec.structs.replace(
        current, tables=new.tables, reason=new.reason, sends=new.sends, next_at=current.next_at
    )


def opens(gate: Gate, filled: Collection[str], now: datetime) -> bool:
    """Whether its message is to be sent: every table has rows, and it is time to try again.

    `filled` are the tables that have rows of the gate's date.
    """
    return all(table in filled for table in gate.tables) and now >= parse_instant(gate.next_at)


def sent(gate: Gate, now: datetime) -> Gate:
    """The gate after its message: it stays until a run is whole, and is tried again later."""
    pause = min(FIRST_AGAIN * 2**gate.tries, LONGEST_AGAIN)
    return msgspec.structs.replace(gate, tries=gate.tries + 1, next_at=format_instant(now + pause))


def hastened(gate: Gate, now: datetime) -> Gate:
    """The gate that is tried again in the next round, if every table has rows by then."""
    return msgspec.structs.replace(gate, next_at=format_instant(now))


def message_of(gate: Gate, now: datetime) -> ExportTrigger:
    """The message of this try; every try is a batch of its own."""
    return msgspec.structs.replace(
        gate.sends,
        trigger_source="gate",
        upstream_batch_id=f"{_batches(gate)}{gate.tries + 1}",
        upstream_predictions=None,
        timestamp=format_instant(now),
    )


def is_try_of(batch: str, gate: Gate) -> bool:
    """Whether a batch is one of the tries of this very gate."""
    return batch.startswith(_batches(gate))


def too_old(gate: Gate, now: datetime) -> bool:
    """Whether nobody expects the rows any more."""
    return now - parse_instant(gate.closed_at) > GIVEN_UP


def _batches(gate: Gate) -> str:
    return f"gate-{gate.name}-{gate.closed_at[:19]}-"
