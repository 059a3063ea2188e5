"""From a message to what is to be exported: which exports, for which date, and which of all
messages means the same again (I-8, I-9).
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from publishing.calendar import format_instant, parse_date, resolve_date
from publishing.documents import digest
from publishing.exports import BY_NAME, EXPORTS
from publishing.job_types import exports_named
from publishing.occasions import NIGHTLY, SCHEDULED
from publishing.operating.messages import UNKNOWN, ExportTrigger, LiveEvent, PlayersTrigger, Refused
from publishing.operating.schedules import MIN_GAMES, ON_TIME, holds, last_time, occasion_id
from publishing.run_record import RunRecord

PLAYERS = "players"
"""The job type of the profiles, which have a message form of their own."""

LONGEST_READABLE = 60


class Request(msgspec.Struct, frozen=True):
    """One run that was asked for. `batch` tells requests of the same exports and date apart.

    `export_types` and `target_date` are as they were said; `exports` are the names of ours
    among them, and `skipped` says why the others, or all, are not made.
    """

    form: Literal["daily", "players"]
    exports: tuple[str, ...]
    game_date: str
    batch: str
    export_types: tuple[str, ...]
    target_date: str | None
    skipped: tuple[str, ...]
    update_latest: bool
    min_games: int
    correlation_id: str
    trigger_source: str
    asked_at: str

    @property
    def kind(self) -> str:
        """What is made, in one word."""
        said = "+".join(BY_NAME[name].job_type for name in self.exports) or "nothing"
        if len(said) <= LONGEST_READABLE:
            return said
        return f"{len(self.exports)}-exports-{digest(said.encode())[:8]}"

    @property
    def key(self) -> tuple[str, str, str]:
        """Date, kind and batch: equal for every message that means the same run (I-9)."""
        return self.game_date, self.kind, self.batch

    @property
    def runs(self) -> Literal["process", "template"]:
        """Where it is made: as a job as soon as one of its exports is declared so."""
        places = {BY_NAME[name].runs for name in self.exports}
        return "template" if "template" in places else "process"

    @property
    def template(self) -> str:
        """The template that makes it: the first that can make all, else the one for everything."""
        of_each = [set(BY_NAME[name].templates) for name in self.exports]
        able = set.intersection(*of_each) if of_each else set()
        known = ("daily", "tonight", "trends", "players")
        return next((name for name in known if name in able), "backfill")


def request_of(
    message: ExportTrigger | PlayersTrigger, message_id: str, published_at: datetime
) -> Request:
    """The request of a message; Refused for a word or date that nobody knows (D10, D28).

    `today` and `yesterday` are those of the instant at which the message was sent: it means the
    same however late it arrives.
    """
    if isinstance(message, PlayersTrigger):
        return _of_players(message, message_id, published_at)
    named = exports_named(message.export_types)
    if named.unknown:
        raise Refused("; ".join(named.unknown))
    try:
        day = resolve_date(message.target_date, published_at)
    except ValueError as problem:
        raise Refused(str(problem)) from None
    off = _off(message.trigger_source, published_at)
    skipped = [*named.skipped, *off]
    exports = () if off else named.names
    if not message.update_latest:
        # What has no dated path would be nothing but a pointer.
        skipped += [
            f"{BY_NAME[name].job_type} skipped: it has no path but the newest, and update_latest "
            "is false"
            for name in exports
            if BY_NAME[name].dated is None
        ]
        exports = tuple(name for name in exports if BY_NAME[name].dated is not None)
    return Request(
        form="daily",
        exports=exports,
        game_date=day.isoformat(),
        batch=_batch(message, message_id, published_at),
        export_types=message.export_types,
        target_date=message.target_date,
        skipped=tuple(skipped),
        update_latest=message.update_latest,
        min_games=MIN_GAMES,
        correlation_id=message.correlation_id,
        trigger_source=message.trigger_source,
        asked_at=format_instant(published_at),
    )


def request_of_event(event: LiveEvent, published_at: datetime) -> Request | None:
    """What an event of a live night asks for; None when no export is made on it."""
    occasion = next(one for one in NIGHTLY if one.name == event.event)
    exports = tuple(export for export in EXPORTS if occasion in export.cadence)
    try:
        day = parse_date(event.game_date)
    except ValueError as problem:
        raise Refused(str(problem)) from None
    if not exports:
        return None
    return Request(
        form="daily",
        exports=tuple(export.name for export in exports),
        game_date=day.isoformat(),
        batch=event.event_id,
        export_types=tuple(export.job_type for export in exports),
        target_date=event.game_date,
        skipped=(),
        update_latest=True,
        min_games=MIN_GAMES,
        correlation_id=event.event_id,
        trigger_source=event.event,
        asked_at=format_instant(published_at),
    )


def again(request: Request) -> ExportTrigger | PlayersTrigger:
    """The message that means the same run once more."""
    if request.form == "players":
        return PlayersTrigger(
            players=True,
            min_games=request.min_games,
            correlation_id=request.correlation_id,
            trigger_source="monitor",
            upstream_batch_id=request.batch,
        )
    return ExportTrigger(
        export_types=tuple(BY_NAME[name].job_type for name in request.exports)
        or request.export_types,
        target_date=request.game_date,
        update_latest=request.update_latest,
        correlation_id=request.correlation_id,
        trigger_source="monitor",
        upstream_batch_id=request.batch,
    )


def request_of_run(record: RunRecord) -> Request:
    """What a run was that nobody sent a message for: by hand, or a backfill."""
    exports = tuple(record.exports)
    profiles = bool(exports) and all(BY_NAME[name].job_type == PLAYERS for name in exports)
    dates = list(dict.fromkeys((record.dates[0], record.dates[-1])))
    return Request(
        form="players" if profiles else "daily",
        exports=exports,
        game_date=record.dates[-1],
        batch=record.run_id,
        export_types=tuple(dict.fromkeys(BY_NAME[name].job_type for name in exports)),
        target_date="/".join(dates),
        skipped=(),
        update_latest=True,
        min_games=MIN_GAMES,
        correlation_id=record.run_id,
        trigger_source="command",
        asked_at=record.started_at,
    )


def _of_players(message: PlayersTrigger, message_id: str, published_at: datetime) -> Request:
    exports = tuple(export.name for export in EXPORTS if export.job_type == PLAYERS)
    off = _off(message.trigger_source, published_at)
    return Request(
        form="players",
        exports=() if off else exports,
        game_date=resolve_date("today", published_at).isoformat(),
        batch=_batch(message, message_id, published_at),
        export_types=(PLAYERS,),
        target_date=None,
        skipped=off,
        update_latest=True,
        min_games=message.min_games,
        correlation_id=message.correlation_id,
        trigger_source=message.trigger_source,
        asked_at=format_instant(published_at),
    )


def _off(trigger_source: str, published_at: datetime) -> tuple[str, ...]:
    """Why a schedule does not count at this time; nothing when it does."""
    for schedule in SCHEDULED:
        if schedule.name == trigger_source and not holds(schedule, published_at):
            return (f"{schedule.name} skipped: it counts in even ISO weeks",)
    return ()


def _batch(message: ExportTrigger | PlayersTrigger, message_id: str, published_at: datetime) -> str:
    """The upstream batch, else the occasion of a schedule, else the message itself."""
    if message.upstream_batch_id and message.upstream_batch_id != UNKNOWN:
        predictions = getattr(message, "upstream_predictions", None)
        # A batch that goes on and is told of again is another state of the slate.
        said = "" if predictions is None else f"-{predictions}"
        return f"{message.upstream_batch_id}{said}"
    for schedule in SCHEDULED:
        if schedule.name == message.trigger_source and holds(schedule, published_at):
            due = last_time(schedule, published_at)
            if published_at - due <= ON_TIME:
                return occasion_id(schedule, due)
    return f"message-{message_id}"
