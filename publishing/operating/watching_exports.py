"""Was every export made when it should have been, and is none too old? (incidents 24, 36, 42, 45)

A trigger that was lost, a schedule that was deleted and a run that failed look the same from
here: an occasion went by and nothing came of it. It is made up for by a message.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from fractions import Fraction

from publishing.calendar import format_instant
from publishing.exports import EXPORTS
from publishing.exports.declaration import Export
from publishing.live.services import ExportsData, LateExport
from publishing.occasions import PLAYER_PROFILES, SCHEDULED, Schedule
from publishing.operating.bodies import instant_of
from publishing.operating.findings import Finding, Send
from publishing.operating.gates import Gate
from publishing.operating.marks import Mark
from publishing.operating.messages import ExportTrigger, PlayersTrigger
from publishing.operating.occasions_served import LATE, Served, date_of, due_times
from publishing.operating.schedules import MIN_GAMES, exports_of, last_time
from publishing.operating.seen import Away, Seen
from publishing.stats import rounded

ERROR_AFTER = timedelta(hours=2)
"""How long an occasion may be missed until a person is told."""

SENT_BY = "freshness-monitor"


def watch(
    seen: Seen, not_needed_yet: Collection[str] = ()
) -> tuple[ExportsData, tuple[Finding, ...]]:
    """The section `exports`, and what was missed or is late.

    An export of `not_needed_yet` waits for rows of today, and is not late before they must be
    there.
    """
    marks, gates, claims = seen.marks, seen.gates, seen.claims
    checked_at = format_instant(seen.now)
    waiting = None if isinstance(gates, Away) else len(gates)
    if isinstance(marks, Away):
        message = f"Nobody says what was exported: {marks.reason}"
        return ExportsData("unknown", message, checked_at, (), waiting), ()
    late = tuple(one for one in _late(marks, seen.now) if one.export not in not_needed_yet)
    findings = [_late_finding(one) for one in late]
    if not isinstance(gates, Away) and not isinstance(claims, Away):
        served = Served.of(marks, gates, claims, seen.now)
        findings = [*_missed(served, seen), *findings]
    return _section(late, marks, gates, checked_at), tuple(findings)


def _section(
    late: tuple[LateExport, ...],
    marks: Mapping[str, Mark],
    gates: Mapping[str, Gate] | Away,
    checked_at: str,
) -> ExportsData:
    if isinstance(gates, Away):
        waits, waiting = f"; nobody says what waits: {gates.reason}", None
    else:
        waiting = len(gates)
        waits = f"; {waiting} wait for their source" if waiting else ""
    if late:
        names = ", ".join(one.export for one in late)
        message = f"{len(late)} exports are late: {names}{waits}"
        return ExportsData("degraded", message, checked_at, late, waiting)
    if not marks:
        return ExportsData("unknown", f"No export was made yet{waits}", checked_at, (), waiting)
    if waiting is None:
        return ExportsData("unknown", f"No export is late{waits}", checked_at, (), None)
    return ExportsData("healthy", f"No export is late{waits}", checked_at, (), waiting)


def _late(marks: Mapping[str, Mark], now: datetime) -> Iterator[LateExport]:
    """Exports whose newest whole run is older than its limit, and behind an occasion.

    One that was never made is not late: its first occasion is missed.
    """
    for export in EXPORTS:
        mark = marks.get(export.name)
        if mark is None or export.limit_hours is None:
            continue
        made = instant_of(mark.as_of)
        if made is None or now - made <= timedelta(hours=export.limit_hours):
            continue
        if any(made < due for due in _newest_dues(export, now)):
            hours = _hours(now - made)
            yield LateExport(
                export=export.name,
                game_date=mark.game_date,
                age_hours=hours,
                limit_hours=export.limit_hours,
                message=f"{export.job_type} is {hours} hours old, its limit {export.limit_hours}",
            )


def _newest_dues(export: Export, now: datetime) -> Iterator[datetime]:
    for schedule in SCHEDULED:
        if schedule in export.cadence:
            yield last_time(schedule, now - LATE)


def _late_finding(late: LateExport) -> Finding:
    return Finding(f"late/{late.export}", "error", "An export is late", late.message)


def _missed(served: Served, seen: Seen) -> Iterator[Finding]:
    """One finding for each schedule that an export was not made on."""
    for schedule in SCHEDULED:
        exports, dues = exports_of(schedule), due_times(schedule, seen.now)
        missed = [
            (since, export.job_type)
            for export in exports
            if (since := served.missed_since(schedule, dues, export)) is not None
        ]
        if not missed:
            continue
        since, newest = min(missed)[0], dues[-1]
        watched = (
            since + LATE if seen.watching_since is None else max(since + LATE, seen.watching_since)
        )
        long = seen.now - watched >= ERROR_AFTER
        names = ", ".join(dict.fromkeys(name for _, name in missed))
        yield Finding(
            f"missed/{schedule.name}",
            "error" if long else "warning",
            "An export was not made",
            f"{schedule.name} of {format_instant(since)} was missed: {names}",
            (Send(_message(schedule, exports, newest, served, seen.now)),),
            quiet=not long,
        )


def _message(
    schedule: Schedule, exports: tuple[Export, ...], due: datetime, served: Served, now: datetime
) -> ExportTrigger | PlayersTrigger:
    """The schedule's own message, for the date that it was about."""
    batch = served.message_batch(schedule, due)
    if schedule == PLAYER_PROFILES:
        return PlayersTrigger(
            players=True,
            min_games=MIN_GAMES,
            correlation_id=batch,
            trigger_source=schedule.name,
            upstream_batch_id=batch,
        )
    return ExportTrigger(
        export_types=tuple(dict.fromkeys(one.job_type for one in exports)),
        target_date=date_of(schedule, due).isoformat(),
        update_latest=True,
        correlation_id=batch,
        trigger_source=schedule.name,
        triggered_by=SENT_BY,
        timestamp=format_instant(now),
        upstream_batch_id=batch,
    )


def _hours(age: timedelta) -> float:
    return rounded(Fraction(age // timedelta(microseconds=1), 3_600_000_000), 1)
