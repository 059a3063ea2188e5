"""The teams of the small league: what they score, and what they allow."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from publishing.batch_rows import TeamDefense, TeamGame
from publishing.identity import game_key
from tests.pipelines.small_games import DAY, TEAMS, Found, Turn, Values, at, made


def of_teams(turns: list[Turn]) -> Found:
    """The rows of every team on a date: what it allows, and its game once it was played."""
    for turn in {turn.team: turn for turn in turns}.values():
        yield TeamDefense, team_defense(turn)
        if turn.number < 3:
            yield TeamDefense, _placeholder(turn)
        if turn.day <= DAY:
            for row in team_games(turn):
                yield TeamGame, row


def team_defense(turn: Turn) -> Values:
    place, number = TEAMS.index(turn.team), turn.number
    return {
        "team_abbr": turn.team,
        "analysis_date": turn.day,
        "opponent_points_per_game": Decimal(105 + (place * 7 + number) % 15),
        "defensive_rating_last_15": Decimal(108) + Decimal((place * 31 + number * 7) % 90) / 10,
        "paint_pct_allowed_last_15": Decimal(540 + (place * 17 + number) % 90) / 1000,
        "three_pt_pct_allowed_last_15": Decimal(330 + (place * 13 + number) % 50) / 1000,
        "opponent_pace": Decimal(950 + (place * 23 + number) % 90) / 10,
        "early_season_flag": False,
        "processed_at": made(turn.day, 11),
    }


def _placeholder(turn: Turn) -> Values:
    """A row of a day on which nothing was known yet, of a date before the league's first."""
    day = date.fromordinal(turn.day.toordinal() - 5)
    return {
        "team_abbr": turn.team,
        "analysis_date": day,
        "early_season_flag": True,
        "processed_at": made(day, 11),
    }


def team_games(turn: Turn) -> list[Values]:
    place, number = TEAMS.index(turn.team), turn.number
    pace = Decimal(960 + (place * 11 + number * 3) % 80) / 10
    row: Values = {
        "game_id": turn.game,
        "game_date": turn.day,
        "team_abbr": turn.team,
        "home_game": turn.home,
        "points_scored": turn.team_points,
        "pace": pace,
        "possessions": round(pace),
        "quality_tier": "gold",
        "is_partial_game_data": False if number % 2 else None,
        "processed_at": at(turn.day, 32),
    }
    rows = [row]
    if (place + number) % 3 == 0:
        # The same game with its teams the other way round, half of it, and loaded later.
        teams = (turn.team, turn.opponent) if turn.home else (turn.opponent, turn.team)
        half = {"points_scored": turn.team_points // 2, "possessions": round(pace) // 2}
        other = {"game_id": game_key(turn.day, *teams), "quality_tier": "silver"}
        rows.append(row | other | half | {"processed_at": at(turn.day, 33)})
    if (place + number) % 4 == 0:
        # A game that was not over: it would win by everything else.
        partial = {"points_scored": 7, "possessions": 180, "is_partial_game_data": True}
        rows.append(row | partial | {"processed_at": at(turn.day, 33)})
    return rows
