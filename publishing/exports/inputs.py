"""The tables that several exports read in the same way."""

from __future__ import annotations

from publishing.batch_rows import CompositeFactors, GameContext, Grading, InjuryReport
from publishing.reads import Input, Window
from publishing.rows import Prediction, RegisteredPlayer, ScheduledGame

PLAYED = ("player_lookup", "game_date", "points", "is_dnp")
"""Columns of a box score: whose it is, and whether he played (D17)."""

IN_GAME = ("game_id", "team_abbr", "opponent_team_abbr")
"""Columns of a box score: which game it is of."""

LINED = ("points_line", "over_under_result")
"""Columns of a box score: his line, and what became of it."""

COUNTS = (
    "assists",
    "offensive_rebounds",
    "defensive_rebounds",
    "steals",
    "blocks",
    "turnovers",
)
SHOTS = (
    "fg_makes",
    "fg_attempts",
    "three_pt_makes",
    "three_pt_attempts",
    "ft_makes",
    "ft_attempts",
)

SCHEDULE_COLUMNS = (
    "game_id",
    "game_date",
    "game_date_est",
    "game_status",
    "home_team_tricode",
    "away_team_tricode",
    "home_team_score",
    "away_team_score",
    "processed_at",
    "game_status_text",
    "is_all_star",
)

SCHEDULE = Input(ScheduledGame, SCHEDULE_COLUMNS, Window.AROUND)
SCHEDULES = Input(ScheduledGame, SCHEDULE_COLUMNS, Window.HISTORY)
"""Every date's games: what says which was at home where a row names its game by the league's id."""

NAMES = Input(
    RegisteredPlayer,
    ("player_lookup", "player_name", "season", "processed_at", "team_abbr", "last_game_date"),
    Window.HISTORY,
)
POSITIONS = Input(RegisteredPlayer, (*NAMES.columns, "position"), Window.HISTORY)
"""Names and positions."""

CONTEXT = Input(
    GameContext,
    (
        "player_lookup",
        "game_id",
        "game_date",
        "team_abbr",
        "opponent_team_abbr",
        "home_game",
        "back_to_back",
        "days_rest",
    ),
    Window.ON_DATE,
)
PREDICTION_COLUMNS = (
    "player_lookup",
    "game_id",
    "game_date",
    "system_id",
    "predicted_points",
    "confidence_score",
    "recommendation",
    "current_points_line",
    "is_active",
    "created_at",
    "updated_at",
    "prediction_version",
    "line_source",
    "invalidation_reason",
)
PREDICTIONS = Input(Prediction, PREDICTION_COLUMNS, Window.ON_DATE, champion=True)
PICKED = Input(
    Prediction,
    (
        "player_lookup",
        "game_id",
        "game_date",
        "system_id",
        "current_points_line",
        "is_active",
        "created_at",
        "updated_at",
        "prediction_version",
        "line_source",
        "invalidation_reason",
    ),
    Window.ON_DATE,
    champion=True,
)
"""What was picked on a date, and nothing else of it."""

GRADED = Input(
    Grading,
    ("player_lookup", "game_id", "game_date", "system_id", "recommendation", "graded_at"),
    Window.ON_DATE,
    champion=True,
)
"""What was graded of a date, and nothing else of it."""

FATIGUE = Input(
    CompositeFactors, ("player_lookup", "game_date", "game_id", "fatigue_score"), Window.ON_DATE
)
INJURIES = Input(
    InjuryReport,
    (
        "player_lookup",
        "report_date",
        "report_hour",
        "injury_status",
        "reason",
        "game_date",
        "processed_at",
    ),
    Window.WEEK,
)
