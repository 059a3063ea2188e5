"""The script's reads: one lazy scan a table, of the columns and rows that one date needs."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
from polars import col

CHAMPION = "catboost_v9"

_GAME = ["player_lookup", "game_id"]
_CREATED = ("created_at", "processed_at")
_SCHEDULE = (
    "game_id game_date game_date_est game_status game_status_text home_team_tricode "
    "away_team_tricode home_team_score away_team_score is_all_star processed_at"
).split()
_CONTEXT = (
    "player_lookup game_id game_date team_abbr opponent_team_abbr home_game back_to_back "
    "days_rest created_at"
).split()
_PREDICTIONS = (
    "player_lookup game_id game_date predicted_points confidence_score recommendation "
    "current_points_line line_margin pace_adjustment similar_games_count prediction_version "
    "updated_at created_at"
).split()
_GRADINGS = (
    "player_lookup game_id game_date team_abbr opponent_team_abbr predicted_points "
    "confidence_score recommendation line_value actual_points minutes_played absolute_error "
    "signed_error prediction_correct within_3_points within_5_points is_voided line_source "
    "graded_at"
).split()
_FACTORS = ("player_lookup fatigue_score fatigue_context_json processed_at").split()
_INJURIES = ("player_lookup injury_status reason report_date report_hour processed_at").split()
_DEFENSE = ("team_abbr analysis_date opponent_points_per_game processed_at").split()
_BOX = (
    "player_lookup game_id game_date team_abbr opponent_team_abbr season_year points "
    "minutes_played fg_makes fg_attempts three_pt_makes three_pt_attempts ft_makes ft_attempts "
    "over_under_result points_line is_dnp"
).split()


def season_of(day: date) -> int:
    """The year in which its season began."""
    return day.year - (day.month < 10)


class Reads:
    """Every read of one date."""

    def __init__(self, warehouse: Path, day: date, as_of: datetime) -> None:
        self.warehouse, self.day, self.as_of = warehouse, day, as_of
        self.season = season_of(day)

    def schedule(self) -> pl.LazyFrame:
        """Every game of every date."""
        return self._scan("nba_raw.nbac_schedule").select(_SCHEDULE)

    def context(self) -> pl.LazyFrame:
        """Who is expected in which game."""
        made = self._known("nba_analytics.upcoming_player_game_context", *_CREATED)
        return (
            self._of_day(made).select(_CONTEXT).sort("created_at", descending=True, nulls_last=True)
        )

    def predictions(self) -> pl.LazyFrame:
        """The champion's active ones."""
        made = self._known("nba_predictions.player_prop_predictions", "created_at")
        wanted = (col("system_id") == CHAMPION) & col("is_active")
        wanted &= col("invalidation_reason").fill_null("") == ""
        order = ("prediction_version", "updated_at", "created_at")
        found = self._of_day(made).filter(wanted).select(_PREDICTIONS)
        return found.sort(order, descending=True, nulls_last=True)

    def gradings(self) -> pl.LazyFrame:
        """The champion's, of every date so far."""
        made = self._known("nba_predictions.prediction_accuracy", "graded_at")
        return (
            made.filter((col("system_id") == CHAMPION) & (col("game_date") <= self.day))
            .select(
                *_GRADINGS,
                pick=col("recommendation").is_in(["OVER", "UNDER"]).fill_null(value=False),
            )
            .sort("pick", "graded_at", descending=True, nulls_last=True)
        )

    def features(self) -> pl.LazyFrame:
        """Two by their place, and what the rest is worth."""
        made = self._of_day(self._known("nba_predictions.ml_feature_store_v2", "created_at"))
        return made.select(
            *_GAME, "game_date", "is_home", "days_rest", "quality_alert_level",
            "feature_quality_score", "default_feature_count", "created_at",
            average=col("features").list.get(2, null_on_oob=True),
            tired=col("features").list.get(16, null_on_oob=True),
        ).sort("created_at", descending=True, nulls_last=True)  # fmt: skip

    def factors(self) -> pl.LazyFrame:
        """How fresh everybody is."""
        made = self._known("nba_precompute.player_composite_factors", "processed_at")
        return self._of_day(made).select(_FACTORS).sort("processed_at", nulls_last=False)

    def injuries(self) -> pl.LazyFrame:
        """Reports for the date, and general ones of two days."""
        day, game = self.day, col("game_date")
        made = self._known("nba_raw.nbac_injury_report", "processed_at")
        general = game.is_null() & (col("report_date") >= day - timedelta(2))
        found = made.filter(
            col("report_date").is_between(day - timedelta(7), day) & ((game == day) | general)
        )
        return found.select(_INJURIES).sort(
            "report_date", "report_hour", "processed_at", nulls_last=False
        )

    def odds(self) -> pl.LazyFrame:
        """The best prices by line and side."""
        made = self._of_day(self._known("nba_raw.bettingpros_player_points_props", *_CREATED))
        kind = col("market_type").fill_null("points") == "points"
        at = (col("points_line").round(1), col("bet_side").str.to_lowercase())
        odds = col("odds_american").max()
        return made.filter(kind & col("is_best_line")).group_by("player_lookup", *at).agg(odds)

    def defense(self) -> pl.LazyFrame:
        """What each team allows."""
        made = self._known("nba_precompute.team_defense_zone_analysis", *_CREATED)
        year = col("analysis_date").is_between(self.day - timedelta(365), self.day)
        order = ("analysis_date", "processed_at")
        return made.filter(year).select(_DEFENSE).sort(order, nulls_last=False)

    def registry(self) -> pl.LazyFrame:
        """Every season so far."""
        label = f"{self.season}-{(self.season + 1) % 100:02}"
        order = ("season", "known", "last", "age", "team_abbr")
        age, known = col("processed_at").dt.epoch("us"), col("processed_at") <= self.as_of
        return (
            self._scan("nba_reference.nba_players_registry")
            .filter(col("season") <= label)
            .with_columns(
                known=known.fill_null(value=True),
                last=pl.when(col("last_game_date") <= self.day).then("last_game_date"),
                age=pl.when(known.fill_null(value=True)).then(age).otherwise(-age),
            )
            .select("player_lookup", "player_name", "position", *order)
            .sort(order, nulls_last=False)
        )

    def performance(self) -> pl.LazyFrame:
        """The season's days of every system."""
        made = self._known("nba_predictions.system_daily_performance", "computed_at")
        return (
            made.filter(col("game_date").is_between(date(self.season, 10, 1), self.day))
            .sort("computed_at", descending=True, nulls_last=True)
            .unique(["game_date", "system_id"], keep="first")
        )

    def box(self) -> pl.LazyFrame:
        """One per player and date, newest first."""
        made = self._known("nba_analytics.player_game_summary", "processed_at")
        order = ("player_lookup", "game_date", "processed_at")
        player, day = col("player_lookup"), col("game_date")
        return (
            made.filter(day <= self.day)
            .select(*_BOX, "processed_at")
            .sort(order, descending=[False, True, True], nulls_last=True)
            .filter((player.ne_missing(player.shift())) | (day.ne_missing(day.shift())))
        )

    def _of_day(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        return frame.filter(col("game_date") == self.day)

    def _scan(self, table: str) -> pl.LazyFrame:
        return pl.scan_parquet(self.warehouse / f"{table}.parquet")

    def _known(self, table: str, *stamps: str) -> pl.LazyFrame:
        frame = self._scan(table)
        for stamp in set(stamps).intersection(frame.collect_schema()):
            frame = frame.filter(col(stamp).fill_null(self.as_of) <= self.as_of)
        return frame
