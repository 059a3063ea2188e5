"""Six teams, twelve players, eighteen dates: who plays whom, and what comes of it, by rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from publishing.identity import game_key, player_lookup
from publishing.rows import Row

Values = dict[str, Any]
"""A row as a warehouse has it: column to value."""

Found = Iterator[tuple[type[Row], Values]]

EVE, DAY, BETWEEN, LATER = (date(2026, 1, day) for day in (13, 14, 15, 16))
"""Three dates with games: graded, tonight's, and one that has not begun on the evening of `DAY`."""

SPRING = date(2025, 3, 1)

BEFORE, AFTER = "2026-01-14T22:30:00Z", "2026-01-15T15:30:00Z"
"""As-ofs before the games of `DAY`, and when they are graded."""

TEAMS = ("BOS", "CHI", "DEN", "LAL", "MIA", "NYK")
NAMES = (
    "Aldo Arnsby Jr.",
    "Ben Brück",
    "Cal Croft",
    "Dov D'Arcy",
    "Eli Eastlake",
    "Finn Fàber",
    "Gus Garnet",
    "Hal Hexham",
    "Ivo Inglé",
    "Jem Jarrow",
    "Kit Kestrel",
    "Lou Larch-Lane",
)
PLAYERS = tuple(player_lookup(name) for name in NAMES)

_OFFSETS = (24, 23, 21, 20, 18, 17, 15, 14, 12, 11, 9, 8, 6, 5, 2, 1, 0, -2)
"""Days from each date to `DAY`; most are the second of two nights in a row."""


_BAD_NIGHTS = (3, 7, 13, 16)
"""Numbers of the dates on which the best player scores far too little; the last is `DAY`."""


@dataclass(frozen=True)
class Turn:
    """One player in one game; `number` counts the dates, `tired` is a second night in a row."""

    player: int
    game: str
    league_id: str
    day: date
    number: int
    home: bool
    opponent: str
    tired: bool

    @property
    def lookup(self) -> str:
        return PLAYERS[self.player]

    @property
    def team(self) -> str:
        return TEAMS[self.player // 2]

    @property
    def team_points(self) -> int:
        """What his team scores; no two teams of a date score the same."""
        return team_points(self.team, self.number)

    @property
    def said_id(self) -> str:
        """His game as some tables have it: under the league's id (D19)."""
        return self.league_id if self.player % 4 == 1 else self.game

    @property
    def average(self) -> int:
        return 12 + 2 * self.player

    @property
    def points(self) -> int | None:
        """None when he did not play; some rise with the dates, some fall, some tire."""
        if (self.number + 2 * self.player) % 11 == 0 and self.day < EVE:
            return None
        mood = (self.number * 7 + self.player * 5) % 6
        trend = (0, self.number // 2, -(self.number // 2))[self.player % 3]
        bad = 20 * (self.player == 11 and self.number in _BAD_NIGHTS)
        return max(0, self.average + mood + trend - bad - 4 * (self.tired and self.player % 2))

    @property
    def line(self) -> Decimal | None:
        """None for two players that nobody offers."""
        return None if self.player in (5, 10) else self.average + Decimal("2.5")

    @property
    def predicted(self) -> Decimal:
        return (self.line or Decimal(20)) + (self.number * 5 + self.player * 3) % 13 - 6

    @property
    def recommendation(self) -> str:
        if self.line is None:
            return "NO_LINE"
        edge = self.predicted - self.line
        return "PASS" if abs(edge) < 1 else "OVER" if edge > 0 else "UNDER"

    @property
    def confidence(self) -> Decimal:
        """From 0 to 100."""
        return Decimal(70 + (self.player * 5 + self.number) % 25)


def team_points(team: str, number: int) -> int:
    """What a team scores on a date."""
    return 96 + (number * 5 + TEAMS.index(team) * 7) % 23


def dates() -> Iterator[tuple[date, list[Turn]]]:
    """Every date with its turns, ascending."""
    before: date | None = None
    for number, offset in enumerate(_OFFSETS):
        day = DAY - timedelta(days=offset)
        yield day, list(_turns(day, number, before == day - timedelta(days=1)))
        before = day


def last_spring() -> Iterator[Turn]:
    """Ten dates of the season before, every other day, of which only the box scores are left."""
    for number in range(10):
        yield from _turns(SPRING + timedelta(days=2 * number), number, False)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """An hour of a date, UTC; 24 and more are on the next."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(
        hours=hour, minutes=minute
    )


def made(day: date, hour: int) -> datetime:
    """When a row of a date was made; of a date to come, on `DAY`."""
    return at(min(day, DAY), hour)


def _turns(day: date, number: int, tired: bool) -> Iterator[Turn]:
    """Every team plays: the first stays, the others go round."""
    circle = TEAMS[1:][number % 5 :] + TEAMS[1:][: number % 5]
    order = (TEAMS[0], *circle)
    for place in range(3):
        home, away = (order[place], order[5 - place])[:: -1 if number % 2 else 1]
        game, league_id = game_key(day, away, home), f"00225{number:02}{place:03}"
        for player in range(12):
            team = TEAMS[player // 2]
            if team in (home, away):
                opponent = away if team == home else home
                yield Turn(player, game, league_id, day, number, team == home, opponent, tired)
