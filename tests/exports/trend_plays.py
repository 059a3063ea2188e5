"""Tonight's trend plays of a few rows: BOS plays at home against NYK on `DAY`."""

from __future__ import annotations

from collections.abc import Iterable

from publishing.exports.tonight_trend_plays import TONIGHT_TREND_PLAYS
from publishing.league import League
from publishing.rows import BoxScoreRow, Row
from tests.exports.past import played
from tests.exports.rows import ANN, Json, made, players, slate


def document(*rows: Row, among: League | None = None) -> Json:
    """`trends/tonight-trend-plays.json` of these rows."""
    return made(TONIGHT_TREND_PLAYS, players(*rows, among=among), slate(among))


def plays(*rows: Row) -> list[Json]:
    """The plays in their order."""
    found = document(*rows)["trend_plays"]
    assert isinstance(found, list)
    return found


def play(*rows: Row) -> Json:
    """The only play; nothing where there is none."""
    found = plays(*rows)
    assert len(found) <= 1
    return found[0] if found else {}


def lookups(*rows: Row) -> list[str]:
    """Whose plays there are, in their order."""
    return [one["player_lookup"] for one in plays(*rows)]


def with_gaps(last: int, games: Iterable[tuple[int, int]], lookup: str = ANN) -> list[BoxScoreRow]:
    """Games as (points, days since the one before), newest first, and one before them all.

    The newest was `last` days ago. None has a line, and only the newest is for BOS, so that only
    rest can be a trend.
    """
    rows: list[BoxScoreRow] = []
    for points, gap in (*games, (20, 0)):
        team = "UTA" if rows else "BOS"
        rows.append(played(last, points, lookup, team_abbr=team))
        last += gap
    return rows
