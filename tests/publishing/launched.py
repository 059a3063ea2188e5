"""Jobs for the tests of launchers: programs that say what they do, and how to wait for that."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from publishing.adapters.proc import born

LIMIT_SECONDS = 20.0

_STEADY = """
import os, signal, sys
def end(number, frame):
    print("asked", flush=True)
    sys.exit(int(os.environ.get("EXIT", "0")))
signal.signal(signal.SIGTERM, end)
print("began", os.getpid(), *sys.argv[1:], flush=True)
while True:
    signal.pause()
"""
_STUBBORN = """
import os, signal
signal.signal(signal.SIGTERM, lambda *_: print("asked", flush=True))
print("began", os.getpid(), flush=True)
while True:
    signal.pause()
"""

COMMANDS = {
    "live": [sys.executable, "-c", _STEADY, "--source=here"],
    "tonight": [sys.executable, "-c", _STUBBORN],
    "daily": [sys.executable, "-c", "print('began'); print('done')"],
    "trends": [sys.executable, "-c", "print('began'); raise SystemExit(3)"],
}


def prepared(folder: Path) -> Path:
    """A launcher's folder with the commands."""
    folder.mkdir(exist_ok=True)
    (folder / "commands.json").write_text(json.dumps(COMMANDS))
    return folder


def log(folder: Path, name: str) -> list[str]:
    """The lines that a job has written."""
    file = folder / "jobs" / f"{name}.log"
    return file.read_text().splitlines() if file.exists() else []


def noted(folder: Path, name: str) -> dict[str, object]:
    """What is noted of a job."""
    found: dict[str, object] = json.loads((folder / "jobs" / f"{name}.json").read_text())
    return found


def pid_of(folder: Path, name: str) -> int:
    """The number of a job's process."""
    pid = noted(folder, name)["pid"]
    assert isinstance(pid, int)
    return pid


def program_of(folder: Path, name: str) -> int:
    """The number of the program that the job's process runs, once it said so."""
    until(f"{name} began", lambda: any(line.startswith("began ") for line in log(folder, name)))
    return int([line for line in log(folder, name) if line.startswith("began ")][-1].split()[1])


def is_there(pid: int) -> bool:
    """Whether a process runs; one that ended and was not waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def kill_all(folder: Path) -> None:
    """Ends what still runs of a folder's jobs, and waits until it did."""
    for file in (folder / "jobs").glob("*.json"):
        job = json.loads(file.read_text())
        # Not by its command: a process that has just begun shows none yet.
        if born(job["pid"]) == job["birth"]:
            os.kill(job["pid"], signal.SIGKILL)
            until(f"{file.stem} was killed", partial(_is_over, job["pid"]))


def _is_over(pid: int) -> bool:
    return born(pid) is None


def until(what: str, done: Callable[[], bool]) -> None:
    """Returns when `done` says so; fails with the words of `what` when it takes too long."""
    ends = time.monotonic() + LIMIT_SECONDS
    while not done():
        assert time.monotonic() < ends, f"not within {LIMIT_SECONDS:.0f} s: {what}"
        time.sleep(0.01)
