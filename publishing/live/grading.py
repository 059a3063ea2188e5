"""`live-grading/{date}.json`: every prediction of the slate, graded while it runs (`live.md` 3)."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

import msgspec

from publishing import verdicts
from publishing.calendar import format_instant
from publishing.identity import GameIdentity, teams_of
from publishing.live.board import Board, BoardGame
from publishing.live.boxscore import REGULATION_SECONDS, GameStatus
from publishing.live.feed import Names, Pick, Predictions, Schedule, SlateGame
from publishing.live.lines import BoardLine
from publishing.live.memory import Memory
from publishing.live.slate import Slate
from publishing.stats import mean, rate, rounded_or_none
from publishing.verdicts import LiveStatus, Verdict

_STATUS_ORDER: Final[dict[LiveStatus, int]] = {
    "correct": 0,
    "incorrect": 1,
    "trending_correct": 2,
    "trending_incorrect": 3,
    "in_progress": 4,
    "graded": 5,
    "pending": 6,
}


_NO_GAMES = Schedule([])
_NO_NAMES = Names({}, {})


class GradedPrediction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One prediction against the player's line so far; numbers in points."""

    player_lookup: str
    player_name: str
    team: str | None
    home_team: str | None
    away_team: str | None
    game_status: GameStatus
    period: int | None
    time_remaining: str | None
    predicted: float | None
    line: float | None
    recommendation: str | None
    confidence: float | None
    has_line: bool
    line_source: str | None
    actual: int | None
    minutes: str | None
    error: float | None
    margin_vs_line: float | None
    status: LiveStatus
    result: Verdict
    decided: bool
    pace: float | None


