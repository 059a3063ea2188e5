"""A worker of a service: a process that has the installed packages and a translated job alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from apache_beam.portability.api import beam_runner_api_pb2 as api

ROOT = Path(__file__).parents[2]

_WORKER = """
import json, sys
from apache_beam.internal import pickler
from apache_beam.portability.api import beam_runner_api_pb2 as api
from apache_beam.runners.pipeline_context import PipelineContext

pipeline = api.Pipeline.FromString(open(sys.argv[1], "rb").read())
parts = pipeline.components
context = PipelineContext(parts)
for name in parts.windowing_strategies:
    context.windowing_strategies.get_by_id(name)
for name in parts.coders:
    context.coders.get_by_id(name)
dofns = []
for step in parts.transforms.values():
    if step.spec.urn == "beam:transform:pardo:v1":
        packed = api.ParDoPayload.FromString(step.spec.payload).do_fn
        if not packed.payload:
            # One of Beam's own, which every worker has.
            continue
        dofns.append(type(pickler.loads(packed.payload)[0]).__name__)
ours = ("demo", "pipelines", "publishing", "tests", "transforms")
files = [m.__file__ for n, m in sorted(sys.modules.items()) if n.partition(".")[0] in ours]
print(json.dumps([dofns, files]))
"""


def loaded(pipeline: api.Pipeline, folder: Path) -> tuple[set[str], set[str]]:
    """What a worker can load: the classes of the job's steps, and the packages they come from."""
    library = folder / "library"
    build = ["egg_info", f"--egg-base={folder}", "build_py", f"--build-lib={library}"]
    subprocess.run([sys.executable, "setup.py", "--quiet", *build], cwd=ROOT, check=True)
    (folder / "pipeline.pb").write_bytes(pipeline.SerializeToString())
    worker = subprocess.run(
        [sys.executable, "-c", _WORKER, "pipeline.pb"],
        cwd=folder,
        env={"PYTHONPATH": str(library)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert worker.returncode == 0, worker.stderr
    dofns, files = json.loads(worker.stdout)
    return set(dofns), {Path(file).relative_to(library).parts[0] for file in files}
