"""Names and types of the tables against `core.md` 11, which is copied here by hand."""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import publishing.batch_rows
import publishing.news_rows  # noqa: F401 - the row types of all tables
from publishing.rows import Row

CONTRACT = {
    "nba_predictions.prediction_accuracy": """
        player_lookup STRING R, game_id STRING R, system_id STRING R, game_date DATE R,
        team_abbr STRING, opponent_team_abbr STRING, predicted_points NUMERIC(5,1),
        confidence_score NUMERIC(4,3), recommendation STRING, line_value NUMERIC(5,1),
        actual_points INT64, minutes_played NUMERIC(5,1), absolute_error NUMERIC(5,1),
        signed_error NUMERIC(5,1), prediction_correct BOOL, within_3_points BOOL,
        within_5_points BOOL, is_voided BOOL, void_reason STRING, has_prop_line BOOL,
        line_source STRING, graded_at TIMESTAMP""",
    "nba_predictions.ml_feature_store_v2": """
        player_lookup STRING R, game_id STRING R, game_date DATE R, features ARRAY,
        feature_2_value FLOAT64, feature_16_value FLOAT64, is_home BOOL, days_rest INT64,
        matchup_quality_pct FLOAT64, feature_quality_score NUMERIC(5,2),
        quality_alert_level STRING, default_feature_count INT64, created_at TIMESTAMP""",
    "nba_predictions.system_daily_performance": """
        game_date DATE R, system_id STRING R, predictions_count INT64,
        recommendations_count INT64, correct_count INT64, incorrect_count INT64,
        pass_count INT64, high_confidence_count INT64, high_confidence_correct INT64,
        win_rate NUMERIC(4,3), over_win_rate NUMERIC(4,3), under_win_rate NUMERIC(4,3),
        within_3_pct NUMERIC(4,3), within_5_pct NUMERIC(4,3), avg_confidence NUMERIC(4,3),
        high_confidence_win_rate NUMERIC(4,3), mae NUMERIC(5,2), avg_bias NUMERIC(5,2),
        computed_at TIMESTAMP""",
    "nba_analytics.upcoming_player_game_context": """
        player_lookup STRING R, game_id STRING R, team_abbr STRING R,
        opponent_team_abbr STRING R, game_date DATE R, home_game BOOL, back_to_back BOOL,
        days_rest INT64, opening_points_line NUMERIC(4,1), current_points_line NUMERIC(4,1),
        line_movement NUMERIC(4,1), created_at TIMESTAMP""",
    "nba_precompute.player_composite_factors": """
        player_lookup STRING R, game_date DATE R, game_id STRING R, fatigue_score INT64,
        fatigue_context_json STRING, processed_at TIMESTAMP""",
    "nba_precompute.team_defense_zone_analysis": """
        team_abbr STRING R, analysis_date DATE R, opponent_points_per_game NUMERIC(5,1),
        defensive_rating_last_15 NUMERIC(6,2), paint_pct_allowed_last_15 NUMERIC(5,3),
        three_pt_pct_allowed_last_15 NUMERIC(5,3), opponent_pace NUMERIC(5,1),
        early_season_flag BOOL, processed_at TIMESTAMP""",
    "nba_precompute.player_shot_zone_analysis": """
        player_lookup STRING R, analysis_date DATE R, paint_rate_last_10 NUMERIC(5,2),
        mid_range_rate_last_10 NUMERIC(5,2), three_pt_rate_last_10 NUMERIC(5,2),
        processed_at TIMESTAMP""",
    "nba_analytics.team_offense_game_summary": """
        game_id STRING R, game_date DATE R, team_abbr STRING R, home_game BOOL R,
        points_scored INT64, pace NUMERIC(5,1), possessions INT64, quality_tier STRING,
        is_partial_game_data BOOL, processed_at TIMESTAMP""",
    "nba_raw.nbac_gamebook_player_stats": """
        player_lookup STRING, game_id STRING R, game_date DATE R, minutes_decimal FLOAT64,
        processed_at TIMESTAMP""",
    "nba_raw.news_articles_raw": """
        article_id STRING R, source STRING R, source_url STRING, title STRING R, summary STRING,
        published_at TIMESTAMP R, scraped_at TIMESTAMP R, sport STRING R""",
    "nba_analytics.news_insights": """
        article_id STRING R, category STRING R, subcategory STRING, ai_summary STRING,
        headline STRING, extracted_at TIMESTAMP R""",
    "nba_analytics.news_player_links": """
        player_lookup STRING R, article_id STRING R, sport STRING R, mention_role STRING,
        created_at TIMESTAMP R""",
    "nba_raw.nbac_injury_report": """
        player_lookup STRING, injury_status STRING, reason STRING, report_date DATE,
        report_hour INT64, game_date DATE, game_id STRING, processed_at TIMESTAMP""",
    "nba_raw.bettingpros_player_points_props": """
        game_date DATE R, market_type STRING R, player_lookup STRING R, bookmaker STRING,
        bet_side STRING R, points_line FLOAT64 R, odds_american INT64 R, is_best_line BOOL R,
        is_active BOOL R, created_at TIMESTAMP""",
}
"""The stamps of `system_daily_performance` and earlier are the contract's; the other stamps and
`bookmaker` are those of the sample warehouse."""

