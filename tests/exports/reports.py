"""The report on Ann's game of `DAY`, BOS against NYK, by a few rows."""

from __future__ import annotations

from typing import Any

from publishing.exports.player_game_report import PLAYER_GAME_REPORT
from publishing.league import League
from publishing.rows import Row
from tests.exports.rows import AFTER, Json, boxed, defended, league, made, player, registered, slate


def report(*rows: Row, among: League | None = None, **columns: Any) -> Json:
    """`players/annash/game-report/2026-01-09.json`; `columns` are her box score's."""
    of = among or league(as_of=AFTER)
    return made(
        PLAYER_GAME_REPORT, player(registered(), boxed(**columns), *rows, among=of), slate(of)
    )


def angles(*rows: Row, among: League | None = None) -> Json:
    """What spoke for and against her."""
    found = report(*rows, among=among)["prediction_angles"]
    assert isinstance(found, dict)
    return found


def met(**defense: Any) -> League:
    """The league in which NYK defends so; on average otherwise."""
    average = {
        "defensive_rating_last_15": 112,
        "paint_pct_allowed_last_15": "0.58",
        "three_pt_pct_allowed_last_15": "0.36",
        "opponent_pace": 99,
    }
    return league(defended("NYK", **average | defense), as_of=AFTER)
