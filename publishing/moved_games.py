"""A game that was moved stands on two dates under one id; it counts on the one said last (I-7).

The old date's row may go on saying that it is scheduled, or final without a score (incident 17).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

import msgspec

from publishing.calendar import days_before
from publishing.rows import ScheduledGame

DAYS_BACK, DAYS_AHEAD = 7, 14
"""How far from a date its games are looked for: before and after it (`live.md` 4.7)."""

POSTPONED_WORDS = ("postponed", "ppd", "cancel")
"""What the schedule's text says of a game that is not played on its date."""

_BEFORE_TIME = datetime.min.replace(tzinfo=UTC)
_FINAL = 3


def is_postponed(row: ScheduledGame) -> bool:
    """Whether the row itself says that the game is not played on its date."""
    text = (row.game_status_text or "").casefold()
    return any(word in text for word in POSTPONED_WORDS)


def as_they_stand(rows: Iterable[ScheduledGame], as_of: datetime) -> list[ScheduledGame]:
    """The rows in their order; one whose game stands on another date by the as-of is postponed.

    A game that was played stands where it was played, and a later row moves nothing (D25).
    """
    rows = list(rows)
    moved = {id(row) for row in _moved(row for row in rows if _is_known(row, as_of))}
    return [
        msgspec.structs.replace(row, game_status_text="Postponed") if id(row) in moved else row
        for row in rows
    ]


def where_they_stand(rows: Iterable[ScheduledGame]) -> list[ScheduledGame]:
    """The rows of the games that stand on their date, in their order."""
    rows = list(rows)
    moved = {id(row) for row in _moved(rows)}
    return [row for row in rows if id(row) not in moved]


def _moved(rows: Iterable[ScheduledGame]) -> Iterator[ScheduledGame]:
    by_id: defaultdict[str, list[ScheduledGame]] = defaultdict(list)
    for row in rows:
        by_id[row.game_id].append(row)
    for versions in by_id.values():
        if len({row.game_date for row in versions}) > 1:
            yield from (row for row in versions if _stands_elsewhere(row, versions))


def _stands_elsewhere(row: ScheduledGame, versions: list[ScheduledGame]) -> bool:
    first, last = days_before(row.game_date, DAYS_BACK), days_before(row.game_date, -DAYS_AHEAD)
    near = (one for one in versions if first <= one.game_date <= last)
    return not _was_played(row) and max(near, key=_weight).game_date != row.game_date


def _weight(row: ScheduledGame) -> tuple[bool, bool, datetime, date]:
    # Both rows are written again and again: the old one's last word is no new date.
    dead = is_postponed(row) or (row.game_status == _FINAL and not _was_played(row))
    return _was_played(row), not dead, row.processed_at or _BEFORE_TIME, row.game_date


def _is_known(row: ScheduledGame, as_of: datetime) -> bool:
    return row.processed_at is None or row.processed_at <= as_of


def _was_played(row: ScheduledGame) -> bool:
    scored = row.home_team_score and row.away_team_score
    return bool(row.game_status == _FINAL and scored and not is_postponed(row))
