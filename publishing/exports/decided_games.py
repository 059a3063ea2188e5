"""Decided games, counted by kind: what several trends take their shares of overs from.

A game is decided when its box score says OVER or UNDER; a tie is over (`trends.md` 3.1).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal

import msgspec

from publishing.calendar import days_before
from publishing.form import over_under, with_gaps
from publishing.league import Slate
from publishing.player_rows import PlayerRows
from publishing.rows import BoxScoreRow
from publishing.stats import ratio

BACK_TO_BACK, ONE_DAY, RESTED_FROM = 1, 2, 3
"""Days from one played game to the next: 0, 1 and 2 days off or more (`trends.md` 6.3, D17)."""

TIERS_FROM = (22, 15, 8)
"""Mean points from which a player is in the first tiers; under all of them is the last one."""

Rest = Literal["b2b", "one_day", "rested"]
Game = tuple[BoxScoreRow, Rest | None]
"""A played game with the rest before it; None for the first of a window."""


class Decided(msgspec.Struct):
    """Some decided games, and how many of them went over."""

    overs: int = 0
    games: int = 0

    @property
    def tenths(self) -> int:
        """The share of overs in tenths of a percent, half to even; of at least one game."""
        return int(ratio(1000 * self.overs, self.games, 0))

    @property
    def percent(self) -> float:
        """The share of overs, 0 to 100, one decimal; of at least one game."""
        return self.tenths / 10


Counts = dict[str, Decided]
"""Decided games by kind; a kind without one has no key."""


class Counted(msgspec.Struct):
    """One player who played in the window, decided or not."""

    counts: Counts


def played_between(player: PlayerRows, first: date, last: date) -> tuple[BoxScoreRow, ...]:
    """His played games from one date to another, both inside, newest first."""
    return tuple(row for row in player.played if first <= row.game_date <= last)


def played_in(player: PlayerRows, slate: Slate, days: int) -> tuple[BoxScoreRow, ...]:
    """His played games of so many days and the date itself (`trends.md` 3.7), newest first."""
    return played_between(player, days_before(slate.game_date, days), slate.game_date)


def with_rest(rows: tuple[BoxScoreRow, ...]) -> Iterable[Game]:
    """His played games, newest first, with the rest since the one before, decided or not."""
    return ((row, rest_of(gap)) for row, gap in with_gaps(rows))


def rest_of(gap: int | None) -> Rest | None:
    """The rest between games that are so many days apart."""
    if gap is not None and gap >= RESTED_FROM:
        return "rested"
    return "b2b" if gap == BACK_TO_BACK else "one_day" if gap == ONE_DAY else None


def place_of(player: PlayerRows, row: BoxScoreRow) -> Literal["home", "away"] | None:
    """Where a game was, by its standard id (D19); None when nothing knows the game."""
    at_home = player.at_home(row)
    return None if at_home is None else "home" if at_home else "away"


def total_points(rows: Iterable[BoxScoreRow]) -> int:
    """The points of played games."""
    return sum(row.points for row in rows if row.points is not None)


def tier(points: int, games: int) -> int:
    """Which of four tiers so many points in at least one game are: 0 the best, by exact means."""
    reached = (place for place, least in enumerate(TIERS_FROM) if points >= least * games)
    return next(reached, len(TIERS_FROM))


def counted(games: Iterable[tuple[str | None, BoxScoreRow]]) -> Counts:
    """The decided ones among games by kind; a game of no kind counts nowhere."""
    found: Counts = {}
    for kind, row in games:
        letter = over_under(row)
        if kind is not None and letter is not None:
            some = found.setdefault(kind, Decided())
            some.overs += letter == "O"
            some.games += 1
    return found


def total(many: Iterable[Mapping[str, Decided]]) -> Counts:
    """The counts of all players together."""
    found: Counts = {}
    for counts in many:
        for kind, some in counts.items():
            whole = found.setdefault(kind, Decided())
            whole.overs += some.overs
            whole.games += some.games
    return found


def pooled(counts: Mapping[str, Decided], kinds: Iterable[str]) -> Decided:
    """The decided games of several kinds as one."""
    some = [counts[kind] for kind in kinds if kind in counts]
    return Decided(sum(one.overs for one in some), sum(one.games for one in some))


def nothing_decided(slate: Slate, days: int, many: Iterable[Mapping[str, Decided]]) -> str:
    """Says so when players played and no game of theirs is decided: the lines went missing (D6)."""
    found = list(many)
    if not found or any(found) or all(game.postponed for game in slate.games):
        return ""
    return f"{BoxScoreRow.table} has no decided game in {days} days, and {len(found)} who played"
