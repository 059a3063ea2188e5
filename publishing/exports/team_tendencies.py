"""`trends/team-tendencies.json`: how teams play, defend and travel (`trends.md` 7)."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from publishing.batch_rows import TeamDefense, TeamGame
from publishing.calendar import days_before, format_instant
from publishing.documents import CacheClass
from publishing.exports import team_tendencies_defense as defenses
from publishing.exports import team_tendencies_pace as paces
from publishing.exports import team_tendencies_points as points
from publishing.exports.declaration import Export, OfLeague, always
from publishing.exports.inputs import SCHEDULE_COLUMNS
from publishing.exports.team_tendencies_defense import DefenseByZone, defense_of
from publishing.exports.team_tendencies_games import games_of, since
from publishing.exports.team_tendencies_pace import Pace, pace_of
from publishing.exports.team_tendencies_points import (
    BackToBacks,
    HomeAndAway,
    back_to_back_of,
    home_away_of,
)
from publishing.league import Slate
from publishing.occasions import EVEN_MONDAYS
from publishing.reads import Input, Window
from publishing.rows import ScheduledGame


class TeamTendencies(msgspec.Struct):
    """The document; a section without teams enough is there, and empty."""

    generated_at: str
    as_of_date: str
    pace: Pace
    defense_by_zone: DefenseByZone
    home_away: HomeAndAway
    back_to_back: BackToBacks


def document(slate: Slate, found: Sequence[TeamGame]) -> TeamTendencies:
    """The document of a date, from the games and analyses of its windows, both ends inside."""
    day = slate.game_date
    games = games_of(found, day)
    return TeamTendencies(
        generated_at=format_instant(slate.as_of),
        as_of_date=day.isoformat(),
        pace=pace_of(since(games, days_before(day, paces.DAYS))),
        defense_by_zone=defense_of(_analyses(slate)),
        home_away=home_away_of(since(games, days_before(day, points.VENUE_DAYS))),
        back_to_back=back_to_back_of(since(games, days_before(day, points.REST_DAYS))),
    )


def lacks(slate: Slate, found: Sequence[TeamGame]) -> str:
    """Says which rows are missing though the schedule has games behind them (D6, I-16).

    In a break, in the off-season and before a season's second date a section is rightly empty.
    Analyses are missed once a team has games enough for its pace.
    """
    day = slate.game_date
    games = games_of(found, day)
    for days in (paces.DAYS, points.VENUE_DAYS, points.REST_DAYS):
        first = days_before(day, days)
        if slate.played_since(first) and not any(since(games, first).values()):
            return f"no row of {TeamGame.table} for {day}"
    if pace_of(since(games, days_before(day, paces.DAYS))).kings and not _analyses(slate):
        return f"no row of {TeamDefense.table} for {day}"
    return ""


def _analyses(slate: Slate) -> list[TeamDefense]:
    first = days_before(slate.game_date, defenses.DAYS)
    return [row for row in slate.defenses if row.analysis_date >= first]


TEAM_TENDENCIES = Export(
    name="team_tendencies",
    job_type="trends-team",
    groups=("trends-weekly", "trends-all"),
    document=TeamTendencies,
    dated=None,
    pointers=("trends/team-tendencies.json",),
    pointer_cache=CacheClass.TRENDS,
    cadence=(EVEN_MONDAYS,),
    templates=("trends",),
    runs="template",
    limit_hours=360,
    inputs=(
        Input(ScheduledGame, SCHEDULE_COLUMNS, Window.QUARTER),
        Input(
            TeamGame,
            (
                "game_id",
                "game_date",
                "team_abbr",
                "home_game",
                "points_scored",
                "pace",
                "possessions",
                "quality_tier",
                "data_quality_tier",
                "is_partial_game_data",
            ),
            Window.QUARTER,
        ),
        Input(
            TeamDefense,
            (
                "team_abbr",
                "analysis_date",
                "opponent_points_per_game",
                "paint_pct_allowed_last_15",
                "three_pt_pct_allowed_last_15",
                "early_season_flag",
            ),
            Window.MONTH,
        ),
    ),
    made=OfLeague(TeamGame, document, lacks),
    essential=always(TeamGame),
)
