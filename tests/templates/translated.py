"""The jobs of the templates as Dataflow sees them, through the real entry, without any network.

python -m tests.templates.translated      # writes golden/templates.json
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from apache_beam.options.pipeline_options import TestOptions
from apache_beam.portability.api import beam_runner_api_pb2 as api
from apache_beam.runners.dataflow.dataflow_runner import DataflowRunner

from pipelines import export, live, template
from pipelines.config import live_options
from pipelines.export_config import export_options
from templates.registry import TEMPLATES
from tests.pipelines.export_fingerprint import outline
from tests.pipelines.fingerprint import DATAFLOW, STREAMING, Json, fingerprint, written

GOLDEN = Path(__file__).parents[1] / "pipelines" / "golden" / "templates.json"

IMAGE = "us-west2-docker.pkg.dev/nba-test/courtside/courtside:1.2.3-abcdef012345"

SERVICE = tuple(option for option in DATAFLOW if not option.startswith("--dry_run"))

BATCH = (
    "--warehouse=bigquery:nba-test",
    "--output=gs://nba-test/v1",
    "--state=gs://nba-private/state",
    "--claim=2026-02-11/results/occasion",
    "--completion=projects/nba-test/topics/done",
    "--run_id=run",
)

RANGE = ("--start_date=2026-02-01", "--end_date=2026-02-11")


def words(name: str) -> list[str]:
    """What the launcher calls the template's entry with."""
    if name == "live":
        return [f"--template={name}", *STREAMING, *SERVICE]
    dates = RANGE if name == "backfill" else ("--date=2026-02-11",)
    return [f"--template={name}", *BATCH, *dates, *SERVICE]


def submitted(name: str, *more: str) -> tuple[int, Any]:
    """The exit code of the entry, and Dataflow's job: `proto_pipeline`, `proto`."""
    jobs: list[Any] = []
    run: Any = DataflowRunner.run_pipeline

    def kept(*arguments: Any, **named: Any) -> Any:
        result = run(*arguments, **named)
        jobs.append(result.job)
        return result

    def offline(read: Any) -> Any:
        def options(*arguments: Any) -> Any:
            found, config = read(*arguments)
            # Beam translates and submits nothing: no option of ours says so.
            found.view_as(TestOptions).dry_run = True
            return found, config

        return options

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DataflowRunner, "run_pipeline", kept)
        patch.setattr(live, "live_options", offline(live_options))
        patch.setattr(export, "export_options", offline(export_options))
        patch.setattr(live, "preflight", lambda *_: [])
        patch.setattr(export, "preflight", lambda *_: [])
        patch.setenv(template.IMAGE, IMAGE)
        code = template.main([*words(name), *more])
    (job,) = jobs
    return code, job


def image_of(pipeline: api.Pipeline) -> set[str]:
    """The images that the job's workers run."""
    found = set()
    for environment in pipeline.components.environments.values():
        if environment.urn == "beam:env:docker:v1":
            found.add(api.DockerPayload.FromString(environment.payload).container_image)
    return found


def labels(job: Any) -> Json:
    """The kind of the job, and its own steps by name."""
    pipeline: api.Pipeline = job.proto_pipeline
    streams = job.proto.type_.name == "JOB_TYPE_STREAMING"
    steps = fingerprint(pipeline) if streams else outline(pipeline)
    return {"type": job.proto.type_.name, "steps": sorted(steps["steps"])}


def golden() -> Json:
    """The labels of every template."""
    return {one.name: labels(submitted(one.name)[1]) for one in TEMPLATES}


if __name__ == "__main__":
    GOLDEN.write_text(written(golden()), encoding="utf-8")
    print(GOLDEN)
