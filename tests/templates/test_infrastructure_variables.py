"""What may be said of a deployment, by Terraform itself where it is here: it needs no provider."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from typing import Any

import pytest

from tests.templates.terraform import FOLDER

GOOD: dict[str, Any] = {
    "project_id": "some-project",
    "public_bucket": "the-public",
    "private_bucket": "the-private",
    "artifacts_bucket": "the-artifacts",
    "image": "host/p/r/courtside@sha256:" + "0" * 64,
    "image_repository": {"project": "p-1234", "location": "us-west2", "repository": "courtside"},
    "secrets": {"bdl_api_key": "courtside-bdl-api-key"},
    "notification_channels": ["projects/p/notificationChannels/1"],
    "runbook_url": "https://example.com/docs/runbook.md",
}

BAD: tuple[tuple[str, Any, str], ...] = (
    ("project_id", "Some Project", "project_id is 6 to 30"),
    ("region", "west", "region is one region"),
    ("public_bucket", "gs://the-public", "without gs://"),
    ("private_bucket", "the-public", "cannot be the public one"),
    ("artifacts_bucket", "the-private", "a bucket of its own"),
    ("image", "host/p/r/courtside:latest", "with its digest"),
    ("secrets", {"bdl_api_key": "a key, with a blank"}, "not their values"),
    ("notification_channels", [], "cannot be empty"),
    ("notification_channels", ["ops@example.com"], "projects/P/notificationChannels/N"),
    ("runbook_url", "http://example.com", "https address"),
    ("origins", ["*"], "none is a pattern"),
    ("origins", [], "cannot be empty"),
    ("api", {"access": "everybody"}, "world, load_balancer or nobody"),
    ("api", {"most": 0}, "api.most is a whole number from 1 to 100"),
    ("api", {"most": 1000}, "api.most is a whole number from 1 to 100"),
    ("api", {"least": 11}, "api.least is a whole number from 0 to api.most"),
    ("api", {"least": 0.5}, "api.least is a whole number from 0 to api.most"),
    ("ages", {"archive": 10}, "cold before it ends"),
    ("ages", {"bodies": 0.5}, "whole days"),
    ("kept_days", 1, "from 7 to 31"),
    ("workers", {"most": 0}, "from 1 to 100"),
    ("ingress", "everybody", "INGRESS_TRAFFIC_INTERNAL_ONLY"),
)

Planned = Callable[[dict[str, Any]], tuple[int, str]]


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Planned:
    terraform = shutil.which("terraform")
    if terraform is None:
        pytest.skip("terraform is not here")
    folder = tmp_path_factory.mktemp("variables")
    shutil.copy(FOLDER / "variables.tf", folder)
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "CHECKPOINT_DISABLE": "1"}

    def run(*words: str) -> tuple[int, str]:
        command = [terraform, f"-chdir={folder}", *words, "-input=false", "-no-color"]
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=60, check=False
        )
        return done.returncode, " ".join((done.stdout + done.stderr).replace("│", "").split())

    code, said = run("init")
    assert code == 0, said

    def planned(variables: dict[str, Any]) -> tuple[int, str]:
        (folder / "terraform.tfvars.json").write_text(json.dumps(variables))
        return run("plan")

    return planned


def test_a_deployment_with_nothing_but_what_must_be_said(planned: Planned) -> None:
    code, said = planned(GOOD)
    assert code == 0, said


@pytest.mark.parametrize(("name", "value", "sentence"), BAD)
def test_what_cannot_be_is_said(name: str, value: Any, sentence: str, planned: Planned) -> None:
    code, said = planned(GOOD | {name: value})
    assert code == 1
    assert sentence in said


@pytest.mark.parametrize("name", sorted(GOOD))
def test_what_has_to_be_said(name: str, planned: Planned) -> None:
    code, said = planned({key: value for key, value in GOOD.items() if key != name})
    assert code == 1
    assert f'"{name}" is not set' in said
