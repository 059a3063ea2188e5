"""What the numbers of the documents count, and how their dates, times and codes are written.

To rescale one breaks its readers (D30, core 14.12). A unit is named here for each key, and again
for a type where the same key counts something else.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from site_contract.shapes import Shape, numbers_in


@dataclass(frozen=True, slots=True)
class Unit:
    """What one of it is, the bounds of a number, and the expression that a text matches."""

    name: str
    least: float = -inf
    most: float = inf
    form: str = ""


POINTS = Unit("points")
COUNT = Unit("count", 0)
SHARE = Unit("share, 0 to 1", 0, 1)
PERCENT = Unit("percent, 0 to 100", 0, 100)
CHANGE = Unit("percent of change", -100)
MINUTES = Unit("minutes", 0)
HOURS = Unit("hours", 0)
DAYS = Unit("days", 0)
RANK = Unit("rank, 1 first", 1)
ODDS = Unit("American odds")
POSSESSIONS = Unit("possessions of a game")
EFFICIENCY = Unit("points per 100 possessions", 0)
A_GAME = Unit("mean of a game", 0)
OF_TEN = Unit("score, 0 to 10", 0, 10)
OF_A_HUNDRED = Unit("score, 0 to 100", 0, 100)
SCORE = Unit("score without bounds", 0)
MEASURED = Unit("points, or a share, as the measure")
STORED = Unit("as the prediction was stored")

DATE = Unit("game date, as 2025-12-27", form=r"\d{4}-\d\d-\d\d")
INSTANT = Unit("instant, RFC 3339 in UTC", form=r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00")
EASTERN = Unit("Eastern time, as 7:30 PM ET", form=r"\d{1,2}:\d\d [AP]M ET")
SEASON = Unit("season, as 2025-26", form=r"\d{4}-\d\d")
TEAM = Unit("three letters of a team", form=r"[A-Z]{3}")
PLAYER = Unit("player_lookup, a player's key", form=r"[a-z0-9]+")

_KEYS: dict[Unit, str] = {
    POINTS: "actual avg avg_bias avg_error avg_line avg_mae avg_margin avg_points away_ppg "
    "away_score b2b_avg b2b_ppg bias differential edge error home_ppg home_score impact l10 "
    "l10_avg l15_avg l20 l5 l5_avg last_10_lines last_10_points last_10_ppg last_5_ppg line mae "
    "margin margin_vs_line opp_ppg overall_avg points ppg ppg_allowed ppg_change predicted "
    "predicted_points rest_impact rested_avg rested_ppg result season season_average season_ppg "
    "shortfall shortfall_threshold",
    COUNT: "assists b2b_games blocks bounce_back_sample correct current_streak "
    "default_feature_count fg3_attempted fg3_made fg_attempted fg_attempts fg_made fg_makes "
    "ft_attempted ft_attempts ft_made ft_makes games games_final games_in_progress games_played "
    "games_predicted games_tonight graded hit_rate_games incorrect length longest_over "
    "longest_prediction longest_under losses min_games min_streak_length momentum over overs "
    "pass pass_count pending period player_count player_sample_size prediction_count predictions "
    "predictions_count premium pushes rebounds recommendations resolved_rows rest "
    "rows_without_game rows_without_player sample_games sample_size similar_games standard "
    "steals streak streak_length strong three_attempts three_makes total total_available "
    "total_candidates total_games total_over_streaks total_picks total_players "
    "total_prediction_streaks total_predictions total_qualifying_players total_recommendations "
    "total_rows total_trend_plays total_under_streaks total_with_lines trending_correct "
    "trending_incorrect turnovers under undelivered unders value waiting wins within_3_points "
    "within_5_points",
    SHARE: "avg_bounce_back_rate avg_confidence bounce_back_rate confidence fg_pct ft_pct "
    "high_confidence_win_rate hit_rate hit_rate_l10 over_rate over_win_rate pct "
    "player_historical_accuracy three_pct under_win_rate vs_line_pct win_rate within_3_pct "
    "within_3_pts within_5_pct within_5_pts",
    PERCENT: "confidence_score dfg_pct over_pct overall_over_pct",
    CHANGE: "pct_change",
    MINUTES: "age_minutes last_10_mpg last_5_mpg minutes minutes_avg season_mpg",
    HOURS: "age_hours limit_hours",
    DAYS: "days_rest",
    RANK: "defense_rank opp_def_rank rank",
    ODDS: "over_odds under_odds",
    POSSESSIONS: "league_average opp_pace pace vs_league",
    EFFICIENCY: "opp_def_rating",
    A_GAME: "apg bpg rpg spg topg",
    OF_TEN: "heat_score",
    OF_A_HUNDRED: "fatigue_score feature_quality_score score",
    SCORE: "composite_score",
    STORED: "pace_adjustment",
}

_TEXTS: dict[Unit, str] = {
    DATE: "as_of_date date first game_date last last_game_date resume_date target_date",
    INSTANT: "checked_at detected_at generated_at last_flush last_update next_update_expected "
    "published_at updated_at",
    EASTERN: "game_time",
    SEASON: "season",
    TEAM: "away_team home_team opponent team team_abbr",
    PLAYER: "player player_lookup",
}

ELSEWHERE: dict[str, Unit] = {
    "live-grading GradedPrediction.confidence": PERCENT,
    "live-grading GradedPrediction.pace": POINTS,
    "predictions PredictedPoints.confidence": PERCENT,
    "tonight-all-players CardPrediction.confidence": PERCENT,
    "system-performance Leader.value": MEASURED,
}
"""Where a key counts something else than under its name everywhere."""

BY_KEY = {key: unit for unit, keys in _KEYS.items() for key in keys.split()}
TEXT_BY_KEY = {key: unit for unit, keys in _TEXTS.items() for key in keys.split()}


def unit_of(family: str, name: str, key: str, shape: Shape) -> Unit | None:
    """What a key of a family's object type counts, or how its text is written; None for neither."""
    if numbers_in(shape):
        return ELSEWHERE.get(f"{family} {name}.{key}", BY_KEY.get(key))
    return TEXT_BY_KEY.get(key) if shape.kind == "string" else None
