"""The live job as Dataflow sees it: what must stay as it is for `--update` of a running job.

python -m tests.pipelines.fingerprint      # writes golden/live_job.json
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import apache_beam as beam
from apache_beam.portability.api import beam_runner_api_pb2 as api
from apache_beam.runners.pipeline_context import PipelineContext
from google.protobuf import text_format

from pipelines import live
from pipelines.config import live_options

GOLDEN = Path(__file__).parent / "golden" / "live_job.json"

MEANING = (
    "The translated live job is not that of golden/live_job.json: with a changed step name, coder, "
    "state, timer or window, `--update` of a running job is refused or loses its state, so drain "
    "it and start the new one from the archive (or map renamed steps with "
    "--transform_name_mapping); when the change is meant, run "
    "`python -m tests.pipelines.fingerprint` and commit the file."
)

STREAMING = (
    "--source=pubsub:projects/nba-test/subscriptions/live",
    "--output=gs://nba-test/v1",
    "--archive=gs://nba-private/archive",
)

DATAFLOW = (
    "--runner=DataflowRunner",
    "--project=nba-test",
    "--region=us-central1",
    "--job_name=x",
    "--temp_location=gs://nba-tmp/tmp",
    "--dry_run=True",
    # Without it Beam lists all installed packages, which takes longer than all the rest.
    "--experiments=disable_logging_submission_environment",
)
"""Translated only: a dry run needs neither credentials nor a network."""

Json = dict[str, Any]

_PICKLED = ("beam:coder:pickled_python:v1", "beam:window_fn:pickled_python:v1")


def translated(*more: str, job: ModuleType = live) -> Any:
    """Dataflow's job of the live pipeline: `proto_pipeline`, and `proto` as it is submitted."""
    options, config = live_options([*STREAMING, *DATAFLOW, *more])
    pipeline = beam.Pipeline(options=options)
    job.build(pipeline, config)
    submitted: Any = pipeline.run()
    return submitted.job


def fingerprint(pipeline: api.Pipeline) -> Json:
    """Step by step what a runner keeps of a job: the same for any ids, options and payloads."""
    steps = _Steps(pipeline)
    return {
        "requirements": sorted(pipeline.requirements),
        "steps": {
            step.unique_name: steps.of(step)
            for step in sorted(steps.named, key=lambda step: step.unique_name)
        },
    }


def differences(golden: Any, found: Any, where: str = "") -> list[str]:
    """The places at which two fingerprints differ, one line each."""
    if isinstance(golden, dict) and isinstance(found, dict):
        return [
            line
            for key in sorted({*golden, *found})
            for line in differences(golden.get(key), found.get(key), f"{where}/{key}")
        ]
    return [] if golden == found else [f"{where[1:]}: {golden} became {found}"]


def written(found: Json) -> str:
    """The fingerprint as the text of the golden file."""
    return json.dumps(found, indent=1, sort_keys=True) + "\n"


class _Steps:
    """The named steps of a pipeline, its ids resolved to what they stand for."""

    def __init__(self, pipeline: api.Pipeline) -> None:
        self.parts = pipeline.components
        self.context = PipelineContext(self.parts)
        roots = set(pipeline.root_transform_ids)
        self.named = [step for key, step in self.parts.transforms.items() if key not in roots]
        self.producer = {
            collection: f"{step.unique_name}:{tag}"
            for step in self.named
            if not step.subtransforms
            for tag, collection in step.outputs.items()
        }

    def of(self, step: api.PTransform) -> Json:
        """A step's inputs, outputs, state and timers."""
        found: Json = {"urn": step.spec.urn}
        if step.subtransforms:
            return found
        found["inputs"] = {tag: self.producer[name] for tag, name in sorted(step.inputs.items())}
        found["outputs"] = {
            tag: self._collection(self.parts.pcollections[name])
            for tag, name in sorted(step.outputs.items())
        }
        if step.spec.urn == "beam:transform:pardo:v1":
            found |= self._kept(api.ParDoPayload.FromString(step.spec.payload))
        if step.spec.urn == "beam:transform:pubsub_read:v1":
            read = api.PubSubReadPayload.FromString(step.spec.payload)
            found["id_attribute"] = read.id_attribute
            found["timestamp_attribute"] = read.timestamp_attribute
            found["with_attributes"] = read.with_attributes
        return found

    def _kept(self, step: api.ParDoPayload) -> Json:
        """State cells and timers; nothing for a step without them."""
        found: Json = {}
        for name, cell in sorted(step.state_specs.items()):
            kind = cell.WhichOneof("spec")
            spec = getattr(cell, kind)
            coders = {
                field.name: self._coder(value)
                for field, value in spec.ListFields()
                if field.name.endswith("coder_id")
            }
            found.setdefault("state", {})[name] = {"kind": kind, "urn": cell.protocol.urn, **coders}
        for name, timer in sorted(step.timer_family_specs.items()):
            found.setdefault("timers", {})[name] = {
                "domain": api.TimeDomain.Enum.Name(timer.time_domain),
                "coder": self._coder(timer.timer_family_coder_id),
            }
        for asked in ("requires_time_sorted_input", "requires_stable_input"):
            if getattr(step, asked):
                found[asked] = True
        return found

    def _collection(self, collection: api.PCollection) -> Json:
        return {
            "coder": self._coder(collection.coder_id),
            "bounded": api.IsBounded.Enum.Name(collection.is_bounded),
            "windowing": self._windowing(collection.windowing_strategy_id),
        }

    def _coder(self, name: str) -> str:
        """A coder with its parts, as `kv(string_utf8, bytes)`."""
        coder = self.parts.coders[name]
        found = self._named(coder.spec, self.context.coders.get_by_id(name))
        parts = ", ".join(self._coder(part) for part in coder.component_coder_ids)
        return f"{found}({parts})" if parts else found

    def _windowing(self, name: str) -> str:
        """A windowing strategy in one line."""
        strategy = self.parts.windowing_strategies[name]
        window_fn = self.context.windowing_strategies.get_by_id(name).windowfn
        words = (
            self._named(strategy.window_fn, window_fn),
            f"coder {self._coder(strategy.window_coder_id)}",
            f"trigger {text_format.MessageToString(strategy.trigger, as_one_line=True)}",
            f"lateness {strategy.allowed_lateness}",
            api.AccumulationMode.Enum.Name(strategy.accumulation_mode),
            api.MergeStatus.Enum.Name(strategy.merge_status),
            api.OutputTime.Enum.Name(strategy.output_time),
            api.ClosingBehavior.Enum.Name(strategy.closing_behavior),
            api.OnTimeBehavior.Enum.Name(strategy.on_time_behavior),
        )
        return ", ".join(words)

    def _named(self, spec: api.FunctionSpec, value: object) -> str:
        """A standard function by its URN and a digest of its parameters, another by its class."""
        if spec.urn in _PICKLED:
            return f"{type(value).__module__}.{type(value).__qualname__}"
        short = spec.urn.split(":")[2]
        digest = hashlib.sha256(spec.payload).hexdigest()[:8]
        return f"{short}@{digest}" if spec.payload else short


if __name__ == "__main__":
    GOLDEN.parent.mkdir(exist_ok=True)
    GOLDEN.write_text(written(fingerprint(translated().proto_pipeline)), encoding="utf-8")
    print(GOLDEN)
