"""`status.json`: composed of sections, each written by one writer (`live.md` 4, D32).

The live job writes `live_data` and `grading`. What nobody has written yet is `unknown`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Final, Literal

import msgspec

from publishing.calendar import format_instant
from publishing.documents import Section, Version
from publishing.live.board import Board, BoardGame
from publishing.live.grading import Joins, LiveGrading
from publishing.live.slate import Slate
from publishing.stats import rounded

ServiceStatus = Literal["healthy", "degraded", "unhealthy", "unknown"]

STALE_MINUTES = 10

MISSING = timedelta(minutes=30)
"""How long a running game may be absent from the answers, or a tip-off late, before we say so."""

ENOUGH_TO_JUDGE = 3
"""Rows of one ended game of which at least one must have been found in its box score."""


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


class Services(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One section per service, in the order of `known_issues`."""

    live_data: LiveData
    tonight_data: TonightData
    grading: GradingData
    predictions: PredictionsData


class KnownIssue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A service that is not well, and since when this section says so."""

    severity: Literal["degraded", "unhealthy"]
    message: str
    detected_at: str


class MaintenanceWindow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Reserved: the list is always empty."""


class Status(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The document; `updated_at` is the as-of of its newest section."""

    updated_at: str
    overall_status: Literal["healthy", "degraded", "unhealthy"]
    services: Services
    known_issues: tuple[KnownIssue, ...]
    maintenance_windows: tuple[MaintenanceWindow, ...]


_UNREPORTED = "Not reported yet"

_BLANK: Final = Services(
    LiveData("unknown", _UNREPORTED, None, None, None, None, None),
    TonightData("unknown", _UNREPORTED, None, None, None),
    GradingData("unknown", _UNREPORTED, None, None, None, None, None),
    PredictionsData("unknown", _UNREPORTED, None, None),
)

_DECIDE_OVERALL = ("live_data", "tonight_data", "predictions")


def live_data(slate: Slate, board: Board, as_of: datetime, interval_seconds: int) -> LiveData:
    """How the source is doing at `as_of`, with the real reason when it does not answer."""
    active = board.active(as_of)
    answered = slate.answered_at
    age = None if answered is None else as_of - answered
    old = age is None or age > timedelta(minutes=STALE_MINUTES)
    stale = active and old
    status: ServiceStatus = "healthy"
    if not slate.answering and not board.over():
        status, message = "degraded", f"The source does not answer: {slate.unanswered_reason}"
    elif stale:
        minutes = (
            "Data has never arrived" if age is None else f"Data is {_minutes(age)} minutes old"
        )
        status, message = "degraded", f"{minutes} during game hours"
    elif missing := _missing(slate, board, as_of):
        status, message = "degraded", f"The answers lack {missing} running game(s)"
    elif old:
        message = "No games currently active"
    else:
        message = "Data is fresh"
    expected = answered + timedelta(seconds=interval_seconds) if answered and active else None
    return LiveData(
        status=status,
        message=message,
        last_update=format_instant(answered) if answered else None,
        age_minutes=None if age is None else _age_minutes(age),
        is_stale=stale,
        games_active=active,
        next_update_expected=format_instant(expected) if expected else None,
    )


def _missing(slate: Slate, board: Board, as_of: datetime) -> int:
    """Games that should be on and that the source has not shown for too long (I-11)."""
    limit = as_of - MISSING

    def should_be_on(game: BoardGame) -> bool:
        late = game.tip_off is not None and game.tip_off < limit
        waits = game.status == "scheduled" and not game.postponed
        return game.status == "in_progress" or (waits and late)

    gone = sum(
        should_be_on(game) and key in slate.games and slate.games[key].best.polled_at < limit
        for key, game in board.games.items()
    )
    unseen = [game for game in board.unseen.values() if game.status not in ("final", "postponed")]
    return gone + sum(game.tip_off is not None and game.tip_off < limit for game in unseen)


def grading_data(
    graded: tuple[LiveGrading, Joins] | None, slate: Slate, board: Board, as_of: datetime
) -> GradingData:
    """What live grading holds: rows, resolved rows, failed joins; not just that it exists."""
    if graded is None:
        known = slate.predictions is not None
        message = (
            "The source has not answered yet" if known else "Predictions have not been received"
        )
        return GradingData("degraded", message, None, None, None, None, None)
    document, joins = graded
    rows = document.predictions
    trouble = _grading_trouble(document, slate, board, as_of)
    return GradingData(
        status="degraded" if trouble else "healthy",
        message=trouble or "Grading data available",
        last_update=document.updated_at,
        total_rows=len(rows),
        resolved_rows=sum(row.status != "pending" for row in rows),
        rows_without_game=joins.without_game,
        rows_without_player=joins.without_player,
    )


def _grading_trouble(
    document: LiveGrading, slate: Slate, board: Board, as_of: datetime
) -> str | None:
    """What is wrong with the rows themselves, whatever their time stamp says (I-11)."""
    rows = document.predictions
    if not rows:
        began = bool(board.games or board.unseen) and board.begun(as_of)
        return "Games have begun and there is no prediction to grade" if began else None
    planned = slate.schedule.value.games if slate.schedule else []
    ended = {game.key for game in planned if game.status == "final"}
    ended |= {key for key, game in board.games.items() if game.status == "final"}
    if ended and all(row.status == "pending" for row in rows):
        return f"{len(ended)} games are final and no prediction is graded"
    found: defaultdict[tuple[str | None, str | None], list[bool]] = defaultdict(list)
    for row in rows:
        if row.game_status == "final":
            found[row.away_team, row.home_team].append(row.actual is not None)
    lost = sum(len(one) >= ENOUGH_TO_JUDGE and not any(one) for one in found.values())
    return f"In {lost} final games not one predicted player is found" if lost else None


def compose(
    current: bytes | None, versions: Mapping[str, Version], sections: tuple[Section, ...]
) -> Status:
    """`current` with `sections` in place of its own; unreadable or missing parts are `unknown`.

    `versions` are those of every section of the result.
    """
    services = {name: getattr(_BLANK, name) for name in Services.__struct_fields__}
    services |= _readable(current)
    for section in sections:
        service = type(getattr(_BLANK, section.name))
        services[section.name] = msgspec.json.decode(section.body, type=service)
    return overall(Services(**services), versions)


def overall(services: Services, versions: Mapping[str, Version]) -> Status:
    """The document of these sections: the worst of three decides, grading never does."""
    words = {getattr(services, name).status for name in _DECIDE_OVERALL}
    word: Literal["healthy", "degraded", "unhealthy"] = "healthy"
    if "unhealthy" in words:
        word = "unhealthy"
    elif words & {"degraded", "unknown"}:
        word = "degraded"
    issues = []
    for name in Services.__struct_fields__:
        service = getattr(services, name)
        if service.status in ("degraded", "unhealthy"):
            detected = format_instant(versions[name].as_of) if name in versions else ""
            issues.append(KnownIssue(service.status, service.message, detected))
    newest = max((version.as_of for version in versions.values()), default=None)
    return Status(
        updated_at=format_instant(newest) if newest else "",
        overall_status=word,
        services=services,
        known_issues=tuple(issues),
        maintenance_windows=(),
    )


def _readable(current: bytes | None) -> dict[str, object]:
    """The sections of a public body that still fit their type."""
    if current is None:
        return {}
    try:
        parts = msgspec.json.decode(current, type=_Loose).services
    except msgspec.DecodeError:
        return {}
    found: dict[str, object] = {}
    for name, body in parts.items():
        if name in Services.__struct_fields__:
            try:
                found[name] = msgspec.json.decode(body, type=type(getattr(_BLANK, name)))
            except msgspec.ValidationError:
                continue
    return found


class _Loose(msgspec.Struct):
    services: dict[str, msgspec.Raw]


def _minutes(age: timedelta) -> int:
    return age // timedelta(minutes=1)


def _age_minutes(age: timedelta) -> float:
    microseconds = max(age, timedelta()) // timedelta(microseconds=1)
    return rounded(Fraction(microseconds, 60_000_000), 1)
