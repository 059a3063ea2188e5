"""The wheel has every module, and needs nothing but the lock (incidents 23 and 40)."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

PACKAGES = ("publishing", "transforms", "pipelines", "templates")

pytestmark = pytest.mark.slow

_WORKER = """
import importlib, json, os, sys

# The interpreter's own start may load more than is ours.
before = set(sys.modules)
library, names, locked = sys.argv[1], json.loads(sys.argv[2]), set(json.loads(sys.argv[3]))
imported = []
for name in names:
    module = importlib.import_module(name)
    assert os.path.realpath(module.__file__).startswith(library), module.__file__
    imported.append(name)

from importlib.metadata import packages_distributions
owners = packages_distributions()
used = {module.partition(".")[0] for module in set(sys.modules) - before}
strange = {
    package: owners[package]
    for package in used & owners.keys()
    if not {one.lower().replace("_", "-").replace(".", "-") for one in owners[package]} & locked
}
print(json.dumps([len(imported), strange]))
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project, built and installed without any index into a folder of its own."""
    folder = tmp_path_factory.mktemp("packaged")
    source = folder / "source"
    source.mkdir()
    # What is lying about in the repository's own build folder is no part of it.
    for name in ("pyproject.toml", "setup.py", "README.md"):
        shutil.copy(ROOT / name, source / name)
    for name in PACKAGES:
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    offline = ["--no-index", "--no-deps"]
    wheel = ["wheel", *offline, "--no-build-isolation", "--wheel-dir", str(folder / "wheel")]
    done = subprocess.run([*pip, *wheel, str(source)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (file,) = (folder / "wheel").iterdir()
    target = folder / "library"
    install = ["install", *offline, "--target", str(target), str(file)]
    subprocess.run([*pip, *install], check=True)
    return target


def modules() -> list[str]:
    """Every module of the product by its name, as the repository has them."""
    found = []
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            if file.name != "__main__.py":
                parts = file.relative_to(ROOT).with_suffix("").parts
                found.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return found


def test_every_module_is_packaged_and_can_be_imported(library: Path, tmp_path: Path) -> None:
    lock = (ROOT / "requirements" / "runtime.lock").read_text(encoding="utf-8")
    locked = [line.partition("==")[0] for line in lock.splitlines() if "==" in line[:60]]
    names = modules()
    assert len(names) > 150
    # The repository itself is not on the path, only the folder and what is installed.
    done = subprocess.run(
        [sys.executable, "-c", _WORKER, str(library), json.dumps(names), json.dumps(locked)],
        cwd=tmp_path,
        env={"PYTHONPATH": str(library), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    imported, strange = json.loads(done.stdout)
    assert imported == len(names)
    ours = {"publishing", "transforms", "pipelines", "templates"}
    assert {name: owners for name, owners in strange.items() if name not in ours} == {}


def test_nothing_else_is_packaged(library: Path) -> None:
    packages = {file.parent.name for file in library.glob("*/__init__.py")}
    assert packages == set(PACKAGES)
    assert not list(library.rglob("*.parquet"))
    assert not list(library.rglob("test_*.py"))


def test_the_commands_of_the_image_start_from_it(library: Path, tmp_path: Path) -> None:
    for words in (["-m", "pipelines.template", "--help"], ["-m", "publishing.cli", "--help"]):
        done = subprocess.run(
            [sys.executable, *words],
            cwd=tmp_path,
            env={"PYTHONPATH": str(library)},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert "usage" in done.stdout or "--template NAME" in done.stdout
    assert (library / "bin" / "courtside").is_file()
