"""What a run publishes of a few rows, with paths, cache classes and versions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import orjson

from publishing.batch_rows import DailyPerformance, TeamGame
from publishing.documents import Document
from publishing.exports.declaration import Export
from publishing.league import League
from publishing.made import Piece
from publishing.plan import of_player, of_row, of_slate, slates_of
from publishing.player_rows import PlayerRows
from publishing.rows import Row
from publishing.run import Run
from tests.exports.rows import AFTER, CHAMPION, DAY, Json, league, players
from tests.publishing.memory_store import MemoryStore
from tests.publishing.publishers import publisher

OF_NO_PLAYER = (DailyPerformance, TeamGame)


def planned(
    export: Export,
    *rows: Row,
    as_of: datetime = AFTER,
    dates: Sequence[date] = (DAY,),
    among: League | None = None,
    named: frozenset[str] | None = None,
) -> list[Document]:
    """The documents that a run of one export makes of these rows, before they are published.

    `named` are players who are asked for by name.
    """
    found = among or league(as_of=as_of)
    run = Run(
        f"run {found.as_of}",
        found.as_of,
        tuple(dates),
        (export.name,),
        CHAMPION,
        players=named,
    )
    slates = slates_of(found, run)
    pieces: dict[date, list[Piece]] = {}
    for row in rows:
        if isinstance(row, OF_NO_PLAYER):
            for day, piece in of_row(row, run):
                pieces.setdefault(day, []).append(piece)
    his = [row for row in rows if not isinstance(row, OF_NO_PLAYER)]
    documents: list[Document] = []
    of_rows = players(*his, among=found)
    unknown = (named or frozenset()) - {one.player_lookup for one in of_rows}
    for one in [*of_rows, *(PlayerRows(lookup, {}, found) for lookup in sorted(unknown))]:
        made = of_player(one, slates, run, {}, _no_time)
        assert not made.failures
        documents += [document for _, document in made.documents]
        for day, piece in made.pieces:
            pieces.setdefault(day, []).append(piece)
    for day in dates:
        made = of_slate(slates[day], pieces.get(day, []), run, {}, _no_time)
        assert not made.failures
        documents += [document for _, document in made.documents]
    return documents


def published(*runs: Sequence[Document]) -> dict[str, Json]:
    """What is public by path after these runs, one after the other."""
    store = MemoryStore()
    for documents in runs:
        publisher(store).publish(documents)
    return {path: orjson.loads(body) for path, (body, _) in store.objects.items()}


def _no_time() -> float:
    return 0.0
