"""The trigger does what it must, and a trigger that is broken in one place is found out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.services.trigger_mutants import MUTANTS, Mutate
from tests.services.trigger_proofs import PROOFS, Proof, a_slow_kind_delays_no_other
from tests.services.triggers import Desk


def desk_for(proof: Proof, folder: Path) -> Desk:
    # Where a lane is full on purpose nobody waits long.
    return Desk(folder, lane_patience=0.3 if proof is a_slow_kind_delays_no_other else 5.0)


@pytest.mark.parametrize("proof", PROOFS, ids=lambda proof: proof.__name__)
def test_it(proof: Proof, tmp_path: Path) -> None:
    proof(desk_for(proof, tmp_path))


@pytest.mark.parametrize(
    ("mutate", "proof"), MUTANTS, ids=[mutate.__name__ for mutate, _ in MUTANTS]
)
def test_a_mutant_is_found_out(
    mutate: Mutate, proof: Proof, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mutate(monkeypatch)
    with pytest.raises(AssertionError):
        proof(desk_for(proof, tmp_path))
