"""What operating remembers under `--state`: what is done, what waits, what is wrong (I-9)."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from publishing.adapters.objects import ObjectStore, object_store
from publishing.adapters.shelf import Shelf, safe_key
from publishing.operating.claims import Claim
from publishing.operating.episodes import Episode
from publishing.operating.gates import Gate
from publishing.operating.marks import Mark
from publishing.patience import Timing


class Watch(msgspec.Struct, frozen=True):
    """The monitor's own rounds: since when there are any, and the newest.

    `progress` is where the games of the open slate stand, and `progress_since` since when.
    """

    since: str
    newest: str
    progress: str = ""
    progress_since: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """Private values by key, each changed by compare and swap."""

    claims: Shelf[Claim]
    gates: Shelf[Gate]
    marks: Shelf[Mark]
    episodes: Shelf[Episode]
    rounds: Shelf[Watch]


def state_at(place: str, timing: Timing) -> State:
    """The state at a folder or `gs://BUCKET/PREFIX`."""
    return state_of(object_store(place), timing)


def state_of(store: ObjectStore, timing: Timing) -> State:
    """The state that a store holds."""
    return State(
        Shelf(store, "claims", Claim, timing),
        Shelf(store, "gates", Gate, timing),
        Shelf(store, "marks", Mark, timing),
        Shelf(store, "episodes", Episode, timing),
        Shelf(store, "rounds", Watch, timing),
    )


def claim_key(date: str, kind: str, batch: str) -> str:
    """The key of a claim: whatever a message says, it stays below the claims."""
    return "/".join(safe_key(part) for part in (date, kind, batch))


def episode_key(finding: str) -> str:
    """The key of a finding's episode."""
    return safe_key(finding)
