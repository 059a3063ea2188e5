"""The warehouse's rows of one game date."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from publishing.adapters.warehouses import BatchWarehouse, all_rows
from publishing.live.events import Rejection
from publishing.live.settling import NightRows
from publishing.rows import (
    LIVE_TABLES,
    BoxScoreRow,
    Prediction,
    RegisteredPlayer,
    Row,
    SourcePlayer,
)
from publishing.services.scheduled import games_of

REQUIRED: tuple[type[Row], ...] = (*LIVE_TABLES, BoxScoreRow)
"""What no settle can do without; the id map of the source is one."""

OPTIONAL: tuple[type[Row], ...] = (SourcePlayer,)

R = TypeVar("R", bound=Row)


@dataclass(slots=True)
class Reading:
    """Reads one date's rows; counts those that do not fit their type, with the first's reason."""

    warehouse: BatchWarehouse
    game_date: date
    as_of: datetime
    unfit: Counter[str] = field(default_factory=Counter)
    reasons: dict[str, str] = field(default_factory=dict)

    def rows(self) -> NightRows:
        """The rows; WarehouseAway when a table cannot be read to its end."""
        return NightRows(
            games_of(self.warehouse, self.game_date, self.as_of, self._count),
            self._rows(Prediction),
            self._rows(BoxScoreRow),
            self._rows(RegisteredPlayer),
            self._rows(SourcePlayer),
        )

    def _rows(self, row_type: type[R]) -> list[R]:
        return all_rows(self.warehouse, row_type, self.game_date, self._count)

    def _count(self, row_type: type[Row], row: Rejection) -> None:
        self.unfit[row_type.table] += 1
        self.reasons.setdefault(row_type.table, row.reason)
