"""Publishers over a store in memory, and what they are given and tell."""

from __future__ import annotations

import random
from collections.abc import Callable

from publishing.decisions import Outcome
from publishing.documents import CacheClass, Document, Target
from publishing.publisher import CONCURRENCY, Publisher
from publishing.store import Store
from tests.publishing.builders import document
from tests.publishing.memory_store import Clock

MANY = 500


class Journal:
    def __init__(self) -> None:
        self.outcomes: list[Outcome] = []

    def record(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)


def publisher(
    store: Store,
    clock: Clock | None = None,
    journal: Journal | None = None,
    concurrency: int = CONCURRENCY,
) -> Publisher:
    timing = (clock or Clock()).timing()
    return Publisher(store, timing, journal, concurrency, random.Random(1))


def decisions(outcomes: list[Outcome]) -> list[str | None]:
    return [outcome.decision for outcome in outcomes]


def players(minute: int = 0, value: Callable[[int], int] = lambda number: number) -> list[Document]:
    return [
        document(
            Target(f"players/{number}.json", CacheClass.TRENDS),
            minute=minute,
            value=value(number),
            snapshot_id=f"run-{minute}",
        )
        for number in range(MANY)
    ]
