"""The rows that only batch exports read; the columns of `core.md` 11."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from publishing.rows import Row


class Grading(Row, frozen=True, gc=False):
    """What became of one prediction of one system; confidence from 0 to 1."""

    table: ClassVar[str] = "nba_predictions.prediction_accuracy"
    date_column: ClassVar[str | None] = "game_date"
    stamps: ClassVar[tuple[str, ...]] = ("graded_at",)
    optional: ClassVar[frozenset[str]] = frozenset({"is_voided", "line_source", "graded_at"})

    player_lookup: str
    game_id: str
    game_date: date
    system_id: str
    team_abbr: str | None
    opponent_team_abbr: str | None
    predicted_points: Decimal | None
    confidence_score: Decimal | None
    recommendation: str | None
    line_value: Decimal | None
    actual_points: int | None
    minutes_played: Decimal | None
    absolute_error: Decimal | None
    signed_error: Decimal | None
    prediction_correct: bool | None
    within_3_points: bool | None
    within_5_points: bool | None
    is_voided: bool | None = None
    line_source: str | None = None
    graded_at: datetime | None = None


class Features(Row, frozen=True, gc=False):
    """What the models knew of a player before a game; `features` by position, from 0."""

    table: ClassVar[str] = "nba_predictions.ml_feature_store_v2"
    date_column: ClassVar[str | None] = "game_date"
    stamps: ClassVar[tuple[str, ...]] = ("created_at",)
    optional: ClassVar[frozenset[str]] = frozenset({"created_at"})

    player_lookup: str
    game_id: str
    game_date: date
    features: tuple[Decimal | None, ...] | None
    is_home: bool | None
    days_rest: int | None
    feature_quality_score: Decimal | None
    quality_alert_level: str | None
    default_feature_count: int | None
    created_at: datetime | None = None


class DailyPerformance(Row, frozen=True, gc=False):
    """One system's date, counted; rates from 0 to 1."""

    table: ClassVar[str] = "nba_predictions.system_daily_performance"
    date_column: ClassVar[str | None] = "game_date"
    stamps: ClassVar[tuple[str, ...]] = ("computed_at",)
    optional: ClassVar[frozenset[str]] = frozenset({"computed_at"})

    game_date: date
    system_id: str
    predictions_count: int | None
    recommendations_count: int | None
    correct_count: int | None
    incorrect_count: int | None
    high_confidence_count: int | None
    high_confidence_correct: int | None
    over_win_rate: Decimal | None
    under_win_rate: Decimal | None
    within_3_pct: Decimal | None
    within_5_pct: Decimal | None
    mae: Decimal | None
    avg_bias: Decimal | None
    computed_at: datetime | None = None


class GameContext(Row, frozen=True, gc=False):
    """A player who is expected in a game; `days_rest` is 1 on a back-to-back (`core.md` 12.7)."""

    table: ClassVar[str] = "nba_analytics.upcoming_player_game_context"
    date_column: ClassVar[str | None] = "game_date"
    stamps: ClassVar[tuple[str, ...]] = ("created_at", "processed_at")
    optional: ClassVar[frozenset[str]] = frozenset({"created_at", "processed_at"})

    player_lookup: str
    game_id: str
    game_date: date
    team_abbr: str
    opponent_team_abbr: str
    home_game: bool | None
    back_to_back: bool | None
    days_rest: int | None
    created_at: datetime | None = None
    processed_at: datetime | None = None


class CompositeFactors(Row, frozen=True, gc=False):
    """How fresh a player is for a date: `fatigue_score` 0 to 100, 100 is fresh."""

    table: ClassVar[str] = "nba_precompute.player_composite_factors"
    date_column: ClassVar[str | None] = "game_date"
    stamps: ClassVar[tuple[str, ...]] = ("processed_at",)
    optional: ClassVar[frozenset[str]] = frozenset({"processed_at"})

    player_lookup: str
    game_date: date
    game_id: str
    fatigue_score: int | None
    fatigue_context_json: str | None
    processed_at: datetime | None = None


