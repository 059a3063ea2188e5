"""What the homepage document of `DAY` says of a few rows."""

from __future__ import annotations

from publishing.exports.tonight_all_players import TONIGHT_ALL_PLAYERS
from publishing.league import League
from publishing.rows import Row
from tests.exports.rows import Json, made, players, slate


def document(*rows: Row, among: League | None = None) -> Json:
    """`tonight/all-players.json` of these rows."""
    return made(TONIGHT_ALL_PLAYERS, players(*rows, among=among), slate(among))


def card(*rows: Row, among: League | None = None) -> Json:
    """The only player of the first game."""
    (only,) = document(*rows, among=among)["games"][0]["players"]
    assert isinstance(only, dict)
    return only


def order(*rows: Row) -> list[str]:
    """The players of the first game, in their order."""
    return [one["player_lookup"] for one in document(*rows)["games"][0]["players"]]
