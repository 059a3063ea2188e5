"""What a document may not know, planted in every table with absurd values (D25)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from publishing.batch_rows import GameContext
from publishing.news_rows import NewsArticle, NewsLink
from publishing.rows import RegisteredPlayer, Row
from tests.pipelines.small_games import DAY, Values
from tests.pipelines.small_league import Rows

_KEPT = {
    "player_lookup",
    "game_id",
    "system_id",
    "team_abbr",
    "home_team_tricode",
    "away_team_tricode",
    "season",
    "market_type",
    "is_best_line",
    "is_active",
    "is_all_star",
    "article_id",
    "quality_tier",
    "is_partial_game_data",
    "early_season_flag",
}
"""What says which row it is; without it nobody would look at the row."""

_STAMPS = (
    "created_at",
    "processed_at",
    "graded_at",
    "computed_at",
    "updated_at",
    "published_at",
    "scraped_at",
    "extracted_at",
)


def poisoned(rows: Rows, as_of: datetime) -> Rows:
    """The rows with others among them that nobody could know at the as-of, or for `DAY`."""
    found: Rows = {}
    for row_type, known in rows.items():
        planted = [*_made_later(row_type, known, as_of), *_of_later_dates(row_type, known)]
        assert planted
        # Before and after: neither the first nor the last row may win.
        half = len(planted) // 2
        found[row_type] = [*planted[:half], *known, *planted[half:]]
    return found


def _made_later(row_type: type[Row], known: list[Values], as_of: datetime) -> Iterator[Values]:
    """Every row again, made at the first instant that is too late."""
    late = as_of + timedelta(microseconds=1)
    for place, row in enumerate(known):
        changed = _absurd(row)
        if row_type is NewsLink:
            # All that a link can say wrongly is the player.
            changed["player_lookup"] = known[place - 1]["player_lookup"]
        if row_type is GameContext:
            # Made in time and changed too late.
            yield changed | {"processed_at": late}
        if row_type is NewsArticle:
            # Published in time, and found too late.
            yield changed | {"scraped_at": late}
        yield changed | {name: late for name in _STAMPS if name in row}


def _of_later_dates(row_type: type[Row], known: list[Values]) -> Iterator[Values]:
    """The rows of `DAY` a day later, and nothing says that they were made later."""
    column = row_type.date_column
    for row in known:
        if row_type is RegisteredPlayer:
            yield _absurd(row) | {"season": "2026-27", "processed_at": None}
        elif column and row[column] == DAY:
            stamps = {name: None for name in _STAMPS if name in row}
            yield _absurd(row) | stamps | {column: DAY + timedelta(days=1)}


def _absurd(row: Values) -> Values:
    return {name: value if name in _KEPT else _other(value) for name, value in row.items()}


def _other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return 9_999
    if isinstance(value, Decimal):
        return Decimal(99_999)
    if isinstance(value, list):
        return [77_777.0 for _ in value]
    return "Postponed" if isinstance(value, str) else value
