"""The batch job on Dataflow: translated without credentials or network, and what workers need."""

from __future__ import annotations

import json
import re
import socket
from pathlib import Path
from typing import Any

import apache_beam as beam
import pytest
from apache_beam.portability.api import beam_runner_api_pb2 as api

from pipelines import export
from tests.incidents.mutant import text
from tests.pipelines.export_fingerprint import (
    ARGUMENTS,
    GOLDEN,
    MEANING,
    offline_options,
    outline,
    translated,
)
from tests.pipelines.fingerprint import differences
from tests.pipelines.worker import loaded
from transforms.batch import ExportRun

pytestmark = pytest.mark.slow

OFTEN = 3
"""How many times the same job is translated."""


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
def golden() -> Any:
    return json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_the_job_is_the_one_of_the_golden_file(pipeline: api.Pipeline, golden: Any) -> None:
    found = differences(golden, outline(pipeline))
    assert not found, "\n".join((MEANING, *found))


def test_options_and_translations_do_not_change_it(golden: Any) -> None:
    more = [
        ("--run_id=another", "--output=gs://nba-other/v2", "--only=results,tonight-players"),
        ("--start_date=2025-12-01", "--end_date=2026-02-11", "--players=somebody", "--top_n=3"),
        *[()] * OFTEN,
    ]
    for options in more:
        assert differences(golden, outline(translated(*options).proto_pipeline)) == []


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('"ByPlayer" >>', '"ByLookup" >>', "steps/Export/ByPlayer: "),
        ("(read.rows, named)", "(read.rows,)", "steps/Export/PlayerRows/inputs: "),
        ('| "Barrier" >> combiners.ToList()', "", "steps/Export/Barrier: "),
        ('| "SpreadPlayers" >> beam.Reshuffle()', "", "steps/Export/SpreadPlayers: "),
    ],
)
def test_another_graph_is_noticed(
    old: str, new: str, place: str, golden: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    text(ExportRun, "expand", old, new)(monkeypatch)
    found = differences(golden, outline(translated().proto_pipeline))
    assert [line for line in found if line.startswith(place)], found


def test_it_is_a_bounded_job_that_says_its_end_last(job: Any, pipeline: api.Pipeline) -> None:
    assert job.proto.type_.name == "JOB_TYPE_BATCH"
    bounded = api.IsBounded.BOUNDED
    assert {one.is_bounded for one in pipeline.components.pcollections.values()} == {bounded}
    steps = outline(pipeline)["steps"]
    last = [name for name, step in steps.items() if step["inputs"] and not step["outputs"]]
    assert last == ["Export/EndRun"]
    assert steps["Export/EndRun"]["inputs"] == ["Export/WriteRecord:None"]
    # Behind one barrier stands everything that was published, rejected, or failed.
    assert steps["Export/WriteRecord"]["inputs"] == ["Export/Barrier:None"]
    published = {name for name in steps if name.startswith(("Export/Publish", "Export/KeepRej"))}
    facts = {one.partition(":")[0] for one in steps["Export/AllFacts"]["inputs"]}
    assert published <= facts


def test_our_labels_are_our_words(pipeline: api.Pipeline) -> None:
    """What Beam makes up holds a place in a file or an order, and changes with it."""
    names = [name for name in outline(pipeline)["steps"] if name != "Export"]
    assert all(re.fullmatch(r"Export/[A-Z][A-Za-z]+", name) for name in names)
    assert 20 < len(names) < 40


def test_each_table_is_cut_once_whatever_is_exported(pipeline: api.Pipeline) -> None:
    steps = outline(pipeline)["steps"]
    cutting = [name for name in steps if name.startswith("Export/Cut")]
    assert sorted(cutting) == ["Export/CutLeague", "Export/CutPlayers"]


def test_a_worker_with_the_installed_packages_can_load_every_step(
    pipeline: api.Pipeline, tmp_path: Path
) -> None:
    dofns, packages = loaded(pipeline, tmp_path)
    assert {
        "CutRead",
        "ReadLeague",
        "ReadPlayers",
        "MakeOfPlayer",
        "MakeOfSlate",
        "PublishDocuments",
        "KeepRejected",
        "WriteRecord",
    } <= dofns
    # Nothing comes from the repository itself, nor from its tests, the demo or the job's main.
    assert packages == {"publishing", "transforms"}


def test_no_session_is_shipped_beside_the_packages(pipeline: api.Pipeline) -> None:
    session = b"pickled_main_session"
    assert session not in pipeline.SerializeToString()
    assert session in translated("--save_main_session").proto_pipeline.SerializeToString()


def test_the_command_submits_and_does_not_wait(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(export, "preflight", lambda *_: [])
    monkeypatch.setattr(export, "export_options", offline_options)
    assert export.main([*ARGUMENTS]) == 0
    said = capsys.readouterr()
    assert said.out == "The run was submitted.\n"
    assert "Traceback" not in said.err


def without(name: str) -> list[str]:
    return [one for one in ARGUMENTS if not one.startswith(f"--{name}=")]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (without("project"), "--project is needed on Dataflow"),
        (without("temp_location"), "--temp_location is needed on Dataflow: write gs://"),
        ([*without("job_name"), "--job_name=Export_1"], "Invalid job_name (Export_1)"),
        ([*without("output"), "--output=out"], "--output is a local folder"),
        ([*without("warehouse"), "--warehouse=parquet:rows"], "--warehouse is a local folder"),
        ([*ARGUMENTS, "--dead_letters=bad"], "--dead_letters is a local folder"),
        ([*ARGUMENTS, "--manifest=record.json"], "--manifest is a local folder"),
        ([*ARGUMENTS, "--journal=j.jsonl"], "--journal is a local file"),
    ],
)
def test_what_dataflow_needs_is_said_in_a_sentence(
    arguments: list[str],
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(export, "preflight", lambda *_: [])
    monkeypatch.setattr(export, "export_options", offline_options)
    monkeypatch.setattr(beam.Pipeline, "run", lambda _: pytest.fail("it was submitted"))
    assert export.main(arguments) == 1
    said = capsys.readouterr()
    assert f"error: {sentence}" in said.err
    assert "Traceback" not in said.err
    assert said.out == ""
