"""One typed row per input table; the columns of `core.md` 11 that are read.

A field without a default is a column that the table must have. A field with a default is read
when the table has it.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

import msgspec


class Row(msgspec.Struct, frozen=True):
    """A row of `table`; `date_column` is the column that a date window applies to."""

    table: ClassVar[str]
    date_column: ClassVar[str | None] = None


class Prediction(Row, frozen=True):
    """One prediction of one system, in one version; points and confidence as stored."""

    table: ClassVar[str] = "nba_predictions.player_prop_predictions"
    date_column: ClassVar[str | None] = "game_date"

    player_lookup: str
    game_id: str
    game_date: date
    system_id: str
    predicted_points: Decimal | None
    confidence_score: Decimal | None
    recommendation: str | None
    current_points_line: Decimal | None
    is_active: bool
    created_at: datetime | None
    updated_at: datetime | None = None
    prediction_version: int | None = None
    has_prop_line: bool | None = None
    line_source: str | None = None
    invalidation_reason: str | None = None


class ScheduledGame(Row, frozen=True):
    """One schedule row; `game_status` is 1 scheduled, 2 in progress, 3 final."""

    table: ClassVar[str] = "nba_raw.nbac_schedule"
    date_column: ClassVar[str | None] = "game_date"

    game_id: str
    game_date: date
    game_date_est: datetime | None
    game_status: int | None
    home_team_tricode: str
    away_team_tricode: str
    home_team_score: int | None
    away_team_score: int | None
    processed_at: datetime | None
    game_status_text: str | None = None


class RegisteredPlayer(Row, frozen=True):
    """One season of one player with one team; `season` is `2025-26`."""

    table: ClassVar[str] = "nba_reference.nba_players_registry"

    player_lookup: str
    player_name: str
    season: str
    processed_at: datetime | None = None


class SourcePlayer(Row, frozen=True):
    """A player id of the box-score source with the player it stands for."""

    table: ClassVar[str] = "nba_raw.bdl_player_boxscores"

    bdl_player_id: int | None
    player_lookup: str
    player_full_name: str | None
    game_date: date


class BoxScoreRow(Row, frozen=True):
    """One official line; `points` is null for a player who did not play."""

    table: ClassVar[str] = "nba_analytics.player_game_summary"
    date_column: ClassVar[str | None] = "game_date"

    player_lookup: str
    game_id: str
    game_date: date
    team_abbr: str
    points: int | None
    minutes_played: Decimal | None
    assists: int | None
    offensive_rebounds: int | None
    defensive_rebounds: int | None
    steals: int | None
    blocks: int | None
    turnovers: int | None
    fg_attempts: int | None
    fg_makes: int | None
    three_pt_attempts: int | None
    three_pt_makes: int | None
    ft_attempts: int | None
    ft_makes: int | None
    is_dnp: bool | None
    processed_at: datetime | None
    player_full_name: str | None = None


LIVE_TABLES: tuple[type[Row], ...] = (Prediction, ScheduledGame, RegisteredPlayer)
"""What a live night cannot do without."""

LIVE_OPTIONAL_TABLES: tuple[type[Row], ...] = (SourcePlayer, BoxScoreRow)
"""What makes a live night better: the id map, and official lines when they arrive."""
