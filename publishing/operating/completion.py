"""The completion message of a run (`live.md` 6.8): what was made, what was not, what waits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from publishing.batch_rows import GameContext
from publishing.calendar import format_instant, parse_date
from publishing.exports import BY_NAME
from publishing.exports.declaration import OfPlayer, path_of
from publishing.operating.messages import CompletionStatus, ExportComplete
from publishing.operating.requests import Request
from publishing.run_record import RunRecord


def completion(
    request: Request, record: RunRecord | None, output: str, now: datetime
) -> ExportComplete:
    """The message of a run that has ended; of one that made nothing there is no record."""
    return ExportComplete(
        processor_name="Phase6Export",
        phase="phase_6_publishing",
        correlation_id=request.correlation_id,
        timestamp=format_instant(now),
        status=status_of(record),
        export_type=request.form,
        duration_seconds=record.duration_seconds if record else 0.0,
        paths=_paths(request, record, output),
        errors=list(_errors(record)),
        trigger_source=request.trigger_source,
        target_date=request.target_date,
        export_types=list(request.export_types),
        run_id=record.run_id if record else "",
        game_date=request.game_date,
        waiting=_waiting(record),
        skipped=list(request.skipped),
    )


def status_of(record: RunRecord | None) -> CompletionStatus:
    """The run in one word of the contract.

    A run that made nothing because its date's context, or its predictions, are not there yet
    says which (`live.md` 6.6).
    """
    if record is None:
        return "success"
    if record.status == "failed" and record.waiting and not record.failures:
        context = any(GameContext.table in one.reason for one in record.waiting)
        return "analytics_not_ready" if context else "validation_failed"
    return record.status


def _paths(
    request: Request, record: RunRecord | None, output: str
) -> dict[str, str | list[str]] | list[str]:
    """The main object of each export that is public, a list for documents of players."""
    root = output.rstrip("/")
    public: dict[str, list[str]] = {}
    for document in record.documents if record else ():
        if document.decision != "refused":
            public.setdefault(document.export, []).append(f"{root}/{document.path}")
    if request.form == "players":
        return sorted(path for paths in public.values() for path in paths)
    found: dict[str, str | list[str]] = {}
    for name, paths in public.items():
        export = BY_NAME[name]
        if isinstance(export.made, OfPlayer):
            found[export.result_key] = sorted(paths)
        else:
            main = f"{root}/{path_of(export.main, parse_date(request.game_date))}"
            # A past date does not move the seed's own path, where that has no date.
            found[export.result_key] = main if main in paths else paths[0]
    return found


def _errors(record: RunRecord | None) -> Iterator[str]:
    """`{type}: {what}` for each failure (`live.md` 6.7)."""
    for one in record.failures if record else ():
        job_type = BY_NAME[one.export].job_type if one.export in BY_NAME else "run"
        whose = f"{one.player_lookup}: " if one.player_lookup else ""
        yield f"{job_type}: {whose}{one.reason}"


def _waiting(record: RunRecord | None) -> list[str]:
    waiting = record.waiting if record else ()
    return [f"{BY_NAME[one.export].job_type}: {one.reason}" for one in waiting]
