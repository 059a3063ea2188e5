"""Runs a command and notes how it ended, for launchers that are not there any more by then.

process_end.py NOTE -- COMMAND …

It starts the command when it reads a byte, passes SIGTERM on, and writes `code` and `ended_at`
to NOTE. Killed itself, it takes the command with it and leaves no note. It imports nothing of
the product, so that it starts at once and whatever the command is.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

_NOT_STARTED = 127
"""The exit code of a command that could not be started, as a shell has it."""
_END_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of Linux."""


def main(argv: list[str]) -> int:
    """The command's exit code, negative for a signal; 1 when it was never told to start it."""
    note, separator, *command = argv
    if separator != "--" or not command:
        raise SystemExit("usage: process_end.py NOTE -- COMMAND …")
    command_run = _Command(command)
    signal.signal(signal.SIGTERM, command_run.end)
    # A launcher that dies before it has noted this process must not leave a job behind.
    if not sys.stdin.buffer.read(1):
        return 1
    code = command_run.run()
    _write(Path(note), code)
    return code


class _Command:
    """One command, which may be asked to end before it is there."""

    def __init__(self, command: list[str]) -> None:
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._asked = self._told = False

    def end(self, number: int, frame: FrameType | None) -> None:
        """Passes SIGTERM on, or remembers it."""
        self._asked = True
        if self._process is not None:
            self._told = True
            self._process.terminate()

    def run(self) -> int:
        """Runs the command to its end and returns its exit code, negative for a signal."""
        if self._asked:
            return -signal.SIGTERM
        here = os.getpid()
        library = ctypes.CDLL(None, use_errno=True)

        def end_with_parent() -> None:
            library.prctl(_END_WITH_PARENT, signal.SIGKILL)
            if os.getppid() != here:
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            self._process = process = subprocess.Popen(
                self._command, stdin=subprocess.DEVNULL, preexec_fn=end_with_parent
            )
        except OSError as problem:
            why = f"{self._command[0]} cannot be started: {problem.strerror}"
            print(f"error: {why}", file=sys.stderr)
            return _NOT_STARTED
        if self._asked and not self._told:
            process.terminate()
        return process.wait()


def _write(note: Path, code: int) -> None:
    temporary = note.with_name(f".{note.name}.{os.getpid()}")
    temporary.write_text(json.dumps({"code": code, "ended_at": datetime.now(UTC).isoformat()}))
    temporary.replace(note)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) % 256)
