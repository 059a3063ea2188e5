"""What operating needs to remember, under `--state`: claims, gates, marks (I-9, I-10, I-11)."""

from __future__ import annotations

from dataclasses import dataclass

from publishing.adapters.objects import object_store
from publishing.adapters.shelf import Shelf, safe_key
from publishing.operating.claims import Claim
from publishing.operating.gates import Gate
from publishing.operating.marks import Mark
from publishing.patience import Timing


@dataclass(frozen=True, slots=True)
class State:
    """Private values by key, each changed by compare and swap."""

    claims: Shelf[Claim]
    gates: Shelf[Gate]
    marks: Shelf[Mark]


def state_at(place: str, timing: Timing) -> State:
    """The state at a folder or `gs://BUCKET/PREFIX`."""
    store = object_store(place)
    return State(
        Shelf(store, "claims", Claim, timing),
        Shelf(store, "gates", Gate, timing),
        Shelf(store, "marks", Mark, timing),
    )


def claim_key(date: str, kind: str, batch: str) -> str:
    """The key of a claim: whatever a message says, it stays below the claims."""
    return "/".join(safe_key(part) for part in (date, kind, batch))
