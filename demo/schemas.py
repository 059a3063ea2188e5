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
