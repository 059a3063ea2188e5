"""How large the groups of a batch run are: what one worker must hold of all that is read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter

from benchmarks.batch_child import ONLY, as_of
from pipelines.export_words import exports_named
from publishing.adapters.parquet import ParquetWarehouse
from publishing.league import League
from publishing.plan import of_player, of_row, slates_of
from publishing.player_rows import PlayerRows
from publishing.reads import Read
from publishing.row_chunks import encode_rows
from publishing.rows import Row
from publishing.run import Run

MOST_OF_A_PLAYER, MOST_OF_A_DATE = 0.05, 0.50
"""Shares of all bytes. A date's pieces are as many as its documents hold, whatever is read."""

Rows = dict[type[Row], list[Row]]


@dataclass(frozen=True)
class Group:
    """The largest group of one kind, and everything that is read of players, in bytes."""

    name: str
    key: str
    largest: int
    total: int
    goal: float

    @property
    def share(self) -> float:
        """Of all bytes."""
        return self.largest / self.total


def groups(tables: Path, dates: tuple[date, ...]) -> list[Group]:
    """The encoded rows of a player, the encoded pieces of a date, what every worker holds."""
    names, _ = exports_named(ONLY, [])
    run = Run("benchmark", as_of(dates[-1]), dates, names, "catboost_v9")
    shared: Rows = {read.row_type: _rows(tables, read) for read in run.reads_of_league()}
    league = League(shared, run.as_of, run.champion)
    slates = slates_of(league, run)
    players: dict[str, Rows] = {}
    of_dates: Counter[str] = Counter()
    for read in run.reads_of_players():
        for row in _rows(tables, read):
            lookup = getattr(row, "player_lookup", None)
            if lookup is not None:
                players.setdefault(lookup, {}).setdefault(read.row_type, []).append(row)
            for day, piece in () if lookup else of_row(row, run):
                of_dates[day.isoformat()] += len(piece.body)
    of_players = Counter({lookup: _size(rows) for lookup, rows in players.items()})
    for lookup, rows in players.items():
        made = of_player(PlayerRows(lookup, rows, league), slates, run, {}, perf_counter)
        for day, piece in made.pieces:
            of_dates[day.isoformat()] += len(piece.body)
    total = of_players.total()
    return [
        Group("rows of a player", *of_players.most_common(1)[0], total, MOST_OF_A_PLAYER),
        Group("pieces of a date", *of_dates.most_common(1)[0], total, MOST_OF_A_DATE),
        Group("rows beside each worker", "the league", _size(shared), total, MOST_OF_A_PLAYER),
    ]


def _rows(tables: Path, read: Read) -> list[Row]:
    warehouse = ParquetWarehouse(tables)
    found = (row for part in warehouse.parts(read) for row in warehouse.part_rows(part))
    return [row for row in found if isinstance(row, Row)]


def _size(rows: Rows) -> int:
    return sum(len(encode_rows(row_type, found)) for row_type, found in rows.items())
