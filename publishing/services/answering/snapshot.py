"""The rows that answers are made of, as they were at one instant: the as-of of every document."""

from __future__ import annotations

import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from publishing.adapters.warehouses import TROUBLE, BatchWarehouse, WarehouseAway
from publishing.calendar import FIRST_DATE, league_date
from publishing.live.events import Rejection
from publishing.reads import Read, read_of_player
from publishing.routes import ROUTES
from publishing.rows import Row
from publishing.run import Run
from publishing.services.answering.kept import Kept

log = logging.getLogger("courtside.api")

NAMES = tuple(route.export.name for route in ROUTES if route.export)
"""The exports that are made on demand."""

TABLES = tuple(
    dict.fromkeys(one.row_type for route in ROUTES if route.export for one in route.export.inputs)
)
"""The tables that they are made of."""

MOST_ROWS = 6_000_000
"""Rows of players that are held in memory: some gigabytes."""

PLAYERS_KEPT = 600
"""Players whose rows are kept, where they are read player by player: a league."""

TABLES_AT_A_TIME = 24
"""Reads of players' tables at a time, over all requests."""

RowsByTable = Mapping[type[Row], Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All rows up to one instant: those of no player, and how one player's are had.

    `player` raises WarehouseAway when they cannot be had; `players` are those that are held.
    """

    as_of: datetime
    league: RowsByTable
    player: Callable[[str], RowsByTable]
    players: frozenset[str] = frozenset()


def run_of_all(as_of: datetime, champion: str) -> Run:
    """The run whose reads hold the rows of every document that can be asked for by the as-of."""
    return Run("api", as_of, (FIRST_DATE, league_date(as_of)), NAMES, champion)


def held(warehouse: BatchWarehouse, as_of: datetime, champion: str) -> Snapshot:
    """A snapshot with all rows in memory, by player; else WarehouseAway."""
    run = run_of_all(as_of, champion)
    league = _league(warehouse, run)
    players: dict[str, dict[type[Row], list[Row]]] = {}
    count = 0
    for read in run.reads_of_players():
        by_player: defaultdict[str, list[Row]] = defaultdict(list)
        for row in rows_of(warehouse, read):
            by_player[getattr(row, "player_lookup")].append(row)  # noqa: B009
            count += 1
            if count > MOST_ROWS:
                raise WarehouseAway(f"there are more than {MOST_ROWS} rows of players")
        for lookup, rows in by_player.items():
            players.setdefault(lookup, {})[read.row_type] = rows
    log.info("snapshot as_of=%s players=%d rows=%d", as_of.isoformat(), len(players), count)
    return Snapshot(as_of, league, lambda lookup: players.get(lookup, {}), frozenset(players))


def asked(
    warehouse: BatchWarehouse, as_of: datetime, champion: str, pool: ThreadPoolExecutor
) -> Snapshot:
    """A snapshot whose players are read one by one, when they are asked for, and kept."""
    run = run_of_all(as_of, champion)
    reads = run.reads_of_players()
    kept: Kept[str, RowsByTable] = Kept(PLAYERS_KEPT, lambda _: 1)
    lock = threading.Lock()

    def player(lookup: str) -> RowsByTable:
        with lock:
            known = kept.get(lookup)
        if known is not None:
            return known
        wanted = [read_of_player(read, lookup) for read in reads]
        tables = pool.map(lambda read: rows_of(warehouse, read), wanted)
        found = {read.row_type: rows for read, rows in zip(wanted, tables, strict=True)}
        with lock:
            kept.put(lookup, found)
        return found

    return Snapshot(as_of, _league(warehouse, run), player)


def rows_of(warehouse: BatchWarehouse, read: Read) -> list[Row]:
    """The read's rows to the end; WarehouseAway when they cannot be had.

    A row that does not fit is left out and counted in the log: the batch run keeps it as a
    dead letter, and this service writes nothing.
    """
    found: list[Row] = []
    rejected = 0
    try:
        if not warehouse.has(read.row_type):
            raise WarehouseAway(f"table {read.row_type.table} is missing")
        for part in warehouse.parts(read):
            for row in warehouse.part_rows(part):
                if isinstance(row, Rejection):
                    rejected += 1
                else:
                    found.append(row)
    except TROUBLE as problem:
        raise WarehouseAway(f"{read.row_type.table} cannot be read: {problem}") from problem
    if rejected:
        log.warning("rejected table=%s rows=%d", read.row_type.table, rejected)
    return found


def _league(warehouse: BatchWarehouse, run: Run) -> RowsByTable:
    return {read.row_type: rows_of(warehouse, read) for read in run.reads_of_league()}
