"""Processes of this machine as Linux's /proc shows them: one that was meant, never a later one."""

from __future__ import annotations

import os
import signal
from pathlib import Path

_PROC = Path("/proc")
_DEAD = ("Z", "X", "x")
"""States of a process that has ended, though somebody may not have looked at it yet."""


def can_be_seen() -> bool:
    """Whether this machine shows its processes."""
    return (_PROC / "self" / "stat").is_file()


def born(pid: int) -> str | None:
    """When a process that runs was born, on this boot of the machine; None when none runs.

    The same number used again is another birth, and so is the same tick of another boot.
    """
    try:
        text = (_PROC / str(pid) / "stat").read_bytes().decode(errors="replace")
        boot = (_PROC / "sys" / "kernel" / "random" / "boot_id").read_text().strip()
    except (FileNotFoundError, ProcessLookupError):
        return None
    # The program's name stands in brackets and may hold anything, brackets too.
    state, *fields = text.rpartition(")")[2].split()
    return None if state in _DEAD else f"{boot}/{fields[18]}"


def terminate(pid: int, birth: str) -> bool:
    """Sends SIGTERM to the process of that birth alone; False when it has ended."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return False
    try:
        # The handle stays with its process: what is seen now is what is signalled.
        if born(pid) != birth:
            return False
        signal.pidfd_send_signal(handle, signal.SIGTERM)
    except ProcessLookupError:
        return False
    finally:
        os.close(handle)
    return True
