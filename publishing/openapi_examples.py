"""Examples of documents on demand: the builders over a few rows of a player who is nobody."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar

import msgspec

from publishing.batch_rows import Grading, ShotZones, TeamDefense
from publishing.calendar import parse_instant, season_label, season_year
from publishing.exports.declaration import Export
from publishing.identity import game_key
from publishing.league import FINAL, League
from publishing.plan import of_player, slates_of
from publishing.player_rows import PlayerRows
from publishing.rows import BoxScoreRow, RegisteredPlayer, Row, ScheduledGame
from publishing.run import Run

PLAYER, NIGHT, INSTANT = "ivosaldana", date(2025, 12, 27), "2025-12-28T15:00:00Z"
SEASON = season_label(season_year(NIGHT))
POINTS = (24, 11, 19, 22)
"""Of his games, one every other day, the last on the night."""

R = TypeVar("R", bound=Row)


def example(export: Export) -> Any:
    """His document as JSON has it."""
    as_of = parse_instant(INSTANT)
    run = Run("example", as_of, (NIGHT,), (export.name,), "catboost_v9")
    league = League({ScheduledGame: _schedule(), TeamDefense: _defense()}, as_of, run.champion)
    player = PlayerRows(PLAYER, _rows(as_of), league)
    [(_, document)] = of_player(player, slates_of(league, run), run, {}, lambda: 0.0).documents
    return json.loads(document.body)


def _days() -> list[date]:
    return [NIGHT - timedelta(days=2 * back) for back in reversed(range(len(POINTS)))]


def _schedule() -> list[Row]:
    return [
        _row(
            ScheduledGame,
            game_id=game_key(day, "POR", "SAS"),
            game_date=day,
            game_status=FINAL,
            away_team_tricode="POR",
            home_team_tricode="SAS",
            home_team_score=110,
            away_team_score=102,
        )
        for day in _days()
    ]


def _defense() -> list[Row]:
    return [
        _row(
            TeamDefense,
            team_abbr="POR",
            analysis_date=NIGHT,
            defensive_rating_last_15=Decimal("114.6"),
            paint_pct_allowed_last_15=Decimal("0.58"),
            three_pt_pct_allowed_last_15=Decimal("0.39"),
            opponent_pace=Decimal("101.2"),
        )
    ]


def _rows(as_of: datetime) -> dict[type[Row], list[Row]]:
    registered = _row(
        RegisteredPlayer,
        player_lookup=PLAYER,
        player_name="Ivo Saldana",
        season=SEASON,
        team_abbr="SAS",
        position="G",
    )
    zones = _row(
        ShotZones,
        player_lookup=PLAYER,
        analysis_date=NIGHT,
        paint_rate_last_10=Decimal(24),
        mid_range_rate_last_10=Decimal(22),
        three_pt_rate_last_10=Decimal(54),
    )
    games = [_game(day, points) for day, points in zip(_days(), POINTS, strict=True)]
    graded = _row(
        Grading,
        player_lookup=PLAYER,
        game_id=game_key(NIGHT, "POR", "SAS"),
        game_date=NIGHT,
        system_id="catboost_v9",
        predicted_points=Decimal("18.2"),
        confidence_score=Decimal("0.9"),
        recommendation="OVER",
        line_value=Decimal("16.5"),
        actual_points=POINTS[-1],
        prediction_correct=True,
        graded_at=as_of,
    )
    return {
        RegisteredPlayer: [registered],
        ShotZones: [zones],
        BoxScoreRow: games,
        Grading: [graded],
    }


def _game(day: date, points: int) -> Row:
    line, threes = Decimal("16.5"), 3
    makes = (points - threes) // 2
    free_throws = points - threes - 2 * makes
    return _row(
        BoxScoreRow,
        player_lookup=PLAYER,
        game_id=game_key(day, "POR", "SAS"),
        game_date=day,
        season_year=season_year(day),
        team_abbr="SAS",
        opponent_team_abbr="POR",
        points=points,
        minutes_played=Decimal(30),
        assists=5,
        offensive_rebounds=1,
        defensive_rebounds=3,
        steals=1,
        blocks=0,
        turnovers=2,
        fg_attempts=18,
        fg_makes=makes,
        three_pt_attempts=7,
        three_pt_makes=threes,
        ft_attempts=2,
        ft_makes=free_throws,
        points_line=line,
        over_under_result="OVER" if points > line else "UNDER",
    )


def _row(row_type: type[R], **values: Any) -> R:
    """A row; what is not said is not known."""
    unsaid = {
        one.name: None if one.default is msgspec.NODEFAULT else one.default
        for one in msgspec.structs.fields(row_type)
    }
    return row_type(**{**unsaid, **values})
