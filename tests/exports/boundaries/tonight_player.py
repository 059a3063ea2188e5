"""Thresholds of `tonight_player`."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from publishing import form
from publishing.exports import tonight_player_factors
from publishing.identity import TRICODES
from publishing.rows import Row
from tests.exports.boundaries.boundary import move, scene
from tests.exports.boundaries.shared import (
    FATIGUE,
    FORM,
    of_games,
    played,
    tonights_players,
    with_gaps,
)
from tests.exports.rows import DAY, defended, expected, predicted, scheduled

TEAMS = sorted(TRICODES - {"BOS"})
"""Whom BOS may play: the defence of the first allows least."""


def against(rank: int) -> list[Row]:
    """A game of a team against the defence of this rank, and a player expected in it."""
    opponent, team = TEAMS[rank - 1], TEAMS[rank % len(TEAMS)]
    key = f"{DAY:%Y%m%d}_{opponent}_{team}"
    return [
        scheduled(opponent, team, game_id=f"00225006{rank:02}"),
        expected(f"rank{rank}", game_id=key, team_abbr=team, opponent_team_abbr=opponent),
    ]


def at_home(games: int) -> list[Row]:
    """A player with so many home games, each two days after the one before."""
    return [expected(f"home{games}"), *of_games(f"home{games}", range(20, 20 + games))]


def rested(days: int) -> list[Row]:
    """A player so many days after his last game; of those before, one after three days is over."""
    lookup = f"rest{days}"
    games = [(31, 1), (24, 2), (19, 3), (27, 1), (15, 2)]
    rows = with_gaps(lookup, games, days, over_under_result="UNDER")
    rows[2] = msgspec.structs.replace(rows[2], over_under_result="OVER")
    return [expected(lookup, days_rest=days, back_to_back=days == 1), *rows]


SCENES = {
    "players": scene(scheduled(), predicted("games12"), *tonights_players()),
    "defences": scene(
        *(
            defended(team, opponent_points_per_game=100 + place)
            for place, team in enumerate(TEAMS, start=1)
        ),
        *(row for rank in (5, 6, 10, 11, 20, 21) for row in against(rank)),
    ),
    "home games": scene(scheduled(), *(row for games in (2, 3) for row in at_home(games))),
    "rest": scene(scheduled(), *(row for days in (1, 2, 3) for row in rested(days))),
    "no games before": scene(
        scheduled(),
        expected(),
        played("other", DAY - timedelta(3)),
    ),
}

MOVES = (
    *FATIGUE,
    *FORM,
    move(form, "LONGER", 9, 11),
    move(tonight_player_factors, "FEWEST_AT_A_VENUE", 2, 4),
    move(tonight_player_factors, "BACK_TO_BACK", 0, 2),
    move(tonight_player_factors, "RESTED_FROM", 1, 3),
    move(tonight_player_factors, "WELL_REST_FROM", 2, 4),
    move(tonight_player_factors, "ELITE_TO", 4, 6),
    move(tonight_player_factors, "GOOD_TO", 9, 11),
    move(tonight_player_factors, "AVERAGE_TO", 19, 21),
)