KINDS = {
    "STRING": pa.string(),
    "INT64": pa.int64(),
    "FLOAT64": pa.float64(),
    "BOOL": pa.bool_(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us", "UTC"),
    "ARRAY": pa.list_(pa.float64()),
}


def columns(name: str) -> dict[str, tuple[pa.DataType, bool]]:
    """Type by column, and whether the contract requires a value."""
    found = {}
    for column, kind, size, required in re.findall(
        r"(\w+) ([A-Z]+(?:64)?)(?:\((\d,\d)\))?( R)?", CONTRACT[name]
    ):
        numbers = [int(digit) for digit in size.split(",") if digit]
        found[column] = (pa.decimal128(*numbers) if numbers else KINDS[kind], bool(required))
    return found


def check(folder: Path, name: str) -> pa.Table:
    rows = pq.read_table(folder / f"{name}.parquet")
    said = columns(name)
    assert {field.name: field.type for field in rows.schema} == {
        column: kind for column, (kind, _) in said.items()
    }
    for column, (_, required) in said.items():
        assert not (required and rows.column(column).null_count), column
    return rows


@pytest.mark.parametrize("name", CONTRACT)
def test_simulated_tables_have_the_columns_of_the_contract(written: Path, name: str) -> None:
    assert check(written, name).num_rows > 0


@pytest.mark.parametrize("name", CONTRACT)
def test_real_tables_have_the_columns_of_the_contract(
    written_2019: Path, written_2024: Path, name: str
) -> None:
    for folder in (written_2019, written_2024):
        check(folder, name)


def test_what_real_files_do_not_hold_is_an_empty_table(
    written_2019: Path, written_2024: Path
) -> None:
    def rows(folder: Path) -> dict[str, int]:
        return {name: pq.read_metadata(folder / f"{name}.parquet").num_rows for name in CONTRACT}

    injuries = "nba_raw.nbac_injury_report"
    graded = "nba_predictions.prediction_accuracy"
    daily = "nba_predictions.system_daily_performance"
    odds = "nba_raw.bettingpros_player_points_props"
    news = {name for name in CONTRACT if "news" in name}
    without_lines, with_lines = rows(written_2019), rows(written_2024)
    absent = {name for name, count in without_lines.items() if not count}
    assert absent == {injuries, graded, daily, odds, *news}
    assert {name for name, count in with_lines.items() if not count} == {injuries, *news}


def test_every_column_that_a_run_reads_is_in_its_table(written: Path) -> None:
    """The columns that a row type can do without may be absent, and no others."""
    row_types = [one for one in Row.__subclasses__() if one.__module__.startswith("publishing.")]
    assert len(row_types) >= 19
    for row_type in row_types:
        there = set(pq.read_schema(written / f"{row_type.table}.parquet").names)
        assert set(row_type.__struct_fields__) - row_type.optional <= there, row_type.table


def test_the_copy_of_the_contract_is_read_in_full() -> None:
    for name, text in CONTRACT.items():
        assert len(columns(name)) == len(re.split(r",(?!\d)", text)), name
