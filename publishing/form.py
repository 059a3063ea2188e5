"""A player's form before a date: averages, splits and streaks over played games (D17, D22)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from publishing.calendar import days_between, season_year
from publishing.player_rows import PlayerRows
from publishing.rows import BoxScoreRow
from publishing.stats import finite, mean

SMALL_SAMPLE = 10
"""Games under which a season is limited data."""

MOST_RECENT = 10

LONGER, SHORTER = 10, 5
"""Played games of the two recent means."""


@dataclass(frozen=True, slots=True)
class Form:
    """What is known before a date; averages in points and minutes, one decimal.

    `recent` are the newest ten rows, did-not-plays too; `season` the played games of the
    season, newest first, each with the days since the one before it.
    """

    recent: tuple[BoxScoreRow, ...]
    season: tuple[tuple[BoxScoreRow, int | None], ...]
    season_ppg: float | None
    season_mpg: float | None
    last_10_ppg: float | None
    last_10_mpg: float | None
    last_5_ppg: float | None
    last_5_mpg: float | None

    @property
    def games_played(self) -> int:
        """Played games of the season."""
        return len(self.season)

    @property
    def limited_data(self) -> bool:
        """Whether the season is too short to go by."""
        return self.games_played < SMALL_SAMPLE


@lru_cache(maxsize=64)
def form_before(player: PlayerRows, game_date: date) -> Form:
    """The player's form on the morning of a date."""
    played = player.played_before(game_date)
    year = season_year(game_date)
    season = [row for row in played if row.season_year == year]
    return Form(
        recent=player.before(game_date)[:MOST_RECENT],
        season=with_gaps(season),
        season_ppg=points_per_game(season),
        season_mpg=minutes_per_game(season),
        last_10_ppg=points_per_game(played[:LONGER]),
        last_10_mpg=minutes_per_game(played[:LONGER]),
        last_5_ppg=points_per_game(played[:SHORTER]),
        last_5_mpg=minutes_per_game(played[:SHORTER]),
    )


def with_gaps(rows: Sequence[BoxScoreRow]) -> tuple[tuple[BoxScoreRow, int | None], ...]:
    """Played games, newest first, each with the days since the one before; None for the first."""
    earlier: Iterable[BoxScoreRow | None] = (*rows[1:], None) if rows else ()
    return tuple(
        (row, None if before is None else days_between(before.game_date, row.game_date))
        for row, before in zip(rows, earlier, strict=True)
    )


def points_per_game(rows: Iterable[BoxScoreRow]) -> float | None:
    """Mean points, one decimal; None without a game."""
    return mean((row.points for row in rows if row.points is not None), 1)


def minutes_per_game(rows: Iterable[BoxScoreRow]) -> float | None:
    """Mean minutes, one decimal; None without a game that says them."""
    minutes = (finite(row.minutes_played) for row in rows)
    return mean((value for value in minutes if value is not None), 1)


def over_under(row: BoxScoreRow) -> str | None:
    """`O` or `U` as the box score says it, where a tie is over (`core.md` 12.8); else None."""
    return {"OVER": "O", "UNDER": "U"}.get(row.over_under_result or "")


def streak_length(results: Sequence[str]) -> int:
    """How many of the newest results are equal; they come newest first, and 0 is of none."""
    return next(
        (place for place, result in enumerate(results) if result != results[0]), len(results)
    )


def against_average(row: BoxScoreRow, average: float | None) -> str | None:
    """A row against a season average: `O`, `U`, `P`, `DNP`; None for points that are missing."""
    if row.is_dnp:
        return "DNP"
    if row.points is None or average is None:
        return None
    if row.points == average:
        return "P"
    return "O" if row.points > average else "U"


def record(results: Iterable[str | None]) -> str | None:
    """`overs-unders`; None when there is neither."""
    found = list(results)
    overs, unders = found.count("O"), found.count("U")
    return f"{overs}-{unders}" if overs or unders else None
