"""What the live job says of its source and of its grading in `status.json` (`live.md` 4.2, 4.4)."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from publishing.calendar import format_instant
from publishing.live.ages import STALE, age_minutes, whole_minutes
from publishing.live.board import Board, BoardGame
from publishing.live.grading import Joins, LiveGrading
from publishing.live.services import GradingData, LiveData, ServiceStatus
from publishing.live.slate import Slate

MISSING = timedelta(minutes=30)
"""How long a running game may be absent from the answers, or a tip-off late, before we say so."""

ENOUGH_TO_JUDGE = 3
"""Rows of one ended game of which at least one must have been found in its box score."""


def live_data(slate: Slate, board: Board, as_of: datetime, interval_seconds: int) -> LiveData:
    """How the source is doing at `as_of`, with the real reason when it does not answer."""
    active = board.active(as_of)
    answered = slate.answered_at
    age = None if answered is None else as_of - answered
    old = age is None or age > STALE
    stale = active and old
    status: ServiceStatus = "healthy"
    if not slate.answering and not board.over():
        status, message = "degraded", f"The source does not answer: {slate.unanswered_reason}"
    elif stale:
        minutes = (
            "Data has never arrived" if age is None else f"Data is {whole_minutes(age)} minutes old"
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
        age_minutes=None if age is None else age_minutes(age),
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
