"""The judgement of the freshness monitor: from what one round saw to what it says and does.

Pure: the same round gives the same judgement, and no round can make it fail. It judges what
documents hold and what jobs do, never the time of a file (I-11), and a source that is away makes
nothing healthy, and starts and ends nothing (D6).
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from publishing.documents import Section, Version
from publishing.live.services import BREAK, AlertsData
from publishing.operating import (
    watching_content,
    watching_exports,
    watching_live,
    watching_runs,
    watching_schedules,
    watching_tonight,
)
from publishing.operating.findings import Finding, Judgement
from publishing.operating.monitor_round import Round
from publishing.operating.public_words import in_public
from publishing.operating.seen import Away, Seen


def judge(seen: Seen) -> Judgement:
    """The monitor's sections of `status.json`, and what is not as it should be.

    Findings are in a fixed order: the live night, the documents, the exports, the sources.
    """
    one = Round.of(seen)
    live_job, of_the_job = watching_live.watch(one)
    predictions, of_the_predictions = watching_tonight.predictions(one)
    exports, of_the_exports = watching_exports.watch(seen, watching_tonight.not_needed_yet(one))
    parts: dict[str, msgspec.Struct | None] = {
        "tonight_data": watching_tonight.tonight_data(one),
        "predictions": predictions,
        "best_bets": watching_tonight.best_bets(one),
        "exports": exports,
        "live_job": live_job,
        "alerts": _alerts(seen),
    }
    if one.known is not None:
        # While the schedule is away the break that is public stays.
        parts[BREAK] = one.off
    version = Version(one.today, seen.now)
    job_is_gone = live_job.status == "unhealthy"
    return Judgement(
        sections=tuple(
            Section(name, msgspec.json.encode(_in_public(part)), version)
            for name, part in parts.items()
        ),
        findings=(
            *of_the_job,
            *watching_content.watch(one, job_is_gone=job_is_gone),
            *of_the_predictions,
            *of_the_exports,
            *watching_runs.watch(seen),
            *watching_schedules.watch(seen),
            *_away(seen),
        ),
    )


def _in_public(part: msgspec.Struct | None) -> msgspec.Struct | None:
    message = getattr(part, "message", None)
    if part is None or message is None:
        return part
    return msgspec.structs.replace(part, message=in_public(message))


def _alerts(seen: Seen) -> AlertsData:
    """Vector 29: an alert that cannot be delivered is told where everybody looks."""
    if seen.alerts_problem:
        message = f"Alerts are not delivered: {seen.alerts_problem}"
        return AlertsData("degraded", message, seen.undelivered)
    if seen.undelivered:
        message = f"{seen.undelivered} alerts could not be delivered"
        return AlertsData("degraded", message, seen.undelivered)
    return AlertsData("healthy", "Alerts are delivered", 0)


def _away(seen: Seen) -> Iterator[Finding]:
    """What did not answer: the round knows less than it should (D6)."""
    sources = {
        "schedule": seen.schedule,
        "predictions": seen.predictions,
        "official": seen.official,
        "marks": seen.marks,
        "claims": seen.claims,
        "gates": seen.gates,
        "live-job": seen.live_job,
        "over-job": seen.over_job,
        "feeder": seen.feeder,
        **dict(sorted(seen.public.items())),
    }
    for name, source in sources.items():
        if isinstance(source, Away):
            yield Finding(
                f"away/{name}",
                "warning",
                "A source does not answer",
                f"{name}: {source.reason}",
                quiet=True,
            )
