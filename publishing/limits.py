"""What a value of the league can be: a batch row with another is a dead letter (I-15, D8)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from publishing.calendar import GAME_YEARS
from publishing.stats import LARGEST, finite

NOT_NEGATIVE = frozenset(
    """
    points actual_points minutes_played assists offensive_rebounds defensive_rebounds steals
    blocks turnovers fg_attempts fg_makes three_pt_attempts three_pt_makes ft_attempts ft_makes
    current_points_line line_value points_line confidence_score absolute_error fatigue_score
    days_rest similar_games_count default_feature_count feature_quality_score
    predictions_count recommendations_count correct_count incorrect_count high_confidence_count
    high_confidence_correct over_win_rate under_win_rate within_3_pct within_5_pct mae
    opponent_points_per_game home_team_score away_team_score report_hour
    defensive_rating_last_15 paint_pct_allowed_last_15 three_pt_pct_allowed_last_15 opponent_pace
    points_scored pace possessions minutes_decimal
    paint_rate_last_10 mid_range_rate_last_10 three_pt_rate_last_10
    """.split()
)
"""Columns that count or measure; predictions, margins, biases and odds may be below zero."""

TIP_OFF = "game_date_est"
"""The instant that is shown; a stamp is only compared and may be of any year."""

_LONG_TEXTS = frozenset(
    """
    fatigue_context_json reason invalidation_reason dnp_reason title headline source_url
    """.split()
)
_SHORT, _LONG = 200, 10_000


def longest(column: str) -> int:
    """How many bytes of UTF-8 a column's text may have; a key becomes part of a path."""
    return _LONG if column in _LONG_TEXTS else _SHORT


def fault_of(values: Mapping[str, Any]) -> str | None:
    """What is wrong with the values of a row, by column; None when each can be one."""
    for column, value in values.items():
        fault = _fault(column, value)
        if fault is not None:
            return fault
    return None


def _fault(column: str, value: Any) -> str | None:
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, tuple):
        faults = (_fault(column, one) for one in value)
        return next((fault for fault in faults if fault is not None), None)
    if isinstance(value, int | Decimal):
        number = Decimal(value)
        if finite(number) is None:
            return f"{column} is {number:.6g}: numbers have to be smaller than {LARGEST:,}"
        if number < 0 and column in NOT_NEGATIVE:
            return f"{column} is {number:.6g}: it cannot be negative"
    if isinstance(value, str):
        size = len(value.encode())
        return (
            f"{column} has {size} bytes, over {longest(column)}" if size > longest(column) else None
        )
    if column == TIP_OFF and isinstance(value, datetime) and value.year not in GAME_YEARS:
        return f"{column} is of the year {value.year}"
    return None
