"""What speaks for and against Ann before her game of `DAY`."""

from __future__ import annotations

from typing import Any

from publishing.batch_rows import TeamDefense
from publishing.exports.tonight_player import TONIGHT_PLAYER
from publishing.rows import Row
from tests.exports.rows import (
    Json,
    expected,
    league,
    made,
    player,
    scheduled,
    slate,
)


def factors(*rows: Row, **context: Any) -> list[Json]:
    """Of Ann, who is expected at home against NYK; defences among the rows are the league's."""
    defenses = [row for row in rows if isinstance(row, TeamDefense)]
    his = [row for row in rows if not isinstance(row, TeamDefense)]
    among = league(scheduled(), *defenses)
    ann = player(expected(**context), *his, among=among)
    found = made(TONIGHT_PLAYER, ann, slate(among))["tonights_factors"]
    assert isinstance(found, list)
    return found


def factor(name: str, *rows: Row, **context: Any) -> Json:
    """The factor of a name; nothing where there is none."""
    found = [one for one in factors(*rows, **context) if one["factor"] == name]
    assert len(found) <= 1
    return found[0] if found else {}
