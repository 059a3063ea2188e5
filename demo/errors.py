"""The one error of this package that is meant for the person who called it."""

from __future__ import annotations

import sys
from collections.abc import Callable


class InputError(ValueError):
    """The input cannot be used; the message is one sentence that says why."""


def exit_code(run: Callable[[], None]) -> int:
    """0 after `run`; 2, with the sentence on stderr, when it refuses its input."""
    try:
        run()
    except (ValueError, OSError) as problem:
        print(f"error: {' '.join(str(problem).split())}", file=sys.stderr)
        return 2
    return 0
