"""The documents of best bets that hand-made rows give, and a player's record."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from publishing.exports.best_bets import BEST_BETS
from publishing.exports.declaration import Parameters
from publishing.rows import Row
from tests.exports.rows import (
    AFTER,
    ANN,
    BEFORE,
    DAY,
    Json,
    graded,
    known_of,
    league,
    made,
    players,
    predicted,
    scheduled,
    slate,
)

LATEST, DATED = "best-bets/latest.json", "best-bets/2026-01-09.json"
EVE = DAY - timedelta(days=1)
LOST = {"prediction_correct": False, "actual_points": 9}


def tonight(*rows: Row, parameters: Parameters | None = None, as_of: datetime = BEFORE) -> Json:
    """The document of predictions, before the games are graded."""
    among = league(scheduled(), as_of=as_of)
    return made(BEST_BETS, players(*rows, among=among), slate(among), parameters)


def settled(*rows: Row) -> Json:
    """The document of gradings, on the morning after."""
    among = league(scheduled(game_status=3), as_of=AFTER)
    return made(BEST_BETS, players(*rows, among=among), slate(among))


def pick(*rows: Row, as_of: datetime = BEFORE) -> Any:
    """Tonight's only pick."""
    (only,) = tonight(*rows, as_of=as_of)["picks"]
    return only


def graded_pick(*rows: Row) -> Any:
    """The only pick of a date that is past, where a row of features says green."""
    (only,) = settled(*rows, known_of())["picks"]
    return only


def is_pick(row: Row) -> bool:
    """Whether a prediction or a grading is a pick, all else being well."""
    found = settled(row, known_of()) if type(row) is type(graded()) else tonight(row)
    return bool(found["picks"])


def off_by(edge: str, player_lookup: str = ANN, **columns: Any) -> Row:
    """An OVER so many points above a line of 10.5."""
    points = Decimal("10.5") + Decimal(edge)
    line = {"current_points_line": "10.5", "predicted_points": points}
    return predicted(player_lookup, **line | columns)


def history(*results: Json, **columns: Any) -> list[Row]:
    """A player's gradings of the days before `DAY`, one a day."""
    days = [DAY - timedelta(days=number) for number in range(1, len(results) + 1)]
    return [
        graded(game_date=day, game_id=f"{day:%Y%m%d}_NYK_BOS", **columns | result)
        for day, result in zip(days, results, strict=True)
    ]


def record(won: int, lost: int, **columns: Any) -> list[Row]:
    return history(*[{}] * won, *[LOST] * lost, **columns)
