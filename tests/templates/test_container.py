"""The image, as far as it can be looked at without building it."""

from __future__ import annotations

import fnmatch
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCKERFILE = ROOT / "templates" / "Dockerfile"

_PINNED = re.compile(r"^([a-z0-9.-]+)==([^ ;\\]+)")


def lines(text: str) -> list[str]:
    """The instructions, each in one line, without comments."""
    joined = re.sub(r"\\\n\s*", "", text)
    return [line for line in joined.splitlines() if line and not line.startswith("#")]


def problems(text: str) -> list[str]:
    """What an image of these instructions would do and should not."""
    found = []
    for line in lines(text):
        word = line.split()[0]
        if word == "ADD":
            found.append(f"ADD fetches and unpacks: {line}")
        if re.search(r"\b(curl|wget|git clone|apt-get|apt)\b", line):
            found.append(f"something is fetched: {line}")
        for command in re.findall(r"pip (?:install|wheel|download)[^&|;]*", line):
            hashed = "--require-hashes -r" in command and ".lock" in command
            if "--no-deps" not in command or not (hashed or "--no-index" in command):
                found.append(f"a package that no lock names may come: {command}")
        if word == "FROM" and (":latest" in line or not re.search(r":\S| AS|base$", line)):
            found.append(f"a base that moves: {line}")
        if re.search(r"(?i)(api_?key|secret|password|token|credential)", line):
            found.append(f"a secret: {line}")
        if re.search(r"FLEX_TEMPLATE_PYTHON_(REQUIREMENTS|SETUP)_FILE", line):
            found.append(f"installed at every launch: {line}")
    return found


def locked(name: str) -> dict[str, str]:
    """The versions of a lock by package."""
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    found = [match for line in text.splitlines() if (match := _PINNED.match(line))]
    return {match[1]: match[2] for match in found}


@pytest.fixture(scope="module")
def text() -> str:
    return DOCKERFILE.read_text(encoding="utf-8")


def test_it_fetches_nothing_that_is_not_locked(text: str) -> None:
    assert problems(text) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("--no-deps --require-hashes -r /template/runtime.lock", "-r /template/runtime.lock"),
        ("--no-index --no-deps /template/wheel", "/template/wheel"),
        ("WORKDIR /template", "ADD https://example.com/x /x"),
        ("WORKDIR /template", "RUN curl -O https://example.com/x"),
        ("WORKDIR /template", "ENV BDL_API_KEY=abc"),
        ("PIP_NO_INDEX=1", "FLEX_TEMPLATE_PYTHON_REQUIREMENTS_FILE=/template/runtime.lock"),
        ("sdk:${BEAM}", "sdk:latest"),
    ],
)
def test_what_it_should_not_do_is_seen(text: str, old: str, new: str) -> None:
    assert old in text
    assert problems(text.replace(old, new)) != []


def test_beam_is_the_one_of_the_lock(text: str) -> None:
    (beam,) = re.findall(r"^ARG BEAM=(\S+)$", text, re.MULTILINE)
    assert beam == locked("runtime.lock")["apache-beam"]
    assert "FROM apache/beam_python3.11_sdk:${BEAM}" in text


def test_python_is_the_one_of_the_project(text: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == ">=3.11,<3.12"
    assert set(re.findall(r"python3\.?([0-9]+)", text)) == {"11"}


def test_it_is_built_with_what_the_lock_of_tools_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    tools = {re.split(r"[><=]", one)[0] for one in project["build-system"]["requires"]}
    build, dev = locked("build.lock"), locked("dev.lock")
    assert tools <= build.keys()
    assert build.items() <= dev.items()
    hashes = (ROOT / "requirements" / "dev.lock").read_text(encoding="utf-8")
    for line in (ROOT / "requirements" / "build.lock").read_text(encoding="utf-8").splitlines():
        assert line.rstrip("\\ ") in hashes


def test_what_runs_is_in_it(text: str) -> None:
    assert "COPY templates/main.py /template/main.py" in text
    assert "FLEX_TEMPLATE_PYTHON_PY_FILE=/template/main.py" in text
    assert "/opt/google/dataflow/python_template_launcher" in text
    assert lines(text)[-1] == 'ENTRYPOINT ["/opt/apache/beam/boot"]'
    # Every package of the wheel is copied to where it is built.
    for package in ("publishing", "transforms", "pipelines", "templates"):
        assert f"COPY {package} /source/{package}" in text
    assert "COPY pyproject.toml setup.py README.md /source/" in text


def ignored(path: str) -> bool:
    """Whether docker leaves a path out: the last rule that fits decides."""
    out = False
    for rule in (ROOT / ".dockerignore").read_text(encoding="utf-8").split("\n"):
        if not rule or rule.startswith("#"):
            continue
        keeps, pattern = rule.startswith("!"), rule.removeprefix("!")
        parts = path.split("/")
        above = ["/".join(parts[: number + 1]) for number in range(len(parts))]
        patterns = [pattern, pattern.removeprefix("**/")]
        if any(_fits(one, rule) for one in above for rule in patterns) or (
            pattern.startswith("**/") and any(_fits(part, pattern[3:]) for part in parts)
        ):
            out = not keeps
    return out


def _fits(path: str, pattern: str) -> bool:
    return fnmatch.fnmatchcase(path, pattern) and path.count("/") == pattern.count("/")


@pytest.mark.parametrize(
    "path",
    [
        ".git/config",
        ".venv/bin/python",
        "tests/conftest.py",
        "demo/warehouse.py",
        "out/status.json",
        "out-private/warehouse/x.parquet",
        "requirements/dev.lock",
        "templates/infrastructure/terraform.tfvars",
        "templates/infrastructure/.terraform/terraform.tfstate",
        "templates/build/live.json",
        "publishing/__pycache__/run.cpython-311.pyc",
        "publishing/.env",
        "publishing/bdl.key",
        "key.json",
        "nba.tfvars",
    ],
)
def test_what_is_no_product_is_left_out(path: str) -> None:
    assert ignored(path)


@pytest.mark.parametrize(
    "path",
    [
        "README.md",
        "setup.py",
        "pyproject.toml",
        "publishing/exports/results.py",
        "transforms/batch.py",
        "pipelines/template.py",
        "templates/main.py",
        "requirements/runtime.lock",
        "requirements/build.lock",
    ],
)
def test_what_it_is_made_of_is_not(path: str) -> None:
    assert not ignored(path)
    assert (ROOT / path).is_file()
