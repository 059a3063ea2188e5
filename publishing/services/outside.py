"""How the places of a service are opened, and which clock waits for one that is away.

A rehearsal opens places of its own, and its clock is not that of life.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from publishing.adapters.archive import Archive
from publishing.adapters.dead_letters import DeadLetters, dead_letters_at
from publishing.adapters.objects import ObjectStore, object_store
from publishing.adapters.places import private_store, public_store
from publishing.adapters.private import PrivateStore
from publishing.adapters.pubsub import Topic
from publishing.adapters.run_records import keep_record
from publishing.adapters.warehouses import BatchWarehouse, warehouse_at
from publishing.patience import Timing
from publishing.run_record import RunRecord
from publishing.services.state import State, state_of
from publishing.store import Store


class Sender(Protocol):
    """What is needed of a topic to say something."""

    def publish(self, data: bytes, attributes: dict[str, str]) -> str:
        """Publishes a message and returns its id; Unavailable when it was not confirmed."""


class Place(Sender, Protocol):
    """A topic that can be looked at before it is needed."""

    def problem(self) -> str | None:
        """Why nothing can be published here, and what to do; None when it can."""


@dataclass(frozen=True, slots=True)
class Outside:
    """From places as a user writes them to what stands there."""

    objects: Callable[[str], ObjectStore] = object_store
    public: Callable[[str], Store] = public_store
    private: Callable[[str], PrivateStore] = private_store
    topic: Callable[[str], Place] = Topic
    warehouse: Callable[[str], BatchWarehouse] = warehouse_at
    letters: Callable[[str, str | None], DeadLetters] = dead_letters_at
    keep_record: Callable[[RunRecord, str], object] = keep_record
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep

    def timing(self, budget_seconds: float) -> Timing:
        """The patience of one call."""
        return Timing(self.clock, self.sleep, budget_seconds)

    def state(self, place: str, timing: Timing) -> State:
        """What operating remembers."""
        return state_of(self.objects(place), timing)

    def archive(self, place: str, timing: Timing) -> Archive:
        """The events of nights."""
        return Archive(self.private(place), timing)


LIFE = Outside()
"""The places of life."""
