"""The messages that are taken and sent, strictly typed (`live.md` 6, D28, I-8).

An unknown key, word or type is refused with a sentence; there is no default action.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar

import msgspec

from publishing.live.happenings import NightEvent

Text = Annotated[str, msgspec.Meta(max_length=500)]
Words = Annotated[
    tuple[Annotated[str, msgspec.Meta(max_length=100)], ...],
    msgspec.Meta(min_length=1, max_length=100),
]
Count = Annotated[int, msgspec.Meta(ge=0)]
Games = Annotated[int, msgspec.Meta(ge=1, le=10_000)]
Percentage = Annotated[float, msgspec.Meta(ge=0, le=100)]

UNKNOWN = "unknown"
"""What stands for a batch or a correlation that nobody named (`live.md` 6.3)."""

LARGEST = 1_000_000
"""Bytes of a message that is looked into."""

M = TypeVar("M")


class Refused(ValueError):
    """A message that nothing here understands; the text says what is wrong with it."""


class BatchFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`metadata` of a predictions message, as either of its two producers writes it.

    Both spellings of the completion percentage are read (D28, incident 31).
    """

    batch_id: Text | None = None
    expected_players: Count | None = None
    completed_players: Count | None = None
    total_predictions: Count | None = None
    completion_percentage: Percentage | None = None
    expected_predictions: Count | None = None
    completed_predictions: Count | None = None
    failed_predictions: Count | None = None
    completion_pct: Percentage | None = None
    stall_detected: bool | None = None
    summary: Any = None

    @property
    def percentage(self) -> float | None:
        """How much of the batch is done, in per cent; None when nobody says."""
        said = (self.completion_percentage, self.completion_pct)
        return max((one for one in said if one is not None), default=None)

    @property
    def predictions(self) -> int | None:
        """How many predictions were made; None when nobody says."""
        said = (self.total_predictions, self.completed_predictions, self.completed_players)
        return max((one for one in said if one is not None), default=None)


class PredictionsComplete(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`nba-phase5-predictions-complete` (`live.md` 6.2)."""

    game_date: str
    status: Literal["success", "partial", "no_data", "failed"]
    processor_name: Text | None = None
    phase: Literal["phase_5_predictions"] | None = None
    execution_id: Text | None = None
    correlation_id: Text | None = None
    output_table: Text | None = None
    output_dataset: Text | None = None
    record_count: Count | None = None
    records_failed: Count | None = None
    timestamp: Text | None = None
    duration_seconds: float | None = None
    parent_processor: Text | None = None
    trigger_source: Text | None = None
    trigger_message_id: Text | None = None
    error_message: str | None = None
    error_type: Text | None = None
    metadata: BatchFacts = BatchFacts()

    @property
    def batch(self) -> str | None:
        """The batch of the predictions: one, whichever of its two producers tells of it."""
        return self.metadata.batch_id or self.execution_id


class ExportTrigger(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`nba-phase6-export-trigger`: a date's exports (`live.md` 6.4, 6.5)."""

    export_types: Words
    target_date: Text = "yesterday"
    update_latest: bool = True
    correlation_id: Text = "scheduled"
    trigger_source: Text = "unknown"
    triggered_by: Text | None = None
    timestamp: Text | None = None
    upstream_batch_id: Text | None = None
    upstream_predictions: Count | None = None


class PlayersTrigger(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`nba-phase6-export-trigger`: all player profiles (`live.md` 6.5)."""

    players: Literal[True]
    min_games: Games = 5
    correlation_id: Text = "scheduled"
    trigger_source: Text = "unknown"
    upstream_batch_id: Text | None = None


class LiveEvent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`nba-phase6-live-events`: what the live job has published of a night.

    `game` is the key of a game that ended; without one the official rows of games are there.
    Each event has one `event_id`, however often it is said. `as_of` is the newest event that the
    job had folded.
    """

    event: NightEvent
    event_id: Text
    game_date: str
    as_of: Text
    run_id: Text
    game: Text | None = None


CompletionStatus = Literal[
    "success", "partial", "failed", "analytics_not_ready", "validation_failed", "unknown"
]


class ExportComplete(msgspec.Struct, frozen=True):
    """`nba-phase6-export-complete` (`live.md` 6.8).

    `paths` is by result key, a list for documents of players, or one list for profiles.
    Additive: `run_id`, the resolved `game_date`, what `waits` for its source (D29), and what
    was `skipped`.
    """

    processor_name: Literal["Phase6Export"]
    phase: Literal["phase_6_publishing"]
    correlation_id: str
    timestamp: str
    status: CompletionStatus
    export_type: Literal["daily", "players"]
    duration_seconds: float
    paths: dict[str, str | list[str]] | list[str]
    errors: list[str]
    trigger_source: str
    target_date: str | None
    export_types: list[str]
    run_id: str
    game_date: str
    waiting: list[str]
    skipped: list[str]


def read(data: bytes, kind: type[M]) -> M:
    """A message of one type; Refused with a sentence for anything else."""
    if len(data) > LARGEST:
        raise Refused(f"the message has {len(data)} bytes: {LARGEST} at the most are read")
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.ValidationError as problem:
        raise Refused(f"the message does not fit: {problem}") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise Refused(f"the message is not JSON: {problem}") from None


def read_trigger(data: bytes) -> ExportTrigger | PlayersTrigger:
    """What is to be exported; Refused for anything but one of the two forms."""
    # `players` decides, as it did before: only then is its form meant.
    has = read(data, dict[str, msgspec.Raw])
    if "players" in has:
        return read(data, PlayersTrigger)
    return read(data, ExportTrigger)
