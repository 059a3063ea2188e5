"""Thresholds that several exports share, with rows that sit on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from publishing import form, picks, player_rows
from publishing.rows import BoxScoreRow, Row
from tests.exports.boundaries.boundary import Move, move
from tests.exports.rows import DAY, boxed, expected, fresh, reported

FATIGUE: tuple[Move, ...] = (
    move(picks, "FRESH_FROM", 94, 96),
    move(picks, "NORMAL_FROM", 74, 76),
)

FORM: tuple[Move, ...] = (
    move(form, "SMALL_SAMPLE", 9, 11),
    move(form, "MOST_RECENT", 9, 11),
    move(form, "SHORTER", 4, 6),
    move(player_rows, "REPORT_DAYS", 1, 3),
)


def of_fatigue() -> list[Row]:
    """Players on either side of both scores."""
    return [fresh(f"tired{score}", fatigue_score=score) for score in (95, 94, 75, 74)]


def tonights_players() -> list[Row]:
    """Expected players on the thresholds of fatigue, of form and of a report's age."""
    return [
        *of_fatigue(),
        *(expected(f"tired{score}") for score in (95, 94, 75, 74)),
        *(row for games in (9, 10, 12) for row in of_games(f"games{games}", range(games))),
        *(expected(f"games{games}") for games in (9, 10, 12)),
        *(
            row
            for age in (2, 3)
            for row in (
                reported(f"hurt{age}", game_date=None, report_date=DAY - timedelta(age)),
                expected(f"hurt{age}"),
            )
        ),
    ]


def of_games(player_lookup: str, points: Iterable[int], **columns: Any) -> list[Row]:
    """Played games, the newest first: one every second day up to three days before `DAY`."""
    last = DAY - timedelta(3)
    return [
        played(player_lookup, last - timedelta(2 * back), points=scored, **columns)
        for back, scored in enumerate(points)
    ]


def with_gaps(
    player_lookup: str,
    games: Sequence[tuple[int, int]],
    days_rest: int,
    **columns: Any,
) -> list[Row]:
    """Played games, the newest first, as (points, days since the one before), and a first one."""
    day, rows = DAY - timedelta(days_rest), []
    for points, gap in games:
        rows.append(played(player_lookup, day, points=points, **columns))
        day -= timedelta(gap)
    return [*rows, played(player_lookup, day, points=20, **columns)]


def played(player_lookup: str, day: date, **columns: Any) -> BoxScoreRow:
    """A home game of BOS against NYK, without a line unless it has one."""
    plain = {"points_line": None, "over_under_result": None, "processed_at": None}
    game = {"game_id": f"{day:%Y%m%d}_NYK_BOS", "game_date": day}
    return boxed(player_lookup, **plain | game | columns)
