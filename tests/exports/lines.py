"""Who is hot or cold by a few rows: BOS plays at home against NYK on `DAY`."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from publishing.exports.whos_hot_cold import WHOS_HOT_COLD
from publishing.league import League
from publishing.rows import BoxScoreRow, Row
from tests.exports.past import played
from tests.exports.rows import ANN, Json, made, players, slate


def document(*rows: Row, among: League | None = None) -> Json:
    """`trends/whos-hot-v2.json` of these rows."""
    return made(WHOS_HOT_COLD, players(*rows, among=among), slate(among))


def hot(*rows: Row, among: League | None = None) -> Json:
    """The only player, as he is in the first list."""
    (only,) = document(*rows, among=among)["hot"]
    assert isinstance(only, dict)
    return only


def lookups(listed: Iterable[Json]) -> list[str]:
    """Whose entries these are, in their order."""
    return [one["player_lookup"] for one in listed]


def margins(text: str, lookup: str = ANN) -> list[BoxScoreRow]:
    """Games with these points above the line, newest first, every other day from two days ago.

    A tie is over. `6x+1.5 2x-3`: six of one, then two of the other.
    """
    every = [
        Decimal(margin)
        for part in text.split()
        for times, _, margin in [part.rpartition("x")]
        for _ in range(int(times or 1))
    ]
    return [decided(2 + 2 * place, margin, lookup) for place, margin in enumerate(every)]


def decided(days_ago: int, margin: Decimal | int, lookup: str = ANN) -> BoxScoreRow:
    """A game of 20 points, so many above the line."""
    result = "OVER" if margin >= 0 else "UNDER"
    return played(days_ago, 20, lookup, points_line=20 - margin, over_under_result=result)
