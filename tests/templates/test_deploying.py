"""What a deployment would do, said without any of its tools, and what it refuses."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import hcl2
import pytest

from templates import command, deploying, specs
from templates.metadata import FOLDER
from templates.registry import TEMPLATES
from templates.release import NoRelease, Release, release

ROOT = Path(__file__).parents[2]

REVISION = "0123456789abcdef0123456789abcdef01234567"

TAG = "0.1.0-0123456789ab"

IMAGE = f"us-west2-docker.pkg.dev/nba-test/courtside/courtside:{TAG}"

DIGEST = "us-west2-docker.pkg.dev/nba-test/courtside/courtside@sha256:" + "a" * 64

WORDS = (
    "deploy",
    "--project=nba-test",
    "--region=us-west2",
    "--bucket=nba-test-artifacts",
    "--state=nba-test-terraform",
)


def bare(words: list[str]) -> subprocess.CompletedProcess[str]:
    """The command where there is nothing but Python: no tool, no home, no credentials."""
    return subprocess.run(
        [sys.executable, "-m", "templates", *words],
        cwd=ROOT,
        env={"PATH": "/nowhere"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_dry_run_says_every_command_and_needs_none_of_the_tools(tmp_path: Path) -> None:
    variables = tmp_path / "prod.tfvars"
    done = bare([*WORDS, f"--variables={variables}", f"--revision={REVISION}", "--dry_run"])
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    said = [shlex.split(line) for line in done.stdout.splitlines()]
    assert [line[:2] for line in said[:4]] == [
        ["docker", "build"],
        ["gcloud", "auth"],
        ["docker", "push"],
        ["docker", "inspect"],
    ]
    assert f"--tag={IMAGE}" in said[0]
    assert said[2] == ["docker", "push", IMAGE]
    assert [line[2] for line in said[4:6]] == ["init", "apply"]
    assert "-backend-config=bucket=nba-test-terraform" in said[4]
    # The bucket is there before the specifications, and they before what reads them.
    assert f"-target={deploying.ARTIFACTS}" in said[5]
    uploads = said[6:-1]
    assert [line[:3] for line in uploads] == [["gcloud", "storage", "cp"]] * len(TEMPLATES)
    assert [line[-1] for line in uploads] == [
        f"gs://nba-test-artifacts/templates/{one.name}.json" for one in TEMPLATES
    ]
    assert said[-1][:3] == ["terraform", f"-chdir={FOLDER / 'infrastructure'}", "apply"]
    assert f"-var-file={variables}" in said[-1]
    assert f"-var=image={IMAGE.rpartition(':')[0]}@sha256:DIGEST" in said[-1]
    assert not any("auto-approve" in word for line in said for word in line)
    assert not any("latest" in word for line in said for word in line)


def test_make_says_the_same(tmp_path: Path) -> None:
    variables = ["PROJECT=nba-test", "REGION=us-west2", "BUCKET=nba-test-artifacts"]
    more = ["STATE=nba-test-terraform", "VARIABLES=v.tfvars", f"REVISION={REVISION}", "APPROVE=1"]
    done = subprocess.run(
        ["make", "--silent", "deploy", *variables, *more, "DRY_RUN=1"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    last = shlex.split(done.stdout.splitlines()[-1])
    assert last[0] == "terraform"
    assert "-auto-approve" in last


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        (["deploy"], ["PROJECT, REGION, BUCKET, STATE, VARIABLES are needed: make deploy "]),
        ([*WORDS], ["VARIABLES is needed: make deploy PROJECT="]),
        (
            [*WORDS, "--variables=v", "--project=NBA", "--region=west", "--bucket=gs://b"],
            [
                "PROJECT 'NBA' is not known: write the id of a project",
                "REGION 'west' is not known: write one region, as in us-west2",
                "BUCKET 'gs://b' is not known: write the name of a bucket, without gs://",
            ],
        ),
        (
            [*WORDS, "--variables=v", "--state=nba-test-artifacts"],
            ["STATE is a bucket of its own"],
        ),
        ([*WORDS, "--variables=v", "--revision=main"], ["REVISION 'main' is no revision: write 7"]),
    ],
)
def test_what_cannot_be_is_said_in_sentences(
    words: list[str], sentences: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    revision = [] if any("revision" in word for word in words) else [f"--revision={REVISION}"]
    assert command.main([*words, *revision, "--dry_run"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    lines = said.err.splitlines()
    assert len(lines) == len(sentences)
    for line, sentence in zip(lines, sentences, strict=True):
        assert line.startswith(f"error: {sentence}")


def test_where_no_tool_is_a_deployment_says_so(tmp_path: Path) -> None:
    done = bare([*WORDS, f"--variables={tmp_path / 'none'}", f"--revision={REVISION}"])
    assert done.returncode == 1
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert [line.split()[1] for line in lines] == ["docker", "gcloud", "terraform", "VARIABLES"]
    assert all("DRY_RUN=1" in line for line in lines[:3])


def test_without_git_a_revision_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    with pytest.raises(NoRelease, match="write REVISION="):
        release(root=tmp_path)
    assert release(REVISION, tmp_path) == Release("0.1.0", REVISION)


def test_a_tag_is_of_one_revision(tmp_path: Path) -> None:
    git = ["git", "-C", str(tmp_path), "-c", "user.name=n", "-c", "user.email=e@example.com"]
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "2.3.4"\n', encoding="utf-8")
    subprocess.run([*git, "init", "--quiet"], check=True)
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "--quiet", "--message", "one"], check=True)
    found = release(root=tmp_path)
    assert found.tag == f"2.3.4-{found.revision[:12]}"
    assert len(found.revision) == 40
    (tmp_path / "more").write_text("more", encoding="utf-8")
    assert release(root=tmp_path).tag == f"{found.tag}-changed"


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., list[list[str]]]:
    """A machine whose tools do nothing; `fails` names the one that does not even that."""
    ran: list[list[str]] = []

    def machine(fails: str = "", daemon: bool = True) -> list[list[str]]:
        def run(words: Any, **_: Any) -> subprocess.CompletedProcess[str]:
            if list(words[:2]) == ["docker", "info"]:
                return subprocess.CompletedProcess(words, 0 if daemon else 1)
            ran.append(list(words))
            said = DIGEST if "inspect" in words else ""
            return subprocess.CompletedProcess(words, int(bool(fails) and fails in words), said, "")

        monkeypatch.setattr(subprocess, "run", run)
        monkeypatch.setattr(shutil, "which", lambda tool: f"/bin/{tool}")
        monkeypatch.setattr(specs, "BUILD", tmp_path / "build")
        return ran

    return machine


def deploy(tmp_path: Path, *more: str) -> int:
    variables = tmp_path / "prod.tfvars"
    variables.write_text("", encoding="utf-8")
    return command.main([*WORDS, f"--variables={variables}", f"--revision={REVISION}", *more])


def test_what_is_deployed_is_the_image_by_its_digest(
    tools: Callable[..., list[list[str]]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = tools()
    assert deploy(tmp_path, "--approve") == 0
    assert [words[0] for words in ran] == [
        *("docker", "gcloud", "docker", "docker", "terraform", "terraform"),
        *("gcloud" for _ in TEMPLATES),
        "terraform",
    ]
    assert f"-var=image={DIGEST}" in ran[-1]
    assert "-auto-approve" in ran[-1]
    said = capsys.readouterr().out
    assert said.splitlines()[-1] == f"{DIGEST} is deployed to nba-test."
    assert f"docker push {IMAGE}" in said


@pytest.mark.parametrize("step", ["build", "push", "inspect", "init", "cp", "apply"])
def test_a_step_that_fails_ends_it(
    step: str,
    tools: Callable[..., list[list[str]]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ran = tools(fails=step)
    assert deploy(tmp_path) == 1
    assert step in ran[-1]
    assert len([words for words in ran if step in words]) == 1
    assert capsys.readouterr().err.startswith("error: ")


def test_docker_without_its_daemon_is_none(
    tools: Callable[..., list[list[str]]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = tools(daemon=False)
    assert deploy(tmp_path) == 1
    assert ran == []
    assert capsys.readouterr().err == "error: docker is here and does not run: start its daemon\n"


def test_a_changed_tree_is_not_deployed(
    tools: Callable[..., list[list[str]]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ran = tools()
    monkeypatch.setattr(command, "release", lambda _: Release("0.1.0", REVISION, changed=True))
    assert deploy(tmp_path) == 1
    assert ran == []
    assert "error: this tree differs from its revision" in capsys.readouterr().err


@pytest.mark.parametrize("daemon", [True, False])
def test_templates_are_written_whether_there_is_docker_or_not(
    daemon: bool,
    tools: Callable[..., list[list[str]]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ran = tools(daemon=daemon)
    written: list[str] = []

    def write(image: str) -> list[Path]:
        written.append(image)
        return []

    monkeypatch.setattr(specs, "write", write)
    assert command.main(["build", f"--revision={REVISION}"]) == 0
    assert written == [f"courtside:{TAG}"]
    assert [words[:2] for words in ran] == ([["docker", "build"]] if daemon else [])
    assert ("was not built" in capsys.readouterr().out) is not daemon


def declared() -> dict[str, Any]:
    """Terraform's variables, by name."""
    text = (deploying.INFRASTRUCTURE / "variables.tf").read_text(encoding="utf-8")
    found = {}
    for block in hcl2.loads(text)["variable"]:
        for name, variable in block.items():
            found[name.strip('"')] = variable
    return found


def test_terraform_knows_what_it_is_told() -> None:
    this = deploying.Deployment(
        "nba-test",
        "us-west2",
        "nba-test-artifacts",
        "nba-test-terraform",
        Path("v.tfvars"),
        Release("0.1.0", REVISION),
    )
    assert deploying.problems(this) == []
    last = deploying.place_commands(this, DIGEST)[-1]
    told = {word.split("=")[1] for word in last if word.startswith("-var=")}
    assert told <= declared().keys()
    assert {"project_id", "region", "artifacts_bucket", "image", "image_repository"} == told
    resources = {
        f"{kind}.{name}".replace('"', "")
        for file in deploying.INFRASTRUCTURE.glob("*.tf")
        for block in hcl2.loads(file.read_text(encoding="utf-8")).get("resource", [])
        for kind, named in block.items()
        for name in named
    }
    assert deploying.ARTIFACTS in resources
