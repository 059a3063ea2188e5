"""The schedule of one date, with what other dates say of its games (incident 17)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from publishing.adapters.warehouses import TROUBLE, BatchWarehouse, WarehouseAway
from publishing.exports.inputs import SCHEDULE_COLUMNS
from publishing.live.events import Rejection
from publishing.moved_games import as_they_stand
from publishing.reads import Read, Window
from publishing.rows import Row, ScheduledGame


def games_of(
    warehouse: BatchWarehouse,
    day: date,
    as_of: datetime,
    reject: Callable[[type[Row], Rejection], None],
) -> list[ScheduledGame]:
    """The rows of a date; a game that was moved to another one is postponed on this.

    What does not fit goes to `reject`. WarehouseAway when they cannot be read to their end.
    """
    first, last = Window.AROUND.first(day), Window.AROUND.last(day)
    read = Read(ScheduledGame, SCHEDULE_COLUMNS, first, last, (), as_of)
    rows: list[ScheduledGame] = []
    try:
        for part in warehouse.parts(read):
            for row in warehouse.part_rows(part):
                if isinstance(row, ScheduledGame):
                    rows.append(row)
                elif isinstance(row, Rejection):
                    reject(ScheduledGame, row)
    except TROUBLE as problem:
        raise WarehouseAway(f"{ScheduledGame.table} cannot be read: {problem}") from problem
    return [row for row in as_they_stand(rows, as_of) if row.game_date == day]
