"""What the teams score at home and away, tired and rested (`trends.md` 7.3)."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise

import msgspec

from publishing.batch_rows import TeamGame
from publishing.calendar import days_between
from publishing.exports.team_tendencies_games import Games, TeamEntry, listed, points_of
from publishing.stats import rounded

VENUE_DAYS, REST_DAYS = 60, 90
FEWEST_AT_A_VENUE = 5
FEWEST_TIRED, FEWEST_RESTED = 3, 5

AT_HOME, ANYWHERE = "Scores more at home", "Scores as well on the road"
TIRES, LASTS = "Scores less on the second night", "Holds up on the second night"


class HomeAway(TeamEntry):
    """A team's points in a game at home and away, and how many more at home."""

    home_ppg: float
    away_ppg: float
    differential: float
    insight: str


class HomeAndAway(msgspec.Struct):
    """The teams that score most at home beside away, and those that score least."""

    home_dominant: list[HomeAway]
    road_warriors: list[HomeAway]


class BackToBack(TeamEntry):
    """A team's points in a game on the day after another and later, and how many more tired."""

    b2b_ppg: float
    rested_ppg: float
    impact: float
    b2b_games: int
    insight: str


class BackToBacks(msgspec.Struct):
    """The teams that lose most on a second night, and those that lose least."""

    vulnerable: list[BackToBack]
    resilient: list[BackToBack]


def home_away_of(games: Games) -> HomeAndAway:
    """The section, of the window's games."""
    entries = []
    for team, played in games.items():
        home = points_of(row for row in played if row.home_game)
        away = points_of(row for row in played if not row.home_game)
        if min(len(home), len(away)) >= FEWEST_AT_A_VENUE:
            at_home, on_the_road = _average(home), _average(away)
            entries.append(
                HomeAway(
                    team=team,
                    home_ppg=rounded(at_home, 1),
                    away_ppg=rounded(on_the_road, 1),
                    differential=rounded(at_home - on_the_road, 1),
                    insight="",
                )
            )
    return HomeAndAway(
        home_dominant=listed(entries, lambda one: -one.differential, AT_HOME),
        road_warriors=listed(entries, lambda one: one.differential, ANYWHERE),
    )


def back_to_back_of(games: Games) -> BackToBacks:
    """The section, of the window's games; how rested a team was in its first is not known."""
    entries = []
    for team, played in games.items():
        tired = points_of(row for row, days in _with_rest(played) if days == 1)
        rested = points_of(row for row, days in _with_rest(played) if days > 1)
        if len(tired) >= FEWEST_TIRED and len(rested) >= FEWEST_RESTED:
            on_second_nights, otherwise = _average(tired), _average(rested)
            entries.append(
                BackToBack(
                    team=team,
                    b2b_ppg=rounded(on_second_nights, 1),
                    rested_ppg=rounded(otherwise, 1),
                    impact=rounded(on_second_nights - otherwise, 1),
                    b2b_games=len(tired),
                    insight="",
                )
            )
    return BackToBacks(
        vulnerable=listed(entries, lambda one: one.impact, TIRES),
        resilient=listed(entries, lambda one: -one.impact, LASTS),
    )


def _with_rest(played: Iterable[TeamGame]) -> Iterable[tuple[TeamGame, int]]:
    """Each game but the first, with the days since the one before."""
    for before, row in pairwise(played):
        yield row, days_between(before.game_date, row.game_date)


def _average(points: list[int]) -> Fraction:
    return Fraction(sum(points), len(points))
