"""Draws a game, possession by possession, from the skills of its players."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import TypeAlias

from demo import game as stat
from demo.game import AWAY, HOME, Change, Five, Game, Period, Play
from demo.players import Player

PLAYING = 10
"""Players of a side who take part."""

LISTED = 13
"""Players of a side in the box score: those who play, then those who do not."""

_STINTS = 3
_TURNOVER = 0.13
_FOUL = 0.11

Sides: TypeAlias = tuple[tuple[Player, ...], tuple[Player, ...]]
Changes: TypeAlias = tuple[tuple[int, Change], ...]


def simulate(rng: Random, away: Sequence[Player], home: Sequence[Player], out: int = -1) -> Game:
    """A game of two rosters that are ordered best first.

    `out` is the place of a home player who surely does not play; others may be out by chance.
    """
    sides = _listed(rng, away, -1), _listed(rng, home, out)
    court = _Court(rng, sides)
    periods: list[Period] = []
    plays: list[Play] = []
    scores = [0, 0]
    begins = rng.uniform(300, 600)
    while len(periods) < 4 or scores[AWAY] == scores[HOME]:
        number = len(periods) + 1
        seconds = 720 if number <= 4 else 300
        period = Period(number, begins, begins + seconds * rng.uniform(2.2, 2.7), seconds)
        periods.append(period)
        for play in court.play(period):
            plays.append(play)
            scores[play.side] += play.points
        begins = period.ends + (900 if number == 2 else 150)
    final = periods[-1].ends + rng.uniform(30, 90)
    return Game(sides, tuple(periods), tuple(plays), final)


def _listed(rng: Random, roster: Sequence[Player], out: int) -> tuple[Player, ...]:
    resting = {place for place in range(len(roster)) if rng.random() < 0.05 or place == out}
    fit = [player for place, player in enumerate(roster) if place not in resting]
    playing = fit[:PLAYING]
    rest = [player for player in roster if player not in playing]
    return tuple(playing + rest)[:LISTED]


class _Court:
    """Draws the possessions; the five of each side change three times a period."""

    def __init__(self, rng: Random, sides: Sides) -> None:
        self._rng = rng
        self._sides = sides
        self._form = tuple([rng.uniform(0.9, 1.1) for _ in side] for side in sides)
        self._offence = rng.randrange(2)
        self._fives: tuple[Five, Five] = ((), ())
        self._shares: tuple[dict[str, list[float]], ...] = ()

    def play(self, period: Period) -> list[Play]:
        """The possessions of a period in order; their seconds add up to its length."""
        pace = (period.ends - period.begins) / period.seconds
        plays: list[Play] = []
        gone, stint = 0, -1
        while gone < period.seconds:
            if gone * _STINTS // period.seconds != stint:
                stint = gone * _STINTS // period.seconds
                self._substitute(period.number, stint)
            seconds = self._rng.randint(5, 21)
            # A rest of a few seconds is no possession of its own.
            if gone + seconds > period.seconds - 3:
                seconds = period.seconds - gone
            gone += seconds
            side = self._offence
            points, changes = self._possession(side)
            wall = period.begins + gone * pace
            plays.append(Play(wall, period.number, seconds, side, points, changes, self._fives))
        return plays

    def _substitute(self, period: int, stint: int) -> None:
        closing = period > 4 or (period in (1, 3) and stint == 0) or (period == 4 and stint == 2)
        self._fives = self._five(AWAY, closing), self._five(HOME, closing)
        self._shares = (self._share(AWAY), self._share(HOME))

    def _five(self, side: int, starters: bool) -> Five:
        if starters:
            return (0, 1, 2, 3, 4)
        players = self._sides[side][:PLAYING]
        # The starters have played four of the twelve stints already, hence the offset.
        drawn = sorted(
            range(len(players)),
            key=lambda place: (
                -(self._rng.random() ** (1 / max(3.0, players[place].minutes - 13 * (place < 5))))
            ),
        )
        return tuple(sorted(drawn[:5]))

    def _share(self, side: int) -> dict[str, list[float]]:
        five = [self._sides[side][place] for place in self._fives[side]]
        return {
            "shots": list(accumulate(player.shots for player in five)),
            "rebounds": list(accumulate(player.rebounds for player in five)),
            "assists": list(accumulate(player.assists for player in five)),
        }

    def _pick(self, side: int, share: str) -> int:
        weights = self._shares[side][share]
        return self._rng.choices(self._fives[side], cum_weights=weights)[0]

    def _possession(self, side: int) -> tuple[int, Changes]:
        """Points and changes of one possession; the ball then goes to who has it next."""
        rng = self._rng
        shooter = self._pick(side, "shots")
        self._offence = 1 - side
        kind = rng.random()
        if kind < _TURNOVER:
            changes = [(side, (shooter, stat.TOV, 1))]
            if rng.random() < 0.55:
                changes.append((1 - side, (self._pick(1 - side, "assists"), stat.STL, 1)))
            return 0, tuple(changes)
        if kind < _TURNOVER + _FOUL:
            fouler = self._fives[1 - side][rng.randrange(5)]
            made, shots = self._free_throws(side, shooter, 2)
            return made, (*shots, (1 - side, (fouler, stat.PF, 1)))
        return self._shot(side, shooter)

    def _free_throws(self, side: int, shooter: int, tries: int) -> tuple[int, Changes]:
        rate = self._sides[side][shooter].ft_pct
        made = sum(self._rng.random() < rate for _ in range(tries))
        changes = [(side, (shooter, stat.FTA, tries))]
        if made:
            changes += [(side, (shooter, stat.FTM, made)), (side, (shooter, stat.PTS, made))]
        return made, tuple(changes)

    def _shot(self, side: int, shooter: int) -> tuple[int, Changes]:
        rng = self._rng
        player = self._sides[side][shooter]
        three = rng.random() < player.three_rate
        rate = (player.three_pct if three else player.two_pct) * self._form[side][shooter]
        changes = [(side, (shooter, stat.FGA, 1))]
        if three:
            changes.append((side, (shooter, stat.FG3A, 1)))
        if rng.random() >= rate + 0.01 * side:
            return 0, (*changes, *self._miss(side, three))
        points = 3 if three else 2
        changes += [(side, (shooter, stat.PTS, points)), (side, (shooter, stat.FGM, 1))]
        if three:
            changes.append((side, (shooter, stat.FG3M, 1)))
        passer = self._pick(side, "assists")
        if passer != shooter and rng.random() < 0.75:
            changes.append((side, (passer, stat.AST, 1)))
        if rng.random() < 0.04:
            fouler = self._fives[1 - side][rng.randrange(5)]
            made, more = self._free_throws(side, shooter, 1)
            return points + made, (*changes, *more, (1 - side, (fouler, stat.PF, 1)))
        return points, tuple(changes)

    def _miss(self, side: int, three: bool) -> Changes:
        changes = []
        if not three and self._rng.random() < 0.1:
            changes.append((1 - side, (self._pick(1 - side, "rebounds"), stat.BLK, 1)))
        if self._rng.random() < 0.27:
            self._offence = side
            return (*changes, (side, (self._pick(side, "rebounds"), stat.OREB, 1)))
        return (*changes, (1 - side, (self._pick(1 - side, "rebounds"), stat.DREB, 1)))
