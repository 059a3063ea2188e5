"""The simulated season: who plays whom and when, and every game of it, from one seed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from random import Random

from demo.corrections import with_final_correction, with_points_taken_away
from demo.errors import InputError
from demo.game import Game
from demo.players import Player, rosters
from demo.simulation import simulate
from demo.teams import TEAMS
from publishing.calendar import EASTERN
from publishing.identity import game_key

OPENING_DAY = date(2025, 10, 21)
NIGHT = date(2025, 12, 27)
"""The demo night, the last date of the season."""

TRADES_OPEN = date(2025, 11, 25)
TRADED_PLACE = 2
"""The two players are starters, so that both surely play for both teams."""

TAKEN_AWAY, CORRECTED, OVERTIME, ABSENT_STAR = 0, 1, 2, 3
"""Games of the demo night, in order of tip-off, in which that one thing surely happens."""

_NIGHT_TIPS = (time(19), time(19, 30), time(20), time(20, 30), time(21), time(22, 30))
_EVENING_TIPS = (time(19), time(19, 30), time(20), time(20, 30), time(21, 30), time(22, 30))
_IDLE_DAYS = (date(2025, 11, 4), date(2025, 11, 27), date(2025, 12, 24))
_FIRST_BDL_ID = 18_440_001


@dataclass(frozen=True, slots=True)
class Fixture:
    """One game of the schedule: `tip_off` in UTC, `day` the Eastern date of it."""

    league_id: str
    bdl_id: int
    day: date
    tip_off: datetime
    away: str
    home: str
    special: int | None = None

    @property
    def key(self) -> str:
        """The standard id, `YYYYMMDD_AWAY_HOME`."""
        return game_key(self.day, self.away, self.home)


@dataclass(frozen=True, slots=True)
class Trade:
    """Two teams exchange the players at a place of their rosters, from a date on."""

    day: date
    teams: tuple[str, str]
    place: int


@dataclass(frozen=True, slots=True)
class Season:
    """A season of one seed; fixtures are in order of date, then tip-off."""

    seed: int
    rosters: dict[str, tuple[Player, ...]]
    fixtures: tuple[Fixture, ...]
    trade: Trade

    def on(self, day: date) -> tuple[Fixture, ...]:
        """The fixtures of a date; ValueError when it has none."""
        found = tuple(fixture for fixture in self.fixtures if fixture.day == day)
        if not found:
            first, last = self.fixtures[0].day, self.fixtures[-1].day
            raise InputError(f"no games on {day}: the simulated season is {first} to {last}")
        return found

    def roster(self, team: str, day: date) -> tuple[Player, ...]:
        """A team's players on a date, best first; since the trade one of them is another.

        The newcomer plays as well as the one whose place he takes: every other number of the
        season is as without the trade.
        """
        roster, trade = self.rosters[team], self.trade
        if day < trade.day or team not in trade.teams:
            return roster
        there = trade.teams[1] if team == trade.teams[0] else trade.teams[0]
        came = _in_place_of(roster[trade.place], self.rosters[there][trade.place])
        return (*roster[: trade.place], came, *roster[trade.place + 1 :])

    def play(self, fixture: Fixture) -> Game:
        """The game, the same at every call: its seed is that of the season and its id."""
        attempt = 0
        while True:
            rng = Random(f"{self.seed}:{fixture.league_id}:{attempt}")
            out = 0 if fixture.special == ABSENT_STAR else -1
            away, home = (self.roster(team, fixture.day) for team in (fixture.away, fixture.home))
            game = _as_wanted(simulate(rng, away, home, out), fixture.special)
            if game is not None:
                return game
            attempt += 1


@lru_cache(maxsize=4)
def season(seed: int) -> Season:
    """The season of a seed, from the last third of October to the demo night."""
    rng = Random(f"{seed}:schedule")
    night_teams = list(TEAMS)
    rng.shuffle(night_teams)
    night_teams = night_teams[: 2 * len(_NIGHT_TIPS)]
    slots: list[tuple[date, time, str, str, int | None]] = []
    played: Counter[str] = Counter()
    yesterday: frozenset[str] = frozenset()
    day = OPENING_DAY
    while day < NIGHT:
        pairs = [] if day in _IDLE_DAYS else _pairs(rng, day, played, yesterday)
        slots += [(day, *slot) for slot in _tips(rng, day, pairs)]
        yesterday = frozenset(team for pair in pairs for team in pair)
        day += timedelta(days=1)
    for number, tip in enumerate(_NIGHT_TIPS):
        away, home = night_teams[2 * number : 2 * number + 2]
        slots.append((NIGHT, tip, away, home, number))
    fixtures = tuple(
        Fixture(
            league_id=f"00225{number:05d}",
            bdl_id=_FIRST_BDL_ID + number * 3,
            day=day,
            tip_off=datetime.combine(day, tip, EASTERN).astimezone(UTC),
            away=away,
            home=home,
            special=special,
        )
        for number, (day, tip, away, home, special) in enumerate(slots, start=1)
    )
    # The away teams first, so that the two namesakes play in two games of the night.
    special_teams = night_teams[::2] + night_teams[1::2]
    # Two teams that do not play on the demo night.
    others = sorted(set(TEAMS) - set(night_teams))
    trade = _trade(fixtures, others[0], others[1])
    return Season(seed, rosters(seed, special_teams), fixtures, trade)


def _in_place_of(gone: Player, came: Player) -> Player:
    return replace(
        gone,
        bdl_id=came.bdl_id,
        lookup=came.lookup,
        first_name=came.first_name,
        last_name=came.last_name,
        jersey=came.jersey,
        college=came.college,
        draft=came.draft,
    )


def _trade(fixtures: tuple[Fixture, ...], one: str, other: str) -> Trade:
    """The trade, on a date from which nobody's old and new team first play on the same date."""
    days: dict[str, list[date]] = {one: [], other: []}
    for fixture in fixtures:
        for team in days.keys() & {fixture.away, fixture.home}:
            days[team].append(fixture.day)
    for day in (fixture.day for fixture in fixtures if fixture.day >= TRADES_OPEN):
        firsts = {next(each for each in days[team] if each >= day) for team in (one, other)}
        if len(firsts) == 2 and not any(firsts <= set(days[team]) for team in (one, other)):
            return Trade(day, (one, other), TRADED_PLACE)
    raise InputError(f"{one} and {other} have no date for a trade")


