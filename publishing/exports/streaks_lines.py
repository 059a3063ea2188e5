"""Games in a row over, or under, a player's lines (`core.md` 10.3).

The box score's own result counts: a tie is over in it (`core.md` 12.8, `trends.md` 3.1), as in
every other document of form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import msgspec

from publishing.calendar import season_start, season_year
from publishing.form import over_under, streak_length
from publishing.league import Slate
from publishing.player_rows import PlayerRows
from publishing.rows import BoxScoreRow
from publishing.stats import finite, mean, rounded

LOOKED_AT = 20
"""The newest results that are looked at: no streak is longer."""

GAMES_SHOWN = 5


class StreakGame(msgspec.Struct):
    """One game of a streak: what he scored, and his line."""

    game_date: str
    points: int
    line: float
    opponent: str


class LineStreak(msgspec.Struct):
    """Games in a row on one side of his lines; `avg_margin` is points above them in a game.

    `games` are the newest ones.
    """

    player_lookup: str
    player_full_name: str
    team: str
    streak_length: int
    avg_margin: float
    games: list[StreakGame]


@dataclass(frozen=True, slots=True)
class Decided:
    """A played game with a line and its result, `O` or `U`."""

    row: BoxScoreRow
    points: int
    line: Decimal
    result: str


def of_season(player: PlayerRows, slate: Slate) -> list[BoxScoreRow]:
    """His played games of the season up to the date, newest first (D17, D25)."""
    day = slate.game_date
    return [
        row
        for row in player.played
        if season_start(day) <= row.game_date <= day and row.season_year == season_year(day)
    ]


def decided_of(played: Sequence[BoxScoreRow]) -> list[Decided]:
    """Those with a line and a result; the others are skipped and end no streak."""
    return [
        Decided(row, row.points, line, result)
        for row in played
        if row.points is not None
        and (result := over_under(row)) is not None
        and (line := finite(row.points_line)) is not None
    ]


def newest_streak(decided: Sequence[Decided]) -> Sequence[Decided]:
    """The newest games with one result, newest first."""
    newest = decided[:LOOKED_AT]
    return newest[: streak_length([game.result for game in newest])]


def line_streak(player_lookup: str, name: str, team: str, games: Sequence[Decided]) -> LineStreak:
    """A streak of at least one game, as it is published."""
    margin = mean((game.points - game.line for game in games), 1)
    assert margin is not None
    return LineStreak(
        player_lookup=player_lookup,
        player_full_name=name,
        team=team,
        streak_length=len(games),
        avg_margin=margin,
        games=[
            StreakGame(
                game_date=game.row.game_date.isoformat(),
                points=game.points,
                line=rounded(game.line, 2),
                opponent=game.row.opponent_team_abbr or "",
            )
            for game in games[:GAMES_SHOWN]
        ],
    )