class TeamDefense(Row, frozen=True, gc=False):
    """What a team allows, as seen on `analysis_date`: shares from 0 to 1, points, possessions."""

    table: ClassVar[str] = "nba_precompute.team_defense_zone_analysis"
    date_column: ClassVar[str | None] = "analysis_date"
    stamps: ClassVar[tuple[str, ...]] = ("created_at", "processed_at")
    optional: ClassVar[frozenset[str]] = frozenset(
        {"early_season_flag", "created_at", "processed_at"}
    )

    team_abbr: str
    analysis_date: date
    opponent_points_per_game: Decimal | None
    defensive_rating_last_15: Decimal | None
    paint_pct_allowed_last_15: Decimal | None
    three_pt_pct_allowed_last_15: Decimal | None
    opponent_pace: Decimal | None
    early_season_flag: bool | None = None
    created_at: datetime | None = None
    processed_at: datetime | None = None


class TeamGame(Row, frozen=True, gc=False):
    """One team's game: points, and possessions per 48 minutes."""

    table: ClassVar[str] = "nba_analytics.team_offense_game_summary"
    date_column: ClassVar[str | None] = "game_date"
    stamps: ClassVar[tuple[str, ...]] = ("processed_at",)
    optional: ClassVar[frozenset[str]] = frozenset(
        {"possessions", "quality_tier", "data_quality_tier", "is_partial_game_data", "processed_at"}
    )

    game_id: str
    game_date: date
    team_abbr: str
    home_game: bool
    points_scored: int | None
    pace: Decimal | None
    possessions: int | None = None
    quality_tier: str | None = None
    data_quality_tier: str | None = None
    is_partial_game_data: bool | None = None
    processed_at: datetime | None = None


class ShotZones(Row, frozen=True, gc=False):
    """Where a player shot from in his last 10 games: shares from 0 to 100."""

    table: ClassVar[str] = "nba_precompute.player_shot_zone_analysis"
    date_column: ClassVar[str | None] = "analysis_date"
    stamps: ClassVar[tuple[str, ...]] = ("created_at", "processed_at")
    optional: ClassVar[frozenset[str]] = frozenset({"created_at", "processed_at"})

    player_lookup: str
    analysis_date: date
    paint_rate_last_10: Decimal | None
    mid_range_rate_last_10: Decimal | None
    three_pt_rate_last_10: Decimal | None
    created_at: datetime | None = None
    processed_at: datetime | None = None


class GamebookLine(Row, frozen=True, gc=False):
    """A player's minutes as the game's book has them."""

    table: ClassVar[str] = "nba_raw.nbac_gamebook_player_stats"
    date_column: ClassVar[str | None] = "game_date"
    stamps: ClassVar[tuple[str, ...]] = ("processed_at",)
    optional: ClassVar[frozenset[str]] = frozenset({"processed_at"})

    player_lookup: str | None
    game_id: str
    game_date: date
    minutes_decimal: Decimal | None
    processed_at: datetime | None = None


class InjuryReport(Row, frozen=True, gc=False):
    """One report on a player; `report_hour` is 0 to 23."""

    table: ClassVar[str] = "nba_raw.nbac_injury_report"
    date_column: ClassVar[str | None] = "report_date"
    optional: ClassVar[frozenset[str]] = frozenset({"game_date", "processed_at"})
    stamps: ClassVar[tuple[str, ...]] = ("processed_at",)

    player_lookup: str | None
    report_date: date
    report_hour: int | None
    injury_status: str | None
    reason: str | None
    game_date: date | None = None
    processed_at: datetime | None = None


class PointsProp(Row, frozen=True, gc=False):
    """A bookmakers' price of one side of a line, in American odds."""

    table: ClassVar[str] = "nba_raw.bettingpros_player_points_props"
    date_column: ClassVar[str | None] = "game_date"
    stamps: ClassVar[tuple[str, ...]] = ("created_at", "processed_at")
    optional: ClassVar[frozenset[str]] = frozenset({"market_type", "created_at", "processed_at"})

    player_lookup: str
    game_date: date
    points_line: Decimal | None
    bet_side: str | None
    odds_american: int | None
    is_best_line: bool | None
    market_type: str | None = None
    created_at: datetime | None = None
    processed_at: datetime | None = None
