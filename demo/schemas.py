"""Names and types of the warehouse tables, as BigQuery has them."""

from __future__ import annotations

import pyarrow as pa

TEXT, WHOLE, FLAG, DAY, NUMBER = pa.string(), pa.int64(), pa.bool_(), pa.date32(), pa.float64()
INSTANT = pa.timestamp("us", "UTC")

PREDICTIONS = pa.schema(
    {
        "prediction_id": TEXT,
        "player_lookup": TEXT,
        "game_id": TEXT,
        "game_date": DAY,
        "system_id": TEXT,
        "prediction_version": WHOLE,
        "predicted_points": pa.decimal128(5, 1),
        "confidence_score": pa.decimal128(5, 2),
        "recommendation": TEXT,
        "current_points_line": pa.decimal128(4, 1),
        "line_margin": pa.decimal128(5, 2),
        "pace_adjustment": pa.decimal128(5, 2),
        "similar_games_count": WHOLE,
        "is_active": FLAG,
        "created_at": INSTANT,
        "updated_at": INSTANT,
        "quality_alert_level": TEXT,
        "feature_quality_score": NUMBER,
        "default_feature_count": WHOLE,
        "has_prop_line": FLAG,
        "line_source": TEXT,
        "invalidation_reason": TEXT,
    }
)

PLAYER_GAME_SUMMARY = pa.schema(
    {
        "player_lookup": TEXT,
        "player_full_name": TEXT,
        "game_id": TEXT,
        "game_date": DAY,
        "team_abbr": TEXT,
        "opponent_team_abbr": TEXT,
        "season_year": WHOLE,
        "points": WHOLE,
        "minutes_played": pa.decimal128(5, 1),
        "assists": WHOLE,
        "offensive_rebounds": WHOLE,
        "defensive_rebounds": WHOLE,
        "steals": WHOLE,
        "blocks": WHOLE,
        "turnovers": WHOLE,
        "fg_attempts": WHOLE,
        "fg_makes": WHOLE,
        "three_pt_attempts": WHOLE,
        "three_pt_makes": WHOLE,
        "ft_attempts": WHOLE,
        "ft_makes": WHOLE,
        "plus_minus": WHOLE,
        "points_line": pa.decimal128(4, 1),
        "over_under_result": TEXT,
        "win_flag": FLAG,
        "is_dnp": FLAG,
        "dnp_reason": TEXT,
        "processed_at": INSTANT,
    }
)

SCHEDULE = pa.schema(
    {
        "game_id": TEXT,
        "season_year": WHOLE,
        "game_date": DAY,
        "game_date_est": INSTANT,
        "game_status": WHOLE,
        "game_status_text": TEXT,
        "home_team_tricode": TEXT,
        "away_team_tricode": TEXT,
        "home_team_score": WHOLE,
        "away_team_score": WHOLE,
        "is_all_star": FLAG,
        "is_regular_season": FLAG,
        "is_playoffs": FLAG,
        "processed_at": INSTANT,
    }
)

REGISTRY = pa.schema(
    {
        "player_lookup": TEXT,
        "player_name": TEXT,
        "team_abbr": TEXT,
        "season": TEXT,
        "position": TEXT,
        "last_game_date": DAY,
        "processed_at": INSTANT,
    }
)

BDL_BOXSCORES = pa.schema(
    {
        "bdl_player_id": WHOLE,
        "player_lookup": TEXT,
        "player_full_name": TEXT,
        "game_date": DAY,
        "game_id": TEXT,
        "team_abbr": TEXT,
    }
)

GRADINGS = pa.schema(
    {
        "player_lookup": TEXT,
        "game_id": TEXT,
        "game_date": DAY,
        "system_id": TEXT,
        "team_abbr": TEXT,
        "opponent_team_abbr": TEXT,
        "predicted_points": pa.decimal128(5, 1),
        "confidence_score": pa.decimal128(4, 3),
        "recommendation": TEXT,
        "line_value": pa.decimal128(5, 1),
        "actual_points": WHOLE,
        "minutes_played": pa.decimal128(5, 1),
        "absolute_error": pa.decimal128(5, 1),
        "signed_error": pa.decimal128(5, 1),
        "prediction_correct": FLAG,
        "within_3_points": FLAG,
        "within_5_points": FLAG,
        "is_voided": FLAG,
        "void_reason": TEXT,
        "has_prop_line": FLAG,
        "line_source": TEXT,
        "graded_at": INSTANT,
    }
)

FEATURES = pa.schema(
    {
        "player_lookup": TEXT,
        "game_id": TEXT,
        "game_date": DAY,
        "features": pa.list_(NUMBER),
        "feature_2_value": NUMBER,
        "feature_16_value": NUMBER,
        "is_home": FLAG,
        "days_rest": WHOLE,
        "matchup_quality_pct": NUMBER,
        "feature_quality_score": pa.decimal128(5, 2),
        "quality_alert_level": TEXT,
        "default_feature_count": WHOLE,
        "created_at": INSTANT,
    }
)

