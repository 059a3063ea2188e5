"""What is shown of the live job's own section while the live job is silent (L14, D32).

Nobody else writes that section: the document that is composed of all shows it as old as it is.
What is shown is shown again by every later composition, and ends when the live job speaks.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from publishing.calendar import parse_instant
from publishing.live.ages import STALE, age_minutes, whole_minutes
from publishing.live.services import ActiveBreak, LiveData, LiveJobData

_OLD = " minutes old during game hours"


def shown(
    live: LiveData,
    said_at: datetime | None,
    newest: datetime | None,
    job: LiveJobData,
    active_break: ActiveBreak | None,
) -> LiveData:
    """`live` as it is at `newest`, the newest as-of of all sections; `said_at` is its own.

    When the live job has been silent for over 10 minutes and the monitor says that no slate is
    open, no games are on, and in a break that is said (`live.md` 4.7). When games are on and the
    data is older than 10 minutes it is stale, in the words of `live.md` 4.2; a reason that the
    live job gave itself stays.
    """
    if newest is None:
        return live
    silent = said_at is None or newest - said_at > STALE
    if silent and job.status == "healthy" and job.game_date is None:
        return _idle(live, newest, active_break)
    age = _age(live, newest)
    if not live.games_active or age is None or age <= STALE:
        return live
    message = live.message
    if live.status == "healthy" or message.endswith(_OLD):
        message = f"Data is {whole_minutes(age)}{_OLD}"
    return msgspec.structs.replace(
        live,
        status="unhealthy" if live.status == "unhealthy" else "degraded",
        message=message,
        age_minutes=age_minutes(age),
        is_stale=True,
    )


def _idle(live: LiveData, newest: datetime, active_break: ActiveBreak | None) -> LiveData:
    if active_break is not None:
        message = f"No games — {active_break.headline} ({active_break.message})"
        return LiveData("healthy", message, None, None, False, False, None)
    age = _age(live, newest)
    return LiveData(
        status="healthy",
        message="No games currently active",
        last_update=live.last_update,
        age_minutes=None if age is None else age_minutes(age),
        is_stale=False,
        games_active=False,
        next_update_expected=None,
    )


def _age(live: LiveData, newest: datetime) -> timedelta | None:
    if live.last_update is None:
        return None
    try:
        return newest - parse_instant(live.last_update)
    except ValueError:
        return None
