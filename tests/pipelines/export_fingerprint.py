"""The batch job as Dataflow sees it: its steps, what flows between them, and how it is encoded.

python -m tests.pipelines.export_fingerprint      # writes golden/export_job.json
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions, TestOptions
from apache_beam.portability.api import beam_runner_api_pb2 as api

from pipelines import export
from pipelines.export_config import ExportConfig, export_options
from tests.pipelines.fingerprint import DATAFLOW, Json, fingerprint, written

GOLDEN = Path(__file__).parent / "golden" / "export_job.json"

MEANING = (
    "The translated batch job is not that of golden/export_job.json: its steps have other names, "
    "inputs or coders; when the change is meant, run "
    "`python -m tests.pipelines.export_fingerprint` and commit the file."
)

STARTED = datetime(2026, 2, 11, 18, 0, tzinfo=UTC)

ARGUMENTS = (
    "--warehouse=bigquery:nba-test",
    "--output=gs://nba-test/v1",
    "--date=2026-02-11",
    "--run_id=run",
    *(option for option in DATAFLOW if not option.startswith("--dry_run")),
)


def offline_options(argv: list[str], now: datetime) -> tuple[PipelineOptions, ExportConfig]:
    """The command's options; Beam is told to translate alone, which no option of ours says."""
    options, config = export_options(argv, now)
    options.view_as(TestOptions).dry_run = True
    return options, config


def translated(*more: str) -> Any:
    """Dataflow's job of a batch run: `proto_pipeline`, and `proto` as it is submitted."""
    options, config = offline_options([*ARGUMENTS, *more], STARTED)
    pipeline = beam.Pipeline(options=options)
    assert config.dates is not None
    export.build(pipeline, config, config.run(config.dates), STARTED)
    submitted: Any = pipeline.run()
    return submitted.job


def outline(pipeline: api.Pipeline) -> Json:
    """Our own steps, with what goes in and out of each; what Beam makes of a step is Beam's."""
    found = fingerprint(pipeline)
    steps: dict[str, Json] = {}
    collections: dict[str, Json] = {}
    for name, step in found["steps"].items():
        own = steps.setdefault(_own(name), {"inputs": set(), "outputs": {}})
        own["inputs"] |= set(step.get("inputs", {}).values())
        collections |= {f"{name}:{tag}": one for tag, one in step.get("outputs", {}).items()}
    for name, own in steps.items():
        foreign = {one for one in own["inputs"] if _own(one.rpartition(":")[0]) != name}
        own["inputs"] = sorted({_said(one) for one in foreign})
        for one in foreign:
            steps[_own(one.rpartition(":")[0])]["outputs"][_said(one)] = collections[one]
    return {"requirements": found["requirements"], "steps": steps}


def _own(name: str) -> str:
    """The step of ours that a step of Beam's belongs to."""
    return "/".join(name.split("/")[:2])


def _said(collection: str) -> str:
    name, _, tag = collection.rpartition(":")
    return f"{_own(name)}:{tag}"


if __name__ == "__main__":
    GOLDEN.write_text(written(outline(translated().proto_pipeline)), encoding="utf-8")
    print(GOLDEN)
