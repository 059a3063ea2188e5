"""Teams by a few of their games and of the analyses of their defence, before `DAY`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from publishing.batch_rows import TeamDefense, TeamGame
from publishing.exports.team_tendencies import TEAM_TENDENCIES
from publishing.rows import ScheduledGame
from tests.exports.rows import DAY, Json, defended, league, made, scheduled, slate, team_played

TeamRow = TeamGame | TeamDefense


def document(*rows: TeamRow) -> Json:
    """`trends/team-tendencies.json` of these rows."""
    games = [row for row in rows if isinstance(row, TeamGame)]
    analyses = [row for row in rows if isinstance(row, TeamDefense)]
    return made(TEAM_TENDENCIES, games, slate(league(*analyses)))


def game(days_ago: int, points: int | None = 110, team: str = "BOS", **columns: Any) -> TeamGame:
    """A home game of so many points."""
    day = DAY - timedelta(days_ago)
    when = {"game_id": f"{day:%Y%m%d}_NYK_{team}", "game_date": day}
    later = f"{day + timedelta(1)}T08:00:00Z"
    return team_played(team, **{**when, "processed_at": later, "points_scored": points, **columns})


def every_other_day(
    points: Iterable[int], team: str = "BOS", first: int = 2, **columns: Any
) -> list[TeamGame]:
    """Games with these points, newest first, every other day from `first` days ago."""
    return [game(first + 2 * place, one, team, **columns) for place, one in enumerate(points)]


def venues(home: Iterable[int], away: Iterable[int], team: str = "BOS") -> list[TeamGame]:
    """Games at home every other day from two days ago, and away every other day before them."""
    at_home = every_other_day(home, team)
    return [
        *at_home,
        *every_other_day(away, team, first=2 + 2 * len(at_home), home_game=False),
    ]


def second_nights(
    tired: Iterable[int], rested: Iterable[int], team: str = "BOS", first: int = 2
) -> list[TeamGame]:
    """A game of 100 points long ago, then rested games, then tired ones, each a day after another.

    The game before a tired one is rested too, with its points. Newest last: `tired` comes with
    the last of the rested games.
    """
    tired, rested = list(tired), list(rested)
    rows, days = [], first
    for one in tired:
        rows.append(game(days, one, team))
        rows.append(game(days + 1, rested.pop(), team))
        days += 3
    for one in rested:
        rows.append(game(days, one, team))
        days += 2
    return [*rows, game(days, 100, team)]


def analysed(
    days_ago: int, team: str = "BOS", paint: object = "0.6", three: object = "0.35", **columns: Any
) -> TeamDefense:
    """An analysis of a team's defence: shares allowed near the basket and from three."""
    day = DAY - timedelta(days_ago)
    shares = {"paint_pct_allowed_last_15": paint, "three_pt_pct_allowed_last_15": three}
    return defended(
        team,
        **{"analysis_date": day, "processed_at": f"{day}T11:00:00Z", **shares, **columns},
    )


def analyses(count: int, team: str = "BOS", **columns: Any) -> list[TeamDefense]:
    """Analyses of so many days, the last of them the day before `DAY`."""
    return [analysed(1 + place, team, **columns) for place in range(count)]


def finished(days_ago: int, **columns: Any) -> ScheduledGame:
    """A game of the schedule that was played to its end."""
    day = DAY - timedelta(days_ago)
    final = {"game_status": 3, "home_team_score": 110, "away_team_score": 99}
    when = {"game_date": day, "processed_at": f"{day + timedelta(1)}T06:00:00Z"}
    return scheduled(**{"game_id": f"00225{days_ago:05}", **when, **final, **columns})


def named(entries: Iterable[Json]) -> list[str]:
    """The teams of a list, in its order."""
    return [one["team"] for one in entries]
