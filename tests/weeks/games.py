"""The games of a week: when they tip off and end, and which are postponed or moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from publishing.identity import game_key
from tests.pipelines.small_games import TEAMS, Turn, team_points
from tests.weeks.agenda import MINUTE, wall

NORMAL = timedelta(hours=2, minutes=20)
BEGINS_AFTER = 8 * MINUTE
"""From the tip-off as it is announced to the first ball."""


@dataclass(frozen=True)
class Game:
    """One game. `off_at` is when it was postponed; `moved_from` where it stood until `moved_at`."""

    day: date
    number: int
    league_id: str
    away: str
    home: str
    tip: datetime
    ends: datetime
    overtime: bool = False
    off_at: datetime | None = None
    moved_from: date | None = None
    moved_at: datetime | None = None

    @property
    def begins(self) -> datetime:
        return self.tip + BEGINS_AFTER

    @property
    def key(self) -> str:
        return game_key(self.day, self.away, self.home)

    @property
    def played(self) -> bool:
        return self.off_at is None

    @property
    def exhibition(self) -> bool:
        return not self.league_id.startswith("002")

    def score(self, team: str) -> int:
        """What a team has at the end."""
        return team_points(team, self.number)

    def turns(self, tired: bool) -> list[Turn]:
        """Its players, each with what he does in it."""
        found = []
        for team, opponent in ((self.home, self.away), (self.away, self.home)):
            first = 2 * TEAMS.index(team)
            for player in (first, first + 1):
                home = team == self.home
                found.append(
                    Turn(
                        player,
                        self.key,
                        self.league_id,
                        self.day,
                        self.number,
                        home,
                        opponent,
                        tired,
                    )
                )
        return found


def on(day: str, number: int, *games: str) -> list[Game]:
    """The games of a date, each written `BOS@CHI 19:30-21:50`; hours from 24 are of the next.

    A `+` at the end is an overtime, `*` an hour that the wall clock shows for the second time.
    """
    found = []
    for place, text in enumerate(games):
        teams, _, hours = text.partition(" ")
        away, _, home = teams.partition("@")
        overtime, second = hours.endswith("+"), "*" in hours
        tip, _, end = hours.strip("+*").partition("-")
        found.append(
            Game(
                date.fromisoformat(day),
                number,
                f"00225{number:02}{place:03}",
                away,
                home,
                at(day, tip),
                at(day, end, second=second),
                overtime,
            )
        )
    return found


def at(day: str, hours: str, *, second: bool = False) -> datetime:
    """`25:30` of a date is half past one on the Eastern wall clock of the next."""
    hour, _, minute = hours.partition(":")
    days, hour_of_day = divmod(int(hour), 24)
    later = date.fromisoformat(day) + timedelta(days=days)
    return wall(f"{later} {hour_of_day:02}:{minute}", second=second)


def season_before(start: str, numbers: int = 11) -> list[Game]:
    """So many dates with three games each in the two weeks before, numbered from 0."""
    first = date.fromisoformat(start)
    # Two nights in a row now and then, and a day off between others.
    back = [day for day in range(2 * numbers, 0, -1) if day % 4 != 2][-numbers:]
    found: list[Game] = []
    for number, days in enumerate(back):
        day = (first - timedelta(days=days)).isoformat()
        found += on(day, number, *(f"{pair} {hours}" for pair, hours in round_of(number)))
    return found


def round_of(number: int) -> Iterator[tuple[str, str]]:
    """Three games in which every team plays once: the first stays, the others go round."""
    circle = TEAMS[1:][number % 5 :] + TEAMS[1:][: number % 5]
    order = (TEAMS[0], *circle)
    hours = ("19:00-21:20", "19:30-21:50", "22:00-24:20")
    for place in range(3):
        home, away = (order[place], order[5 - place])[:: -1 if number % 2 else 1]
        yield f"{away}@{home}", hours[place]


def by_date(games: Iterable[Game]) -> dict[date, list[Game]]:
    """The games of each date, ascending."""
    found: dict[date, list[Game]] = {}
    for game in sorted(games, key=lambda one: (one.day, one.tip, one.key)):
        found.setdefault(game.day, []).append(game)
    return found
