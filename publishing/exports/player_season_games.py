"""A season's games and their averages: `game_log` and `averages` of a season (`core.md` 8.3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import Literal

import msgspec

from publishing.player_rows import PlayerRows, is_played
from publishing.rows import BoxScoreRow
from publishing.stats import finite, mean, rate, rounded_or_none
from publishing.verdicts import DIRECTIONS


class Averages(msgspec.Struct):
    """Means of played games, one decimal; shooting is a share, 0 to 1. No key without a game."""

    games: int | msgspec.UnsetType = msgspec.UNSET
    ppg: float | msgspec.UnsetType | None = msgspec.UNSET
    rpg: float | msgspec.UnsetType | None = msgspec.UNSET
    apg: float | msgspec.UnsetType | None = msgspec.UNSET
    spg: float | msgspec.UnsetType | None = msgspec.UNSET
    bpg: float | msgspec.UnsetType | None = msgspec.UNSET
    topg: float | msgspec.UnsetType | None = msgspec.UNSET
    fg_pct: float | msgspec.UnsetType | None = msgspec.UNSET
    three_pct: float | msgspec.UnsetType | None = msgspec.UNSET
    ft_pct: float | msgspec.UnsetType | None = msgspec.UNSET
    minutes: float | msgspec.UnsetType | None = msgspec.UNSET


class LoggedGame(msgspec.Struct):
    """One game; of one that he sat out there are neither points nor a result.

    `result` is the box score's, where a tie with the line is over (`core.md` 12.8).
    """

    date: str
    opponent: str | None
    is_home: bool
    points: int | None
    rebounds: int | None
    assists: int | None
    minutes: float | None
    line: float | None
    result: Literal["OVER", "UNDER"] | None
    team_won: bool


def averages(player: PlayerRows, played: Sequence[BoxScoreRow]) -> Averages:
    """The averages of played games; a number that a game has not is in no mean."""
    if not played:
        return Averages()
    return Averages(
        games=len(played),
        ppg=_per_game(row.points for row in played),
        rpg=_per_game(rebounds(row) for row in played),
        apg=_per_game(row.assists for row in played),
        spg=_per_game(row.steals for row in played),
        bpg=_per_game(row.blocks for row in played),
        topg=_per_game(row.turnovers for row in played),
        fg_pct=_share(played, "fg"),
        three_pct=_share(played, "three_pt"),
        ft_pct=_share(played, "ft"),
        minutes=_per_game(minutes(player, row) for row in played),
    )


def game_log(player: PlayerRows, rows: Iterable[BoxScoreRow]) -> list[LoggedGame]:
    """The games in the order of their rows."""
    return [_logged(player, row) for row in rows]


def minutes(player: PlayerRows, row: BoxScoreRow) -> Decimal | None:
    """Minutes of a box score; where it has none, those of the game's book."""
    found = finite(row.minutes_played)
    book = player.gamebook.get(row.game_date)
    return finite(book.minutes_decimal) if found is None and book is not None else found


def rebounds(row: BoxScoreRow) -> int | None:
    """Both kinds together; None where one is missing."""
    if row.offensive_rebounds is None or row.defensive_rebounds is None:
        return None
    return row.offensive_rebounds + row.defensive_rebounds


def result_of(row: BoxScoreRow) -> Literal["OVER", "UNDER"] | None:
    """What a box score says of the line; None for a game that he sat out (D17)."""
    known = is_played(row) and row.over_under_result in DIRECTIONS
    return row.over_under_result if known else None  # type: ignore[return-value]


def _logged(player: PlayerRows, row: BoxScoreRow) -> LoggedGame:
    played = is_played(row)
    game = player.league.game(row.game_id, row.game_date)
    return LoggedGame(
        date=row.game_date.isoformat(),
        opponent=row.opponent_team_abbr,
        is_home=player.at_home(row) is True,
        points=row.points if played else None,
        rebounds=rebounds(row) if played else None,
        assists=row.assists if played else None,
        minutes=rounded_or_none(minutes(player, row), 2),
        line=rounded_or_none(finite(row.points_line), 2),
        result=result_of(row),
        team_won=game is not None and game.winner == row.team_abbr,
    )


def _per_game(values: Iterable[int | Decimal | None]) -> float | None:
    return mean((value for value in values if value is not None), 1)


def _share(rows: Iterable[BoxScoreRow], shots: str) -> float | None:
    both = [attrgetter(f"{shots}_makes", f"{shots}_attempts")(row) for row in rows]
    return rate(sum(made or 0 for made, _ in both), sum(tried or 0 for _, tried in both), 2)
