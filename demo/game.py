"""What a game is: its periods, its plays with their wall clock, and its running box score."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from demo.players import Player

STATS = (
    "pts",
    "fgm",
    "fga",
    "fg3m",
    "fg3a",
    "ftm",
    "fta",
    "oreb",
    "dreb",
    "ast",
    "stl",
    "blk",
    "turnover",
    "pf",
)
"""The counted numbers of a player line, in the order in which `BoxScore` keeps them."""

PTS, FGM, FGA, FG3M, FG3A, FTM, FTA, OREB, DREB, AST, STL, BLK, TOV, PF = range(len(STATS))

AWAY, HOME = 0, 1

FOULS_TO_BONUS = 5
"""Fouls of a side in one period from which the other side shoots."""

Change: TypeAlias = tuple[int, int, int]
"""(player's place in his side's list, number of the stat, amount)."""

Five: TypeAlias = tuple[int, ...]


class Play(NamedTuple):
    """One possession or correction, known to the feed `wall` seconds after the tip-off time."""

    wall: float
    period: int
    seconds: int
    side: int
    points: int
    changes: tuple[tuple[int, Change], ...]
    fives: tuple[Five, Five]


@dataclass(frozen=True, slots=True)
class Period:
    """When a period is played: wall seconds from the tip-off time, and its length in game time."""

    number: int
    begins: float
    ends: float
    seconds: int


@dataclass(frozen=True, slots=True)
class Game:
    """A whole game. `sides` are the listed players, (away, home); `final` is in wall seconds."""

    sides: tuple[tuple[Player, ...], tuple[Player, ...]]
    periods: tuple[Period, ...]
    plays: tuple[Play, ...]
    final: float

    def box(self) -> BoxScore:
        """The box score after every play and correction."""
        box = BoxScore(self)
        for play in self.plays:
            box.add(play)
        return box


@dataclass(slots=True)
class BoxScore:
    """The running numbers of a game: `stats[side][player][stat]`, `quarters[side][period - 1]`."""

    game: Game
    stats: tuple[list[list[int]], list[list[int]]] = field(init=False)
    seconds: tuple[list[int], list[int]] = field(init=False)
    plus_minus: tuple[list[int], list[int]] = field(init=False)
    quarters: tuple[list[int], list[int]] = field(init=False)
    fouls: tuple[list[int], list[int]] = field(init=False)

    def __post_init__(self) -> None:
        away, home = (len(side) for side in self.game.sides)
        periods = len(self.game.periods)
        self.stats = _zeros(away), _zeros(home)
        self.seconds = [0] * away, [0] * home
        self.plus_minus = [0] * away, [0] * home
        self.quarters = [0] * periods, [0] * periods
        self.fouls = [0] * periods, [0] * periods

    def add(self, play: Play) -> None:
        """Count one play; a correction is a play that takes no time."""
        for side, (player, stat, amount) in play.changes:
            self.stats[side][player][stat] += amount
            if stat == PF:
                self.fouls[side][play.period - 1] += amount
        self.quarters[play.side][play.period - 1] += play.points
        for side in (AWAY, HOME):
            won = play.points if side == play.side else -play.points
            seconds, plus_minus = self.seconds[side], self.plus_minus[side]
            for player in play.fives[side]:
                seconds[player] += play.seconds
                plus_minus[player] += won

    def score(self, side: int) -> int:
        """Points of a side (0 away, 1 home)."""
        return sum(self.quarters[side])


def _zeros(players: int) -> list[list[int]]:
    return [[0] * len(STATS) for _ in range(players)]
