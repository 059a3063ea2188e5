"""What a run publishes of a warehouse, beside what the oracles say that it must hold.

An export joins by one module of its name in `oracles`: `document(warehouse, day, as_of)` of a
document a date, or `documents(…)` by player_lookup.
"""

from __future__ import annotations

import importlib.util
import inspect
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import orjson

from publishing.adapters.dead_letters import DeadLetters
from publishing.adapters.parquet import ParquetWarehouse
from publishing.exports import BY_NAME, EXPORTS
from publishing.exports.declaration import Export, Parameters, path_of
from publishing.run import Run
from publishing.run_record import DocumentFact, FailureFact
from publishing.services.exporting.inline import Inline
from tests.exports.oracles.difference import MISSING, Difference, differences
from tests.publishing.memory_store import MemoryStore
from tests.publishing.publishers import publisher

Json = dict[str, Any]
Documents = dict[str, Json]
"""Documents by path."""

CHAMPION = "catboost_v9"

ORACLES = "tests.exports.oracles"

NAMES = tuple(
    export.name for export in EXPORTS if importlib.util.find_spec(f"{ORACLES}.{export.name}")
)
"""The exports that have an oracle."""


@dataclass(frozen=True)
class Moment:
    """A date of a warehouse, as of an instant; `min_games` and `players` are what a run is told."""

    warehouse: Path
    day: date
    as_of: datetime
    champion: str = CHAMPION
    min_games: int = 5
    players: frozenset[str] | None = None

    @classmethod
    def pregame(cls, warehouse: Path, day: date) -> Moment:
        """Before the games of the date: 18:00 UTC."""
        return cls(warehouse, day, datetime.combine(day, time(18), UTC))

    @classmethod
    def settled(cls, warehouse: Path, day: date) -> Moment:
        """After the games of the date: 15:30 UTC on the day after."""
        return cls(warehouse, day, datetime.combine(day + timedelta(1), time(15, 30), UTC))

    def __str__(self) -> str:
        return f"{self.day} as of {self.as_of:%Y-%m-%d %H:%M}"


class _Nowhere:
    """Rows that do not fit are of no matter here: their letters are not kept."""

    def add(self, path: str, body: bytes) -> bool:
        return True

    def names(self, folder: str) -> list[str]:
        return []

    def get(self, path: str) -> bytes | None:
        return None


def published(moment: Moment, names: Collection[str] = NAMES) -> dict[str, Documents]:
    """By export, what one run of the inline engine publishes; nothing in it may fail."""
    run = Run(
        run_id="run",
        as_of=moment.as_of,
        dates=(moment.day,),
        names=tuple(name for name in NAMES if name in names),
        champion=moment.champion,
        parameters=Parameters(min_games=moment.min_games),
        players=moment.players,
    )
    store, letters = MemoryStore(), DeadLetters(_Nowhere())
    facts = Inline(run, ParquetWarehouse(moment.warehouse), publisher(store), letters)()
    failed = [fact for fact in facts if isinstance(fact, FailureFact)]
    assert not failed, failed
    found: dict[str, Documents] = {name: {} for name in names}
    for fact in facts:
        if isinstance(fact, DocumentFact):
            body, _ = store.objects[fact.path]
            found[fact.export][fact.path] = orjson.loads(body)
    return found


def expected(moment: Moment, name: str) -> Documents:
    """By path, what the export must publish."""
    export, oracle = BY_NAME[name], importlib.import_module(f"{ORACLES}.{name}")
    seen = moment.warehouse, moment.day, moment.as_of, moment.champion
    of_players = hasattr(oracle, "documents")
    computed = oracle.documents if of_players else oracle.document
    # What a run is told matters to few exports.
    asked = {"min_games": moment.min_games, "players": moment.players}
    wanted = inspect.signature(computed).parameters
    found = computed(*seen, **{name: value for name, value in asked.items() if name in wanted})
    by_player: Documents = found if of_players else {"": found}
    return {
        path: document
        for lookup, document in by_player.items()
        for path in paths(export, moment.day, lookup)
    }


def paths(export: Export, day: date, player_lookup: str) -> list[str]:
    """Every path at which a document is to be found."""
    return [path_of(pattern, day, player_lookup) for pattern in export.paths]


def wrong(expected: Documents, published: Documents) -> list[Difference]:
    """Every difference of any document, the path of the document before its own."""
    return [
        Difference(f"{path}: {one.path}", one.expected, one.found)
        for path in [*expected, *(path for path in published if path not in expected)]
        for one in differences(expected.get(path, MISSING), published.get(path, MISSING))
    ]


def told(found: list[Difference]) -> str:
    """The first differences as text, and how many there are."""
    return "\n".join([f"{len(found)} differences", *map(str, found[:12])])
