"""One typed row per input table; the columns of `core.md` 11 that are read.

For a live night a field without a default is a column that the table must have, and one with a
default is read when the table has it. A batch run reads the columns that its exports declare
(`publishing.reads`); it can do without those in `optional`.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

import msgspec


class Row(msgspec.Struct, frozen=True, gc=False):
    """A row of `table`; `date_column` is the column that a date window applies to.

    `stamps` are the columns that say when the row was made (D25); null means long ago.
    """

    table: ClassVar[str]
    date_column: ClassVar[str | None] = None
    stamps: ClassVar[tuple[str, ...]] = ()
    optional: ClassVar[frozenset[str]] = frozenset()


class Prediction(Row, frozen=True, gc=False):
    """One prediction of one system, in one version; points and confidence as stored."""

    table: ClassVar[str] = "nba_predictions.player_prop_predictions"
    date_column: ClassVar[str | None] = "game_date"
    stamps: ClassVar[tuple[str, ...]] = ("created_at",)
    optional: ClassVar[frozenset[str]] = frozenset(
        {"updated_at", "prediction_version", "has_prop_line", "line_source", "invalidation_reason"}
    )

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
    line_margin: Decimal | None = None
    pace_adjustment: Decimal | None = None
    similar_games_count: int | None = None
    quality_alert_level: str | None = None
    feature_quality_score: Decimal | None = None
    default_feature_count: int | None = None


class ScheduledGame(Row, frozen=True, gc=False):
    """One schedule row; `game_status` is 1 scheduled, 2 in progress, 3 final."""

    table: ClassVar[str] = "nba_raw.nbac_schedule"
    date_column: ClassVar[str | None] = "game_date"
    optional: ClassVar[frozenset[str]] = frozenset({"game_status_text", "is_all_star"})

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
    is_all_star: bool | None = None


class RegisteredPlayer(Row, frozen=True, gc=False):
    """One season of one player with one team; `season` is `2025-26`."""

    table: ClassVar[str] = "nba_reference.nba_players_registry"
    optional: ClassVar[frozenset[str]] = frozenset({"processed_at", "last_game_date", "team_abbr"})

    player_lookup: str
    player_name: str
    season: str
    processed_at: datetime | None = None
    team_abbr: str | None = None
    position: str | None = None
    last_game_date: date | None = None


class SourcePlayer(Row, frozen=True, gc=False):
    """A player id of the box-score source with the player it stands for."""

    table: ClassVar[str] = "nba_raw.bdl_player_boxscores"

    bdl_player_id: int | None
    player_lookup: str
    player_full_name: str | None
    game_date: date


class BoxScoreRow(Row, frozen=True, gc=False):
    """One official line; `points` is null for a player who did not play."""

    table: ClassVar[str] = "nba_analytics.player_game_summary"
    date_column: ClassVar[str | None] = "game_date"
    stamps: ClassVar[tuple[str, ...]] = ("processed_at",)
    optional: ClassVar[frozenset[str]] = frozenset(
        {"is_dnp", "processed_at", "plus_minus", "dnp_reason"}
    )

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
    opponent_team_abbr: str | None = None
    season_year: int | None = None
    points_line: Decimal | None = None
    over_under_result: str | None = None
    plus_minus: int | None = None
    dnp_reason: str | None = None


LIVE_TABLES: tuple[type[Row], ...] = (Prediction, ScheduledGame, RegisteredPlayer)
"""What a live night cannot do without."""

LIVE_OPTIONAL_TABLES: tuple[type[Row], ...] = (SourcePlayer, BoxScoreRow)
"""What makes a live night better: the id map, and official lines when they arrive."""
