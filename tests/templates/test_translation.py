"""Every template becomes a job of Dataflow, without credentials or network."""

from __future__ import annotations

import json
import socket
from typing import Any

import pytest
from apache_beam.portability.api import beam_runner_api_pb2 as api

from templates.registry import TEMPLATES
from tests.pipelines import export_fingerprint
from tests.pipelines import fingerprint as live_fingerprint
from tests.pipelines.export_fingerprint import outline
from tests.pipelines.fingerprint import differences, fingerprint
from tests.templates.translated import GOLDEN, IMAGE, image_of, labels, submitted

MEANING = (
    "A template's job is not that of golden/templates.json: when the change is meant, run "
    "`python -m tests.templates.translated` and commit the file."
)


@pytest.fixture(scope="module", params=[one.name for one in TEMPLATES])
def job(request: pytest.FixtureRequest) -> tuple[str, Any]:
    """A template with its job; nothing was asked of any network for it."""
    asked: list[object] = []

    def refuse(*address: object) -> None:
        asked.append(address)
        raise OSError("no network in this test")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse)
        patch.setattr(socket, "getaddrinfo", refuse)
        code, found = submitted(request.param)
    assert not asked
    assert code == 0
    return request.param, found


def test_its_steps_are_those_of_the_golden_file(job: tuple[str, Any]) -> None:
    name, found = job
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert golden.keys() == {one.name for one in TEMPLATES}
    lines = differences(golden[name], labels(found))
    assert not lines, "\n".join((MEANING, *lines))


def test_it_is_the_job_of_the_command(job: tuple[str, Any]) -> None:
    """Names, coders, state, windows: a template is no job of its own."""
    name, found = job
    pipeline = found.proto_pipeline
    if name == "live":
        golden, own = live_fingerprint.GOLDEN, fingerprint(pipeline)
    else:
        golden, own = export_fingerprint.GOLDEN, outline(pipeline)
    assert differences(json.loads(golden.read_text(encoding="utf-8")), own) == []


def test_its_workers_run_the_image_of_its_launcher(job: tuple[str, Any]) -> None:
    _, found = job
    assert image_of(found.proto_pipeline) == {IMAGE}


def test_nothing_is_installed_when_it_starts(job: tuple[str, Any]) -> None:
    """No package, no requirements and no session are staged: all is in the image."""
    _, found = job
    assert staged(found.proto_pipeline) == 0
    assert b"pickled_main_session" not in found.proto_pipeline.SerializeToString()


def test_what_is_staged_is_seen() -> None:
    _, found = submitted("daily", "--save_main_session")
    assert staged(found.proto_pipeline) == 1


def staged(pipeline: api.Pipeline) -> int:
    """How many artifacts workers would fetch and install."""
    return sum(len(one.dependencies) for one in pipeline.components.environments.values())
