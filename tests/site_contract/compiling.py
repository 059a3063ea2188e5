"""TypeScript's own compiler over the package as npm installs it, for tests marked `integration`."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from site_contract.generate import FOLDER
from tests.servers import emulators, missing

CONSUMER = Path(__file__).parent / "consumer"

_ERROR = re.compile(r"^(?P<file>[^\s(]+)\((?P<line>\d+),\d+\): error (?P<said>TS\d+: .*)$")


@dataclass(frozen=True)
class Project:
    """A folder with the installed package, in which files are compiled under `strict`."""

    folder: Path

    def compile(self, files: Mapping[str, str], *options: str) -> dict[str, list[str]]:
        """The errors by file of these files together; a file without one is not named."""
        for path, text in files.items():
            file = self.folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        settings = json.loads((CONSUMER / "tsconfig.json").read_text())
        settings["files"] = list(files)
        (self.folder / "tsconfig.json").write_text(json.dumps(settings))
        found: dict[str, list[str]] = {}
        said = _said([str(compiler()), "--pretty", "false", *options], self.folder)
        for line in said.splitlines():
            if error := _ERROR.match(line):
                found.setdefault(error["file"], []).append(f"{error['line']}: {error['said']}")
            elif "error TS" in line:
                raise AssertionError(line)
        return found


def compiler() -> Path:
    """TypeScript's compiler; the test is skipped or fails where it is not installed."""
    found = emulators() / "typescript" / "node_modules" / ".bin" / "tsc"
    absent = emulators() / "typescript.absent"
    if not found.exists():
        if absent.exists():
            pytest.skip(absent.read_text())
        missing(f"no {found}: run `make emulators`")
    return found


def installed(folder: Path) -> Project:
    """A project with the package as `npm pack` makes it, installed without a network."""
    compiler()
    npm = shutil.which("npm")
    if npm is None:
        missing("npm is not here: run `make emulators`")
    (folder / "package.json").write_text('{"private": true, "type": "module"}')
    ran([npm, "pack", str(FOLDER / "npm"), "--silent"], folder)
    (packed,) = folder.glob("*.tgz")
    alone = ("--offline", "--ignore-scripts", "--no-audit", "--no-fund", "--silent")
    ran([npm, "install", *alone, str(packed)], folder)
    return Project(folder)


def ran(command: list[str], folder: Path) -> str:
    """What a command says, run to its end; it must not fail."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _said(command: list[str], folder: Path) -> str:
    """What the compiler says, which fails when there is an error in the files."""
    environment = {**os.environ, "NO_COLOR": "1"}
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode in (0, 1, 2), done.stderr
    assert done.returncode == 0 or "error TS" in done.stdout, done.stdout + done.stderr
    return done.stdout
