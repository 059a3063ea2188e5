"""The champion's pick of a game and what became of both (`core.md` 9.3)."""

from __future__ import annotations

import msgspec

from publishing.batch_rows import Grading
from publishing.picks import graded_played, graded_verdict
from publishing.player_rows import PlayerRows, is_played
from publishing.rows import BoxScoreRow
from publishing.stats import finite, published, rounded


class PropLine(msgspec.Struct):
    """The champion's pick; confidence from 0 to 1."""

    line: float | None
    recommendation: str | None
    predicted: float | None
    confidence: float | None


class GameResult(msgspec.Struct):
    """What became of it: points, points above the pick's line, and whether the pick was won."""

    actual: int
    margin: float | None
    correct: bool | None


def pick_of(player: PlayerRows, game: BoxScoreRow) -> Grading | None:
    """What became of the champion's pick of a game (D18); None of one that is void."""
    key = player.league.key(game.game_id, game.game_date)
    picks = [
        row
        for row in player.graded(game.game_date)
        if row.system_id == player.league.champion
        and row.game_id == (key or row.game_id)
        and graded_played(row)
    ]
    return picks[0] if picks else None


def prop_line(pick: Grading | None) -> PropLine | None:
    """The pick as it is published."""
    if pick is None:
        return None
    return PropLine(
        line=published(pick.line_value, 2),
        recommendation=pick.recommendation,
        predicted=published(pick.predicted_points, 2),
        confidence=published(pick.confidence_score, 2),
    )


def result(game: BoxScoreRow, pick: Grading | None) -> GameResult | None:
    """What became of the game; None for one that he sat out. A push is neither right nor wrong."""
    if not is_played(game) or game.points is None:
        return None
    line = finite(pick.line_value) if pick else None
    verdict = graded_verdict(pick) if pick else None
    return GameResult(
        actual=game.points,
        margin=None if line is None else rounded(game.points - line, 2),
        correct={"WIN": True, "LOSS": False}.get(verdict or ""),
    )
