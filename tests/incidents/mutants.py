"""Every defect of the incident tests, by what is wrong with it."""

from __future__ import annotations

from tests.incidents import (
    mutants_of_deployment,
    mutants_of_documents,
    mutants_of_happenings,
    mutants_of_identity,
    mutants_of_messages,
    mutants_of_publishing,
    mutants_of_rounds,
    mutants_of_runs,
    mutants_of_the_feed,
    mutants_of_the_feeder,
    mutants_of_the_fold,
)
from tests.incidents.mutant import Mutant

_PARTS: tuple[dict[str, Mutant], ...] = (
    mutants_of_the_feed.MUTANTS,
    mutants_of_the_fold.MUTANTS,
    mutants_of_identity.MUTANTS,
    mutants_of_documents.MUTANTS,
    mutants_of_publishing.MUTANTS,
    mutants_of_the_feeder.MUTANTS,
    mutants_of_happenings.MUTANTS,
    mutants_of_messages.MUTANTS,
    mutants_of_deployment.MUTANTS,
    mutants_of_runs.MUTANTS,
    mutants_of_rounds.MUTANTS,
)

MUTANTS = {name: mutant for part in _PARTS for name, mutant in part.items()}

_NAMES = [name for part in _PARTS for name in part]
_TWICE = {name for name in _NAMES if _NAMES.count(name) > 1}

assert not _TWICE, f"several mutants are called {_TWICE}"
