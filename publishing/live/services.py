"""The sections of `status.json`, one struct each, in the order of `known_issues` (`live.md` 4).

The live job writes `live_data` and `grading`, the monitor all others (D32). What nobody has
written yet is `unknown`. `best_bets` and `active_break` are those of `live.md` 4.7; `exports`,
`live_job` and `alerts` are additive.
"""

from __future__ import annotations

from typing import Final, Literal

import msgspec

ServiceStatus = Literal["healthy", "degraded", "unhealthy", "unknown"]

BREAK = "active_break"
"""The section that stands beside the services."""


class LiveData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The box-score source, judged by its newest answer, not by a file's time (I-11)."""

    status: ServiceStatus
    message: str
    last_update: str | None
    age_minutes: float | None
    is_stale: bool | None
    games_active: bool | None
    next_update_expected: str | None


class TonightData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The homepage's documents."""

    status: ServiceStatus
    message: str
    last_update: str | None
    age_minutes: float | None
    is_stale: bool | None


class GradingData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Live grading: its rows, those resolved, and the joins that failed (D19)."""

    status: ServiceStatus
    message: str
    last_update: str | None
    total_rows: int | None
    resolved_rows: int | None
    rows_without_game: int | None
    rows_without_player: int | None


class PredictionsData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The predictions of the target date."""

    status: ServiceStatus
    message: str
    predictions_count: int | None
    target_date: str | None


class BestBetsData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The best bets of today: none is healthy too, a file of an earlier day is not."""

    status: ServiceStatus
    message: str
    total_picks: int | None
    last_update: str | None


class LateExport(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An export whose newest complete run is older than its limit; ages in hours."""

    export: str
    game_date: str | None
    age_hours: float | None
    limit_hours: int
    message: str


class ExportsData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The batch exports: those that are late, and how many wait for their source (D29)."""

    status: ServiceStatus
    message: str
    checked_at: str | None
    late: tuple[LateExport, ...]
    waiting: int | None


class LiveJobData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The live job of the open slate; without one there is no `game_date`."""

    status: ServiceStatus
    message: str
    game_date: str | None
    running: bool | None
    last_flush: str | None


class AlertsData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The way to a person: whether it works, and what could not be said yet."""

    status: ServiceStatus
    message: str
    undelivered: int | None


class Services(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One section per service, in the order of `known_issues`."""

    live_data: LiveData
    tonight_data: TonightData
    grading: GradingData
    predictions: PredictionsData
    best_bets: BestBetsData
    exports: ExportsData
    live_job: LiveJobData
    alerts: AlertsData


class ActiveBreak(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A span of days without league games (`live.md` 4.7); both dates have games."""

    headline: str
    message: str
    resume_date: str
    last_game_date: str


_UNREPORTED = "Not reported yet"

BLANK: Final = Services(
    LiveData("unknown", _UNREPORTED, None, None, None, None, None),
    TonightData("unknown", _UNREPORTED, None, None, None),
    GradingData("unknown", _UNREPORTED, None, None, None, None, None),
    PredictionsData("unknown", _UNREPORTED, None, None),
    BestBetsData("unknown", _UNREPORTED, None, None),
    ExportsData("unknown", _UNREPORTED, None, (), None),
    LiveJobData("unknown", _UNREPORTED, None, None, None),
    AlertsData("unknown", _UNREPORTED, None),
)
"""What is said before any writer has spoken."""


def service_type(name: str) -> type[msgspec.Struct]:
    """The struct of a service's section; AttributeError for a name that is none."""
    found: type[msgspec.Struct] = type(getattr(BLANK, name))
    return found