class GradingSummary(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Counts of the rows; `win_rate` is a fraction of 1, `avg_error` is in points."""

    total_predictions: int
    graded: int
    pending: int
    correct: int
    incorrect: int
    trending_correct: int
    trending_incorrect: int
    win_rate: float | None
    avg_error: float | None
    games_in_progress: int
    games_final: int


class LiveGrading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The document; `updated_at` is the as-of."""

    updated_at: str
    game_date: str
    summary: GradingSummary
    predictions: tuple[GradedPrediction, ...]


@dataclass(frozen=True, slots=True)
class Joins:
    """How many predictions found no game, and how many no player in a game that is over (D19)."""

    without_game: int
    without_player: int


@dataclass(frozen=True, slots=True)
class _Graded:
    row: GradedPrediction
    order: tuple[int, Decimal, str, str]
    error: Decimal | None
    without_game: bool
    without_player: bool


def grading(
    slate: Slate, board: Board, as_of: datetime, memory: Memory
) -> tuple[LiveGrading, Joins] | None:
    """The grading of a board, and its failed joins; None before predictions were received.

    Not received is not the same as none: the first is silent, the second an empty list (D6).
    """
    if slate.predictions is None:
        return None
    schedule = slate.schedule.value if slate.schedule else _NO_GAMES
    names = slate.names.value if slate.names else _NO_NAMES
    picks = memory.recall("picks", (slate.predictions.value, schedule), _by_game)
    lines = {
        key: memory.recall(("lines", key), (game,), _by_lookup) for key, game in board.games.items()
    }
    graded: list[_Graded] = []
    for key, of_game in picks.items():
        game = board.games.get(key or "")
        if game is not None:
            inputs = (of_game, names, key, game, lines[game.key])
            graded += memory.recall(("grades", key), inputs, _grade_game)
            continue
        for pick in of_game:
            other = (pick, names, key, *_elsewhere(pick, key, board, lines))
            graded.append(memory.recall(("pick", pick.player_lookup, key), other, _grade))
    graded.sort(key=lambda one: one.order)
    rows = tuple(one.row for one in graded)
    # A void is in no denominator (D14).
    errors = [one.error for one in graded if one.error is not None and one.row.result != "VOID"]
    document = LiveGrading(
        updated_at=format_instant(as_of),
        game_date=board.game_date.isoformat(),
        summary=_summary(rows, errors, board),
        predictions=rows,
    )
    joins = Joins(
        without_game=sum(one.without_game for one in graded),
        without_player=sum(one.without_player for one in graded),
    )
    return document, joins


def _by_game(predictions: Predictions, schedule: Schedule) -> dict[str | None, list[Pick]]:
    """Picks by the standard key of their game, whichever id they carry; None for no game."""
    identity = GameIdentity.of((game.league_id, game.key) for game in schedule.games)
    found: defaultdict[str | None, list[Pick]] = defaultdict(list)
    for pick in predictions.picks:
        found[identity.key(pick.game_id)].append(pick)
    return found


def _grade_game(
    picks: list[Pick],
    names: Names,
    key: str | None,
    game: BoardGame,
    lines: dict[str, BoardLine],
) -> list[_Graded]:
    """The picks of a game that was seen."""
    return [_grade(pick, names, key, game, lines.get(pick.player_lookup)) for pick in picks]


def _elsewhere(
    pick: Pick, key: str | None, board: Board, lines: dict[str, dict[str, BoardLine]]
) -> tuple[BoardGame | SlateGame | None, BoardLine | None]:
    """For a pick whose game was not seen: the player's line in another game, if he has one."""
    for other, of_game in lines.items():
        if pick.player_lookup in of_game:
            return board.games[other], of_game[pick.player_lookup]
    return board.unseen.get(key or ""), None


def _by_lookup(game: BoardGame) -> dict[str, BoardLine]:
    return {line.player_lookup: line for line in reversed(game.lines)}


def _grade(
    pick: Pick,
    names: Names,
    key: str | None,
    game: BoardGame | SlateGame | None,
    live: BoardLine | None,
) -> _Graded:
    status = _game_status(game)
    seen = game if isinstance(game, BoardGame) else None
    final = status == "final" and seen is not None and seen.complete
    line = live if status != "scheduled" else None
    points = line.points if line else None
    played = line is not None and line.played
    outcome = verdicts.verdict(pick.recommendation, pick.line, points, final=final, played=played)
    error = None if points is None or not pick.predicted else pick.predicted - points
    margin = None if points is None or pick.line is None else points - pick.line
    away, home = teams_of(key or "") or (None, None)
    row = GradedPrediction(
        player_lookup=pick.player_lookup,
        player_name=names.by_lookup.get(pick.player_lookup, pick.player_lookup),
        team=live.team if live else None,
        home_team=home,
        away_team=away,
        game_status=status,
        period=seen.period if seen and live else None,
        time_remaining=seen.clock if seen and live else None,
        predicted=rounded_or_none(pick.predicted, 1),
        line=rounded_or_none(pick.line, 1),
        recommendation=pick.recommendation,
        confidence=rounded_or_none(pick.confidence, 3),
        has_line=pick.has_line,
        line_source=pick.line_source,
        actual=points,
        minutes=line.minutes if line else None,
        error=rounded_or_none(error, 1),
        margin_vs_line=rounded_or_none(margin, 1),
        status=verdicts.live_status(pick.recommendation, pick.line, points, outcome, final=final),
        result=outcome,
        decided=verdicts.is_decided(pick.line, points, final=final),
        pace=_pace(seen, line) if seen and line else None,
    )
    confidence = pick.confidence or Decimal(0)
    return _Graded(
        row=row,
        order=(_STATUS_ORDER[row.status], -confidence, pick.player_lookup, pick.game_id),
        error=error,
        without_game=key is None,
        without_player=final and live is None,
    )


def _game_status(game: BoardGame | SlateGame | None) -> GameStatus:
    if game is None or game.status == "postponed":
        return "scheduled"
    return game.status


def _pace(game: BoardGame, line: BoardLine) -> float | None:
    """Points at the end of regulation at the present rate; None before the clock has run."""
    played = min(game.seconds_played, REGULATION_SECONDS)
    return rate(line.points * REGULATION_SECONDS, played, 1)


def _summary(
    rows: tuple[GradedPrediction, ...], errors: list[Decimal], board: Board
) -> GradingSummary:
    counts = Counter(row.status for row in rows)
    graded = sum(row.actual is not None for row in rows)
    games = Counter(game.status for game in board.games.values())
    return GradingSummary(
        total_predictions=len(rows),
        graded=graded,
        pending=len(rows) - graded,
        correct=counts["correct"],
        incorrect=counts["incorrect"],
        trending_correct=counts["trending_correct"],
        trending_incorrect=counts["trending_incorrect"],
        win_rate=rate(counts["correct"], counts["correct"] + counts["incorrect"], 3),
        avg_error=mean((abs(error) for error in errors), 1),
        games_in_progress=games["in_progress"],
        games_final=games["final"],
    )
