"""Runs of the batch job through its own `main`, and what they left behind."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import orjson
import pytest

from pipelines import export
from publishing.run_record import RunRecord
from tests.pipelines.small_games import BEFORE, DAY
from tests.schemas import published

ENGINES = ("inline", "beam")

BEAM_IN_CHECK = ["inline", pytest.param("beam", marks=pytest.mark.slow)]
"""The engines of a test of many runs: Beam's are made by `make check`."""

DATES = {"--date", "--start_date", "--end_date", "--backfill_all"}


@dataclass(frozen=True)
class Export:
    """Where a batch run, or several after one another, writes."""

    folder: Path

    @property
    def output(self) -> Path:
        return self.folder / "out"

    @property
    def manifest(self) -> Path:
        return self.folder / "record.json"

    def arguments(self, warehouse: Path | str, *more: str) -> list[str]:
        """The command line over a Parquet folder, or over a warehouse as it is written.

        Of `DAY` before its games, unless `more` says otherwise.
        """
        place = f"parquet:{warehouse}" if isinstance(warehouse, Path) else warehouse
        dated = DATES & {one.partition("=")[0] for one in more}
        return [
            f"--warehouse={place}",
            f"--output={self.output}",
            f"--manifest={self.manifest}",
            f"--dead_letters={self.folder / 'dead'}",
            f"--journal={self.folder / 'journal.jsonl'}",
            "--run_id=run",
            f"--as_of={BEFORE}",
            *([] if dated else [f"--date={DAY}"]),
            *more,
        ]

    def main(self, warehouse: Path | str, *more: str) -> int:
        """Runs here, to the end; the exit code."""
        return export.main(self.arguments(warehouse, *more))

    def go(self, warehouse: Path | str, *more: str) -> dict[str, bytes]:
        """Runs here, to the end; the public documents. It must not fail."""
        assert self.main(warehouse, *more) == 0
        return self.documents()

    def documents(self) -> dict[str, bytes]:
        """The public documents by path, each valid against its schema."""
        return published(self.output)

    def document(self, path: str) -> Any:
        """One public document, parsed."""
        return orjson.loads((self.output / path).read_bytes())

    def headers(self) -> dict[str, str]:
        """The `Cache-Control` of every public document."""
        return {
            file.relative_to(self.output).as_posix().removesuffix(".meta"): orjson.loads(
                file.read_bytes()
            )["cache_control"]
            for file in self.output.rglob("*.meta")
        }

    def record(self) -> RunRecord:
        """The record of the last run."""
        return msgspec.json.decode(self.manifest.read_bytes(), type=RunRecord)

    def journal(self) -> list[dict[str, Any]]:
        """The decisions of all runs."""
        file = self.folder / "journal.jsonl"
        return [orjson.loads(line) for line in file.read_bytes().splitlines()]

    def letters(self) -> list[dict[str, Any]]:
        """The dead letters of all runs, by reason."""
        found = [orjson.loads(file.read_bytes()) for file in (self.folder / "dead").rglob("*.json")]
        return sorted(found, key=lambda letter: (letter["reason"], letter["id"]))


def decisions(run: Export) -> dict[str, str]:
    """What became of each path in the last run."""
    return {document.path: document.decision for document in run.record().documents}


def only(run: Export) -> set[str]:
    """The exports of the last run that made a document."""
    return {document.export for document in run.record().documents}