def _pairs(
    rng: Random, day: date, played: Counter[str], yesterday: frozenset[str]
) -> list[tuple[str, str]]:
    """Who plays on a date: the teams with the fewest games, rested ones first."""
    games = rng.randint(10, 13) if day.weekday() in (2, 4) else rng.randint(3, 8)
    order = sorted(TEAMS, key=lambda team: (played[team] + (team in yesterday), rng.random()))
    teams = order[: 2 * games]
    rng.shuffle(teams)
    played.update(teams)
    return list(zip(teams[::2], teams[1::2], strict=True))


def _tips(
    rng: Random, day: date, pairs: list[tuple[str, str]]
) -> list[tuple[time, str, str, int | None]]:
    tips = [rng.choice(_EVENING_TIPS) for _ in pairs]
    if day.weekday() == 5 and tips:
        tips[0] = time(12)
    return sorted((tip, away, home, None) for tip, (away, home) in zip(tips, pairs, strict=True))


def _as_wanted(game: Game, special: int | None) -> Game | None:
    """The game when it is what its place in the night asks for, else None."""
    if special is None or special == ABSENT_STAR:
        return game
    overtime = len(game.periods) > 4
    if special == OVERTIME:
        return game if overtime else None
    if overtime:
        return None
    if special == TAKEN_AWAY:
        return with_points_taken_away(game)
    return with_final_correction(game) if special == CORRECTED else game
