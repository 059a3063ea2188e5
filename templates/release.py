"""Which release this is: a version and a revision, and the image's name made of both."""

from __future__ import annotations

import re
import subprocess
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]

_REVISION = re.compile(r"[0-9a-f]{7,40}")


class NoRelease(Exception):
    """Nobody can say which revision this is; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Release:
    """`version` is the project's, `revision` that of git; `changed` when files differ from it."""

    version: str
    revision: str
    changed: bool = False

    @property
    def tag(self) -> str:
        """The tag of the image: each revision has its own, none is the newest."""
        return f"{self.version}-{self.revision[:12]}" + ("-changed" if self.changed else "")


def release(revision: str | None = None, root: Path = ROOT) -> Release:
    """This release; `revision` stands in where there is no git. NoRelease with a sentence."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    if revision is not None:
        if not _REVISION.fullmatch(revision):
            raise NoRelease(f"REVISION {revision!r} is no revision: write 7 to 40 hex digits")
        return Release(project["version"], revision)
    try:
        found = _git(root, "rev-parse", "HEAD")
        changed = bool(_git(root, "status", "--porcelain", "--", "."))
    except (OSError, subprocess.CalledProcessError):
        raise NoRelease("git does not say which revision this is: write REVISION=…") from None
    return Release(project["version"], found, changed)


def _git(root: Path, *words: str) -> str:
    command = ["git", "-C", str(root), *words]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