DAILY_PERFORMANCE = pa.schema(
    {
        "game_date": DAY,
        "system_id": TEXT,
        "predictions_count": WHOLE,
        "recommendations_count": WHOLE,
        "correct_count": WHOLE,
        "incorrect_count": WHOLE,
        "pass_count": WHOLE,
        "win_rate": pa.decimal128(4, 3),
        "mae": pa.decimal128(5, 2),
        "avg_bias": pa.decimal128(5, 2),
        "over_win_rate": pa.decimal128(4, 3),
        "under_win_rate": pa.decimal128(4, 3),
        "within_3_pct": pa.decimal128(4, 3),
        "within_5_pct": pa.decimal128(4, 3),
        "avg_confidence": pa.decimal128(4, 3),
        "high_confidence_count": WHOLE,
        "high_confidence_correct": WHOLE,
        "high_confidence_win_rate": pa.decimal128(4, 3),
        "computed_at": INSTANT,
    }
)

CONTEXT = pa.schema(
    {
        "player_lookup": TEXT,
        "game_id": TEXT,
        "game_date": DAY,
        "team_abbr": TEXT,
        "opponent_team_abbr": TEXT,
        "home_game": FLAG,
        "back_to_back": FLAG,
        "days_rest": WHOLE,
        "opening_points_line": pa.decimal128(4, 1),
        "current_points_line": pa.decimal128(4, 1),
        "line_movement": pa.decimal128(4, 1),
        "created_at": INSTANT,
    }
)

FACTORS = pa.schema(
    {
        "player_lookup": TEXT,
        "game_date": DAY,
        "game_id": TEXT,
        "fatigue_score": WHOLE,
        "fatigue_context_json": TEXT,
        "processed_at": INSTANT,
    }
)

DEFENSE = pa.schema(
    {
        "team_abbr": TEXT,
        "analysis_date": DAY,
        "opponent_points_per_game": pa.decimal128(5, 1),
        "defensive_rating_last_15": pa.decimal128(6, 2),
        "paint_pct_allowed_last_15": pa.decimal128(5, 3),
        "three_pt_pct_allowed_last_15": pa.decimal128(5, 3),
        "opponent_pace": pa.decimal128(5, 1),
        "early_season_flag": FLAG,
        "processed_at": INSTANT,
    }
)

OFFENSE = pa.schema(
    {
        "game_id": TEXT,
        "game_date": DAY,
        "team_abbr": TEXT,
        "home_game": FLAG,
        "points_scored": WHOLE,
        "pace": pa.decimal128(5, 1),
        "possessions": WHOLE,
        "quality_tier": TEXT,
        "is_partial_game_data": FLAG,
        "processed_at": INSTANT,
    }
)

SHOT_ZONES = pa.schema(
    {
        "player_lookup": TEXT,
        "analysis_date": DAY,
        "paint_rate_last_10": pa.decimal128(5, 2),
        "mid_range_rate_last_10": pa.decimal128(5, 2),
        "three_pt_rate_last_10": pa.decimal128(5, 2),
        "processed_at": INSTANT,
    }
)

GAMEBOOK = pa.schema(
    {
        "player_lookup": TEXT,
        "game_id": TEXT,
        "game_date": DAY,
        "minutes_decimal": NUMBER,
        "processed_at": INSTANT,
    }
)

NEWS_ARTICLES = pa.schema(
    {
        "article_id": TEXT,
        "source": TEXT,
        "source_url": TEXT,
        "title": TEXT,
        "summary": TEXT,
        "published_at": INSTANT,
        "scraped_at": INSTANT,
        "sport": TEXT,
    }
)

NEWS_INSIGHTS = pa.schema(
    {
        "article_id": TEXT,
        "category": TEXT,
        "subcategory": TEXT,
        "ai_summary": TEXT,
        "headline": TEXT,
        "extracted_at": INSTANT,
    }
)

NEWS_LINKS = pa.schema(
    {
        "player_lookup": TEXT,
        "article_id": TEXT,
        "sport": TEXT,
        "mention_role": TEXT,
        "created_at": INSTANT,
    }
)

INJURIES = pa.schema(
    {
        "report_date": DAY,
        "report_hour": WHOLE,
        "game_date": DAY,
        "game_id": TEXT,
        "player_lookup": TEXT,
        "injury_status": TEXT,
        "reason": TEXT,
        "processed_at": INSTANT,
    }
)

ODDS = pa.schema(
    {
        "game_date": DAY,
        "market_type": TEXT,
        "player_lookup": TEXT,
        "bookmaker": TEXT,
        "bet_side": TEXT,
        "points_line": NUMBER,
        "odds_american": WHOLE,
        "is_best_line": FLAG,
        "is_active": FLAG,
        "created_at": INSTANT,
    }
)
