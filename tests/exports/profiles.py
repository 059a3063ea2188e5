"""Profiles of Ann, by a few rows: predicted day before day, up to the day before `DAY`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from publishing.batch_rows import Grading
from publishing.exports.declaration import OfPlayer, Parameters
from publishing.exports.player_index import PLAYER_INDEX
from publishing.exports.player_profile import PLAYER_PROFILE
from publishing.league import League, Slate
from publishing.rows import Row
from tests.exports.rows import ANN, DAY, Json, graded, made, player, players, slate

WON: Json = {}
LOST: Json = {"prediction_correct": False, "actual_points": 9}
PUSHED: Json = {"prediction_correct": None, "actual_points": 15, "line_value": 15}
PASSED: Json = {"prediction_correct": None, "recommendation": "PASS"}
VOIDED: Json = {
    "prediction_correct": None,
    "is_voided": True,
    "actual_points": None,
    "absolute_error": "19.5",
    "signed_error": "19.5",
    "within_3_points": False,
    "within_5_points": False,
}
UNDER: Json = {"recommendation": "UNDER"}


def document(
    *rows: Row, among: League | None = None, of_date: Slate | None = None, min_games: int = 1
) -> Json:
    """Ann's profile; where she has none, that of a player who was asked for by name."""
    return made(
        PLAYER_PROFILE,
        player(*rows, among=among, lookup=ANN),
        of_date or slate(among),
        Parameters(min_games=min_games),
    )


def has_profile(*rows: Row, min_games: int) -> bool:
    """Whether a run that names nobody makes a profile of these rows."""
    how = PLAYER_PROFILE.made
    assert isinstance(how, OfPlayer)
    return how.document(player(*rows), slate(), Parameters(min_games=min_games)) is not None


def index(*rows: Row, among: League | None = None, min_games: int = 5) -> Json:
    """`players/index.json` of all players of these rows."""
    found = players(*rows, among=among)
    return made(PLAYER_INDEX, found, slate(among), Parameters(min_games=min_games))


def listed(*rows: Row, min_games: int = 5) -> list[str]:
    """The players of the index, in their order."""
    return [one["player_lookup"] for one in index(*rows, min_games=min_games)["players"]]


def predicted_for(
    *results: Json, lookup: str = ANN, first: int = 1, **columns: Any
) -> list[Grading]:
    """Gradings, one a day, the newest so many days before `DAY`."""
    days = [DAY - timedelta(first + place) for place in range(len(results))]
    return [
        graded(
            lookup,
            **{
                "game_date": day,
                "game_id": f"{day:%Y%m%d}_NYK_BOS",
                "graded_at": f"{day + timedelta(1)}T12:00:00Z",
            }
            | columns
            | result,
        )
        for day, result in zip(days, results, strict=True)
    ]


def times(count: int, result: Json = WON) -> Sequence[Json]:
    """So many of one result."""
    return [result] * count
