"""A player's games before one: averages, the newest, against the opponent (`core.md` 9.3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from publishing.exports.player_season_games import result_of
from publishing.form import over_under
from publishing.player_rows import is_played
from publishing.rows import BoxScoreRow
from publishing.stats import finite, mean, published, rate

SHORTER, LONGER, LONGEST = 5, 10, 20
"""Played games of the moving averages."""

RECENT = 5
"""Newest games that are listed, those that he sat out too."""


class MovingAverages(msgspec.Struct):
    """Mean points of the season's newest played games before this one, one decimal."""

    l5: float | None
    l10: float | None
    l20: float | None
    season: float | None


class RecentGame(msgspec.Struct):
    """A game before, of whatever season; without points one that he sat out.

    `result` is the box score's, where a tie with the line is over (`core.md` 12.8).
    """

    date: str
    opponent: str | None
    points: int | None
    line: float | None
    result: Literal["OVER", "UNDER"] | None
    minutes: float | None


class HeadToHead(msgspec.Struct):
    """Played games against the opponent before this one; `over_rate` is 0 to 1.

    Only the number of games where there is none.
    """

    games: int
    avg_points: float | msgspec.UnsetType | None = msgspec.UNSET
    avg_line: float | msgspec.UnsetType | None = msgspec.UNSET
    over_rate: float | msgspec.UnsetType | None = msgspec.UNSET


def moving_averages(season: Sequence[BoxScoreRow]) -> MovingAverages:
    """Of the season's played games, newest first; None without one."""
    return MovingAverages(
        l5=mean_points(season[:SHORTER], 1),
        l10=mean_points(season[:LONGER], 1),
        l20=mean_points(season[:LONGEST], 1),
        season=mean_points(season, 1),
    )


def recent_games(rows: Sequence[BoxScoreRow]) -> list[RecentGame]:
    """The first of the rows, newest first."""
    return [_recent_game(row) for row in rows[:RECENT]]


def _recent_game(row: BoxScoreRow) -> RecentGame:
    played = is_played(row)
    return RecentGame(
        date=row.game_date.isoformat(),
        opponent=row.opponent_team_abbr,
        points=row.points if played else None,
        line=published(row.points_line, 2),
        result=result_of(row),
        minutes=published(row.minutes_played, 2),
    )


def head_to_head(rows: Sequence[BoxScoreRow]) -> HeadToHead:
    """Of his played games against the opponent."""
    if not rows:
        return HeadToHead(0)
    lines = (finite(row.points_line) for row in rows)
    letters = [over_under(row) for row in rows]
    overs, unders = letters.count("O"), letters.count("U")
    return HeadToHead(
        games=len(rows),
        avg_points=mean_points(rows, 1),
        avg_line=mean((line for line in lines if line is not None), 1),
        over_rate=rate(overs, overs + unders, 2),
    )


def mean_points(rows: Sequence[BoxScoreRow], places: int) -> float | None:
    """Points of a game, rounded once; None without one."""
    return mean((row.points for row in rows if row.points is not None), places)
