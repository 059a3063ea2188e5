"""The game of the simulated season that was postponed on its first date.

Before that date everything was made for it: lines, predictions, context, features. Then it was
not played, and the schedule has it a second time, where it is played.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import polars as pl

from demo import models
from demo.errors import InputError
from demo.season import Fixture, Season
from publishing.calendar import EASTERN
from publishing.identity import game_key

FIRST_DAY = date(2025, 12, 1)
"""From when on the game may have been planned: by then everybody has a forecast."""


@dataclass(frozen=True, slots=True)
class Postponed:
    """A fixture, and the date on which it was to be played first."""

    fixture: Fixture
    first_day: date

    @property
    def key(self) -> str:
        """The standard id on the first date; the league's id is that of the fixture."""
        return game_key(self.first_day, self.fixture.away, self.fixture.home)

    @property
    def tip_off(self) -> datetime:
        """The first tip-off in UTC, at the same Eastern time of day."""
        wall = self.fixture.tip_off.astimezone(EASTERN).time()
        return datetime.combine(self.first_day, wall, EASTERN).astimezone(UTC)


def postponed(season: Season) -> Postponed:
    """The first game whose teams had both been idle on a date with games, up to 12 days earlier."""
    busy: dict[date, set[str]] = {}
    for fixture in season.fixtures:
        busy.setdefault(fixture.day, set()).update((fixture.away, fixture.home))
    for fixture in season.fixtures:
        for days in range(12, 2, -1):
            day = fixture.day - timedelta(days=days)
            if day >= FIRST_DAY and not {fixture.away, fixture.home} & busy.get(
                day, {fixture.away}
            ):
                return Postponed(fixture, day)
    raise InputError(f"season {season.seed} has no game that could have been postponed")


def forecasts(game: Postponed, appearances: pl.DataFrame) -> pl.DataFrame:
    """The forecasts for the game on its first date, from what had been played by then."""
    fixture = game.fixture
    sides = pl.DataFrame(
        {
            "game_id": fixture.league_id,
            "game_key": game.key,
            "game_date": game.first_day,
            "team": [fixture.away, fixture.home],
            "opp": [fixture.home, fixture.away],
            "is_home": [False, True],
        }
    )
    known = appearances.filter(pl.col("game_date") < game.first_day)
    rows = models.forecasts(pl.concat([known, sides], how="diagonal"))
    return rows.filter(pl.col("game_key") == game.key)
