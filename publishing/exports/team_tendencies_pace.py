"""How fast the teams play (`trends.md` 7.3)."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import msgspec

from publishing.exports.team_tendencies_games import Games, TeamEntry, listed, points_of
from publishing.stats import finite, mean, rounded

DAYS = 30
FEWEST_GAMES = 5

FAST, SLOW = "Runs whenever it can: more shots for everybody", "Walks it up: few possessions"


class TeamPace(TeamEntry):
    """A team's possessions in 48 minutes, against the league's mean, and its points in a game."""

    pace: float
    games: int
    avg_points: float
    vs_league: float
    insight: str


class Pace(msgspec.Struct):
    """The fastest and the slowest teams; the mean is of all teams with games enough, or None."""

    kings: list[TeamPace]
    grinders: list[TeamPace]
    league_average: float | None


def pace_of(games: Games) -> Pace:
    """The section, of the window's games; a team whose pace nobody measured is in no list."""
    paces = {team: pace for team, pace in _paces(games) if len(games[team]) >= FEWEST_GAMES}
    if not paces:
        return Pace([], [], None)
    league = sum(paces.values(), Fraction()) / len(paces)
    entries = [
        TeamPace(
            team=team,
            pace=rounded(pace, 2),
            games=len(games[team]),
            avg_points=mean(points_of(games[team]), 1) or 0.0,
            vs_league=rounded(pace - league, 2),
            insight="",
        )
        for team, pace in paces.items()
    ]
    return Pace(
        kings=listed(entries, lambda one: -one.pace, FAST),
        grinders=listed(entries, lambda one: one.pace, SLOW),
        league_average=rounded(league, 2),
    )


def _paces(games: Games) -> Iterable[tuple[str, Fraction]]:
    for team, played in games.items():
        paces = [Fraction(pace) for row in played if (pace := finite(row.pace)) is not None]
        if paces:
            yield team, sum(paces, Fraction()) / len(paces)
