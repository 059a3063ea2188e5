"""The warehouse tables of a source, with the warehouse's names and types."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from demo import (
    box_scores,
    context,
    daily_performance,
    defense,
    expected,
    fatigue,
    features,
    gamebook,
    gradings,
    injuries,
    irregular,
    lines,
    news,
    odds,
    offense,
    players,
    predictions,
    registry,
    schedule,
    schemas,
    shot_zones,
)
from demo.season import OPENING_DAY
from demo.source import Source


def all_tables(source: Source, day: date | None = None) -> Mapping[str, Callable[[], pa.Table]]:
    """The tables of a source by `dataset.table` name, each made when called.

    `day` limits the predictions to one date. Only the simulation has the feed's player ids.
    """
    rows = _Rows(source)
    made: dict[str, tuple[Callable[[], pl.DataFrame], pa.Schema]] = {
        "nba_predictions.player_prop_predictions": (
            partial(rows.predictions_of, day),
            schemas.PREDICTIONS,
        ),
        "nba_predictions.prediction_accuracy": (rows.prediction_accuracy, schemas.GRADINGS),
        "nba_predictions.system_daily_performance": (
            rows.daily_performance,
            schemas.DAILY_PERFORMANCE,
        ),
        "nba_predictions.ml_feature_store_v2": (rows.features, schemas.FEATURES),
        "nba_analytics.player_game_summary": (
            partial(box_scores.summary, source),
            schemas.PLAYER_GAME_SUMMARY,
        ),
        "nba_analytics.team_offense_game_summary": (
            partial(offense.offense, source),
            schemas.OFFENSE,
        ),
        "nba_analytics.upcoming_player_game_context": (rows.context, schemas.CONTEXT),
        "nba_precompute.player_composite_factors": (rows.factors, schemas.FACTORS),
        "nba_precompute.team_defense_zone_analysis": (
            partial(defense.defense, source.appearances, simulated=source.season is not None),
            schemas.DEFENSE,
        ),
        "nba_precompute.player_shot_zone_analysis": (
            partial(shot_zones.shot_zones, source),
            schemas.SHOT_ZONES,
        ),
        "nba_raw.nbac_gamebook_player_stats": (
            partial(gamebook.gamebook, source),
            schemas.GAMEBOOK,
        ),
        "nba_raw.news_articles_raw": (lambda: rows.news.articles, schemas.NEWS_ARTICLES),
        "nba_analytics.news_insights": (lambda: rows.news.insights, schemas.NEWS_INSIGHTS),
        "nba_analytics.news_player_links": (lambda: rows.news.links, schemas.NEWS_LINKS),
        "nba_raw.nbac_schedule": (partial(schedule.schedule, source), schemas.SCHEDULE),
        "nba_raw.nbac_injury_report": (lambda: rows.injuries, schemas.INJURIES),
        "nba_raw.bettingpros_player_points_props": (rows.odds, schemas.ODDS),
        "nba_reference.nba_players_registry": (
            partial(registry.registry, source),
            schemas.REGISTRY,
        ),
    }
    if source.season:
        made["nba_raw.bdl_player_boxscores"] = (
            partial(box_scores.feed_ids, source),
            schemas.BDL_BOXSCORES,
        )
    return {name: partial(_table, make, schema) for name, (make, schema) in made.items()}


def conform(rows: pl.DataFrame, schema: pa.Schema) -> pa.Table:
    """The schema's columns with its exact types; decimals are rounded once, half to even."""
    columns = []
    for field in schema:
        column = rows[field.name].to_arrow()
        if pa.types.is_decimal(field.type):
            column = pc.round(
                column.cast(pa.float64()), field.type.scale, round_mode="half_to_even"
            )
        columns.append(column.cast(field.type))
    return pa.table(columns, schema=schema)


def _table(make: Callable[[], pl.DataFrame], schema: pa.Schema) -> pa.Table:
    return conform(make(), schema)


@dataclass(frozen=True)
class _Rows:
    """What several tables are made of, once."""

    source: Source

    @cached_property
    def expected(self) -> pl.DataFrame:
        return expected.expected(self.source.appearances, self.source.forecasts)

    @cached_property
    def injuries(self) -> pl.DataFrame:
        source = self.source
        if source.season is None:
            return injuries.none()
        return injuries.injuries(
            self.expected, source.forecasts, source.appearances, source.season.seed
        )

    @cached_property
    def news(self) -> news.News:
        return news.news(self.source, self.injuries)

    @cached_property
    def predictions(self) -> pl.DataFrame:
        source = self.source
        rows = predictions.rows(source.forecasts, source.lines)
        if source.postponed is None or source.night is None:
            return rows
        last_reports = injuries.last_reports(self.injuries)
        return irregular.predictions(
            predictions.with_irregularities(rows), last_reports, source.postponed.key, source.night
        )

    def predictions_of(self, day: date | None) -> pl.DataFrame:
        # The date is cut last: a prediction is the same with and without a date.
        return self.predictions.filter(True if day is None else pl.col("game_date") == day)

    @cached_property
    def gradings(self) -> pl.DataFrame:
        return gradings.gradings(
            self.predictions, self.source.before_night(), injuries.last_reports(self.injuries)
        )

    def prediction_accuracy(self) -> pl.DataFrame:
        if self.source.season is None:
            return self.gradings
        return irregular.gradings(self.gradings, self.source.appearances).sort(
            "game_date", "game_id", "player_lookup", "system_id", "graded_at"
        )

    def daily_performance(self) -> pl.DataFrame:
        return daily_performance.daily_performance(self.gradings)

    def features(self) -> pl.DataFrame:
        source = self.source
        champions = predictions.rows(source.forecasts, source.lines)
        return features.features(
            self.expected, champions, source.appearances, simulated=source.season is not None
        )

    def context(self) -> pl.DataFrame:
        source = self.source
        if source.season is None:
            return context.context(self.expected, source.lines)
        openings = lines.openings(source.lines, source.season.seed)
        rows = context.context(self.expected, source.lines, openings)
        return irregular.context(rows, source.appearances).sort(
            "game_date", "game_id", "player_lookup", "created_at"
        )

    def factors(self) -> pl.DataFrame:
        season = self.source.season
        if season is None:
            return fatigue.factors(self.expected, {})
        ages = players.ages(season.rosters, OPENING_DAY.year)
        return irregular.factors(fatigue.factors(self.expected, ages))

    def odds(self) -> pl.DataFrame:
        source = self.source
        if source.season is not None:
            return odds.simulated(source.lines, source.season.seed)
        return odds.none() if source.quotes is None else odds.real(source.quotes)
