"""The live job on Dataflow: translated without credentials or network, and what workers need."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import apache_beam as beam
import pytest
from apache_beam.portability.api import beam_runner_api_pb2 as api
from apache_beam.runners.pipeline_context import PipelineContext

from pipelines import live
from pipelines.config import live_options
from tests.pipelines.fingerprint import DATAFLOW, STREAMING, translated
from tests.pipelines.worker import ROOT, loaded


@pytest.fixture(scope="module")
def job() -> Any:
    """The translated job; nothing was asked of any network for it."""
    asked: list[object] = []

    def refuse(*address: object) -> None:
        asked.append(address)
        raise OSError("no network in this test")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse)
        patch.setattr(socket, "getaddrinfo", refuse)
        found = translated()
    assert not asked
    return found


@pytest.fixture(scope="module")
def pipeline(job: Any) -> api.Pipeline:
    found: api.Pipeline = job.proto_pipeline
    return found


@pytest.fixture(scope="module")
def steps(pipeline: api.Pipeline) -> dict[str, api.PTransform]:
    """The steps by their names, without the root."""
    roots = set(pipeline.root_transform_ids)
    found = pipeline.components.transforms
    return {step.unique_name: step for key, step in found.items() if key not in roots}


def fold(steps: dict[str, api.PTransform]) -> api.ParDoPayload:
    found: api.ParDoPayload = api.ParDoPayload.FromString(steps["FoldSlate"].spec.payload)
    return found


def test_it_is_a_streaming_job(job: Any, pipeline: api.Pipeline) -> None:
    assert job.proto.type_.name == "JOB_TYPE_STREAMING"
    unbounded = api.IsBounded.UNBOUNDED
    assert {one.is_bounded for one in pipeline.components.pcollections.values()} == {unbounded}


def test_messages_are_read_with_their_ids_and_attributes(steps: dict[str, api.PTransform]) -> None:
    read = api.PubSubReadPayload.FromString(steps["ReadPubSub/Read"].spec.payload)
    assert steps["ReadPubSub/Read"].spec.urn == "beam:transform:pubsub_read:v1"
    assert read.subscription == "projects/nba-test/subscriptions/live"
    assert read.id_attribute == "event_id"
    assert read.with_attributes
    # Publish time is the time of an element: `polled_at` is data.
    assert not read.timestamp_attribute


def test_only_committed_flushes_are_published(steps: dict[str, api.PTransform]) -> None:
    commit = steps["Commit"]
    assert commit.spec.urn == "beam:transform:reshuffle:v1"
    assert list(commit.inputs.values()) == list(steps["FoldSlate"].outputs.values())
    assert list(steps["Publish"].inputs.values()) == list(commit.outputs.values())
    # Nothing else sees what is not committed.
    readers = [
        name
        for name, step in steps.items()
        if set(step.inputs.values()) & set(steps["FoldSlate"].outputs.values())
    ]
    assert sorted(readers) == ["Commit", "Commit/AddRandomKeys"]


def test_a_local_run_needs_no_commit() -> None:
    options, config = live_options([*STREAMING])
    local = beam.Pipeline(options=options)
    live.build(local, config)
    names = [step.unique_name for step in local.to_runner_api().components.transforms.values()]
    assert "FoldSlate" in names
    assert not [name for name in names if name.startswith("Commit")]


def test_the_fold_has_its_state_and_its_timers(
    pipeline: api.Pipeline, steps: dict[str, api.PTransform]
) -> None:
    step = fold(steps)
    assert {name: cell.WhichOneof("spec") for name, cell in step.state_specs.items()} == {
        "events": "bag_spec",
        "slate": "read_modify_write_spec",
        "clock": "read_modify_write_spec",
    }
    assert {name: timer.time_domain for name, timer in step.timer_family_specs.items()} == {
        "ts-end": api.TimeDomain.EVENT_TIME,
        "ts-silence": api.TimeDomain.PROCESSING_TIME,
    }
    assert "beam:requirement:pardo:stateful:v1" in pipeline.requirements


def test_the_key_of_the_state_is_encoded_in_one_way(
    pipeline: api.Pipeline, steps: dict[str, api.PTransform]
) -> None:
    (name,) = steps["FoldSlate"].inputs.values()
    context = PipelineContext(pipeline.components)
    coder = context.coders.get_by_id(pipeline.components.pcollections[name].coder_id)
    assert coder.key_coder().is_deterministic()


def test_an_event_is_in_the_window_of_its_game_day(
    pipeline: api.Pipeline, steps: dict[str, api.PTransform]
) -> None:
    (name,) = steps["GameDays"].outputs.values()
    strategy_id = pipeline.components.pcollections[name].windowing_strategy_id
    strategy = pipeline.components.windowing_strategies[strategy_id]
    coder = pipeline.components.coders[strategy.window_coder_id]
    assert coder.spec.urn == "beam:coder:interval_window:v1"
    assert strategy.merge_status == api.MergeStatus.NON_MERGING
    window_fn = PipelineContext(pipeline.components).windowing_strategies.get_by_id(strategy_id)
    assert type(window_fn.windowfn).__name__ == "GameDayWindows"


def test_no_label_is_made_up_and_the_graph_is_small(steps: dict[str, api.PTransform]) -> None:
    # A label that Beam makes up holds a place in a file or an order, and changes with it.
    made_up = re.compile(r"lambda|\.py|:\d|CallableWrapper|_\d+$|<")
    assert not [name for name in steps if made_up.search(name)]
    assert len(steps) < 30


def test_a_worker_with_the_installed_packages_can_load_every_step(
    pipeline: api.Pipeline, tmp_path: Path
) -> None:
    dofns, packages = loaded(pipeline, tmp_path)
    assert {
        "SplitByGameDate",
        "FoldSlate",
        "PublishSnapshot",
        "Announce",
        "KeepDeadLetter",
    } <= dofns
    # Nothing comes from the repository itself, nor from its tests, the demo or the job's main.
    assert packages == {"publishing", "transforms"}


def test_the_job_says_what_it_can_be_told() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "pipelines.live", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "--archive" in said
    assert "pubsub:projects/P/subscriptions/S" in said


def _without(name: str) -> list[str]:
    return [one for one in (*STREAMING, *DATAFLOW) if not one.startswith(f"--{name}=")]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (_without("project"), "error: --project is needed on Dataflow"),
        (_without("temp_location"), "error: --temp_location is needed on Dataflow: write gs://"),
        ([*_without("job_name"), "--job_name=Live_1"], "error: Invalid job_name (Live_1)"),
        ([*_without("output"), "--output=out"], "error: --output is a local folder"),
        ([*_without("archive"), "--archive=kept"], "error: --archive is a local folder"),
        ([*STREAMING, *DATAFLOW, "--dead_letters=bad"], "error: --dead_letters is a local folder"),
        ([*STREAMING, *DATAFLOW, "--journal=j.jsonl"], "error: --journal is a local file"),
    ],
)
def test_what_dataflow_needs_is_said_in_a_sentence(
    arguments: list[str],
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(live, "preflight", lambda _: [])
    assert live.main(arguments) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert "Traceback" not in said


def test_no_session_is_shipped_beside_the_packages(pipeline: api.Pipeline) -> None:
    session = b"pickled_main_session"
    assert session not in pipeline.SerializeToString()
    assert session in translated("--save_main_session").proto_pipeline.SerializeToString()
