"""Rows of the warehouse for one night, and what the feed makes of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from publishing.live import feed, reference
from publishing.rows import BoxScoreRow, Prediction, ScheduledGame
from tests.live.payloads import KEY, LEAGUE_ID

DAY = date(2026, 1, 9)
NOON = datetime(2026, 1, 9, 17, tzinfo=UTC)
HOUR = timedelta(hours=1)
CHAMPION = "catboost_v9"


def planned(**fields: Any) -> ScheduledGame:
    """NYK at BOS on the schedule."""
    row: dict[str, Any] = {
        "game_id": LEAGUE_ID,
        "game_date": DAY,
        "game_date_est": datetime(2026, 1, 10, 0, 30, tzinfo=UTC),
        "game_status": 1,
        "home_team_tricode": "BOS",
        "away_team_tricode": "NYK",
        "home_team_score": None,
        "away_team_score": None,
        "processed_at": NOON - HOUR,
        "game_status_text": "7:30 pm ET",
    }
    return ScheduledGame(**row | fields)


def predicted(**fields: Any) -> Prediction:
    """The champion on Ann Ash."""
    row: dict[str, Any] = {
        "player_lookup": "annash",
        "game_id": KEY,
        "game_date": DAY,
        "system_id": CHAMPION,
        "predicted_points": Decimal("12.4"),
        "confidence_score": Decimal(90),
        "recommendation": "OVER",
        "current_points_line": Decimal("9.5"),
        "is_active": True,
        "created_at": NOON - HOUR,
        "prediction_version": 1,
    }
    return Prediction(**row | fields)


def boxed(**fields: Any) -> BoxScoreRow:
    """The official line of Ann Ash."""
    row: dict[str, Any] = dict.fromkeys(BoxScoreRow.__struct_fields__, 2)
    # The live night reads none of these.
    row |= dict.fromkeys(("opponent_team_abbr", "season_year", "points_line", "over_under_result"))
    row |= dict.fromkeys(("plus_minus", "dnp_reason"))
    row |= {"player_lookup": "annash", "game_id": KEY, "game_date": DAY, "team_abbr": "BOS"}
    row |= {"minutes_played": Decimal("31.7"), "is_dnp": False, "points": 11}
    row |= {"processed_at": NOON, "player_full_name": "Ann Ash"}
    return BoxScoreRow(**row | fields)


def games(*rows: ScheduledGame, at: datetime = NOON) -> list[feed.SlateGame]:
    """The schedule event of these rows."""
    return reference.schedule(rows, DAY, at).games


def picks(*rows: Prediction, at: datetime = NOON) -> list[feed.Pick]:
    """The predictions event of these rows."""
    return reference.predictions(rows, DAY, CHAMPION, at).picks


def officials(*rows: BoxScoreRow, at: datetime = NOON, **plan: Any) -> list[Any]:
    """The official event of these rows, of a game that the schedule calls final."""
    over = {"game_status": 3, "home_team_score": 101, "away_team_score": 99}
    known = reference.schedule([planned(**over | plan)], DAY, at)
    return reference.official(rows, known, DAY, at).games
