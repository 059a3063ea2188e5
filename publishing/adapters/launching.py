"""From a place as a user writes it, `dataflow:…` or `processes:DIR`, to what launches there."""

from __future__ import annotations

from pathlib import Path

from publishing.adapters.dataflow_place import WORDING, dataflow_place
from publishing.adapters.jobs import ACTIVE, TEMPLATES, Launcher, Running, State
from publishing.adapters.launching_dataflow import DataflowLauncher
from publishing.adapters.launching_processes import ProcessLauncher

__all__ = ["ACTIVE", "TEMPLATES", "Launcher", "Running", "State", "launcher_at"]


def launcher_at(place: str) -> Launcher:
    """The launcher at `place`; ValueError with a sentence for anything that is none.

    Nothing is asked of it yet.
    """
    kind, _, where = place.partition(":")
    if kind == "processes" and where:
        return ProcessLauncher(Path(where))
    if kind == "dataflow":
        return DataflowLauncher(dataflow_place(place))
    raise ValueError(f"{place!r} is no place for jobs: write {WORDING} or processes:DIR")
