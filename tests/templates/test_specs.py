"""The container specifications as the service reads them."""

from __future__ import annotations

import json
from pathlib import Path

import google.cloud.dataflow_v1beta3 as dataflow
import pytest

from templates import specs
from templates.metadata import metadata
from templates.registry import TEMPLATES, Template

IMAGE = "us-west2-docker.pkg.dev/nba-test/courtside/courtside@sha256:" + "0" * 64


@pytest.mark.parametrize("template", TEMPLATES, ids=[one.name for one in TEMPLATES])
def test_a_launch_reads_every_field(template: Template, tmp_path: Path) -> None:
    files = {file.stem: file for file in specs.write(IMAGE, tmp_path / "build")}
    text = files[template.name].read_text(encoding="utf-8")
    # Strictly: an unknown field or word is an error here, and ignored there.
    found = dataflow.ContainerSpec.from_json(text)
    assert found.image == IMAGE
    assert found.sdk_info.language.name == "PYTHON"
    # Launcher and workers are one image: what pickled the graph is what reads it.
    assert found.default_environment.sdk_container_image == IMAGE
    assert dict(found.default_environment.additional_user_labels)["template"] == template.name
    assert json.loads(text)["metadata"] == metadata(template)
    streams = template.name == "live"
    assert found.default_environment.enable_streaming_engine == streams
    mode = "STREAMING_MODE_EXACTLY_ONCE" if streams else "STREAMING_MODE_UNSPECIFIED"
    assert found.default_environment.streaming_mode.name == mode
    assert found.metadata.streaming == streams


def test_there_is_one_for_each_template(tmp_path: Path) -> None:
    files = specs.write(IMAGE, tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted(files)
    assert {file.name for file in files} == {f"{one.name}.json" for one in TEMPLATES}
