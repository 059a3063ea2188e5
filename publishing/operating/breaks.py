"""Breaks of the schedule: days without league games are normal (`live.md` 4.7, I-16)."""

from __future__ import annotations

from datetime import date

from publishing.calendar import days_between
from publishing.live.services import ActiveBreak
from publishing.moved_games import DAYS_AHEAD, DAYS_BACK
from publishing.operating.slates import Plan, played

SHORTEST_DAYS = 3
"""From the last game's date to the next one's."""

EXTENDED_DAYS = 5


def active_break(known: Plan, today: date) -> ActiveBreak | None:
    """The break that `today` lies in; None on a day with games, and in a short gap.

    A date with nothing but postponed games has none. Dates more than 7 days back or 14 days
    ahead are not looked at: the summer is no break.
    """
    days = [day for day, slate in known.items() if played(slate)]
    last = max((day for day in days if day < today), default=None)
    resumes = min((day for day in days if day >= today), default=None)
    if last is None or resumes is None or resumes == today:
        return None
    if days_between(last, today) > DAYS_BACK or days_between(today, resumes) > DAYS_AHEAD:
        return None
    gap = days_between(last, resumes)
    if gap < SHORTEST_DAYS:
        return None
    return ActiveBreak(
        headline=_headline(last, gap),
        message=f"Games resume {resumes:%A}, {resumes:%b} {resumes.day}",
        resume_date=resumes.isoformat(),
        last_game_date=last.isoformat(),
    )


def _headline(last: date, gap: int) -> str:
    if last.month == 2 and 10 <= last.day <= 18:
        return "All-Star Break"
    if last.month == 12 and last.day >= 24:
        return "Holiday Break"
    if last.month == 11 and 22 <= last.day <= 28:
        return "Thanksgiving Break"
    return "Extended Break" if gap >= EXTENDED_DAYS else "Schedule Break"
