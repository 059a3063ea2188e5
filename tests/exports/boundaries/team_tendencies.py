"""Thresholds of `team_tendencies`."""

from __future__ import annotations

from datetime import timedelta

from publishing.batch_rows import TeamGame
from publishing.exports import (
    team_tendencies_defense,
    team_tendencies_games,
    team_tendencies_pace,
    team_tendencies_points,
)
from publishing.rows import Row
from tests.exports.boundaries.boundary import move, scene
from tests.exports.rows import AFTER, scheduled
from tests.exports.teams import (
    analysed,
    analyses,
    every_other_day,
    game,
    second_nights,
    venues,
)

TEAMS = "ATL BKN BOS CHA CHI CLE DAL DEN DET GSW HOU IND LAC".split()

NOT_READ = "what is older is not read"


def at(team: str, *days_ago: int) -> list[TeamGame]:
    """Games so long ago, each of other points and another pace."""
    return [game(days, 100 + days, team, pace=90 + days) for days in days_ago]


def team(place: int, name: str) -> list[Row]:
    """A team with numbers of its own in every section."""
    return [
        *(
            game(
                days,
                105 + (place * 7 + days * 5) % 23,
                name,
                pace=95 + place,
                home_game=days % 4 < 2,
            )
            for days in (2, 3, 5, 6, 9, 10, 12, 15, 17, 18, 22, 25, 27, 28, 33, 40, 44, 47)
        ),
        *(
            analysed(days, name, paint=f"0.{550 + place}", three=f"0.{350 - 2 * place}")
            for days in range(1, 8)
        ),
    ]


SCENES = {
    "lists": scene(
        scheduled(), *(row for place, name in enumerate(TEAMS) for row in team(place, name))
    ),
    "equal teams": scene(scheduled(), *(row for name in reversed(TEAMS) for row in team(0, name))),
    "window of a pace": scene(
        *at("BOS", 2, 7, 12, 17, 29, 30),
        *at("DEN", 2, 7, 12, 17, 29, 31),
        *at("CHI", 0, 1, 2, 3, 30),
    ),
    "games of a pace": scene(
        *(row for games in (4, 5, 6) for row in every_other_day([110] * games, TEAMS[games]))
    ),
    "window of the analyses": scene(
        *(analysed(days, "BOS", paint=f"0.5{days:02}") for days in (0, 5, 10, 20, 29, 30)),
        *(analysed(days, "DEN", paint=f"0.5{days:02}") for days in (5, 10, 20, 29, 30, 31)),
    ),
    "analyses": scene(*(row for days in (4, 5, 6) for row in analyses(days, TEAMS[days]))),
    "window of the venues": scene(
        *venues([110] * 5, [100] * 5, "BOS"),
        *at("BOS", 59, 60),
        *venues([110] * 5, [100] * 5, "DEN"),
        *at("DEN", 61),
    ),
    "games at the venues": scene(
        *(
            row
            for place, (home, away) in enumerate([(4, 6), (5, 5), (6, 4), (6, 6), (4, 4)])
            for row in venues([110] * home, [100 + place] * away, TEAMS[place])
        )
    ),
    "window of the rest": scene(
        *second_nights([100] * 3, [110] * 6, "BOS"),
        *at("BOS", 89, 90),
        *second_nights([100] * 3, [110] * 6, "DEN"),
        *at("DEN", 91),
    ),
    "tired and rested games": scene(
        *(
            row
            for place, (tired, rested) in enumerate(
                [(2, 6), (3, 5), (4, 6), (3, 4), (4, 4), (4, 5), (2, 4)]
            )
            for row in second_nights([100 + place] * tired, [110] * rested, TEAMS[place])
        )
    ),
    "rows of one game": scene(
        *every_other_day([110] * 6),
        game(2, 55, game_id="20260107_BOS_NYK", possessions=48),
        game(4, 56, quality_tier="silver", possessions=120),
        game(6, 57, possessions=None, processed_at="2026-01-09T09:00:00Z"),
        game(8, 58, processed_at="2026-01-02T01:00:00Z"),
        game(10, 59, quality_tier=None, data_quality_tier="gold", possessions=120),
        game(12, 60, quality_tier="unheard of", possessions=120),
        game(2, 7, possessions=200, is_partial_game_data=True),
        game(3, None),
        game(2, 300, possessions=300, processed_at="2026-01-10T00:00:00Z"),
        game(-1, 200),
    ),
    "nulls": scene(
        *every_other_day([120] * 5, "ATL", pace=None),
        *every_other_day([110] * 6, "BOS"),
        game(3, 150, "BOS", pace=None),
        *every_other_day([105, 106, 107, 108, 108, 108], "NYK", pace="96.135"),
        *analyses(6, "ATL", paint=None, opponent_points_per_game=None),
        *analyses(6, "BOS", three=0),
        *analyses(4, "CHI"),
        analysed(9, "CHI", paint="0.9", three="0.9", early_season_flag=True),
        analysed(10, "CHI", three=None),
        *analyses(5, "NYK"),
        *analyses(5, "NYK", paint="0.9", processed_at="2025-12-01T00:00:00Z"),
        *analyses(5, "NYK", paint="0.8", processed_at="2026-01-10T00:00:00Z"),
        analysed(-1, "NYK", paint="0.7"),
    ),
    "after the games": scene(
        scheduled(),
        *at("BOS", 0, 3, 5, 7, 9, 11),
        *analyses(5),
        analysed(0, paint="0.5"),
        as_of=AFTER + timedelta(1),
    ),
}

MOVES = (
    move(team_tendencies_games, "LISTED", 4, 6),
    move(team_tendencies_pace, "DAYS", 29, 31),
    move(team_tendencies_pace, "FEWEST_GAMES", 4, 6),
    move(team_tendencies_defense, "DAYS", 29, one_way=NOT_READ),
    move(team_tendencies_defense, "FEWEST_ROWS", 4, 6),
    move(team_tendencies_defense, "PERCENT", 99, 101),
    move(team_tendencies_points, "VENUE_DAYS", 59, 61),
    move(team_tendencies_points, "REST_DAYS", 89, one_way=NOT_READ),
    move(team_tendencies_points, "FEWEST_AT_A_VENUE", 4, 6),
    move(team_tendencies_points, "FEWEST_TIRED", 2, 4),
    move(team_tendencies_points, "FEWEST_RESTED", 4, 6),
)
